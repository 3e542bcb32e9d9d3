/*
 * A report of flow-report as a table (spec rptfmt.md 1.2 and 5.1), and what is
 * done to it before it is shown (1.3): read, choose columns, sort, names,
 * percent.
 *
 * All texts are strings in the arena of the set, or in the symbol tables.
 */
#ifndef RPTFMT_REPORT_H
#define RPTFMT_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "ft/error.h"
#include "arena.h"
#include "number.h"
#include "symbol_names.h"

struct column {
  const char *title; /* lower case, without the star */
  bool key;
  bool shown;
  size_t width; /* octets of the longest of title and values ever seen */
};

/* The names of a `# rec1` or `# rec2` line and the values of the next one. */
struct pairs {
  bool present;
  size_t count;
  const char **names;
  const char **values;
};

struct report {
  const char **headers; /* the lines before the column line that are kept */
  size_t header_count, header_room;
  struct pairs totals; /* # rec1 */
  struct pairs detail; /* # rec2: the report is a summary-detail */

  bool has_columns;
  struct column *columns;
  size_t column_count;
  const char **cells; /* row after row */
  size_t row_count, cell_room;
  size_t *order; /* row numbers as sorted; NULL: as read */

  const char **block; /* of a summary-detail, as lines; set by detail_format */
  size_t block_lines;
};

struct report_set {
  struct arena arena;
  struct report *reports;
  size_t count, room;
};
struct read_rules {
  bool sections;    /* every report of the input becomes one of its own; else they merge */
  size_t row_limit; /* reading ends with this row; 0: none */
};

/*
 * Reads all of stream into a set that is all zero. Without sections the set has exactly one report,
 * with sections only those that have columns or are a summary-detail. 0, or -1: a read error, no
 * memory, a line with too few values, differing columns.
 */
int report_read(struct report_set *set, FILE *stream, const struct read_rules *rules,
                struct ft_error *err);
void report_set_free(struct report_set *set);

/* The value of the header line `# name:`, without the blanks before it, or NULL. */
const char *report_header(const struct report *report, const char *name);
/* The value of this name, or NULL. Letter for letter, except that `_` equals `-`. */
const char *pairs_value(const struct pairs *pairs, const char *name);

static inline const char *const *report_row(const struct report *report, size_t position) {
  size_t row = report->order ? report->order[position] : position;
  return report->cells + row * report->column_count;
}

#define NO_COLUMN ((size_t)-1)
/* The last column of this title, or NO_COLUMN. */
size_t report_column(const struct report *report, const char *title);

/* -F: marks the columns that are shown. */
void arrange_columns(struct report *report, const char *fields);
/* -s, +FIELD or -FIELD. 0, or -1: no such column, no memory. */
int arrange_sort(struct report *report, const char *field, struct ft_error *err);

/* -n. 0, or -1 without memory. The names stand in the report from then on. */
int arrange_names(struct report *report, struct symbol_names *names, struct ft_error *err);

/* Adds up a column over all rows. 0, or -1: a value is not a number. */
int report_sum(const struct report *report, size_t column, struct sum *sum, struct ft_error *err);
/* -p: the values of all columns that are no keys become percentages. */
int arrange_percent(struct report *report, struct arena *arena, struct ft_error *err);

/*
 * Makes the block of a summary-detail (spec 1.6). 0, or -1: a value is missing or
 * is no number, no memory.
 */
int detail_format(struct report *report, struct arena *arena, struct ft_error *err);

#endif
