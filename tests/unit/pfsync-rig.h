/*
 * Feeds hostile packets to what pfflowd does with them, and checks what has to
 * hold whatever they are. Include cmocka.h first.
 */
#ifndef PFSYNC_RIG_H
#define PFSYNC_RIG_H

#include <sys/mman.h>
#include <unistd.h>

#include "pfsync-packets.h"
#include "template-decode.h"

/* -- memory whose neighbours must not be touched -- */

enum { ROOM = 1 << 17, GUARD = 1 << 16 };
static uint8_t *room;

static inline void open_room(void) {
  uint8_t *map =
      /* cppcheck-suppress invalidFunctionArg; -1 is what MAP_ANON asks for */
      mmap(NULL, ROOM + 2 * GUARD, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0);
  assert_ptr_not_equal(map, MAP_FAILED);
  room = map + GUARD;
  assert_int_equal(mprotect(map, GUARD, PROT_NONE), 0);
  assert_int_equal(mprotect(room + ROOM, GUARD, PROT_NONE), 0);
}

/* -- pfflowd's way from a packet to datagrams, without sockets -- */

enum { LIMIT = 40, PATIENCE_SECONDS = 120 };

struct rig {
  int link_type;
  unsigned version;       /* of the export */
  struct decoder decoder; /* of versions 9 and 10 */
  struct ft_pf_monitor *monitor;
  struct ft_pf_exporter *exporter;
  uint64_t packets, octets, ended, records;
};

static inline void on_ended(void *arg, const struct ft_pf_ended *ended) {
  struct rig *rig = arg;
  assert_true(ended->first <= ended->last && ended->last <= ended->stamp.sysuptime);
  ft_pf_exporter_put(rig->exporter, ended);
  rig->ended++;
}
static inline void on_batch_end(void *arg) {
  struct rig *rig = arg;
  ft_pf_exporter_flush(rig->exporter);
}
static inline int on_datagram(void *arg, const uint8_t *data, size_t size) {
  struct rig *rig = arg;
  struct ft_datagram datagram;
  if (rig->version >= 9) {
    assert_true(size <= FT_TEMPLATE_PAYLOAD);
    decode_datagram(&rig->decoder, data, size);
    rig->records += rig->decoder.records;
    return 0;
  }
  assert_int_equal(ft_datagram_check(data, size, &datagram, NULL), 0);
  rig->records += datagram.count;
  return 0;
}

static inline void rig_open(struct rig *rig, int link_type, unsigned version) {
  struct ft_pf_format format;
  assert_true(ft_pf_format_find(version, &format));
  struct ft_pf_options options = {.link = ft_pf_link_find(link_type),
                                  .address_width = format.address_width,
                                  .counter_limit = format.counter_limit,
                                  .state_limit = LIMIT};
  struct ft_pf_events events = {rig, on_ended, on_batch_end};
  *rig = (struct rig){.link_type = link_type, .version = version, .decoder = {.version = version}};
  assert_non_null(options.link);
  rig->exporter = ft_pf_exporter_new(&format, on_datagram, rig, NULL);
  rig->monitor = ft_pf_monitor_new(&options, &events, NULL);
  assert_non_null(rig->exporter);
  assert_non_null(rig->monitor);
}

static inline void rig_close(struct rig *rig) {
  const struct ft_pf_statistics *statistics = ft_pf_monitor_statistics(rig->monitor);
  assert_int_equal(statistics->packets, rig->packets);
  assert_int_equal(statistics->ended, rig->ended);
  assert_true(statistics->remembered <= LIMIT);
  /* Section 4 lets one state become 65536 rounds, but packets pay for what they cause. */
  uint64_t paid = rig->version >= 9 ? 0 : rig->octets / 48 + 4 * FT_PF_MAX_ROUNDS;
  assert_true(rig->records <= 2 * (rig->ended + paid));
  ft_pf_monitor_free(rig->monitor);
  ft_pf_exporter_free(rig->exporter);
}

/* The packet ends at a guard, or begins at one: seldom, nothing is read backwards. */
static inline void feed(struct rig *rig, int64_t now, const uint8_t *data, size_t size) {
  uint8_t *copy = rig->packets % 8 == 7 ? room : room + ROOM - size;
  assert_true(size <= ROOM);
  memcpy(copy, data, size);
  if (rig->packets % 1024 == 0) alarm(PATIENCE_SECONDS);
  ft_pf_monitor_packet(rig->monitor, now, copy, size);
  rig->packets++;
  rig->octets += size;
}

#endif
