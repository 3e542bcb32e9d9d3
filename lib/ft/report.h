/*
 * Reports (spec report.md): a configuration is loaded and resolved, one
 * definition of it is bound to a record layout, fed with batches, and written.
 */
#ifndef FT_REPORT_H
#define FT_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "ft/conf.h"
#include "ft/error.h"
#include "ft/record.h"
#include "ft/stream.h"

struct ft_reports;    /* a loaded stat.cfg */
struct ft_report_run; /* one definition at work */

/* The 78 type names in table order; NULL behind the last. */
const char *ft_report_type_name(size_t index);

/*
 * Loads a report file, and the filter, tag and mask files it needs. NULL with the lines of
 * report.md 2 and 3, ending in `ftstat_load(): failed`.
 */
struct ft_reports *ft_reports_load(const char *path, const struct ft_vars *vars,
                                   const struct ft_log *log, struct ft_error *err);
void ft_reports_free(struct ft_reports *reports);
bool ft_reports_has(const struct ft_reports *reports, const char *definition);

/*
 * Gets a definition (letter case ignored) ready for the stream. out is where
 * outputs without a path go. NULL with `ftstat_find_def(NAME): failed`, `Report
 * definition references a field not in flow.`, or no memory. reports and header
 * must outlive the run.
 */
struct ft_report_run *ft_report_run_new(const struct ft_reports *reports, const char *definition,
                                        const struct ft_layout *layout,
                                        const struct ft_header *header, FILE *out,
                                        const struct ft_log *log, struct ft_error *err);
/*
 * Counts the records, which may be changed in place; writes an interval of a time series
 * when it ends. 0 or -1.
 */
int ft_report_run_put(struct ft_report_run *run, const struct ft_batch *batch,
                      struct ft_error *err);
/* Writes the (last) interval. 0, or -1 with the reason and `ftstat_dump(DEF): failed.`. */
int ft_report_run_finish(struct ft_report_run *run, struct ft_error *err);
void ft_report_run_free(struct ft_report_run *run);

#endif
