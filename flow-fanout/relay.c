#include "relay.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>

#include "collect/clock.h"
#include "daemon.h"

/* The longest wait of a turn. */
#define TURN_MS 1000

static void read_clock(struct relay *r) {
  r->now = ft_clock_now() / FT_NANOSECONDS;
}

/* ---- start ---- */

static int open_encoder(struct relay *r, const struct ft_layout *layout, struct ft_error *err) {
  r->encoder = ft_encoder_new(layout, targets_send, r->targets, err);
  return r->encoder != NULL ? 0 : -1;
}

static int load_filter(struct relay *r, struct ft_error *err) {
  const struct options *options = r->options;
  if (options->filter_name == NULL) return 0;
  r->denial = (struct denial){.file = options->filter_file,
                              .name = options->filter_name,
                              .vars = options->vars,
                              .log = r->log};
  return denial_load(&r->denial, options->layout, err);
}

static int open_source(struct relay *r, struct ft_error *err) {
  const struct ft_endpoint *source = &r->options->source;
  const char *label = ft_addr_is_multicast(&source->remote) ? "mcast-rcv" : "loc_addr";
  r->receiver = ft_receiver_open(source, label, err);
  if (r->receiver == NULL) return -1;
  ft_log_line(r->log, "setsockopt(size=%d)", ft_receiver_buffer(r->receiver));
  return 0;
}

static void stat_rest(void *arg, const struct ft_exporter *exporter, char *out, size_t size) {
  const struct relay *r = arg;
  snprintf(out, size, " filter_drops=%lu send_nobufs=%lu", (unsigned long)exporter->filtered,
           (unsigned long)targets_waits(r->targets));
}

static int open_intake(struct relay *r, struct ft_error *err) {
  r->intake = ft_intake_new(ft_receiver_only_from(r->receiver), r->log);
  if (r->intake == NULL) {
    ft_error_add_memory(err);
    return -1;
  }
  ft_intake_explain(r->intake, r->options->explain);
  if (r->options->layout != NULL) ft_intake_set_layout(r->intake, r->options->layout);
  ft_notices_init(&r->notices, r->receiver, r->intake, r->log, r->options->stat_interval, r->now);
  r->notices.rest = stat_rest;
  r->notices.arg = r;
  return 0;
}

/* ---- datagrams ---- */

/* What had to wait for the first datagram, when no version was asked for. */
static int begin(struct relay *r, struct ft_error *err) {
  const struct ft_layout *layout = ft_intake_layout(r->intake);
  if (r->options->filter_name != NULL && denial_compile(&r->denial, layout, err) != 0) return -1;
  return open_encoder(r, layout, err);
}

/* A filter with a mistake is no reason to stop: the old one stays in use. */
static void reload_filter(struct relay *r) {
  struct ft_error err = FT_ERROR_INIT;
  r->reload = false;
  ft_log_line(r->log, "Loading filters.");
  if (denial_load(&r->denial, ft_intake_layout(r->intake), &err) != 0) ft_log_error(r->log, &err);
}

static void bind_changes(struct relay *r, const struct ft_layout *layout) {
  if (r->bound == layout) return;
  r->bound = layout;
  ft_substitute_bind(&r->substitute, r->options->as, layout);
  ft_privacy_bind(&r->privacy, &r->options->mask, layout);
}

/* The records of a datagram, as they are to be sent but for the filter; NULL on failure. */
static uint8_t *read_records(struct relay *r, const struct ft_addr *source,
                             const struct ft_datagram *datagram, struct ft_error *err) {
  const struct ft_layout *layout = datagram->layout;
  const struct ft_translation *translation;
  if (ft_intake_translation(r->intake, layout, &translation, err) != 0) return NULL;
  bind_changes(r, layout);
  ft_datagram_decode(datagram, source, r->decoded);
  if (r->options->as != 0)
    ft_substitute_apply(&r->substitute, layout->size, r->decoded, datagram->count);
  if (r->options->masked) ft_privacy_apply(&r->privacy, layout->size, r->decoded, datagram->count);
  if (translation == NULL) return r->decoded;
  ft_translate(translation, r->decoded, r->translated, datagram->count);
  return r->translated;
}

static int take_datagram(void *arg, const struct ft_received *received, struct ft_error *err) {
  struct relay *r = arg;
  struct ft_datagram datagram;
  struct ft_exporter *exporter = ft_intake_datagram(r->intake, received, r->now, &datagram);
  if (exporter == NULL) return 0;
  if (r->encoder == NULL && begin(r, err) != 0) return -1;
  if (r->reload) reload_filter(r);
  if (datagram.count == 0) return 0;
  uint8_t *records = read_records(r, &received->source, &datagram, err);
  if (records == NULL) return -1;
  size_t count = datagram.count;
  if (r->denial.filter != NULL) {
    count = denial_apply(&r->denial, records, count, ft_intake_layout(r->intake)->size);
    exporter->filtered += datagram.count - (uint32_t)count;
  }
  targets_exporter(r->targets, &received->source, r->now);
  ft_encoder_put(r->encoder, records, count);
  ft_encoder_flush(r->encoder);
  return 0;
}

/*
 * For --unchanged. What we cannot read is passed on as well; the rest is counted, each version
 * for itself, as nothing is converted.
 */
static int pass_datagram(void *arg, const struct ft_received *received, struct ft_error *err) {
  struct relay *r = arg;
  struct ft_datagram datagram;
  const struct ft_addr *only = ft_receiver_only_from(r->receiver);
  bool wanted = ft_addr_is_zero(only) || ft_addr_equal(only, &received->source);
  (void)err;
  ft_intake_set_layout(r->intake, NULL);
  if (!wanted || ft_datagram_check(received->data, received->size, &datagram, NULL) == 0)
    ft_intake_datagram(r->intake, received, r->now, &datagram);
  if (!wanted || received->cut) return 0;
  targets_exporter(r->targets, &received->source, r->now);
  return targets_send(r->targets, received->data, received->size);
}

/* ---- all together ---- */

int relay_open(struct relay *r, const struct options *options, const struct ft_log *log,
               struct ft_error *err) {
  r->options = options;
  r->log = log;
  r->handle = options->unchanged ? pass_datagram : take_datagram;
  read_clock(r);
  if (load_filter(r, err) != 0) return -1;
  r->targets = targets_open(options, log, err);
  if (r->targets == NULL) return -1;
  if (options->layout != NULL && open_encoder(r, options->layout, err) != 0) return -1;
  if (open_source(r, err) != 0) return -1;
  return open_intake(r, err);
}

/* ---- the loop ---- */

/* True in *datagrams if there are some. */
static int wait_for_work(struct relay *r, bool *datagrams, struct ft_error *err) {
  struct pollfd fds[] = {{.fd = ft_receiver_fd(r->receiver), .events = POLLIN},
                         {.fd = daemon_wake_fd(), .events = POLLIN}};
  int n = poll(fds, sizeof fds / sizeof *fds, TURN_MS);
  if (n < 0 && errno != EINTR) {
    ft_error_add_system(err, errno, "select()");
    return -1;
  }
  *datagrams = n > 0 && fds[0].revents != 0;
  if (n > 0 && fds[1].revents != 0) daemon_clear_wake();
  return 0;
}

static void hang_up(struct relay *r) {
  daemon_signals.hup = 0;
  ft_log_line(r->log, "SIGHUP");
  r->reload = r->options->filter_name != NULL;
}

static int turn(struct relay *r, struct ft_error *err) {
  bool datagrams = false;
  if (wait_for_work(r, &datagrams, err) != 0) return -1;
  read_clock(r);
  if (daemon_signals.hup) hang_up(r);
  ft_notices_turn(&r->notices, r->now);
  targets_report(r->targets, r->now, false);
  if (!datagrams) return 0;
  return ft_receiver_handle(r->receiver, r->handle, r, err) < 0 ? -1 : 0;
}

int relay_run(struct relay *r, struct ft_error *err) {
  while (!daemon_stopping())
    if (turn(r, err) != 0) return -1;
  /* What had arrived before the end was asked for is passed on. */
  if (ft_receiver_drain(r->receiver, r->handle, r, err) != 0) return -1;
  read_clock(r);
  ft_notices_end(&r->notices, r->now);
  targets_report(r->targets, r->now, true);
  return 0;
}

void relay_close(struct relay *r) {
  ft_encoder_free(r->encoder);
  denial_clear(&r->denial);
  ft_intake_free(r->intake);
  ft_receiver_close(r->receiver);
  targets_close(r->targets);
}
