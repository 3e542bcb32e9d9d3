/* Where flow-fanout sends to: every datagram to each destination, in the order of the command line.
 */
#ifndef FANOUT_TARGETS_H
#define FANOUT_TARGETS_H

#include <stdbool.h>
#include <stdint.h>

#include "ft/error.h"
#include "options.h"

struct targets;

/* Opens all of them. NULL with `bind(xmit): TEXT`, `connect(xmit): TEXT` and the like. */
struct targets *targets_open(const struct options *options, const struct ft_log *log,
                             struct ft_error *err);
void targets_close(struct targets *targets);

/* Whose flows come next, and the time (seconds since 1970): for -s, and for the log. */
void targets_exporter(struct targets *targets, const struct ft_addr *exporter, int64_t now);
/* Sends to all; a sink of an encoder (arg: struct targets *). What fails is logged and lost. */
int targets_send(void *arg, const uint8_t *data, size_t size);

/* How often the system lacked buffers so far. */
uint32_t targets_waits(const struct targets *targets);
/* Summaries of what was not logged, those that are due, or all. */
void targets_report(struct targets *targets, int64_t now, bool at_once);

#endif
