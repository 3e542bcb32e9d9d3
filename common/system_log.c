#include "system_log.h"

#include <syslog.h>

#include "prog.h"

static void log_line(void *arg, const char *text) {
  (void)arg;
  syslog(LOG_INFO, "%.*s", SYSTEM_LOG_MAX, text);
}

const struct ft_log *system_log(void) {
  static struct ft_log log;
  if (log.line == NULL) openlog(prog_name(), LOG_PID | LOG_NDELAY, LOG_LOCAL6);
  log.line = log_line;
  return &log;
}
