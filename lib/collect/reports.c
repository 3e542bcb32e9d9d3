#include "collect/reports.h"

#define MINUTE 60

void ft_reports_init(struct ft_reports *reports, const struct ft_receiver *receiver,
                     struct ft_intake *intake, const struct ft_log *log, unsigned interval,
                     int64_t now) {
  *reports = (struct ft_reports){
      .receiver = receiver, .intake = intake, .log = log, .startup = now, .minute = now};
  ft_stat_clock_init(&reports->stat, interval);
}

/* The line about the socket comes only when there is something to say: scripts know the others. */
static void report_counters(const struct ft_reports *reports, int64_t now) {
  uint32_t drops = ft_receiver_drops(reports->receiver);
  ft_intake_stat(reports->intake, now, reports->startup, reports->rest, reports->arg);
  if (drops == 0) return;
  ft_log_line(reports->log, "STAT: now=%lu startup=%lu socket_drops=%lu", (unsigned long)now,
              (unsigned long)reports->startup, (unsigned long)drops);
}

static void report_drops(struct ft_reports *reports) {
  uint32_t drops = ft_receiver_drops(reports->receiver);
  if (drops == reports->drops) return;
  ft_log_line(reports->log, "%lu datagrams dropped by the system, receive buffer of %d octets full",
              (unsigned long)(drops - reports->drops), ft_receiver_buffer(reports->receiver));
  reports->drops = drops;
}

void ft_reports_turn(struct ft_reports *reports, int64_t now) {
  if (ft_stat_clock_due(&reports->stat, (time_t)now)) report_counters(reports, now);
  /* A clock that was set back starts the minute anew. */
  if (now - reports->minute < MINUTE && now >= reports->minute) return;
  reports->minute = now;
  ft_intake_report_hidden(reports->intake, now, false);
  report_drops(reports);
}

void ft_reports_end(struct ft_reports *reports, int64_t now) {
  ft_intake_report_hidden(reports->intake, now, true);
  report_drops(reports);
}
