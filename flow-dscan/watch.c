#include "config.h"

#include "watch.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { PROT_TCP = 6, PORT_WWW = 80, PRIVILEGED = 1024, FLAGS_SHOWN = 7 };

/* `MMDD.hh:mm:ss.mmm ` and a NUL. */
#define TIME_SIZE 32

bool watch_bind(struct watch *watch, const struct ft_layout *layout, struct ft_error *err) {
  unsigned version = layout->version;
  if (version != 1 && version != 5 && version != 6 && version != 7) {
    ft_error_add(err, "Export version %u not supported by format", version);
    ft_error_add(err, "Unsupported export version");
    return false;
  }
  watch->input = ft_column(layout, FT_F_INPUT);
  watch->output = ft_column(layout, FT_F_OUTPUT);
  watch->srcaddr = ft_column(layout, FT_F_SRCADDR);
  watch->dstaddr = ft_column(layout, FT_F_DSTADDR);
  watch->srcport = ft_column(layout, FT_F_SRCPORT);
  watch->dstport = ft_column(layout, FT_F_DSTPORT);
  watch->prot = ft_column(layout, FT_F_PROT);
  watch->tcp_flags = ft_column(layout, FT_F_TCP_FLAGS);
  watch->packets = ft_column(layout, FT_F_DPKTS);
  watch->octets = ft_column(layout, FT_F_DOCTETS);
  ft_clock_bind(&watch->clock, layout);
  return true;
}

/* -- which flows -- */

static bool load_one(struct watch *watch, int which, struct suppress *loaded,
                     struct ft_error *err) {
  static const char *const endings[2] = {"src", "dst"};
  const struct ft_log *lines = watch->options->debug > 5 ? watch->log : NULL;
  char *path;
  ft_log_line(watch->log, "load_suppress %d", which);
  if (asprintf(&path, "%s.%s", watch->options->suppress_base, endings[which]) < 0) {
    ft_error_add_memory(err);
    return false;
  }
  bool good = suppress_load(loaded, path, watch->log, lines, err);
  free(path);
  return good;
}

bool watch_load_suppress(struct watch *watch, struct ft_error *err) {
  struct suppress loaded[2] = {0};
  bool good = load_one(watch, 0, &loaded[0], err) && load_one(watch, 1, &loaded[1], err);
  for (int i = 0; i < 2; i++) {
    suppress_free(good ? &watch->suppress[i] : &loaded[i]);
    if (good) watch->suppress[i] = loaded[i];
  }
  return good;
}

void watch_free(struct watch *watch) {
  for (int i = 0; i < 2; i++)
    suppress_free(&watch->suppress[i]);
}

static bool has_interface(const struct interfaces *interfaces, uint64_t index) {
  if (!interfaces->given) return true;
  return index < OPTIONS_INTERFACES && ft_number_list_has(interfaces->bits, (uint32_t)index);
}

/* One of the two directions of a connection to a web server. */
static bool is_www(const struct watch_flow *flow, uint64_t server_port, uint64_t client_port) {
  return flow->prot == PROT_TCP && server_port == PORT_WWW && client_port >= PRIVILEGED;
}

bool watch_takes(const struct watch *watch, const uint8_t *record, struct watch_flow *flow) {
  const struct options *o = watch->options;
  if (!has_interface(&o->input, ft_load(record, watch->input)) ||
      !has_interface(&o->output, ft_load(record, watch->output)))
    return false;
  *flow = (struct watch_flow){.src = ft_load_addr(record, watch->srcaddr),
                              .dst = ft_load_addr(record, watch->dstaddr),
                              .srcport = ft_load(record, watch->srcport),
                              .dstport = ft_load(record, watch->dstport),
                              .prot = ft_load(record, watch->prot)};
  if (o->no_multicast && (ft_addr_is_multicast(&flow->src) || ft_addr_is_multicast(&flow->dst)))
    return false;
  if (o->no_www_replies && is_www(flow, flow->srcport, flow->dstport)) return false;
  if (o->no_www_requests && is_www(flow, flow->dstport, flow->srcport)) return false;
  const struct suppress_flow rest = {flow->prot, flow->srcport, flow->dstport};
  return !suppress_matches(&watch->suppress[0], &flow->src, &rest) &&
         !suppress_matches(&watch->suppress[1], &flow->dst, &rest);
}

/* -- what is told -- */

static void format_time(int64_t ms, char *out) {
  time_t seconds = ft_ms_seconds(ms);
  struct tm local = {0};
  localtime_r(&seconds, &local);
  size_t length = strftime(out, TIME_SIZE, "%m%d.%H:%M:%S", &local);
  snprintf(out + length, TIME_SIZE - length, ".%-3u ", ft_ms_rest(ms));
}

static void tell_flow(struct watch *watch, const uint8_t *record, const struct watch_flow *flow) {
  char start[TIME_SIZE], end[TIME_SIZE], src[FT_ADDR_TEXT_SIZE], dst[FT_ADDR_TEXT_SIZE];
  if (!watch->headed)
    ft_log_line(watch->log, "Start             End                Sif SrcIPaddress      SrcP  DIf "
                            "DstIPaddress      DstP   P Fl       Pkts     Octets");
  watch->headed = true;
  format_time(ft_clock_first_ms(&watch->clock, record), start);
  format_time(ft_clock_last_ms(&watch->clock, record), end);
  ft_addr_format(&flow->src, src);
  ft_addr_format(&flow->dst, dst);
  ft_log_line(watch->log, "%s", start);
  ft_log_line(watch->log, "%s", end);
  ft_log_line(watch->log, "%4llu %-15s %6llu %4llu %-15s %6llu %3llu %2llu %10llu %10llu",
              (unsigned long long)ft_load(record, watch->input), src,
              (unsigned long long)flow->srcport, (unsigned long long)ft_load(record, watch->output),
              dst, (unsigned long long)flow->dstport, (unsigned long long)flow->prot,
              (unsigned long long)ft_load(record, watch->tcp_flags) & FLAGS_SHOWN,
              (unsigned long long)ft_load(record, watch->packets),
              (unsigned long long)ft_load(record, watch->octets));
}

void watch_triggers(struct watch *watch, const uint8_t *record, const struct watch_flow *flow) {
  const struct options *o = watch->options;
  uint32_t duration =
      (uint32_t)(ft_load(record, watch->clock.last) - ft_load(record, watch->clock.first));
  if (o->octets && ft_load(record, watch->octets) > o->octets) tell_flow(watch, record, flow);
  if (o->packets && ft_load(record, watch->packets) > o->packets) tell_flow(watch, record, flow);
  if (o->duration && duration > o->duration) tell_flow(watch, record, flow);
}

/* hosts: who is it about. */
static void tell_scan(const struct watch *watch, const uint8_t *record, const char *hosts) {
  char start[TIME_SIZE];
  int64_t ms = ft_clock_first_ms(&watch->clock, record);
  format_time(ms, start);
  ft_log_line(watch->log, "%s ts=%u start=%s", hosts, ft_ms_seconds(ms), start);
}

void watch_tell_host_scan(const struct watch *watch, const uint8_t *record,
                          const struct watch_flow *flow) {
  char src[FT_ADDR_TEXT_SIZE], hosts[FT_ADDR_TEXT_SIZE + 32];
  ft_addr_format(&flow->src, src);
  snprintf(hosts, sizeof hosts, "host scan: ip=%s", src);
  tell_scan(watch, record, hosts);
}

void watch_tell_port_scan(const struct watch *watch, const uint8_t *record,
                          const struct watch_flow *flow) {
  char src[FT_ADDR_TEXT_SIZE], dst[FT_ADDR_TEXT_SIZE], hosts[2 * FT_ADDR_TEXT_SIZE + 32];
  ft_addr_format(&flow->src, src);
  ft_addr_format(&flow->dst, dst);
  snprintf(hosts, sizeof hosts, "port scan: src=%s dst=%s", src, dst);
  tell_scan(watch, record, hosts);
}
