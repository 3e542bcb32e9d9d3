/* flow-fanout: passes NetFlow datagrams on to several destinations (spec capture.md 6). */
#include <errno.h>
#include <unistd.h>

#include "daemon.h"
#include "options.h"
#include "prog.h"
#include "relay.h"

/* The pid file is named as seen from where the program was started, the rest is not. */
static int go_to_background(const struct options *options, struct ft_error *err) {
  daemon_pid_file(options->pid_stem, options->source.port);
  daemon_detach(false);
  if (chdir("/") == 0) return 0;
  ft_error_add_system(err, errno, "chdir(/)");
  return -1;
}

int main(int argc, char **argv) {
  static struct options options;
  static struct relay relay;
  struct ft_error err = FT_ERROR_INIT;
  prog_init(argv);
  options_read(&options, argc, argv);
  if (!options.foreground && go_to_background(&options, &err) != 0) daemon_fail(&err);
  if (daemon_catch_signals(&err) != 0 || relay_open(&relay, &options, daemon_log(), &err) != 0)
    daemon_fail(&err);
  daemon_write_pid();
  daemon_ready();
  if (relay_run(&relay, &err) != 0) daemon_fail(&err);
  ft_log_line(daemon_log(), daemon_signals.term ? "SIGTERM" : "SIGQUIT");
  daemon_remove_pid();
  relay_close(&relay);
  options_clear(&options);
  return 0;
}
