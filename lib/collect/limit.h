/*
 * Limits log lines that a peer can cause (spec capture.md 8, item 3). The first
 * lines of a series, which is one kind of line about one peer, are shown as they
 * are. After that they are counted, and once a minute there is a line `KIND:
 * PEER=ADDRESS: repeated N times`. A minute without any ends the series. All peers
 * together have a limit too, or forged addresses would do what one alone cannot.
 */
#ifndef COLLECT_LIMIT_H
#define COLLECT_LIMIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ft/addr.h"
#include "ft/error.h"

/* Lines that are shown of a series, and of a kind for all peers. */
#define FT_LOG_BURST     200
#define FT_LOG_BURST_ALL 1000
/* Series that are kept apart. */
#define FT_LOG_SERIES 4096

/* How summaries call a kind of line, and the peers that it is about. */
struct ft_log_kind {
  const char *name, *peer;
};

struct ft_log_limits;

/* kinds and log must live as long. NULL: no memory. */
struct ft_log_limits *ft_log_limits_new(const struct ft_log_kind *kinds, size_t count,
                                        const struct ft_log *log);
void ft_log_limits_free(struct ft_log_limits *limits);

/* True if a line of kinds[kind] about peer may be shown now (seconds), else it is counted. */
bool ft_log_limits_pass(struct ft_log_limits *limits, size_t kind, const struct ft_addr *peer,
                        int64_t now);
/* The summaries that are due; at_once: all. To be called every few seconds. */
void ft_log_limits_report(struct ft_log_limits *limits, int64_t now, bool at_once);

#endif
