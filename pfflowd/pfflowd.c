/* pfflowd: NetFlow from the states of a pf firewall. */
#include "config.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#ifdef HAVE_SYS_RANDOM_H
#include <sys/random.h>
#endif

#include "packets.h"
#include "pfflowd.h"
#include "prog.h"

enum { POLL_MS = 500, TICK_SECONDS = 5 };

struct program {
  struct options options;
  struct capture capture;
  struct target target;
  struct ft_pf_exporter *exporter; /* NULL: nowhere to send */
  struct ft_pf_monitor *monitor;
  bool failed; /* the monitor wants to stop */
};

static volatile sig_atomic_t stop_signal, wants_statistics;

static void on_stop(int number) {
  stop_signal = number;
}

static void on_usr1(int number) {
  (void)number;
  wants_statistics = 1;
}

static void install_handlers(void) {
  /* Without restart: reading a savefile from a pipe has to end too. */
  struct sigaction stop = {.sa_handler = on_stop};
  struct sigaction usr1 = {.sa_handler = on_usr1, .sa_flags = SA_RESTART};
  sigemptyset(&stop.sa_mask);
  sigemptyset(&usr1.sa_mask);
  sigaction(SIGINT, &stop, NULL);
  sigaction(SIGTERM, &stop, NULL);
  sigaction(SIGUSR1, &usr1, NULL);
}

/* -- what the monitor tells -- */

static void on_ended(void *arg, const struct ft_pf_ended *ended) {
  struct program *program = arg;
  if (program->options.debug) show_state(ended);
  if (program->exporter) ft_pf_exporter_put(program->exporter, ended);
}

static void on_batch_end(void *arg) {
  struct program *program = arg;
  if (!program->exporter) return;
  if (ft_pf_exporter_flush(program->exporter) && program->options.debug)
    log_line(LOG_DEBUG, "flows_exported = %" PRIu64, ft_pf_exporter_flows(program->exporter));
}

/* -- time -- */

static int64_t microseconds(int64_t seconds, int64_t rest) {
  /* Whatever a file claims, the sum has to fit. */
  const int64_t most = INT64_C(1) << 40;
  if (seconds > most) seconds = most;
  if (seconds < -most) seconds = -most;
  return seconds * 1000000 + (int64_t)(int32_t)rest;
}

static int64_t wall_clock(void) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return microseconds(now.tv_sec, now.tv_nsec / 1000);
}

/* Milliseconds since the system booted. */
static int64_t system_uptime(void) {
  struct timespec now;
#ifdef CLOCK_BOOTTIME
  clock_gettime(CLOCK_BOOTTIME, &now);
#else
  clock_gettime(CLOCK_MONOTONIC, &now);
#endif
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static uint64_t unguessable(void) {
  uint64_t number;
#ifdef HAVE_GETENTROPY
  if (getentropy(&number, sizeof number) == 0) return number;
#endif
  number = (uint64_t)wall_clock();
  return number * UINT64_C(0x9e3779b97f4a7c15) ^ (uint64_t)getpid();
}

/* -- loops -- */

static void show_statistics(const struct program *program) {
  uint64_t flows = program->exporter ? ft_pf_exporter_flows(program->exporter) : 0;
  statistics_log(ft_pf_monitor_statistics(program->monitor), flows,
                 program->exporter ? &program->target : NULL);
}

static void answer_usr1(const struct program *program) {
  if (!wants_statistics) return;
  wants_statistics = 0;
  show_statistics(program);
}

static void on_packet(void *arg, const struct packet *packet) {
  struct program *program = arg;
  int64_t now = microseconds(packet->seconds, packet->microseconds);
  if (program->failed) return;
  if (ft_pf_monitor_packet(program->monitor, now, packet->data, packet->size) != 0)
    program->failed = true;
  /* Between any two packets: where they come faster than they are handled there is no end of them.
   */
  answer_usr1(program);
  if (program->failed || stop_signal) pcap_breakloop(program->capture.handle);
}

static void read_file(struct program *program) {
  pcap_t *handle = program->capture.handle;
  int count = packets_dispatch(handle, &(struct packet_handler){program, on_packet});
  /* A signal makes reading fail. */
  if (count == -1 && !stop_signal) log_fatal("pcap_dispatch: %s", pcap_geterr(handle));
}

/* What there is now. False: the interface has come to its end. */
static bool dispatch(struct program *program, bool hung_up) {
  pcap_t *handle = program->capture.handle;
  int count = packets_dispatch(handle, &(struct packet_handler){program, on_packet});
  if (count == -1) log_fatal("pcap_dispatch: %s", pcap_geterr(handle));
  if (count > 0 || !hung_up) return true;
  log_line(LOG_NOTICE, "Exiting on pcap EOF");
  return false;
}

static void listen_live(struct program *program) {
  struct pollfd source = {pcap_get_selectable_fd(program->capture.handle), POLLIN, 0};
  time_t ticked = time(NULL);
  log_line(LOG_NOTICE, "%s listening on %s", prog_name(), program->options.interface);
  while (!stop_signal && !program->failed) {
    source.revents = 0;
    /* An interface that cannot be polled has descriptor -1: then this is a pause. */
    poll(&source, 1, POLL_MS);
    if (!dispatch(program, (source.revents & (POLLHUP | POLLNVAL)) != 0)) break;
    answer_usr1(program);
    time_t now = time(NULL);
    if (now - ticked < TICK_SECONDS && now >= ticked) continue;
    ticked = now;
    ft_pf_monitor_tick(program->monitor, wall_clock());
  }
  if (program->options.debug) show_statistics(program);
}

/* -- set-up -- */

static void open_target(struct program *program) {
  if (program->options.target_size == 0) {
    fputs("No export target defined\n", stderr);
    if (!program->options.debug) exit(1);
    return;
  }
  target_open(&program->target, &program->options);
  struct ft_error err = FT_ERROR_INIT;
  program->exporter =
      ft_pf_exporter_new(&program->options.format, target_send, &program->target, &err);
  if (!program->exporter) die("%s", err.text);
}

static void create_monitor(struct program *program) {
  struct ft_pf_options options = {
      .link = program->capture.link,
      .direction = program->options.direction,
      .address_width = program->options.format.address_width,
      .counter_limit = program->options.format.counter_limit,
      .hash_seed = unguessable(),
      /* A file comes to an end, a network does not. */
      .log_everything = program->options.file != NULL,
  };
  struct ft_pf_events events = {program, on_ended, on_batch_end};
  program->monitor = ft_pf_monitor_new(&options, &events, log_of_library());
  if (!program->monitor) die("Out of memory");
  if (!program->options.file)
    ft_pf_monitor_set_clock(program->monitor, wall_clock(), system_uptime());
}

int main(int argc, char **argv) {
  static struct program program;
  bool live;
  prog_init(argv);
  options_parse(&program.options, argc, argv);
  live = program.options.file == NULL;
  capture_open(&program.capture, &program.options);
  open_target(&program);
  create_monitor(&program);
  tzset(); /* the zone's file cannot be read from inside the empty root */
  if (program.options.foreground)
    log_open(true);
  else
    daemon_start();
  if (!program.options.debug) privileges_drop(live);
  install_handlers();
  int refused = sandbox_enter(daemon_removes_pid_file());
  if (refused != 0 && live)
    log_line(LOG_NOTICE, "System calls cannot be restricted: %s", strerror(refused));
  if (live)
    listen_live(&program);
  else
    read_file(&program);
  if (stop_signal) log_line(LOG_INFO, "%s exiting on signal %d", prog_name(), (int)stop_signal);
  ft_pf_monitor_free(program.monitor);
  ft_pf_exporter_free(program.exporter);
  pcap_close(program.capture.handle);
  free(program.options.filter);
  return program.failed ? 1 : 0;
}
