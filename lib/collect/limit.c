#include "collect/limit.h"

#define WINDOW 60

bool ft_log_limit_pass(struct ft_log_limit *limit, int64_t now) {
  if (limit->shown == 0) limit->since = now;
  if (limit->shown < FT_LOG_BURST) {
    limit->shown++;
    return true;
  }
  limit->hidden++;
  return false;
}

void ft_log_limit_report(struct ft_log_limit *limit, int64_t now, bool at_once,
                         const struct ft_log *log, const char *what) {
  /* A clock that was set back ends the minute too. */
  if (!at_once && now >= limit->since && now < limit->since + WINDOW) return;
  if (limit->hidden > 0)
    ft_log_line(log, "%s: repeated %lu times", what, (unsigned long)limit->hidden);
  *limit = (struct ft_log_limit){.since = now};
}
