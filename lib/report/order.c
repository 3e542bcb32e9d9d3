#include "order.h"

#include <stdlib.h>
#include <string.h>

/* The original stored rows in blocks, and printed the block filled last first. */
#define BLOCK 65536u

void rep_order_free(struct rep_order *order) {
  free(order->items);
  free(order->spare);
  memset(order, 0, sizeof *order);
}

/*
 * Sorts by value, ascending and stable: octet by octet from the lowest, without
 * those that are the same everywhere.
 */
static void sort_by_value(struct rep_order *order) {
  static const unsigned octets = sizeof(uint64_t);
  size_t places[sizeof(uint64_t)][256] = {{0}};
  for (size_t i = 0; i < order->count; i++) {
    for (unsigned o = 0; o < octets; o++)
      places[o][order->items[i].value >> 8 * o & 0xff]++;
  }
  for (unsigned o = 0; order->count && o < octets; o++) {
    if (places[o][order->items[0].value >> 8 * o & 0xff] == order->count) continue;
    size_t next = 0;
    for (unsigned v = 0; v < 256; v++) {
      size_t here = places[o][v];
      places[o][v] = next;
      next += here;
    }
    for (size_t i = 0; i < order->count; i++)
      order->spare[places[o][order->items[i].value >> 8 * o & 0xff]++] = order->items[i];
    struct rep_item *sorted = order->spare;
    order->spare = order->items;
    order->items = sorted;
  }
}

/* A key of several segments: the last one first, since the sort is stable. */
static void sort_by_key(struct rep_order *order, const struct rep_table *table,
                        const struct rep_part *part) {
  for (unsigned s = part->segment_count; s-- > 0;) {
    unsigned word = part->segments[s].word;
    struct rep_segment segment = part->segments[s];
    segment.word = 0;
    for (size_t i = 0; i < order->count; i++) {
      const union rep_cell *row = rep_table_row(table, order->items[i].row);
      order->items[i].value = rep_segment_value(segment, &row[word].n);
    }
    sort_by_value(order);
  }
}

/* Rates are not negative: their bits compare as the doubles do. */
static void sort_by_cell(struct rep_order *order, const struct rep_table *table, unsigned cell) {
  for (size_t i = 0; i < order->count; i++) {
    const union rep_cell *row = rep_table_row(table, order->items[i].row);
    order->items[i].value = row[cell].n;
  }
  sort_by_value(order);
}

/* Rows by first appearance, the last block first. */
static void appearance_order(struct rep_order *order, const struct rep_table *table) {
  uint32_t rows = table->count;
  order->count = 0;
  for (uint32_t block = (rows + BLOCK - 1) / BLOCK; block-- > 0;) {
    for (uint32_t row = block * BLOCK; row < rows && row - block * BLOCK < BLOCK; row++)
      order->items[order->count++].row = row;
  }
}

/* Ascending keys; a cell without flows is not shown. */
static void array_order(struct rep_order *order, const struct rep_table *table,
                        const struct rep_part *part, unsigned flows_cell) {
  order->count = 0;
  for (uint32_t row = 0; row < table->count; row++) {
    if (rep_table_row(table, row)[flows_cell].n) order->items[order->count++].row = row;
  }
  sort_by_key(order, table, part);
}

static int allocate(struct rep_order *order, uint32_t rows, struct ft_error *err) {
  size_t size = rows ? rows * sizeof *order->items : 1;
  order->items = malloc(size);
  order->spare = malloc(size);
  if (order->items && order->spare) {
    rep_large_pages(order->items, size);
    rep_large_pages(order->spare, size);
    return 0;
  }
  ft_error_add_memory(err);
  return -1;
}

int rep_order_make(struct rep_order *order, const struct rep_table *table,
                   const struct rep_keys *keys, unsigned flows_cell, const struct rep_wish *wish,
                   struct ft_error *err) {
  if (!order->made && allocate(order, table->count, err) < 0) return -1;
  if (!wish->ascending_keys && (!order->made || wish->sorts)) appearance_order(order, table);
  if (wish->ascending_keys && !order->made) array_order(order, table, &keys->parts[0], flows_cell);
  order->made = true;
  if (!wish->sorts) {
    /* Array types leave the ascending order, whichever way it was read. */
    if (wish->ascending_keys) order->from_end = false;
    return 0;
  }
  order->from_end = wish->largest_first;
  if (wish->by_key)
    sort_by_key(order, table, wish->by_key);
  else
    sort_by_cell(order, table, wish->by_cell);
  return 0;
}
