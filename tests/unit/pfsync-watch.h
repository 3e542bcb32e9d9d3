/* A monitor whose events are kept, for tests. Include cmocka.h first. */
#ifndef PFSYNC_WATCH_H
#define PFSYNC_WATCH_H

#include "pfsync-packets.h"

#define START  (1000000000 * SECOND) /* of the first packet */
#define UPTIME 1000000000u           /* at that moment, ms */

/* -- a monitor whose events are kept -- */

struct told {
  uint64_t id, packets;
  uint32_t seconds, nanoseconds, uptime, first, last;
  unsigned batch; /* numbered from 0 */
  struct ft_pf_endpoint source, destination;
};
struct watch {
  struct ft_log log;
  struct ft_pf_monitor *monitor;
  struct told told[64];
  size_t count;
  unsigned batches;
  unsigned lines; /* of the log */
};

static inline void keep(void *arg, const struct ft_pf_ended *ended) {
  struct watch *watch = arg;
  assert_true(watch->count < 64);
  watch->told[watch->count++] = (struct told){.id = ended->state->id,
                                              .packets = ended->state->packets[0],
                                              .seconds = ended->stamp.unix_secs,
                                              .nanoseconds = ended->stamp.unix_nsecs,
                                              .uptime = ended->stamp.sysuptime,
                                              .first = ended->first,
                                              .last = ended->last,
                                              .batch = watch->batches,
                                              .source = *ended->source,
                                              .destination = *ended->destination};
}
static inline void count_batch(void *arg) {
  ((struct watch *)arg)->batches++;
}
static inline void count_line(void *arg, const char *text) {
  struct watch *watch = arg;
  assert_true(text[0] != '\0');
  watch->lines++;
}

static inline void watch_open(struct watch *watch, struct ft_pf_options options) {
  struct ft_pf_events events = {watch, keep, count_batch};
  memset(watch, 0, sizeof *watch);
  watch->log = (struct ft_log){count_line, watch};
  if (!options.link) options.link = ft_pf_link_find(246);
  if (options.counter_limit == 0) options.counter_limit = UINT64_MAX;
  watch->monitor = ft_pf_monitor_new(&options, &events, &watch->log);
  assert_non_null(watch->monitor);
}

static inline int feed(struct watch *watch, int64_t second, const struct packet *packet) {
  return ft_pf_monitor_packet(watch->monitor, START + second * SECOND, packet->data, packet->size);
}

static inline void feed_state(struct watch *watch, int64_t second, uint8_t action,
                              const struct sample *sample) {
  struct packet packet;
  begin_v6(&packet);
  add_v6_state(&packet, action, sample);
  assert_int_equal(feed(watch, second, &packet), 0);
}

static inline void feed_delete(struct watch *watch, int64_t second, uint64_t id, uint32_t creator) {
  struct packet packet;
  begin_v6(&packet);
  add_delete(&packet, id, creator);
  assert_int_equal(feed(watch, second, &packet), 0);
}

static inline void feed_clear(struct watch *watch, int64_t second, const char *interface,
                              uint32_t creator) {
  struct packet packet;
  begin_v6(&packet);
  add_clear(&packet, interface, creator);
  assert_int_equal(feed(watch, second, &packet), 0);
}

static inline void assert_told(const struct watch *watch, size_t index, uint64_t id,
                               uint64_t packets, int64_t first_ms, int64_t last_ms) {
  assert_true(index < watch->count);
  const struct told *told = &watch->told[index];
  assert_int_equal(told->id, id);
  assert_int_equal(told->packets, packets);
  assert_int_equal(told->first, (uint32_t)(UPTIME + first_ms));
  assert_int_equal(told->last, (uint32_t)(UPTIME + last_ms));
}

enum { FULL_INSERT = 13, FULL_UPDATE = 14, FULL_DELETE = 6 };

#endif
