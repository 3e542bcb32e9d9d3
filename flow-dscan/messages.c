#include "messages.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <syslog.h>
#include <unistd.h>

#include "daemon.h"
#include "prog.h"

/* The last descriptor that the background gives up, besides its input. */
#define LAST_FD 15

static bool to_syslog;

static void tell(void *arg, const char *text) {
  (void)arg;
  if (to_syslog)
    syslog(LOG_INFO, "%s", text);
  else
    prog_message("%s", text);
}

const struct ft_log *messages_log(void) {
  static const struct ft_log log = {tell, NULL};
  return &log;
}

void messages_to_syslog(void) {
  openlog(prog_name(), LOG_PID, LOG_LOCAL6);
  to_syslog = true;
}

void messages_from_background(void) {
  pid_t pid = fork();
  if (pid < 0) {
    prog_message_system("fork()");
    exit(1);
  }
  if (pid > 0) _exit(0);
  setsid();
  umask(022);
  for (int fd = STDIN_FILENO + 1; fd <= LAST_FD; fd++)
    close(fd);
  daemon_hold_descriptors();
  messages_to_syslog();
}

void messages_fail(struct ft_error *err) {
  ft_log_error(messages_log(), err);
  exit(1);
}

void messages_profile(uint64_t count) {
  if (to_syslog)
    prog_profile_log(count, messages_log());
  else
    prog_profile_print(count);
}
