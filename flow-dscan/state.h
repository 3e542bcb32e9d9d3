/*
 * State files: what is known of sources, as text (spec stat.md 2.5). They may
 * come from anywhere.
 */
#ifndef DSCAN_STATE_H
#define DSCAN_STATE_H

#include <stdbool.h>
#include <stdio.h>

#include "ft/error.h"
#include "scans.h"

/*
 * Adds what in holds, up to its `.`; an end before that is a warning. False with the
 * reason, if it has one of its own, and `load_state(): failed`.
 */
bool state_read(struct scans *scans, FILE *in, const struct ft_log *log, struct ft_error *err);
/* The same from a file; false also with `fopen(FILE): failed`. */
bool state_load(struct scans *scans, const char *path, const struct ft_log *log,
                struct ft_error *err);

/* Failures are with out: ferror. */
void state_write(const struct scans *scans, FILE *out);
/*
 * Replaces the file as a whole. False with `fopen(FILE): failed`, or `write(FILE): REASON`
 * and the old file as it was.
 */
bool state_save(const struct scans *scans, const char *path, struct ft_error *err);

#endif
