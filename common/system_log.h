/* The log of programs in the background: syslog (spec capture.md 1.5). */
#ifndef SYSTEM_LOG_H
#define SYSTEM_LOG_H

#include "ft/error.h"

/* Longer messages are cut, octets. */
#define SYSTEM_LOG_MAX 1023

/*
 * Facility local6, level info, with the program's name and process number. Opened by the first
 * call; the lines may come from several threads.
 */
const struct ft_log *system_log(void);

#endif
