/* flow-capture: collects NetFlow datagrams into files (spec capture.md 2). */
#include "collector.h"
#include "daemon.h"
#include "notify.h"
#include "options.h"
#include "prog.h"

int main(int argc, char **argv) {
  static struct options options;
  static struct collector collector;
  prog_init(argv);
  options_read(&options, argc, argv);
  if (!options.foreground) daemon_detach(options.keep_umask);
  if (daemon_catch_signals(&collector.err) != 0 ||
      collector_open(&collector, &options, daemon_log()) != 0)
    daemon_fail(&collector.err);
  if (!options.foreground) daemon_pid_file(options.pid_stem, options.endpoint.port);
  daemon_write_pid();
  daemon_ready();
  prog_notify("READY=1");
  if (collector_run(&collector) != 0) daemon_fail(&collector.err);
  prog_notify("STOPPING=1");
  daemon_remove_pid();
  collector_close(&collector);
  ft_log_line(daemon_log(), daemon_signals.term ? "SIGTERM" : "SIGQUIT");
  options_clear(&options);
  return 0;
}
