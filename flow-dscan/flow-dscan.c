/* flow-dscan: tells who scans hosts and ports (spec stat.md, part 2). */
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "fence.h"
#include "ft/stream.h"
#include "messages.h"
#include "options.h"
#include "prog.h"
#include "scans.h"
#include "state.h"
#include "watch.h"

struct dscan {
  const struct options *options;
  struct watch watch;
  struct scans *scans;
  uint64_t flows; /* read so far, this one included */
  bool told_forgetting;
};

/* A handler can reach globals only. */
static volatile sig_atomic_t reload_wanted, save_wanted;

static void on_signal(int number) {
  if (number == SIGHUP)
    reload_wanted = 1;
  else
    save_wanted = 1;
}

static void catch_signals(void) {
  struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
  sigemptyset(&action.sa_mask);
  sigaction(SIGHUP, &action, NULL);
  sigaction(SIGUSR1, &action, NULL);
}

/* A state that cannot be written costs the state, not the watch. */
static void save_state(const struct dscan *d) {
  struct ft_error err = FT_ERROR_INIT;
  if (!state_save(d->scans, d->options->state_path, &err)) ft_log_error(messages_log(), &err);
}

static void obey_signals(struct dscan *d) {
  struct ft_error err = FT_ERROR_INIT;
  if (reload_wanted) {
    reload_wanted = 0;
    if (d->options->debug > 0) ft_log_line(messages_log(), "SIGHUP: reload suppress list");
    if (!watch_load_suppress(&d->watch, &err)) ft_log_error(messages_log(), &err);
  }
  if (save_wanted) {
    save_wanted = 0;
    if (d->options->debug > 0) ft_log_line(messages_log(), "SIGUSR1: dump state");
    save_state(d);
  }
}

static void run_ager(struct dscan *d, uint32_t now) {
  const struct ft_log *log = messages_log();
  uint32_t work;
  if (scans_age(d->scans, now, &work)) {
    ft_log_line(log, "ager: reset hash run");
    return;
  }
  if (d->options->debug <= 2) return;
  const struct scans_totals *t = &d->scans->totals;
  ft_log_line(log, "ager: work=%d malloc=%u free=%u aged_ip=%u aged_dsr=%u", (int)work,
              t->made_destinations + t->made_sources, t->freed_destinations + t->freed_sources,
              t->aged_destinations, t->aged_sources);
  ft_log_line(log, "ager: malloc_dst=%u malloc_rec=%u free_dst=%u free_rec=%u",
              t->made_destinations, t->made_sources, t->freed_destinations, t->freed_sources);
}

static void look_at(struct dscan *d, const uint8_t *record) {
  struct watch_flow flow;
  uint32_t now = (uint32_t)d->flows;
  if (!watch_takes(&d->watch, record, &flow)) return;
  watch_triggers(&d->watch, record, &flow);
  enum scans_verdict verdict =
      scans_see(d->scans, &flow.src, &flow.dst, (unsigned)flow.dstport, now);
  if (verdict == SCANS_NO_MEMORY) {
    struct ft_error err = FT_ERROR_INIT;
    ft_error_add_memory(&err);
    messages_fail(&err);
  }
  if (d->scans->totals.forgotten && !d->told_forgetting) {
    ft_log_line(messages_log(), "too many hosts: forgetting some before they age");
    d->told_forgetting = true;
  }
  if (verdict == SCANS_HOST) watch_tell_host_scan(&d->watch, record, &flow);
  if (verdict == SCANS_PORT) watch_tell_port_scan(&d->watch, record, &flow);
  if (scans_age_due(d->scans, verdict, now)) run_ager(d, now);
}

static void read_flows(struct dscan *d, struct ft_reader *reader) {
  size_t size = ft_reader_layout(reader)->size;
  struct ft_batch batch;
  while (ft_reader_next(reader, &batch))
    for (size_t i = 0; i < batch.count; i++) {
      obey_signals(d);
      d->flows++;
      look_at(d, batch.records + i * size);
    }
  obey_signals(d); /* what came behind the last flow */
}

/* Everything before the first flow (stat.md 2.1, start-up order). */
static struct ft_reader *start(struct dscan *d) {
  const struct options *o = d->options;
  const struct ft_log *log = messages_log();
  struct ft_error err = FT_ERROR_INIT;
  const struct scans_options limits = {.destinations = o->destinations,
                                       .ports = o->ports,
                                       .timeout = o->timeout,
                                       .limit = SCANS_LIMIT,
                                       .removals = o->debug > 5 ? log : NULL};
  d->scans = scans_new(&limits);
  if (!d->scans) {
    ft_error_add_memory(&err);
    messages_fail(&err);
  }
  if (o->load && !state_load(d->scans, o->state_path, log, &err)) messages_fail(&err);
  if (!watch_load_suppress(&d->watch, &err)) messages_fail(&err);
  struct ft_reader *reader = ft_reader_open(STDIN_FILENO, log, &err);
  if (!reader) {
    ft_error_add(&err, "ftio_init(): failed");
    messages_fail(&err);
  }
  if (!watch_bind(&d->watch, ft_reader_layout(reader), &err)) messages_fail(&err);
  return reader;
}

int main(int argc, char **argv) {
  static struct options options;
  struct dscan d = {.options = &options, .watch = {.options = &options, .log = messages_log()}};

  prog_init(argv);
  options_parse(&options, argc, argv);
  if (options.mode == MODE_BACKGROUND) messages_from_background();
  if (options.mode == MODE_FOREGROUND_SYSLOG) messages_to_syslog();
  catch_signals();
  prog_profile_start();
  struct ft_reader *reader = start(&d);
  /* What is left to open are the suppress lists, which have host names, and the state. */
  fence_enter_told(FENCE_READ_FILES | FENCE_WRITE_FILES | FENCE_REMOVE_FILES | FENCE_LOG |
                       FENCE_NAMES,
                   messages_log());
  read_flows(&d, reader);
  if (options.save) save_state(&d);
  if (options.debug > 0) messages_profile(d.flows);
  ft_reader_close(reader);
  watch_free(&d.watch);
  scans_free(d.scans);
  return 0;
}
