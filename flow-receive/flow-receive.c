/* flow-receive: NetFlow datagrams to one stream (spec capture.md 4). */
#include "config.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>

#include "collect/intake.h"
#include "collect/receive.h"
#include "collect/notices.h"
#include "fence.h"
#include "options.h"
#include "output.h"
#include "prog.h"
#include "stop.h"

/* The longest wait of a turn, seconds. */
#define TURN 1

struct receive {
  struct ft_receiver *receiver;
  struct ft_intake *intake;
  struct output output;
  struct ft_notices notices;
  sigset_t waiting; /* signals that are held back during a wait: none of ours */
  int64_t now;      /* seconds since 1970 */
  uint8_t decoded[FT_DATAGRAM_RECORDS * FT_RECORD_MAX];
  uint8_t translated[FT_DATAGRAM_RECORDS * FT_RECORD_MAX];
};

static void read_clock(struct receive *r) {
  r->now = ft_clock_now() / FT_NANOSECONDS;
}

/* The signals that end the program are let in while we wait and at no other moment: none is missed.
 */
static int catch_signals(struct receive *r, struct ft_error *err) {
  static const int ours[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
  sigset_t held;
  if (stop_on_signals(err) != 0) return -1;
  sigemptyset(&held);
  for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
    sigaddset(&held, ours[i]);
  sigprocmask(SIG_BLOCK, &held, &r->waiting);
  for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
    sigdelset(&r->waiting, ours[i]);
  return 0;
}

static int receive_open(struct receive *r, const struct options *options, struct ft_error *err) {
  read_clock(r);
  r->receiver = ft_receiver_open(&options->endpoint, options->receive_buffer, "", err);
  if (r->receiver == NULL) return -1;
  prog_message("setsockopt(size=%d)", ft_receiver_buffer(r->receiver));
  r->intake = ft_intake_new(ft_receiver_only_from(r->receiver), prog_log());
  if (r->intake == NULL) {
    ft_error_add_memory(err);
    return -1;
  }
  ft_intake_explain(r->intake, options->output.debug);
  ft_notices_init(&r->notices, r->receiver, r->intake, prog_log(), options->stat_interval, r->now);
  if (output_open(&r->output, options, (uint32_t)r->now, err) != 0) return -1;
  if (options->layout == NULL) return 0;
  ft_intake_set_layout(r->intake, options->layout);
  return output_begin(&r->output, options->layout, err);
}

static int take_datagram(void *arg, const struct ft_received *received, struct ft_error *err) {
  struct receive *r = arg;
  struct ft_datagram datagram;
  const struct ft_translation *translation;
  struct ft_exporter *exporter = ft_intake_datagram(r->intake, received, r->now, &datagram);
  if (exporter == NULL) return 0;
  if (r->output.writer == NULL && output_begin(&r->output, ft_intake_layout(r->intake), err) != 0)
    return -1;
  if (ft_intake_translation(r->intake, datagram.layout, &translation, err) != 0) return -1;
  ft_datagram_decode(&datagram, &received->source, r->decoded);
  if (translation == NULL) return output_put(&r->output, r->decoded, datagram.count, err);
  ft_translate(translation, r->decoded, r->translated, datagram.count);
  return output_put(&r->output, r->translated, datagram.count, err);
}

static int turn(struct receive *r, struct ft_error *err) {
  struct pollfd fd = {.fd = ft_receiver_fd(r->receiver), .events = POLLIN};
  struct timespec timeout = {.tv_sec = TURN};
  int ready = ppoll(&fd, 1, &timeout, &r->waiting);
  if (ready < 0 && errno != EINTR) {
    ft_error_add_system(err, errno, "select()");
    return -1;
  }
  read_clock(r);
  ft_notices_turn(&r->notices, r->now);
  int count = ready > 0 ? ft_receiver_handle(r->receiver, take_datagram, r, err) : 0;
  if (count < 0) return -1;
  /* Nothing more waits: let the reader have everything so far. */
  return count < FT_RECEIVE_BATCH ? output_flush(&r->output, err) : 0;
}

static int receive_run(struct receive *r, struct ft_error *err) {
  while (!stop_requested())
    if (turn(r, err) != 0) return -1;
  prog_message("Cleaning up");
  /* What had arrived before the end was asked for belongs to the stream. */
  if (ft_receiver_drain(r->receiver, take_datagram, r, err) != 0) return -1;
  read_clock(r);
  ft_notices_end(&r->notices, r->now);
  return output_finish(&r->output, (uint32_t)r->now, ft_intake_counts(r->intake), err);
}

static void receive_close(struct receive *r) {
  output_clear(&r->output);
  ft_intake_free(r->intake);
  ft_receiver_close(r->receiver);
}

int main(int argc, char **argv) {
  static struct receive receive;
  struct ft_error err = FT_ERROR_INIT;
  struct options options;
  prog_init(argv);
  options_read(&options, argc, argv);
  if (catch_signals(&receive, &err) != 0 || receive_open(&receive, &options, &err) != 0)
    prog_fail(&err, NULL);
  fence_enter_told(0, prog_log()); /* all that it writes to is open */
  if (receive_run(&receive, &err) != 0) prog_fail(&err, NULL);
  receive_close(&receive);
  return 0;
}
