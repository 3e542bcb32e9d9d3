/*
 * Ending a copy on SIGINT, SIGTERM, SIGHUP or SIGQUIT as if the input had ended
 * (spec tools.md 1.2).
 */
#ifndef STOP_H
#define STOP_H

#include <stdbool.h>

#include "ft/error.h"

/* From now on these signals only ask to stop. 0, or -1 with the reason. */
int stop_on_signals(struct ft_error *err);
/* True once a signal has come. */
bool stop_requested(void);
/*
 * The descriptor that is being read, -1 for none: a signal makes it end of
 * file, so that a read that waits, or is about to, comes back at once.
 */
void stop_ends_input(int fd);

#endif
