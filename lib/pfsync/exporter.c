/* States that are over to records of a layout, split where counters are too wide (pfflowd.md 4, 5).
 */
#include <stdlib.h>

#include "ft/pfsync.h"

struct ft_pf_exporter {
  const struct ft_layout *layout;
  struct ft_encoder *encoder;
  unsigned open; /* records in the datagram that is being filled */
  bool dirty;    /* something was put since the last flush */
  uint64_t flows;
  struct ft_clock clock;
  struct ft_column source, destination, source_port, destination_port, protocol, packets, octets;
};

/* The largest number that a column holds. */
static uint64_t column_max(struct ft_column column) {
  return column.width >= 8 ? UINT64_MAX : (UINT64_C(1) << column.width * 8) - 1;
}

uint64_t ft_pf_counter_limit(const struct ft_layout *layout) {
  uint64_t packets = column_max(ft_column(layout, FT_F_DPKTS));
  uint64_t octets = column_max(ft_column(layout, FT_F_DOCTETS));
  uint64_t least = packets < octets ? packets : octets;
  return least > UINT64_MAX / FT_PF_MAX_ROUNDS ? UINT64_MAX : least * FT_PF_MAX_ROUNDS;
}

struct ft_pf_exporter *ft_pf_exporter_new(const struct ft_layout *layout, ft_datagram_sink *sink,
                                          void *arg, struct ft_error *err) {
  struct ft_pf_exporter *exporter = calloc(1, sizeof *exporter);
  if (!exporter) {
    ft_error_add_memory(err);
    return NULL;
  }
  exporter->encoder = ft_encoder_new(layout, sink, arg, err);
  if (!exporter->encoder) {
    free(exporter);
    return NULL;
  }
  exporter->layout = layout;
  ft_clock_bind(&exporter->clock, layout);
  exporter->source = ft_column(layout, FT_F_SRCADDR);
  exporter->destination = ft_column(layout, FT_F_DSTADDR);
  exporter->source_port = ft_column(layout, FT_F_SRCPORT);
  exporter->destination_port = ft_column(layout, FT_F_DSTPORT);
  exporter->protocol = ft_column(layout, FT_F_PROT);
  exporter->packets = ft_column(layout, FT_F_DPKTS);
  exporter->octets = ft_column(layout, FT_F_DOCTETS);
  return exporter;
}

void ft_pf_exporter_free(struct ft_pf_exporter *exporter) {
  if (!exporter) return;
  ft_encoder_free(exporter->encoder);
  free(exporter);
}

uint64_t ft_pf_exporter_flows(const struct ft_pf_exporter *exporter) {
  return exporter->flows;
}

static void put_record(struct ft_pf_exporter *exporter, const struct ft_pf_ended *ended,
                       bool reverse, uint64_t packets, uint64_t octets) {
  uint8_t record[FT_RECORD_MAX] = {0};
  const struct ft_pf_endpoint *source = reverse ? ended->destination : ended->source;
  const struct ft_pf_endpoint *destination = reverse ? ended->source : ended->destination;
  ft_store(record, exporter->clock.secs, ended->stamp.unix_secs);
  ft_store(record, exporter->clock.nsecs, ended->stamp.unix_nsecs);
  ft_store(record, exporter->clock.uptime, ended->stamp.sysuptime);
  ft_store(record, exporter->clock.first, ended->first);
  ft_store(record, exporter->clock.last, ended->last);
  ft_store_addr(record, exporter->source, &source->addr);
  ft_store_addr(record, exporter->destination, &destination->addr);
  ft_store(record, exporter->source_port, source->port);
  ft_store(record, exporter->destination_port, destination->port);
  ft_store(record, exporter->protocol, ended->state->protocol);
  ft_store(record, exporter->packets, packets);
  ft_store(record, exporter->octets, octets);
  ft_encoder_put(exporter->encoder, record, 1);
  exporter->open++;
  exporter->dirty = true;
  exporter->flows++;
}

/* A datagram that has no room for a pair leaves before the next round (5.3). */
static void make_room(struct ft_pf_exporter *exporter) {
  if (exporter->open + 1 < exporter->layout->wire_max) return;
  ft_encoder_flush(exporter->encoder);
  exporter->open = 0;
}

/* Takes what fits into a record off the rest. */
static uint64_t take(uint64_t *rest, struct ft_column column) {
  uint64_t most = column_max(column), part = *rest < most ? *rest : most;
  *rest -= part;
  return part;
}

void ft_pf_exporter_put(struct ft_pf_exporter *exporter, const struct ft_pf_ended *ended) {
  uint64_t packets[2], octets[2];
  for (int i = 0; i < 2; i++) {
    /* A direction without packets gives no flow, whatever its octets. */
    packets[i] = ended->state->packets[i];
    octets[i] = packets[i] > 0 ? ended->state->octets[i] : 0;
  }
  while (packets[0] > 0 || octets[0] > 0 || packets[1] > 0 || octets[1] > 0) {
    make_room(exporter);
    for (int i = 0; i < 2; i++) {
      uint64_t some_packets = take(&packets[i], exporter->packets);
      uint64_t some_octets = take(&octets[i], exporter->octets);
      if (some_packets > 0 || some_octets > 0)
        put_record(exporter, ended, i == 1, some_packets, some_octets);
    }
  }
}

bool ft_pf_exporter_flush(struct ft_pf_exporter *exporter) {
  bool had = exporter->dirty;
  ft_encoder_flush(exporter->encoder);
  exporter->open = 0;
  exporter->dirty = false;
  return had;
}
