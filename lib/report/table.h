/*
 * A hash table of rows: some words of key, then some cells of counters. Rows lie
 * in one array in order of first appearance.
 */
#ifndef REPORT_TABLE_H
#define REPORT_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "ft/error.h"

/* The most keys that one call of rep_table_find may look up. */
#define REP_LOOKUP_MAX 512

/* Which of the two a cell holds follows from its place. */
union rep_cell {
  uint64_t n;
  double d;
};

struct rep_table {
  unsigned key_words, stride; /* cells of a row, key included */
  uint32_t count;             /* rows */
  size_t row_room, slot_mask;
  union rep_cell *rows;
  uint64_t *slots; /* upper half: hash, lower half: number of the row + 1; 0: free */
  uint64_t seed;
};

/* An empty table. 0, or -1 without memory. */
int rep_table_init(struct rep_table *table, unsigned key_words, unsigned value_cells,
                   struct ft_error *err);
void rep_table_free(struct rep_table *table);
/* Forgets all rows, keeps the memory. */
void rep_table_clear(struct rep_table *table);

/*
 * The row numbers of count (at most REP_LOOKUP_MAX) keys that lie back to back;
 * rows of new keys are made, in order, with all cells 0. 0, or -1 without memory.
 */
int rep_table_find(struct rep_table *table, const uint64_t *keys, size_t count, uint32_t *rows,
                   struct ft_error *err);

/*
 * Asks for large pages where the system gives them only when asked: touching a
 * table for the first time then costs a fault every two megabytes, not every four
 * kilobytes. Memory that is too small for it is left alone.
 */
void rep_large_pages(void *memory, size_t size);

static inline union rep_cell *rep_table_row(const struct rep_table *table, uint32_t row) {
  return table->rows + (size_t)row * table->stride;
}

#endif
