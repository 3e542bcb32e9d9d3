/* What SIGUSR1 logs, and the end of a live capture with -D (pfflowd.md 8). */
#include <inttypes.h>

#include "pfflowd.h"

void statistics_log(const struct ft_pf_statistics *statistics, uint64_t flows,
                    const struct target *target) {
  log_line(LOG_INFO,
           "statistics: packets %" PRIu64 " skipped %" PRIu64 " runts %" PRIu64 " states %" PRIu64
           " flows %" PRIu64,
           statistics->packets, statistics->skipped, statistics->runts, statistics->ended, flows);
  log_line(LOG_INFO,
           "statistics: remembered %" PRIu64 " unknown deletes %" PRIu64 " lost deletes %" PRIu64
           " implausible %" PRIu64 " given up %" PRIu64,
           statistics->remembered, statistics->unknown_deletes, statistics->lost_deletes,
           statistics->implausible, statistics->evicted);
  if (target)
    log_line(LOG_INFO, "statistics: datagrams %" PRIu64 " not sent %" PRIu64, target->sent,
             target->failed);
  for (int kind = 0; kind < FT_PF_KINDS; kind++)
    if (statistics->kinds[kind] > 0)
      log_line(LOG_INFO, "statistics: %s messages %" PRIu64, ft_pf_kind_name((enum ft_pf_kind)kind),
               statistics->kinds[kind]);
}
