/* States that are over to records of a layout, split where counters are too wide (pfflowd.md 4, 5).
 */
#include <stdlib.h>

#include "ft/pfsync.h"

/* The columns of the records with one width of addresses. */
struct form {
  struct ft_clock clock;
  struct ft_column source, destination, source_port, destination_port, protocol, packets, octets;
};

struct ft_pf_exporter {
  struct ft_pf_format format;
  struct form forms[2]; /* one a layout of the format */
  /* One of them is there. */
  struct ft_encoder *encoder;
  struct ft_template_encoder *template_encoder;
  unsigned open; /* records in the datagram that is being filled */
  bool dirty;    /* something was put since the last flush */
  uint64_t flows;
};

/* The largest number that a column holds. */
static uint64_t column_max(struct ft_column column) {
  return column.width >= 8 ? UINT64_MAX : (UINT64_C(1) << column.width * 8) - 1;
}

/* -- formats -- */

/* Versions whose datagrams have templates carry all addresses, and counters as they are. */
static const struct {
  unsigned version;
  bool templates;
} versions[] = {{1, false}, {5, false}, {9, true}, {10, true}};

static uint64_t counter_limit(const struct ft_layout *layout) {
  uint64_t packets = column_max(ft_column(layout, FT_F_DPKTS));
  uint64_t octets = column_max(ft_column(layout, FT_F_DOCTETS));
  uint64_t least = packets < octets ? packets : octets;
  return least > UINT64_MAX / FT_PF_MAX_ROUNDS ? UINT64_MAX : least * FT_PF_MAX_ROUNDS;
}

static struct ft_pf_format format_of(unsigned version, bool templates) {
  struct ft_pf_format format = {.version = version};
  if (templates) {
    format.layouts[format.layout_count++] = ft_layout_wide(4);
    format.layouts[format.layout_count++] = ft_layout_wide(FT_ADDR_MAX_WIDTH);
  } else {
    format.layouts[format.layout_count++] = ft_layout_find(version, 0);
    format.address_width = ft_column(format.layouts[0], FT_F_SRCADDR).width;
  }
  format.counter_limit = counter_limit(format.layouts[0]);
  return format;
}

bool ft_pf_format_find(unsigned version, struct ft_pf_format *format) {
  for (size_t i = 0; i < sizeof versions / sizeof *versions; i++)
    if (versions[i].version == version) {
      *format = format_of(version, versions[i].templates);
      return true;
    }
  return false;
}

/* -- the exporter -- */

static void bind_columns(struct form *form, const struct ft_layout *layout) {
  ft_clock_bind(&form->clock, layout);
  form->source = ft_column(layout, FT_F_SRCADDR);
  form->destination = ft_column(layout, FT_F_DSTADDR);
  form->source_port = ft_column(layout, FT_F_SRCPORT);
  form->destination_port = ft_column(layout, FT_F_DSTPORT);
  form->protocol = ft_column(layout, FT_F_PROT);
  form->packets = ft_column(layout, FT_F_DPKTS);
  form->octets = ft_column(layout, FT_F_DOCTETS);
}

static bool create_encoder(struct ft_pf_exporter *exporter, ft_datagram_sink *sink, void *arg,
                           struct ft_error *err) {
  const struct ft_pf_format *format = &exporter->format;
  if (format->layouts[0]->wire_size > 0) {
    exporter->encoder = ft_encoder_new(format->layouts[0], sink, arg, err);
    return exporter->encoder != NULL;
  }
  struct ft_template_options options = {
      .version = format->version, .layouts = format->layouts, .layout_count = format->layout_count};
  exporter->template_encoder = ft_template_encoder_new(&options, sink, arg, err);
  return exporter->template_encoder != NULL;
}

struct ft_pf_exporter *ft_pf_exporter_new(const struct ft_pf_format *format, ft_datagram_sink *sink,
                                          void *arg, struct ft_error *err) {
  struct ft_pf_exporter *exporter = calloc(1, sizeof *exporter);
  if (!exporter) {
    ft_error_add_memory(err);
    return NULL;
  }
  exporter->format = *format;
  if (!create_encoder(exporter, sink, arg, err)) {
    free(exporter);
    return NULL;
  }
  for (size_t i = 0; i < format->layout_count; i++)
    bind_columns(&exporter->forms[i], format->layouts[i]);
  return exporter;
}

void ft_pf_exporter_free(struct ft_pf_exporter *exporter) {
  if (!exporter) return;
  ft_encoder_free(exporter->encoder);
  ft_template_encoder_free(exporter->template_encoder);
  free(exporter);
}

uint64_t ft_pf_exporter_flows(const struct ft_pf_exporter *exporter) {
  return exporter->flows;
}

static void put_record(struct ft_pf_exporter *exporter, size_t index,
                       const struct ft_pf_ended *ended, bool reverse, uint64_t packets,
                       uint64_t octets) {
  uint8_t record[FT_RECORD_MAX] = {0};
  const struct form *form = &exporter->forms[index];
  const struct ft_pf_endpoint *source = reverse ? ended->destination : ended->source;
  const struct ft_pf_endpoint *destination = reverse ? ended->source : ended->destination;
  ft_store(record, form->clock.secs, ended->stamp.unix_secs);
  ft_store(record, form->clock.nsecs, ended->stamp.unix_nsecs);
  ft_store(record, form->clock.uptime, ended->stamp.sysuptime);
  ft_store(record, form->clock.first, ended->first);
  ft_store(record, form->clock.last, ended->last);
  ft_store_addr(record, form->source, &source->addr);
  ft_store_addr(record, form->destination, &destination->addr);
  ft_store(record, form->source_port, source->port);
  ft_store(record, form->destination_port, destination->port);
  ft_store(record, form->protocol, ended->state->protocol);
  ft_store(record, form->packets, packets);
  ft_store(record, form->octets, octets);
  if (exporter->encoder)
    ft_encoder_put(exporter->encoder, record, 1);
  else
    ft_template_encoder_put(exporter->template_encoder, index, record, 1);
  exporter->open++;
  exporter->dirty = true;
  exporter->flows++;
}

/* A datagram that has no room for a pair leaves before the next round (5.3). */
static void make_room(struct ft_pf_exporter *exporter) {
  if (!exporter->encoder || exporter->open + 1 < exporter->format.layouts[0]->wire_max) return;
  ft_encoder_flush(exporter->encoder);
  exporter->open = 0;
}

/* Takes what fits into a record off the rest. */
static uint64_t take(uint64_t *rest, struct ft_column column) {
  uint64_t most = column_max(column), part = *rest < most ? *rest : most;
  *rest -= part;
  return part;
}

/* The index of the form for addresses of that width, format.layout_count if there is none. */
static size_t find_form(const struct ft_pf_exporter *exporter, unsigned width) {
  size_t i = 0;
  while (i < exporter->format.layout_count && exporter->forms[i].source.width != width)
    i++;
  return i;
}

void ft_pf_exporter_put(struct ft_pf_exporter *exporter, const struct ft_pf_ended *ended) {
  uint64_t packets[2], octets[2];
  size_t index = find_form(exporter, ended->source->addr.width);
  if (index == exporter->format.layout_count) return;
  const struct form *form = &exporter->forms[index];
  for (int i = 0; i < 2; i++) {
    /* A direction without packets gives no flow, whatever its octets. */
    packets[i] = ended->state->packets[i];
    octets[i] = packets[i] > 0 ? ended->state->octets[i] : 0;
  }
  while (packets[0] > 0 || octets[0] > 0 || packets[1] > 0 || octets[1] > 0) {
    make_room(exporter);
    for (int i = 0; i < 2; i++) {
      uint64_t some_packets = take(&packets[i], form->packets);
      uint64_t some_octets = take(&octets[i], form->octets);
      if (some_packets > 0 || some_octets > 0)
        put_record(exporter, index, ended, i == 1, some_packets, some_octets);
    }
  }
}

bool ft_pf_exporter_flush(struct ft_pf_exporter *exporter) {
  bool had = exporter->dirty;
  if (exporter->encoder)
    ft_encoder_flush(exporter->encoder);
  else
    ft_template_encoder_flush(exporter->template_encoder);
  exporter->open = 0;
  exporter->dirty = false;
  return had;
}
