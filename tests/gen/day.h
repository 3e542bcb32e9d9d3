/* The states of one day of a firewall, and what happens to them. */
#ifndef GEN_DAY_H
#define GEN_DAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DAY = 86400 };
enum { TCP = 6, UDP = 17, ICMP = 1, ICMPV6 = 58 };

struct service {
  uint8_t protocol;
  uint16_t port, weight;
  uint16_t packets;                  /* forward, of the usual small exchange */
  uint16_t replies;                  /* reverse packets for each 100 forward */
  uint16_t request_size, reply_size; /* octets of a usual packet */
  uint16_t seconds;                  /* of the usual short exchange */
  uint8_t doublings;                 /* at most, of packets and time: the heavy tail */
  uint8_t unanswered;                /* of 100 */
};

struct state {
  uint64_t id;
  const struct service *service;
  bool ipv6, inbound;
  uint8_t near_host;
  uint16_t far_host;
  uint16_t near_port, mapped_port, far_port;
  uint32_t created, ended, deleted; /* seconds of the day */
  uint64_t packets[2], octets[2];   /* forward, reverse, at the end */
};

enum kind { INSERT, UPDATE, REFRESH, DELETE }; /* in the order of a bundle */
struct event {
  uint32_t second;
  enum kind kind;
  const struct state *state;
};

/* A day for this seed: states by creation, ids from first_id on. NULL: no memory. */
struct state *make_states(size_t count, uint64_t first_id, uint64_t seed);

/* Everything that happens to them, in order of time. NULL: no memory. */
struct event *make_events(const struct state *states, size_t count, size_t *event_count);

#endif
