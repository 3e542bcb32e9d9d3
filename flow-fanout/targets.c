#include "targets.h"

#include <stdlib.h>
#include <string.h>

#include "collect/clock.h"
#include "collect/limit.h"
#include "collect/numbering.h"
#include "collect/transmit.h"
#include "daemon.h"
#include "ft/netflow.h"

#define LABEL "xmit"

struct target {
  struct ft_transmitter *transmitter;
  struct ft_addr remote;
  bool shows_exporter; /* its datagrams come from the exporter's address */
};

struct targets {
  const struct ft_log *log;
  struct ft_log_limits *limits;
  struct ft_numbering *numbering; /* NULL: all have the encoder's numbers */
  struct ft_addr exporter;
  int64_t now;
  uint32_t delay, waits;
  size_t count;
  struct target list[];
};

static const struct ft_log_kind kinds[] = {{"send()", "dst_ip"}};

static int open_target(struct targets *targets, const struct options *options, size_t index,
                       struct ft_error *err) {
  const struct ft_endpoint *endpoint = &options->targets[index];
  struct target *target = &targets->list[index];
  /* 0 is for a socket that forges nothing. */
  uint16_t port = options->forge ? (uint16_t)(FT_FORGED_PORT + index) : 0;
  target->transmitter = ft_transmitter_open(endpoint, port, LABEL, err);
  target->remote = endpoint->remote;
  target->shows_exporter = options->forge && ft_addr_is_zero(&endpoint->local);
  return target->transmitter != NULL ? 0 : -1;
}

static int open_all(struct targets *targets, const struct options *options, struct ft_error *err) {
  targets->limits = ft_log_limits_new(kinds, sizeof kinds / sizeof *kinds, targets->log);
  if (options->per_source) targets->numbering = ft_numbering_new();
  if (targets->limits == NULL || (options->per_source && targets->numbering == NULL)) {
    ft_error_add_memory(err);
    return -1;
  }
  for (; targets->count < options->target_count; targets->count++)
    if (open_target(targets, options, targets->count, err) != 0) return -1;
  return 0;
}

struct targets *targets_open(const struct options *options, const struct ft_log *log,
                             struct ft_error *err) {
  struct targets *targets =
      calloc(1, sizeof *targets + options->target_count * sizeof *targets->list);
  if (targets == NULL) {
    ft_error_add_memory(err);
    return NULL;
  }
  targets->log = log;
  targets->delay = options->delay;
  if (open_all(targets, options, err) == 0) return targets;
  targets_close(targets);
  return NULL;
}

void targets_close(struct targets *targets) {
  if (targets == NULL) return;
  for (size_t i = 0; i < targets->count; i++)
    ft_transmitter_close(targets->list[i].transmitter);
  ft_numbering_free(targets->numbering);
  ft_log_limits_free(targets->limits);
  free(targets);
}

void targets_exporter(struct targets *targets, const struct ft_addr *exporter, int64_t now) {
  targets->exporter = *exporter;
  targets->now = now;
  for (size_t i = 0; i < targets->count; i++)
    if (targets->list[i].shows_exporter)
      ft_transmitter_forge(targets->list[i].transmitter, exporter);
}

static void send_to(struct targets *targets, size_t index, const uint8_t *data, size_t size) {
  struct target *target = &targets->list[index];
  int errnum = ft_transmitter_send(target->transmitter, data, size, &targets->waits);
  if (errnum != 0 && ft_log_limits_pass(targets->limits, 0, &target->remote, targets->now))
    ft_log_line(targets->log, "send(j=%zu): %s", index, strerror(errnum));
  ft_clock_pause(targets->delay, daemon_stopping);
}

int targets_send(void *arg, const uint8_t *data, size_t size) {
  struct targets *targets = arg;
  uint8_t renumbered[FT_DATAGRAM_MAX];
  if (targets->numbering != NULL) {
    memcpy(renumbered, data, size);
    ft_numbering_apply(targets->numbering, &targets->exporter, renumbered, size);
  }
  for (size_t i = 0; i < targets->count; i++) {
    bool own_numbers = targets->numbering != NULL && targets->list[i].shows_exporter;
    send_to(targets, i, own_numbers ? renumbered : data, size);
  }
  return 0;
}

uint32_t targets_waits(const struct targets *targets) {
  return targets->waits;
}

void targets_report(struct targets *targets, int64_t now, bool at_once) {
  ft_log_limits_report(targets->limits, now, at_once);
}
