/* The rotate program (spec capture.md 2.6). */
#ifndef CAPTURE_PROGRAM_H
#define CAPTURE_PROGRAM_H

#include "ft/error.h"

/* Starts `program file` in the present folder and does not wait for it. */
void program_start(const char *program, const char *file, const struct ft_log *log);
/* Collects ended children; those that failed are logged. */
void program_reap(const struct ft_log *log);

#endif
