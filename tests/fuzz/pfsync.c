/*
 * pfflowd's way from captured packets to datagrams. The first octet chooses the link type, the
 * version of NetFlow and the direction; the rest are packets, the tag being seconds that pass.
 */
#include "config.h"

#include <stdlib.h>

#include "ft/pfsync.h"
#include "fuzz.h"

#define SECOND INT64_C(1000000)
enum { LIMIT = 40 };

struct rig {
  struct ft_pf_monitor *monitor;
  struct ft_pf_exporter *exporter;
  struct ft_pf_format format;
  uint64_t packets, octets, ended, datagrams;
};

static void on_ended(void *arg, const struct ft_pf_ended *ended) {
  struct rig *rig = arg;
  FUZZ_HOLDS(ended->first <= ended->last && ended->last <= ended->stamp.sysuptime);
  ft_pf_exporter_put(rig->exporter, ended);
  rig->ended++;
}

static void on_batch_end(void *arg) {
  struct rig *rig = arg;
  ft_pf_exporter_flush(rig->exporter);
}

static int on_datagram(void *arg, const uint8_t *data, size_t size) {
  struct rig *rig = arg;
  struct ft_datagram datagram;
  FUZZ_HOLDS(size <= FT_DATAGRAM_MAX);
  if (rig->format.version < 9) FUZZ_HOLDS(ft_datagram_check(data, size, &datagram, NULL) == 0);
  rig->datagrams++;
  return 0;
}

static void open_rig(struct rig *rig, uint8_t choice) {
  static const int links[] = {246, 1, 12, 108, 113, 276, 228, 229};
  static const unsigned versions[] = {5, 1, 9, 10};
  *rig = (struct rig){0};
  FUZZ_HOLDS(ft_pf_format_find(versions[choice >> 3 & 3], &rig->format));
  struct ft_pf_options options = {.link = ft_pf_link_find(links[choice & 7]),
                                  .direction = (enum ft_pf_direction)((choice >> 5) % 3),
                                  .address_width = rig->format.address_width,
                                  .counter_limit = rig->format.counter_limit,
                                  .state_limit = LIMIT,
                                  .log_everything = choice >> 7};
  struct ft_pf_events events = {rig, on_ended, on_batch_end};
  rig->exporter = ft_pf_exporter_new(&rig->format, on_datagram, rig, NULL);
  rig->monitor = ft_pf_monitor_new(&options, &events, &fuzz_log);
  FUZZ_HOLDS(rig->exporter && rig->monitor);
}

static void close_rig(struct rig *rig) {
  const struct ft_pf_statistics *statistics = ft_pf_monitor_statistics(rig->monitor);
  FUZZ_HOLDS(statistics->packets == rig->packets);
  FUZZ_HOLDS(statistics->ended == rig->ended);
  FUZZ_HOLDS(statistics->remembered <= LIMIT);
  /* Packets pay for what they cause. */
  FUZZ_HOLDS(ft_pf_exporter_flows(rig->exporter) / 2 <=
             rig->ended + rig->octets / 48 + 4 * FT_PF_MAX_ROUNDS);
  ft_pf_monitor_free(rig->monitor);
  ft_pf_exporter_free(rig->exporter);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct rig rig;
  struct fuzz_piece piece;
  uint8_t *copy;
  int64_t now = 1131969600 * SECOND;
  if (size == 0) return 0;
  open_rig(&rig, *data);
  for (data++, size--; fuzz_next(&data, &size, &piece, &copy); free(copy)) {
    now += piece.tag * SECOND;
    if (piece.tag == 255) ft_pf_monitor_tick(rig.monitor, now);
    ft_pf_monitor_packet(rig.monitor, now, piece.data, piece.size);
    rig.packets++;
    rig.octets += piece.size;
  }
  close_rig(&rig);
  return 0;
}
