#include "collect/notices.h"

#define MINUTE 60

void ft_notices_init(struct ft_notices *notices, const struct ft_receiver *receiver,
                     struct ft_intake *intake, const struct ft_log *log, unsigned interval,
                     int64_t now) {
  *notices = (struct ft_notices){
      .receiver = receiver, .intake = intake, .log = log, .startup = now, .minute = now};
  ft_stat_clock_init(&notices->stat, interval);
}

static struct ft_ring_counts count_drops(const struct ft_notices *notices) {
  if (notices->ring != NULL) return ft_ring_counts(notices->ring);
  return (struct ft_ring_counts){.kernel = ft_receiver_drops(notices->receiver)};
}

/* The line about drops comes only when there are some: scripts know the others. */
static void report_counters(const struct ft_notices *notices, int64_t now) {
  struct ft_ring_counts drops = count_drops(notices);
  ft_intake_stat(notices->intake, now, notices->startup, notices->rest, notices->arg);
  if (drops.kernel == 0 && drops.ring == 0) return;
  ft_log_line(notices->log, "STAT: now=%lu startup=%lu socket_drops=%llu ring_drops=%llu",
              (unsigned long)now, (unsigned long)notices->startup, (unsigned long long)drops.kernel,
              (unsigned long long)drops.ring);
}

static void report_drops(struct ft_notices *notices) {
  struct ft_ring_counts drops = count_drops(notices);
  if (drops.kernel != notices->drops.kernel)
    ft_log_line(notices->log,
                "%llu datagrams dropped by the system, receive buffer of %d octets full",
                (unsigned long long)(drops.kernel - notices->drops.kernel),
                ft_receiver_buffer(notices->receiver));
  if (drops.ring != notices->drops.ring)
    ft_log_line(notices->log, "%llu datagrams dropped here, ring of %zu octets full",
                (unsigned long long)(drops.ring - notices->drops.ring),
                ft_ring_octets(notices->ring));
  notices->drops = drops;
}

void ft_notices_turn(struct ft_notices *notices, int64_t now) {
  if (ft_stat_clock_due(&notices->stat, (time_t)now)) report_counters(notices, now);
  /* A clock that was set back starts the minute anew. */
  if (now - notices->minute < MINUTE && now >= notices->minute) return;
  notices->minute = now;
  ft_intake_report_hidden(notices->intake, now, false);
  report_drops(notices);
}

void ft_notices_end(struct ft_notices *notices, int64_t now) {
  ft_intake_report_hidden(notices->intake, now, true);
  report_drops(notices);
}
