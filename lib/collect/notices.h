/*
 * What a collector says by itself from time to time: STAT lines (spec capture.md
 * 2.10), summaries of lines that were held back, and datagrams that this machine
 * lost, which sequence gaps cannot tell from those lost on the way (8, item 1).
 */
#ifndef COLLECT_REPORTS_H
#define COLLECT_REPORTS_H

#include <stdint.h>

#include "collect/clock.h"
#include "collect/intake.h"
#include "collect/ring.h"
#include "ft/error.h"

struct ft_notices {
  const struct ft_receiver *receiver;
  struct ft_ring *ring; /* that drains it, NULL: none */
  struct ft_intake *intake;
  const struct ft_log *log;
  ft_intake_stat_rest *rest; /* of STAT lines, may be NULL */
  void *arg;                 /* its first argument */
  struct ft_stat_clock stat;
  int64_t startup, minute;     /* seconds since 1970 */
  struct ft_ring_counts drops; /* already told */
};

/* Sets everything but ring, rest and arg, which the caller may. interval: of STAT lines, minutes.
 */
void ft_notices_init(struct ft_notices *notices, const struct ft_receiver *receiver,
                     struct ft_intake *intake, const struct ft_log *log, unsigned interval,
                     int64_t now);
/* Says what is due now (seconds). For every turn of a loop that turns once a second or more. */
void ft_notices_turn(struct ft_notices *notices, int64_t now);
/* Says the rest. */
void ft_notices_end(struct ft_notices *notices, int64_t now);

#endif
