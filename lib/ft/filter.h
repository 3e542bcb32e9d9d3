/*
 * The filter language (spec filter.md): a file of primitives and definitions is
 * loaded and resolved once, a definition is compiled against a record layout
 * into a plan, and the plan runs over batches.
 */
#ifndef FT_FILTER_H
#define FT_FILTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ft/conf.h"
#include "ft/error.h"
#include "ft/record.h"

struct ft_filters;    /* a loaded file */
struct ft_filter_def; /* one definition of it, lives as long as the file */
struct ft_filter;     /* a compiled definition */

/*
 * Loads and resolves a file. vars may be NULL (none set). Warnings go to log.
 * NULL with the lines of filter.md 8 (including `ftfil_load(): failed` where
 * the chapter says so).
 */
struct ft_filters *ft_filters_load(const char *path, const struct ft_vars *vars,
                                   const struct ft_log *log, struct ft_error *err);
/*
 * The same from a one-line expression (grammar in flow-nfilter.1), as if a file had
 * one definition named `default`. NULL with `expression column N: REASON` (columns count
 * from 1), the expression and a caret under the column.
 */
struct ft_filters *ft_filters_expression(const char *text, const struct ft_log *log,
                                         struct ft_error *err);
void ft_filters_free(struct ft_filters *filters);

/* By name, letter case ignored; NULL if there is none. */
const struct ft_filter_def *ft_filters_find(const struct ft_filters *filters, const char *name);
/* As spelled in the file. */
const char *ft_filter_def_name(const struct ft_filter_def *def);
/* Bits of the fields that the definition needs (record.h). */
uint64_t ft_filter_def_fields(const struct ft_filter_def *def);

/*
 * Compiles for records of layout. NULL with `Filter references a field not in
 * flow.` or for lack of memory. Independent of the file afterwards.
 */
struct ft_filter *ft_filter_compile(const struct ft_filter_def *def, const struct ft_layout *layout,
                                    struct ft_error *err);
/*
 * Looks at those of count records whose pass octet is 1, and clears it where
 * the definition denies the record. scratch-free for the caller; a filter must
 * not be run by two threads at once (random samples have a state).
 */
void ft_filter_run(struct ft_filter *filter, const void *records, size_t count, uint8_t *pass);
void ft_filter_free(struct ft_filter *filter);

#endif
