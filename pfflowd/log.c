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
