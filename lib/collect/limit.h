/*
 * Limits log lines that a peer can cause: the first of a minute are shown as
 * they are, the rest is only counted (spec capture.md 8, item 3).
 */
#ifndef COLLECT_LIMIT_H
#define COLLECT_LIMIT_H

#include <stdbool.h>
#include <stdint.h>

#include "ft/error.h"

/* Lines of one kind that are shown in a minute. */
#define FT_LOG_BURST 200

/* Starts as all zeros. */
struct ft_log_limit {
  int64_t since; /* seconds; start of the present minute */
  uint32_t shown, hidden;
};

/* True if a line may be shown now (seconds), else it is counted. */
bool ft_log_limit_pass(struct ft_log_limit *limit, int64_t now);
/*
 * Once the minute is over, or at_once: `WHAT: repeated N times` if lines were
 * hidden, and a new minute begins.
 */
void ft_log_limit_report(struct ft_log_limit *limit, int64_t now, bool at_once,
                         const struct ft_log *log, const char *what);

#endif
