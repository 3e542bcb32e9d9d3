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

/*
 * The counters of the totals and of each row, there behind the key. Rows have
 * the rates only if the report keeps them, then the number of distinct values
 * if it counts any. Rows of REP_LINEAR hold the first three alone, as doubles.
 */
enum rep_sum {
  REP_S_FLOWS,
  REP_S_OCTETS,
  REP_S_PACKETS,
  REP_S_DURATION,
  REP_S_FRECS,
  REP_S_RATES,
  REP_S_AVG_BPS = REP_S_RATES,
  REP_S_MIN_BPS,
  REP_S_MAX_BPS,
  REP_S_AVG_PPS,
  REP_S_MIN_PPS,
  REP_S_MAX_PPS,
  REP_SUMS
};

struct rep_count {
  const struct rep_report *report;
  const struct rep_type *type;
  bool rates;
  struct rep_source source;
  struct ft_clock clock;   /* of REP_LINEAR */
  struct rep_keys keys[2]; /* [1]: the second row, or the distinct values */
  unsigned count_cell;     /* of a row, REP_DISTINCT */

  struct rep_table table;
  struct rep_table pairs; /* (row, distinct value) */
  struct rep_detail *detail;
  union rep_cell totals[REP_SUMS];
  uint64_t ignores, first, last; /* unix seconds */

  struct rep_order order;
  uint64_t printed; /* values of column index, over all outputs and intervals */

  struct rep_chunk chunk;
  uint64_t *packed; /* room for the keys of a chunk */
  uint32_t rows[REP_LOOKUP_MAX];
};

/* 0, or -1 without memory; rep_count_free in both cases. */
int rep_count_init(struct rep_count *count, const struct rep_report *report,
                   const struct ft_layout *layout, struct ft_error *err);
void rep_count_free(struct rep_count *count);
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
/* The cell of a row, behind the key, that a column shows. */
unsigned rep_count_cell(const struct rep_count *count, enum rep_column column);

/* linear.c */
int rep_linear_add(struct rep_count *count, struct ft_error *err);

#endif
