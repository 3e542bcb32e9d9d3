/*
 * A hash table of rows: some words of key, then some cells of counters. Rows are
 * numbered in order of first appearance.
 *
 * Rows lie in blocks of fixed size, so that a table grows without being copied
 * and without room for rows that never come. The index beside them has four
 * octets a slot and can be thrown away and made again from the rows.
 */
#ifndef REPORT_TABLE_H
#define REPORT_TABLE_H

#include <stddef.h>
#include <stdint.h>

/* The most keys that one call of rep_table_find may look up. */
#define REP_LOOKUP_MAX 512
/* Rows of a block, as a power of two: a cell of each fills a large page. */
#define REP_BLOCK_BITS 18
/* Which of the two a cell holds follows from its place. */
union rep_cell {
  uint64_t n;
  double d;
};

struct rep_table {
  unsigned key_words, stride; /* cells of a row, key included */
  uint32_t count;             /* rows */
  uint32_t room;              /* rows that fit in the blocks */
  uint32_t block_count;
  union rep_cell **blocks; /* all of full size, except the first while it is alone */
  /*
   * The index, NULL: none. Of a slot, the bits of slot_mask hold the row's number
   * + 1 (0: free), the others are those of the hash that did not pick the slot.
   */
  uint32_t *slots;
  uint32_t slot_mask;
  uint64_t seed;
};

/* An empty table. */
void rep_table_init(struct rep_table *table, unsigned key_words, unsigned value_cells);
/* Also for one that is all zero. */
void rep_table_free(struct rep_table *table);
/* Forgets all rows, keeps the memory. */
void rep_table_clear(struct rep_table *table);
/* Gives the index' memory back: rows stay, the next rep_table_find makes it again. */
void rep_table_drop_index(struct rep_table *table);

/*
 * The rows of count (at most REP_LOOKUP_MAX) keys that lie back to back: their
 * numbers, and their cells, which stay where they are until the next call. Rows of
 * new keys are made, in order, with all counters 0. 0, or -1 without memory; the
 * rows there were are still good then.
 */
int rep_table_find(struct rep_table *table, const uint64_t *keys, size_t count, uint32_t *rows,
                   union rep_cell **cells);

/*
 * Memory like that of malloc, in large pages where the system gives them only
 * when asked and the size is worth it: touching it for the first time costs a
 * fault every two megabytes, not every four kilobytes, and so do later visits
 * out of order.
 */
void *rep_large_alloc(size_t size);

static inline union rep_cell *rep_table_row(const struct rep_table *table, uint32_t row) {
  size_t place = row & ((UINT32_C(1) << REP_BLOCK_BITS) - 1);
  return table->blocks[row >> REP_BLOCK_BITS] + place * table->stride;
}

#endif
