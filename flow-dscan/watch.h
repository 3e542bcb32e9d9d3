/*
 * Flows bound to a layout: which of them are looked at at all, and what is told
 * about single ones (spec stat.md 2.3 steps 1 and 2, 2.4).
 */
#ifndef DSCAN_WATCH_H
#define DSCAN_WATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "ft/error.h"
#include "ft/record.h"
#include "options.h"
#include "suppress.h"

struct watch {
  const struct options *options;
  const struct ft_log *log;
  struct suppress suppress[2]; /* by source, by destination */
  struct ft_column input, output, srcaddr, dstaddr, srcport, dstport, prot, tcp_flags;
  struct ft_column packets, octets;
  struct ft_clock clock;
  bool headed; /* the triggers' heading has been printed */
};

struct watch_flow {
  struct ft_addr src, dst;
  uint64_t srcport, dstport, prot;
};

/* False with the reason if such flows cannot be watched. */
bool watch_bind(struct watch *watch, const struct ft_layout *layout, struct ft_error *err);
/*
 * Loads both suppress files, each after its message; the old lists stay in force unless
 * both can be read. False with the reason.
 */
bool watch_load_suppress(struct watch *watch, struct ft_error *err);
void watch_free(struct watch *watch);

/* False if the flow is none of our business, else flow is filled. */
bool watch_takes(const struct watch *watch, const uint8_t *record, struct watch_flow *flow);
/* A report for each threshold that the flow exceeds. */
void watch_triggers(struct watch *watch, const uint8_t *record, const struct watch_flow *flow);

void watch_tell_host_scan(const struct watch *watch, const uint8_t *record,
                          const struct watch_flow *flow);
void watch_tell_port_scan(const struct watch *watch, const uint8_t *record,
                          const struct watch_flow *flow);

#endif
