#include "stop.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

/* A signal handler can reach globals only. */
static volatile sig_atomic_t requested;
static volatile sig_atomic_t input_fd = -1;
static int empty_fd = -1;

/*
 * Setting a flag alone would be too late for a read that starts just after the
 * flag was looked at. Putting an empty file in place of the input has no such gap.
 */
static void handle(int signal_number) {
  (void)signal_number;
  int saved = errno;
  requested = 1;
  if (input_fd >= 0) dup2(empty_fd, input_fd);
  errno = saved;
}

int stop_on_signals(struct ft_error *err) {
  static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
  struct sigaction action;

  empty_fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (empty_fd < 0) {
    ft_error_add_system(err, errno, "open(/dev/null)");
    return -1;
  }
  memset(&action, 0, sizeof(action));
  action.sa_handler = handle; /* without SA_RESTART: a waiting read must come back */
  sigfillset(&action.sa_mask);
  for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
    if (sigaction(signals[i], &action, NULL) < 0) {
      ft_error_add_system(err, errno, "sigaction(%d)", signals[i]);
      return -1;
    }
  }
  return 0;
}

bool stop_requested(void) {
  return requested;
}

void stop_ends_input(int fd) {
  input_fd = fd;
  if (requested && fd >= 0) dup2(empty_fd, fd); /* it came before the line above */
}
