/* flow-capture: collects NetFlow datagrams into files (spec capture.md 2). */
#include "collector.h"
#include "daemon.h"
#include "fence.h"
#include "notify.h"
#include "options.h"
#include "prog.h"

/* A rotate program would inherit the fence, and nobody knows what it needs. */
static void enter_fence(const struct options *options) {
  unsigned needs =
      FENCE_READ_FILES | FENCE_WRITE_FILES | FENCE_REMOVE_FILES | FENCE_LOG | FENCE_THREADS;
  if (options->program != NULL) return;
  if (options->filter_name != NULL || options->tag_name != NULL || options->xlate_name != NULL)
    needs |= FENCE_NAMES;
  if (options->clients > 0) needs |= FENCE_CLIENTS;
  fence_enter_told(needs, daemon_log());
}

int main(int argc, char **argv) {
  static struct options options;
  static struct collector collector;
  daemon_hold_descriptors();
  prog_init(argv);
  options_read(&options, argc, argv);
  if (!options.foreground) daemon_detach(options.keep_umask);
  if (options.program == NULL) fence_keep_rights(); /* before there are threads */
  if (daemon_catch_signals(&collector.err) != 0 ||
      collector_open(&collector, &options, daemon_log()) != 0)
    daemon_fail(&collector.err);
  if (!options.foreground) daemon_pid_file(options.pid_stem, options.endpoint.port);
  daemon_write_pid();
  daemon_ready();
  prog_notify("READY=1");
  enter_fence(&options);
  if (collector_run(&collector) != 0) daemon_fail(&collector.err);
  prog_notify("STOPPING=1");
  daemon_remove_pid();
  collector_close(&collector);
  ft_log_line(daemon_log(), daemon_signals.term ? "SIGTERM" : "SIGQUIT");
  options_clear(&options);
  return 0;
}
