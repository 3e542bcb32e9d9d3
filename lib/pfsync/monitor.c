/* Packets to states that are over: filters, orientation, remembered states (pfflowd.md 4, 8, 9). */
#include <stdlib.h>
#include <string.h>

#include "pfsync/clock.h"
#include "pfsync/table.h"

#define SECOND       INT64_C(1000000)
#define FIRST_UPTIME INT64_C(1000000000) /* ms, of the first packet of a file */

enum { DEFAULT_STATE_LIMIT = 1000000, MOST_LINES = 1000 };
enum { ICMP = 1, ICMPV6 = 58 };

/*
 * A short message may claim counters that fill thousands of datagrams. Rounds
 * beyond a state's first are paid with octets that arrived, as many as a flow has
 * itself; the savings at the start, never exceeded, are for some states of any size.
 */
enum { ROUND_PRICE = 64, MOST_SAVINGS = 4 * FT_PF_MAX_ROUNDS * ROUND_PRICE };

enum trouble {
  TROUBLE_RUNT_HEADER,
  TROUBLE_EMPTY,
  TROUBLE_RUNT,
  TROUBLE_IMPLAUSIBLE,
  TROUBLE_MEMORY,
  TROUBLES
};
static const char *const trouble_texts[TROUBLES] = {
    [TROUBLE_RUNT_HEADER] = "Runt pfsync packet header",
    [TROUBLE_EMPTY] = "Empty pfsync packet",
    [TROUBLE_RUNT] = "Runt pfsync packet",
    [TROUBLE_IMPLAUSIBLE] = "State with implausible counters skipped",
    [TROUBLE_MEMORY] = "Out of memory, state not remembered",
};

/* What is told together: ends of different kinds do not share a datagram. */
enum batch { BATCH_NONE, BATCH_DELETED, BATCH_GIVEN_UP };

/* Lines of one kind in the log. */
struct complaints {
  int64_t second; /* of the last one */
  uint64_t lines;
};

struct ft_pf_monitor {
  struct ft_pf_options options;
  struct ft_pf_events events;
  const struct ft_log *log;
  struct pf_clock clock;
  struct pf_table *table;
  int64_t now; /* of the packet or tick that is handled */
  enum batch batch;
  bool told_limit;
  uint64_t savings; /* octets */
  struct complaints complaints[TROUBLES];
  struct ft_pf_statistics statistics;
};

struct ft_pf_monitor *ft_pf_monitor_new(const struct ft_pf_options *options,
                                        const struct ft_pf_events *events,
                                        const struct ft_log *log) {
  struct ft_pf_monitor *monitor = calloc(1, sizeof *monitor);
  if (!monitor) return NULL;
  monitor->options = *options;
  if (options->state_limit == 0) monitor->options.state_limit = DEFAULT_STATE_LIMIT;
  monitor->events = *events;
  monitor->log = log;
  monitor->savings = MOST_SAVINGS;
  for (int i = 0; i < TROUBLES; i++)
    monitor->complaints[i].second = INT64_MIN;
  monitor->table = pf_table_new(options->hash_seed);
  if (!monitor->table) {
    free(monitor);
    return NULL;
  }
  return monitor;
}

void ft_pf_monitor_free(struct ft_pf_monitor *monitor) {
  if (!monitor) return;
  pf_table_free(monitor->table);
  free(monitor);
}

void ft_pf_monitor_set_clock(struct ft_pf_monitor *monitor, int64_t now, int64_t uptime) {
  monitor->clock = (struct pf_clock){true, now, uptime};
}

const struct ft_pf_statistics *ft_pf_monitor_statistics(const struct ft_pf_monitor *monitor) {
  return &monitor->statistics;
}

/* Senders must not be able to fill the disk with our log, nor must files. */
static void complain(struct ft_pf_monitor *monitor, enum trouble trouble) {
  struct complaints *before = &monitor->complaints[trouble];
  int64_t second = monitor->now / SECOND;
  if (monitor->options.log_everything ? before->lines >= MOST_LINES : before->second == second)
    return;
  before->second = second;
  before->lines++;
  ft_log_line(monitor->log, "%s", trouble_texts[trouble]);
}

/* -- telling of a state that is over -- */

static bool is_wanted(const struct ft_pf_options *options, const struct ft_pf_state *state) {
  unsigned width = state->stack[0].addr.width;
  if (width == 0 || (options->address_width != 0 && width != options->address_width)) return false;
  return options->direction == FT_PF_ANY || state->direction == options->direction;
}

static bool is_plausible(const struct ft_pf_options *options, const struct ft_pf_state *state) {
  for (int i = 0; i < 2; i++)
    if (state->packets[i] > options->counter_limit || state->octets[i] > options->counter_limit)
      return false;
  return true;
}

/* Rounds beyond the first that the counters need (4). */
static uint64_t extra_rounds(const struct ft_pf_options *options, const struct ft_pf_state *state) {
  uint64_t most = options->counter_limit / FT_PF_MAX_ROUNDS, rounds = 0;
  if (options->counter_limit == UINT64_MAX || most == 0) return 0;
  for (int i = 0; i < 2; i++) {
    uint64_t larger = state->packets[i] > state->octets[i] ? state->packets[i] : state->octets[i];
    if (state->packets[i] > 0 && (larger - 1) / most > rounds) rounds = (larger - 1) / most;
  }
  return rounds;
}

/* False: so many rounds are not to be had for the octets that arrived. */
static bool pay(struct ft_pf_monitor *monitor, uint64_t rounds) {
  if (rounds > monitor->savings / ROUND_PRICE) return false;
  monitor->savings -= rounds * ROUND_PRICE;
  return true;
}

static void earn(struct ft_pf_monitor *monitor, size_t octets) {
  monitor->savings =
      octets < MOST_SAVINGS - monitor->savings ? monitor->savings + octets : MOST_SAVINGS;
}

static void begin_batch(struct ft_pf_monitor *monitor, enum batch batch) {
  if (monitor->batch != BATCH_NONE && monitor->batch != batch)
    monitor->events.batch_end(monitor->events.arg);
  monitor->batch = batch;
}

static void end_batch(struct ft_pf_monitor *monitor) {
  begin_batch(monitor, BATCH_NONE);
  monitor->statistics.remembered = pf_table_count(monitor->table);
}

static void tell(struct ft_pf_monitor *monitor, const struct ft_pf_state *state, int64_t created,
                 int64_t finished) {
  if (!is_wanted(&monitor->options, state)) return;
  if (!is_plausible(&monitor->options, state) ||
      !pay(monitor, extra_rounds(&monitor->options, state))) {
    monitor->statistics.implausible++;
    complain(monitor, TROUBLE_IMPLAUSIBLE);
    return;
  }
  bool out = state->direction == FT_PF_OUT;
  struct ft_pf_endpoint far_end = state->stack[0];
  /* Outbound ICMP: the id that the far end sees stands in the outer key only. */
  if (out && (state->protocol == ICMP || state->protocol == ICMPV6))
    far_end.port = state->wire[0].port;
  struct ft_pf_ended ended = {
      .state = state,
      .source = out ? &state->stack[1] : &far_end,
      .destination = out ? &far_end : &state->stack[1],
  };
  ended.stamp =
      pf_clock_read(&monitor->clock, monitor->now, created, finished, &ended.first, &ended.last);
  monitor->statistics.ended++;
  monitor->events.ended(monitor->events.arg, &ended);
}

/* A remembered state that is deleted now. */
static void end_deleted(struct ft_pf_monitor *monitor, struct pf_entry *entry) {
  begin_batch(monitor, BATCH_DELETED);
  tell(monitor, &entry->state, entry->created, monitor->now);
  pf_table_remove(monitor->table, entry);
}

/* A remembered state of which nothing more is expected: it lasted to its last mention. */
static void give_up(struct ft_pf_monitor *monitor, struct pf_entry *entry) {
  begin_batch(monitor, BATCH_GIVEN_UP);
  tell(monitor, &entry->state, entry->created, entry->mentioned);
  pf_table_remove(monitor->table, entry);
}

static void end_overdue(struct ft_pf_monitor *monitor) {
  struct pf_entry *entry;
  while ((entry = pf_table_due(monitor->table, monitor->now))) {
    monitor->statistics.lost_deletes++;
    give_up(monitor, entry);
  }
  end_batch(monitor);
}

/* -- messages -- */

static void make_room(struct ft_pf_monitor *monitor) {
  if (pf_table_count(monitor->table) < monitor->options.state_limit) return;
  if (!monitor->told_limit)
    ft_log_line(monitor->log, "State table is full (%zu states), the stalest are given up",
                monitor->options.state_limit);
  monitor->told_limit = true;
  monitor->statistics.evicted++;
  give_up(monitor, pf_table_stalest(monitor->table));
}

static int64_t creation(const struct ft_pf_monitor *monitor, const struct ft_pf_state *state) {
  return monitor->now - (int64_t)state->age * SECOND;
}

static void remember(struct ft_pf_monitor *monitor, const struct ft_pf_state *state) {
  make_room(monitor);
  if (!pf_table_add(monitor->table, state, creation(monitor, state), monitor->now))
    complain(monitor, TROUBLE_MEMORY);
}

static void on_insert(struct ft_pf_monitor *monitor, const struct ft_pf_state *state) {
  struct pf_entry *entry = pf_table_find(monitor->table, state->id, state->creator);
  if (entry) pf_table_remove(monitor->table, entry);
  remember(monitor, state);
}

static void on_update(struct ft_pf_monitor *monitor, const struct ft_pf_state *state) {
  struct pf_entry *entry = pf_table_find(monitor->table, state->id, state->creator);
  if (!entry) {
    remember(monitor, state);
    return;
  }
  pf_table_update(monitor->table, entry, state, monitor->now);
}

static void on_delete(struct ft_pf_monitor *monitor, const struct ft_pf_state *state) {
  struct pf_entry *entry = pf_table_find(monitor->table, state->id, state->creator);
  if (entry) pf_table_remove(monitor->table, entry);
  begin_batch(monitor, BATCH_DELETED);
  tell(monitor, state, creation(monitor, state), monitor->now);
}

static void on_compressed_update(struct ft_pf_monitor *monitor, const struct ft_pf_state *state) {
  struct pf_entry *entry = pf_table_find(monitor->table, state->id, state->creator);
  if (entry) pf_table_mention(monitor->table, entry, monitor->now, state->expire);
}

static void on_compressed_delete(struct ft_pf_monitor *monitor, const struct ft_pf_state *state) {
  struct pf_entry *entry = pf_table_find(monitor->table, state->id, state->creator);
  if (entry)
    end_deleted(monitor, entry);
  else
    monitor->statistics.unknown_deletes++;
}

static void on_clear(struct ft_pf_monitor *monitor, const struct ft_pf_state *what) {
  if (what->creator == 0) return;
  pf_table_clear(monitor->table, what->creator, what->interface);
  struct pf_entry *entry;
  while ((entry = pf_table_due(monitor->table, PF_AT_ONCE)))
    end_deleted(monitor, entry);
}

static void on_message(void *arg, enum ft_pf_kind kind, const struct ft_pf_state *state) {
  static void (*const handlers[FT_PF_KINDS])(struct ft_pf_monitor *, const struct ft_pf_state *) = {
      [FT_PF_CLEAR] = on_clear,
      [FT_PF_INSERT] = on_insert,
      [FT_PF_UPDATE] = on_update,
      [FT_PF_DELETE] = on_delete,
      [FT_PF_UPDATE_COMPRESSED] = on_compressed_update,
      [FT_PF_DELETE_COMPRESSED] = on_compressed_delete,
  };
  struct ft_pf_monitor *monitor = arg;
  monitor->statistics.kinds[kind]++;
  if (handlers[kind]) handlers[kind](monitor, state);
}

/* -- packets -- */

static void skip_runt(struct ft_pf_monitor *monitor, enum trouble trouble) {
  monitor->statistics.runts++;
  complain(monitor, trouble);
}

static int handle_payload(struct ft_pf_monitor *monitor, const struct ft_pf_payload *payload) {
  switch (ft_pf_parse(payload->data, payload->size, on_message, monitor)) {
  case FT_PF_OK:
    break;
  case FT_PF_RUNT_HEADER:
    skip_runt(monitor, TROUBLE_RUNT_HEADER);
    break;
  case FT_PF_EMPTY:
    skip_runt(monitor, TROUBLE_EMPTY);
    break;
  case FT_PF_RUNT:
    skip_runt(monitor, TROUBLE_RUNT);
    break;
  case FT_PF_BAD_VERSION:
    monitor->statistics.skipped++;
    if (payload->from_ip) break;
    ft_log_line(monitor->log, "Unsupported pfsync version %d, exiting", payload->data[0]);
    return -1;
  }
  return 0;
}

int ft_pf_monitor_packet(struct ft_pf_monitor *monitor, int64_t now, const uint8_t *data,
                         size_t size) {
  struct ft_pf_payload payload;
  int result = 0;
  monitor->now = now;
  monitor->statistics.packets++;
  if (!monitor->clock.set) ft_pf_monitor_set_clock(monitor, now, FIRST_UPTIME);
  enum ft_pf_unwrapped unwrapped = ft_pf_unwrap(monitor->options.link, data, size, &payload);
  if (unwrapped == FT_PF_FOREIGN) {
    monitor->statistics.skipped++;
    return 0;
  }
  earn(monitor, size);
  end_overdue(monitor);
  if (unwrapped == FT_PF_CUT)
    skip_runt(monitor, TROUBLE_RUNT);
  else
    result = handle_payload(monitor, &payload);
  end_batch(monitor);
  return result;
}

void ft_pf_monitor_tick(struct ft_pf_monitor *monitor, int64_t now) {
  monitor->now = now;
  if (!monitor->clock.set) ft_pf_monitor_set_clock(monitor, now, FIRST_UPTIME);
  end_overdue(monitor);
}
