/* The log of collectors into RRD files (spec rptfmt.md 3). */
#ifndef LOG_H
#define LOG_H

#include <stdio.h>

#include "ft/error.h"
#include "rrd.h"

/*
 * Reads a log and stores the counters of its STAT: lines in files of the folder. tool: as in
 * struct rrd. 0, or -1 with the reason; what was stored before stays.
 */
int log_store(const char *folder, const struct rrd_tool *tool, FILE *stream, struct ft_error *err);

#endif
