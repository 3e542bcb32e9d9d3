#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>

#include "pfflowd.h"
#include "prog.h"

void log_open(bool foreground) {
  /* At once: there is no way to the log from inside the empty root. */
  openlog(prog_name(), LOG_PID | LOG_NDELAY | (foreground ? LOG_PERROR : 0), LOG_DAEMON);
}

void log_line(int level, const char *format, ...) {
  va_list args;
  va_start(args, format);
  vsyslog(level, format, args);
  va_end(args);
}

void log_fatal(const char *format, ...) {
  va_list args;
  va_start(args, format);
  vsyslog(LOG_ERR, format, args);
  va_end(args);
  exit(1);
}

static void warn(void *arg, const char *text) {
  (void)arg;
  log_line(LOG_WARNING, "%s", text);
}

const struct ft_log *log_of_library(void) {
  static const struct ft_log log = {warn, NULL};
  return &log;
}

void log_statistics(const struct ft_pf_statistics *statistics, uint64_t flows) {
  log_line(LOG_INFO,
           "statistics: packets %" PRIu64 " skipped %" PRIu64 " runts %" PRIu64 " states %" PRIu64
           " flows %" PRIu64,
           statistics->packets, statistics->skipped, statistics->runts, statistics->ended, flows);
  log_line(LOG_INFO,
           "statistics: remembered %" PRIu64 " unknown deletes %" PRIu64 " lost deletes %" PRIu64
           " implausible %" PRIu64 " given up %" PRIu64,
           statistics->remembered, statistics->unknown_deletes, statistics->lost_deletes,
           statistics->implausible, statistics->evicted);
  for (int kind = 0; kind < FT_PF_KINDS; kind++)
    if (statistics->kinds[kind] > 0)
      log_line(LOG_INFO, "statistics: %s messages %" PRIu64, ft_pf_kind_name((enum ft_pf_kind)kind),
               statistics->kinds[kind]);
}
