/* flow-fanout: passes NetFlow datagrams on to several destinations (spec capture.md 6). */
#include <errno.h>
#include <unistd.h>

#include "daemon.h"
#include "fence.h"
#include "options.h"
#include "prog.h"
#include "relay.h"
#include "user.h"

/* The pid file is named as seen from where the program was started, the rest is not. */
static int go_to_background(const struct options *options, struct ft_error *err) {
  daemon_pid_file(options->pid_stem, options->source.port);
  daemon_detach(false);
  if (chdir("/") == 0) return 0;
  ft_error_add_system(err, errno, "chdir(/)");
  return -1;
}

static void enter_fence(const struct options *options) {
  unsigned needs = FENCE_LOG;
  if (options->filter_name != NULL) needs |= FENCE_READ_FILES | FENCE_NAMES;
  if (daemon_has_pid_file()) needs |= FENCE_READ_FILES | FENCE_REMOVE_FILES;
  fence_enter_told(needs, daemon_log());
}

int main(int argc, char **argv) {
  static struct options options;
  static struct relay relay;
  struct ft_error err = FT_ERROR_INIT;
  daemon_hold_descriptors();
  prog_init(argv);
  options_read(&options, argc, argv);
  if (!options.foreground && go_to_background(&options, &err) != 0) daemon_fail(&err);
  if (daemon_catch_signals(&err) != 0 || relay_open(&relay, &options, daemon_log(), &err) != 0 ||
      (options.user != NULL && prog_become_user(options.user, &err) != 0))
    daemon_fail(&err);
  daemon_write_pid();
  daemon_ready();
  enter_fence(&options);
  if (relay_run(&relay, &err) != 0) daemon_fail(&err);
  ft_log_line(daemon_log(), daemon_signals.term ? "SIGTERM" : "SIGQUIT");
  daemon_remove_pid();
  relay_close(&relay);
  options_clear(&options);
  return 0;
}
