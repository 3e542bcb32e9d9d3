/*
 * One report at work: what it has counted in the current interval.
 */
#ifndef REPORT_COUNT_H
#define REPORT_COUNT_H

#include "chunk.h"
#include "detail.h"
#include "keys.h"
#include "order.h"
#include "table.h"
#include "tree.h"

struct rep_count {
  const struct rep_report *report;
  const struct rep_type *type;
  bool rates;
  struct rep_source source;
  struct ft_clock clock;   /* of REP_LINEAR */
  struct rep_keys keys[2]; /* [1]: the second row, or the distinct values */
  unsigned count_cell;     /* of a row, REP_DISTINCT */

  struct rep_table table;
  struct rep_table pairs;         /* (distinct value, row) */
  struct rep_segment row_of_pair; /* where the row lies in a pair */
  struct rep_detail *detail;
  union rep_cell totals[REP_SUMS];
  uint64_t ignores, first, last; /* unix seconds */

  struct rep_order order;
  uint64_t printed; /* values of column index, over all outputs and intervals */

  struct rep_chunk chunk;
  uint64_t *packed;              /* room for the keys of a chunk */
  uint32_t rows[REP_LOOKUP_MAX]; /* where they were found */
  union rep_cell *cells[REP_LOOKUP_MAX];
};

/* 0, or -1 without memory; rep_count_free in both cases. */
int rep_count_init(struct rep_count *count, const struct rep_report *report,
                   const struct ft_layout *layout, struct ft_error *err);
void rep_count_free(struct rep_count *count);
/* Adds the line that says how far the report came, and returns -1. */
int rep_count_no_memory(const struct rep_count *count, struct ft_error *err);
/* Counts those of n records whose pass octet is 1. 0 or -1. */
int rep_count_records(struct rep_count *count, const uint8_t *records, size_t n, size_t size,
                      const uint8_t *pass, struct ft_error *err);
/* Turns the sums of rates into averages: once, before anything is printed. */
void rep_count_finish(struct rep_count *count);
/* Starts the next interval. */
void rep_count_clear(struct rep_count *count);

/* Field bits of record.h that the report needs. */
uint64_t rep_count_fields(const struct rep_report *report);
/* Rows as totals and header count them. */
uint64_t rep_count_rows(const struct rep_count *count);
/* The cell of a row, behind the key, that a column of counters shows. */
unsigned rep_count_cell(const struct rep_count *count, enum rep_column column);

/* linear.c */
int rep_linear_add(struct rep_count *count);

#endif
