/* Reads a report and stores what was asked for (spec rptfmt.md 2.2 to 2.4). */
#ifndef FEED_H
#define FEED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "ft/error.h"
#include "keys.h"
#include "rrd.h"
#include "symbol_names.h"

/* What the command line says. */
struct options {
  struct keys keys;   /* -k, -K */
  const char *fields; /* -f */
  bool names;         /* -n */
  struct rrd rrd;     /* -d, -P, -p, -r, -v; without sources */
};

/*
 * The columns that are stored, as numbers in the order of their data sources. titles: of
 * all count columns; fields: the comma separated names of those that are wanted. columns
 * has room for count. 0, or -1 without memory.
 */
int feed_columns(const char *fields, const char *const *titles, size_t count, size_t *columns,
                 size_t *column_count);

/*
 * Reads the report up to the last key that is wanted, and calls rrdtool. log: warnings.
 * 0, or -1 with the reason; what was stored before stays.
 */
int feed_report(struct options *options, FILE *stream, const struct ft_log *log,
                struct ft_error *err);

#endif
