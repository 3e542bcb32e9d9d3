#include "day.h"

#include <stdlib.h>

enum { PURGE_INTERVAL = 10, UPDATE_INTERVAL = 240 };
enum { LAST_END = DAY - 200 }; /* so that everything is deleted within the day */
enum { INSIDE_HOSTS = 48, OUTSIDE_HOSTS = 900, SERVER = 2 };

/* What an hour's share of the day is. */
static const uint8_t day_curve[24] = {14, 10, 8,  7,  7,  9,  16, 34, 58, 76, 82, 80,
                                      66, 72, 84, 86, 80, 68, 52, 46, 44, 40, 30, 20};

static const struct service outward[] = {
    {TCP, 443, 290, 9, 130, 110, 950, 3, 15, 6},    {TCP, 80, 250, 6, 130, 105, 900, 2, 15, 8},
    {UDP, 53, 190, 1, 100, 66, 150, 1, 2, 4},       {TCP, 25, 30, 12, 80, 620, 70, 4, 9, 12},
    {TCP, 110, 28, 9, 110, 60, 300, 2, 9, 3},       {TCP, 143, 22, 14, 110, 75, 260, 60, 10, 3},
    {TCP, 993, 26, 15, 110, 110, 320, 90, 10, 3},   {TCP, 22, 14, 30, 95, 95, 140, 60, 12, 10},
    {TCP, 21, 10, 12, 90, 55, 80, 20, 6, 8},        {TCP, 20, 8, 10, 190, 52, 1380, 2, 16, 5},
    {UDP, 123, 40, 1, 100, 76, 76, 1, 2, 5},        {ICMP, 0, 34, 4, 96, 84, 84, 4, 6, 15},
    {TCP, 6881, 22, 10, 105, 420, 480, 30, 13, 42}, {UDP, 4500, 6, 40, 98, 210, 230, 300, 10, 10},
    {TCP, 5222, 8, 12, 100, 120, 160, 600, 6, 5},   {TCP, 3389, 6, 60, 140, 90, 340, 120, 9, 10},
    {UDP, 5060, 8, 3, 100, 480, 420, 20, 6, 10},    {TCP, 1863, 6, 8, 100, 90, 120, 200, 6, 6},
    {TCP, 8080, 10, 7, 125, 110, 800, 3, 12, 12},   {TCP, 119, 3, 20, 150, 60, 1200, 10, 12, 4},
};

/* To the server behind the redirection. */
static const struct service inward[] = {
    {TCP, 80, 70, 6, 130, 100, 920, 2, 13, 2}, {TCP, 443, 30, 9, 125, 110, 880, 3, 13, 2},
    {TCP, 25, 50, 13, 80, 700, 72, 5, 10, 1},  {TCP, 22, 12, 14, 95, 110, 150, 10, 8, 30},
    {UDP, 53, 22, 1, 100, 68, 140, 1, 1, 1},   {TCP, 21, 6, 10, 95, 56, 90, 15, 5, 20},
};
#define COUNT_OF(table) (sizeof(table) / sizeof *(table))

/* -- chance -- */

static uint64_t chance;

static uint64_t draw(void) {
  uint64_t z = chance += UINT64_C(0x9e3779b97f4a7c15);
  z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
  return z ^ z >> 31;
}

static uint64_t below(uint64_t limit) {
  return limit > 0 ? draw() % limit : 0;
}
static bool happens(unsigned of_100) {
  return below(100) < of_100;
}

/* 0 to count - 1, low numbers much more often. */
static unsigned popular(unsigned count) {
  uint64_t u = below(65536), v = u * u >> 16;
  return (unsigned)(u * v / 65536 * count / 65536);
}

/* How often the usual amount is doubled; each time about half as likely. */
static unsigned doublings(unsigned most) {
  unsigned number = 0;
  while (number < most && below(100) < 48)
    number++;
  return number;
}

/* -- states -- */

static const struct service *choose(const struct service *services, size_t count) {
  uint64_t sum = 0;
  for (size_t i = 0; i < count; i++)
    sum += services[i].weight;
  uint64_t at = below(sum);
  while (at >= services->weight)
    at -= services++->weight;
  return services;
}

static uint32_t choose_second(void) {
  unsigned sum = 0, hour = 0;
  for (int i = 0; i < 24; i++)
    sum += day_curve[i];
  uint64_t at = below(sum);
  while (at >= day_curve[hour])
    at -= day_curve[hour++];
  uint32_t second = hour * 3600 + (uint32_t)below(3600);
  return second < LAST_END ? second : LAST_END - 1;
}

/* Around the usual size, never smaller than the headers or larger than a frame. */
static uint64_t octets_of(const struct state *state, uint64_t packets, unsigned size) {
  unsigned headers = state->ipv6 ? 60 : 40;
  uint64_t each = size * (70 + below(61)) / 100;
  if (each < headers) each = headers;
  return packets * (each < 1500 ? each : 1500);
}

static void choose_counters(struct state *state) {
  const struct service *service = state->service;
  unsigned tail = doublings(service->doublings);
  uint64_t packets = (uint64_t)service->packets << tail;
  state->packets[0] = packets + below(packets);
  state->packets[1] = state->packets[0] * service->replies / 100;
  uint32_t seconds = (uint32_t)service->seconds << (tail < 8 ? tail : 8);
  seconds += (uint32_t)below(seconds);
  if (happens(service->unanswered)) {
    /* Asked up to three times, then given up. */
    state->packets[0] = service->protocol == TCP ? 1 + below(3) : service->packets;
    state->packets[1] = 0;
    seconds = (uint32_t)below(12);
  }
  unsigned request = state->packets[1] > 0 || service->protocol != TCP ? service->request_size : 48;
  state->octets[0] = octets_of(state, state->packets[0], request);
  state->octets[1] = octets_of(state, state->packets[1], service->reply_size);
  state->ended = state->created + seconds;
  if (state->ended > LAST_END) state->ended = LAST_END;
}

/* The firewall keeps a state for a while after its last packet, and purges now and then. */
static uint32_t deletion(const struct state *state) {
  uint32_t linger = state->service->protocol == UDP   ? 30
                    : state->service->protocol == TCP ? 45
                                                      : 10;
  uint32_t over = state->ended + linger;
  return (over / PURGE_INTERVAL + 1) * PURGE_INTERVAL;
}

static void choose_state(struct state *state) {
  state->inbound = happens(13);
  state->ipv6 = happens(15);
  state->service =
      state->inbound ? choose(inward, COUNT_OF(inward)) : choose(outward, COUNT_OF(outward));
  state->near_host = (uint8_t)(state->inbound ? SERVER : 10 + popular(INSIDE_HOSTS));
  state->far_host = (uint16_t)popular(OUTSIDE_HOSTS);
  state->near_port = (uint16_t)(1024 + below(64512));
  state->mapped_port = (uint16_t)(50001 + below(15535));
  state->far_port = state->service->port;
  if (state->service->protocol == ICMP) {
    state->far_port = state->near_port; /* the query's id */
  } else if (state->inbound) {
    state->far_port = state->near_port;
    state->mapped_port = state->service->port;
    /* Redirected to another port, as for a server without privileges. */
    state->near_port = state->service->port == 80 ? 8080 : state->service->port;
  }
  if (state->ipv6) state->mapped_port = state->near_port;
  choose_counters(state);
  state->deleted = deletion(state);
}

static int by_creation(const void *a, const void *b) {
  const struct state *first = a, *second = b;
  if (first->created != second->created) return first->created < second->created ? -1 : 1;
  return 0;
}

struct state *make_states(size_t count, uint64_t first_id, uint64_t seed) {
  chance = seed;
  struct state *states = calloc(count, sizeof *states);
  if (!states) return NULL;
  for (size_t i = 0; i < count; i++)
    states[i].created = choose_second();
  qsort(states, count, sizeof *states, by_creation);
  for (size_t i = 0; i < count; i++) {
    choose_state(&states[i]);
    states[i].id = first_id + i;
  }
  return states;
}

/* -- events -- */

/* The next event of a state after one at that second; false: there is none. */
static bool next_event(struct event *event) {
  const struct state *state = event->state;
  switch (event->kind) {
  case INSERT:
    event->second += 30;
    event->kind = REFRESH;
    break;
  case REFRESH:
  case UPDATE:
    if (event->second == state->ended && event->kind == UPDATE) {
      event->second = state->deleted;
      event->kind = DELETE;
      return true;
    }
    event->second += UPDATE_INTERVAL;
    event->kind = UPDATE;
    break;
  case DELETE:
    return false;
  }
  if (event->second >= state->ended) {
    event->second = state->ended;
    event->kind = UPDATE;
  }
  return true;
}

static int by_time(const void *a, const void *b) {
  const struct event *first = a, *second = b;
  if (first->second != second->second) return first->second < second->second ? -1 : 1;
  if (first->kind != second->kind) return first->kind < second->kind ? -1 : 1;
  return first->state->id < second->state->id ? -1 : first->state->id > second->state->id;
}

struct event *make_events(const struct state *states, size_t count, size_t *event_count) {
  size_t total = 0;
  for (size_t i = 0; i < count; i++) {
    struct event event = {states[i].created, INSERT, &states[i]};
    do
      total++;
    while (next_event(&event));
  }
  struct event *events = calloc(total, sizeof *events);
  if (!events) return NULL;
  *event_count = 0;
  for (size_t i = 0; i < count; i++) {
    struct event event = {states[i].created, INSERT, &states[i]};
    do
      events[(*event_count)++] = event;
    while (next_event(&event));
  }
  qsort(events, total, sizeof *events, by_time);
  return events;
}
