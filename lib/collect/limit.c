#include "collect/limit.h"

#include <stdlib.h>
#include <string.h>

#include "collect/recent.h"

#define MINUTE 60

/* All zeros: none has begun. */
struct series {
  int64_t since; /* seconds: the first line, or the last summary */
  uint32_t shown, hidden;
};

struct peer_series {
  size_t kind;
  struct ft_addr peer;
  struct series series;
};

struct key {
  size_t kind;
  struct ft_addr peer;
};

struct ft_log_limits {
  const struct ft_log_kind *kinds;
  size_t count;
  const struct ft_log *log;
  struct ft_recent *peers;
  struct series all[]; /* of each kind */
};

static void report_peer(struct ft_log_limits *limits, const struct peer_series *of) {
  char peer[FT_ADDR_TEXT_SIZE];
  const struct ft_log_kind *kind = &limits->kinds[of->kind];
  if (of->series.hidden == 0) return;
  ft_addr_format(&of->peer, peer);
  ft_log_line(limits->log, "%s: %s=%s: repeated %lu times", kind->name, kind->peer, peer,
              (unsigned long)of->series.hidden);
}

static void drop_peer(void *arg, void *thing) {
  report_peer(arg, thing);
}

struct ft_log_limits *ft_log_limits_new(const struct ft_log_kind *kinds, size_t count,
                                        const struct ft_log *log) {
  struct ft_log_limits *limits = calloc(1, sizeof *limits + count * sizeof *limits->all);
  if (limits == NULL) return NULL;
  limits->kinds = kinds;
  limits->count = count;
  limits->log = log;
  limits->peers = ft_recent_new(FT_LOG_SERIES, sizeof(struct key), sizeof(struct peer_series),
                                drop_peer, limits);
  if (limits->peers != NULL) return limits;
  free(limits);
  return NULL;
}

void ft_log_limits_free(struct ft_log_limits *limits) {
  if (limits == NULL) return;
  ft_recent_free(limits->peers);
  free(limits);
}

static bool series_pass(struct series *series, uint32_t burst, int64_t now) {
  if (series->shown == 0) series->since = now;
  if (series->shown < burst) {
    series->shown++;
    return true;
  }
  series->hidden++;
  return false;
}

bool ft_log_limits_pass(struct ft_log_limits *limits, size_t kind, const struct ft_addr *peer,
                        int64_t now) {
  struct key key;
  bool fresh;
  memset(&key, 0, sizeof key); /* the gaps too: the key is compared as octets */
  key.kind = kind;
  key.peer = *peer;
  struct peer_series *of = ft_recent_find(limits->peers, &key, &fresh);
  if (of != NULL && fresh) {
    of->kind = kind;
    of->peer = *peer;
  }
  if (of != NULL && !series_pass(&of->series, FT_LOG_BURST, now)) return false;
  return series_pass(&limits->all[kind], FT_LOG_BURST_ALL, now);
}

/* A clock that was set back ends the minute too. */
static bool series_due(const struct series *series, int64_t now, bool at_once) {
  if (series->shown == 0) return false;
  return at_once || now < series->since || now >= series->since + MINUTE;
}

/* Its summary has been written. It goes on if there was one. */
static void series_next(struct series *series, int64_t now) {
  if (series->hidden == 0) series->shown = 0;
  series->hidden = 0;
  series->since = now;
}

struct report {
  struct ft_log_limits *limits;
  int64_t now;
  bool at_once;
};

static void visit_peer(void *arg, void *thing) {
  const struct report *report = arg;
  struct peer_series *of = thing;
  if (!series_due(&of->series, report->now, report->at_once)) return;
  report_peer(report->limits, of);
  series_next(&of->series, report->now);
}

void ft_log_limits_report(struct ft_log_limits *limits, int64_t now, bool at_once) {
  struct report report = {limits, now, at_once};
  ft_recent_each(limits->peers, visit_peer, &report);
  for (size_t i = 0; i < limits->count; i++) {
    struct series *all = &limits->all[i];
    if (!series_due(all, now, at_once)) continue;
    if (all->hidden > 0)
      ft_log_line(limits->log, "%s: repeated %lu times", limits->kinds[i].name,
                  (unsigned long)all->hidden);
    series_next(all, now);
  }
}
