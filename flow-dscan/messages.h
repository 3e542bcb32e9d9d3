/* Where messages go, and the background (spec stat.md 2, 2.1). */
#ifndef DSCAN_MESSAGES_H
#define DSCAN_MESSAGES_H

#include <stdint.h>
#include <stdnoreturn.h>

#include "ft/error.h"

/* Standard error until told otherwise. */
const struct ft_log *messages_log(void);
void messages_to_syslog(void);
/* Goes on in a child that has its own session and syslog; the caller's process ends with 0. */
void messages_from_background(void);
/* Tells the error and exits with 1. */
noreturn void messages_fail(struct ft_error *err);
/* The profile lines for count flows. */
void messages_profile(uint64_t count);

#endif
