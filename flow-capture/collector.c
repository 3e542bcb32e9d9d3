#include "collector.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "collect/recover.h"
#include "daemon.h"
#include "ft/netflow.h"
#include "notify.h"
#include "program.h"
#include "user.h"

/* Seconds after which a file that could not be stored is followed by another try. */
#define RETRY_INTERVAL 10
/* The longest wait of a turn. */
#define TURN_MS 1000

static void read_clock(struct collector *c) {
  c->turn = ft_clock_now();
  c->now = c->turn / FT_NANOSECONDS;
}

/* ---- start ---- */

static int enter_folder(struct collector *c) {
  const char *folder = c->options->work_folder;
  if (chdir(folder) == 0) return 0;
  ft_error_add_system(&c->err, errno, "chdir(%s)", folder);
  return -1;
}

/* From here on with the rights of the user that the folder must be writable for. */
static int become_user(struct collector *c) {
  const char *folder = c->options->work_folder;
  if (c->options->user != NULL && prog_become_user(c->options->user, &c->err) != 0) return -1;
  if (access(".", W_OK | X_OK) != 0) {
    ft_error_add_system(&c->err, errno, "access(%s)", folder);
    return -1;
  }
  return 0;
}

static int load_filter(struct collector *c) {
  const struct options *options = c->options;
  if (options->filter_name == NULL) return 0;
  c->denial = (struct denial){.file = options->filter_file,
                              .name = options->filter_name,
                              .vars = options->vars,
                              .log = c->log};
  return denial_load(&c->denial, options->layout, &c->err);
}

static int load_definitions(struct collector *c) {
  if (load_filter(c) != 0 || changes_load_tags(&c->changes, c->options, c->log, &c->err) != 0)
    return -1;
  return changes_load_xlate(&c->changes, c->options, c->options->layout, c->log, &c->err);
}

static void expire_files(struct collector *c) {
  if (c->expire == NULL) return;
  uint64_t open_octets = c->file != NULL ? atomic_load(&c->file->octets) : 0;
  if (c->options->output.debug) ft_expire_dump(c->expire, c->log);
  ft_expire_run(c->expire, &c->options->limits, open_octets, c->options->output.debug, c->log);
}

static void start_program(void *arg, const char *path) {
  const struct collector *c = arg;
  if (c->options->program == NULL) return;
  program_start(c->options->program, strncmp(path, "./", 2) == 0 ? path + 2 : path, c->log);
}

/* What a collector that was killed has left: the port is ours, so it is not at work any more. */
static int recover_files(struct collector *c) {
  return ft_recover(".", start_program, c, c->log, &c->err);
}

static int load_old_files(struct collector *c) {
  if (c->options->limits.files == 0 && c->options->limits.octets == 0) return 0;
  c->expire = ft_expire_new();
  if (c->expire == NULL) {
    ft_error_add_memory(&c->err);
    return -1;
  }
  return ft_expire_load(c->expire, ".", c->log, &c->err);
}

static int open_sockets(struct collector *c) {
  const struct ft_endpoint *endpoint = &c->options->endpoint;
  char label[FT_ADDR_TEXT_SIZE];
  ft_addr_format(&endpoint->local, label);
  c->receiver = ft_receiver_open(endpoint, c->options->receive_buffer, label, &c->err);
  if (c->receiver == NULL) return -1;
  ft_log_line(c->log, "setsockopt(size=%d)", ft_receiver_buffer(c->receiver));
  c->ring = ft_ring_start(c->receiver, c->options->ring_octets, &c->err);
  if (c->ring == NULL) return -1;
  if (c->options->clients <= 0) return 0;
  c->clients = clients_open(endpoint, c->options->clients, &c->kind, c->log, &c->err);
  return c->clients != NULL ? 0 : -1;
}

static void filter_drops(void *arg, const struct ft_exporter *exporter, char *out, size_t size) {
  (void)arg;
  snprintf(out, size, " filter_drops=%lu", (unsigned long)exporter->filtered);
}

static int open_intake(struct collector *c) {
  c->intake = ft_intake_new(ft_receiver_only_from(c->receiver), c->log);
  if (c->intake == NULL) {
    ft_error_add_memory(&c->err);
    return -1;
  }
  ft_intake_explain(c->intake, c->options->output.debug);
  if (c->options->layout != NULL) ft_intake_set_layout(c->intake, c->options->layout);
  ft_notices_init(&c->notices, c->receiver, c->intake, c->log, c->options->stat_interval, c->now);
  c->notices.rest = filter_drops;
  c->notices.ring = c->ring;
  return 0;
}

int collector_open(struct collector *c, const struct options *options, const struct ft_log *log) {
  *c = (struct collector){.options = options,
                          .log = log,
                          .kind = {.nesting = options->nesting,
                                   .level = options->output.level,
                                   .order = options->output.order}};
  read_clock(c);
  c->flushed = c->minute = c->now;
  if (enter_folder(c) != 0 || capture_kind_init(&c->kind, options->output.comment, &c->err) != 0 ||
      capture_kind_check(&c->kind, &c->err) != 0 || load_definitions(c) != 0 ||
      open_sockets(c) != 0 || become_user(c) != 0 || recover_files(c) != 0 ||
      load_old_files(c) != 0 || open_intake(c) != 0)
    return -1;
  expire_files(c);
  c->sink = sink_start(daemon_wake, log, &c->err);
  return c->sink != NULL ? 0 : -1;
}

/* ---- files ---- */

/* Does all that waits for the layout, and opens the next file. */
static int open_file(struct collector *c) {
  const struct ft_layout *layout = ft_intake_layout(c->intake);
  if (c->options->filter_name != NULL && c->denial.filter == NULL &&
      denial_compile(&c->denial, layout, &c->err) != 0)
    return -1;
  if (changes_compile(&c->changes, layout, c->log, &c->err) != 0) return -1;
  if (c->clients != NULL && clients_listen(c->clients, layout, &c->err) != 0) return -1;
  c->file = capture_file_open(&c->kind, layout, (time_t)c->now, &c->err);
  if (c->file == NULL) return -1;
  if (c->err.length > 0) sink_trouble(c->sink, &c->err);
  c->boundary = ft_rotation_boundary(c->turn, c->options->rotations);
  sink_begin(c->sink, c->file);
  return 0;
}

static void close_file(struct collector *c) {
  if (c->file == NULL) return;
  c->file->closed = (time_t)c->now;
  c->file->counts = *ft_intake_counts(c->intake);
  *ft_intake_counts(c->intake) = (struct ft_intake_counts){0};
  c->file = NULL;
  sink_end(c->sink);
}

/* A file came back from the writing thread. */
static void settle_file(struct collector *c, const struct capture_file *file) {
  const char *path = file->finished ? file->path : file->open_path;
  if (file->finished) start_program(c, path);
  if (c->expire == NULL || file->writer == NULL || *path == '\0') return;
  char shown[CAPTURE_PATH_SIZE + 2];
  snprintf(shown, sizeof shown, "./%s", path);
  struct ft_error err = FT_ERROR_INIT;
  if (ft_expire_add(c->expire, shown, atomic_load(&file->octets), (uint32_t)file->opened, &err) != 0)
    ft_log_error(c->log, &err);
}

static int collect_files(struct collector *c) {
  struct capture_file *file;
  bool any = false;
  while ((file = sink_collect(c->sink, &c->err)) != NULL) {
    any = true;
    settle_file(c, file);
    capture_file_free(file);
    if (c->err.length > 0) return -1;
  }
  if (any && !daemon_signals.term && !daemon_signals.quit) expire_files(c);
  return 0;
}

static bool rotation_due(const struct collector *c) {
  if (c->file == NULL) return false;
  if (c->turn > c->boundary) return true;
  int64_t age = c->now - (int64_t)c->file->opened; /* negative: the clock was set back */
  return atomic_load(&c->file->failed) && (age < 0 || age >= RETRY_INTERVAL);
}

/* ---- datagrams ---- */

static int store(struct collector *c, struct ft_exporter *exporter, const struct ft_addr *source,
                 const struct ft_datagram *datagram) {
  const struct ft_layout *layout = c->file->layout;
  const struct ft_translation *translation;
  if (ft_intake_translation(c->intake, datagram->layout, &translation, &c->err) != 0) return -1;
  uint8_t *records = sink_room(c->sink, datagram->count);
  if (translation != NULL) {
    ft_datagram_decode(datagram, source, c->scratch);
    ft_translate(translation, c->scratch, records, datagram->count);
  } else {
    ft_datagram_decode(datagram, source, records);
  }
  size_t count = datagram->count;
  if (c->changes.tag != NULL) ft_tag_run(c->changes.tag, records, count);
  if (c->denial.filter != NULL) {
    count = denial_apply(&c->denial, records, count, layout->size);
    exporter->filtered += datagram->count - (uint32_t)count;
  }
  if (c->changes.xlate != NULL) ft_xlate_run(c->changes.xlate, records, count, c->now);
  if (c->clients != NULL) clients_put(c->clients, records, count);
  sink_commit(c->sink, count);
  return 0;
}

static int take_datagram(void *arg, const struct ft_received *received, struct ft_error *err) {
  struct collector *c = arg;
  struct ft_datagram datagram;
  struct ft_exporter *exporter = ft_intake_datagram(c->intake, received, c->now, &datagram);
  (void)err; /* is the collector's */
  if (exporter == NULL) return 0;
  if (c->file == NULL && open_file(c) != 0) return -1;
  return datagram.count > 0 ? store(c, exporter, &received->source, &datagram) : 0;
}

/* The number of datagrams that were taken, or -1. */
static int take_batch(struct collector *c) {
  struct ft_received received[FT_RECEIVE_BATCH];
  int count = ft_ring_take(c->ring, received, FT_RECEIVE_BATCH, &c->err);
  for (int i = 0; i < count; i++)
    if (take_datagram(c, &received[i], &c->err) != 0) return -1;
  return count;
}

/* What had arrived before a signal belongs to the file that the signal ends. */
static int take_waiting(struct collector *c) {
  ft_ring_catch_up(c->ring);
  size_t left = ft_ring_waiting(c->ring);
  while (left > 0) {
    int count = take_batch(c);
    if (count < 0) return -1;
    left = count > 0 && left > (size_t)count ? left - (size_t)count : 0;
  }
  return 0;
}

/* ---- the loop ---- */

/* Milliseconds, so that the turn after a boundary comes at once. */
static int turn_timeout(const struct collector *c) {
  if (c->file == NULL) return TURN_MS;
  int64_t left = (c->boundary - ft_clock_now()) / (FT_NANOSECONDS / 1000) + 1;
  return left < 0 ? 0 : left < TURN_MS ? (int)left : TURN_MS;
}

/* true in *datagrams if there are some. */
static int wait_for_work(struct collector *c, bool *datagrams) {
  struct pollfd fds[CLIENTS_MAX + 3]; /* not initialised: few are used, and this is done often */
  fds[0] = (struct pollfd){.fd = ft_ring_fd(c->ring), .events = POLLIN};
  fds[1] = (struct pollfd){.fd = daemon_wake_fd(), .events = POLLIN};
  nfds_t count = 2;
  if (c->clients != NULL) count += clients_poll(c->clients, fds + 2);
  int n = poll(fds, count, turn_timeout(c));
  if (n < 0 && errno != EINTR) {
    ft_error_add_system(&c->err, errno, "select()");
    return -1;
  }
  *datagrams = n > 0 && fds[0].revents != 0;
  if (n > 0 && fds[1].revents != 0) daemon_clear_wake();
  return 0;
}

/* Things with a period. A clock that was set back starts it anew. */
static void periodic(struct collector *c) {
  if (c->now - c->flushed >= c->options->flush_interval || c->now < c->flushed) {
    c->flushed = c->now;
    if (c->file != NULL) sink_flush(c->sink);
  }
  if (c->now - c->minute >= 60 || c->now < c->minute) {
    c->minute = c->now;
    /* The open file grows. A dry run has nothing new to say before the next rotation. */
    if (!c->options->output.debug) expire_files(c);
  }
}

static void note_reload(const struct collector *c, const char *name, const char *what) {
  if (name != NULL && c->file != NULL) ft_log_line(c->log, "Reloading %s.", what);
}

/* One that is wrong stays as it was. */
static void reload_definitions(struct collector *c) {
  const struct options *options = c->options;
  const struct ft_layout *layout = ft_intake_layout(c->intake);
  note_reload(c, options->filter_name, "filters");
  if (options->filter_name != NULL && denial_load(&c->denial, layout, &c->err) != 0)
    ft_log_error(c->log, &c->err);
  note_reload(c, options->tag_name, "tags");
  if (changes_load_tags(&c->changes, options, c->log, &c->err) != 0) ft_log_error(c->log, &c->err);
  note_reload(c, options->xlate_name, "translations");
  if (changes_load_xlate(&c->changes, options, layout, c->log, &c->err) != 0)
    ft_log_error(c->log, &c->err);
}

static int hang_up(struct collector *c) {
  daemon_signals.hup = 0;
  prog_notify("RELOADING=1");
  if (take_waiting(c) != 0) return -1;
  reload_definitions(c);
  ft_log_line(c->log, "SIGHUP");
  close_file(c);
  prog_notify("READY=1");
  return 0;
}

static int rotate(struct collector *c) {
  if (daemon_signals.hup && hang_up(c) != 0) return -1;
  if (rotation_due(c)) close_file(c);
  if (c->file == NULL && ft_intake_layout(c->intake) != NULL) return open_file(c);
  return 0;
}

static int turn(struct collector *c) {
  bool datagrams = false;
  if (wait_for_work(c, &datagrams) != 0) return -1;
  read_clock(c);
  if (c->clients != NULL && c->file != NULL)
    clients_accept(c->clients, c->file->opened, (time_t)c->now);
  if (daemon_signals.child) {
    daemon_signals.child = 0;
    program_reap(c->log);
  }
  ft_notices_turn(&c->notices, c->now);
  if (datagrams && take_batch(c) < 0) return -1;
  if (rotate(c) != 0) return -1;
  if (c->clients != NULL) clients_send(c->clients, (time_t)c->now);
  periodic(c);
  return collect_files(c);
}

/* The last file; nothing is expired after it. */
static int end(struct collector *c) {
  read_clock(c);
  ft_ring_stop(c->ring);
  if (take_waiting(c) != 0) return -1;
  read_clock(c);
  close_file(c);
  sink_stop(c->sink);
  ft_notices_end(&c->notices, c->now);
  return collect_files(c);
}

/* The file stays as it is, but with all that was received. */
static int give_up(struct collector *c) {
  if (c->file != NULL) sink_flush(c->sink);
  sink_stop(c->sink);
  return -1;
}

int collector_run(struct collector *c) {
  while (!daemon_signals.term && !daemon_signals.quit)
    if (turn(c) != 0) return give_up(c);
  return end(c) != 0 ? give_up(c) : 0;
}

void collector_close(struct collector *c) {
  if (c->clients != NULL) clients_close(c->clients, (time_t)c->now);
  denial_clear(&c->denial);
  changes_clear(&c->changes);
  sink_free(c->sink);
  ft_expire_free(c->expire);
  ft_intake_free(c->intake);
  ft_ring_free(c->ring);
  ft_receiver_close(c->receiver);
  ft_header_clear(&c->kind.header);
}
