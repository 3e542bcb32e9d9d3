#include "order.h"

#include <stdlib.h>
#include <string.h>

/* The original stored rows in blocks, and printed the block filled last first. */
#define BLOCK 65536u

void rep_order_free(struct rep_order *order) {
  free(order->items);
  memset(order, 0, sizeof *order);
}

/* -- rows by first appearance -- */

static uint32_t row_by_appearance(size_t rows, size_t place) {
  size_t last = (rows - 1) / BLOCK, in_last = rows - last * BLOCK;
  if (place < in_last) return (uint32_t)(last * BLOCK + place);
  place -= in_last;
  return (uint32_t)((last - 1 - place / BLOCK) * BLOCK + place % BLOCK);
}

/* A number that grows from place to place. */
static uint32_t place_by_appearance(uint32_t row) {
  return (UINT32_MAX - row) / BLOCK * BLOCK + row % BLOCK;
}

uint32_t rep_order_row(const struct rep_order *order, size_t place) {
  if (!order->items) return row_by_appearance(order->rows, place);
  return order->items[order->from_end ? order->known - 1 - place : place].row;
}

/* -- sorting -- */

static int allocate(struct rep_order *order, size_t items) {
  order->items = rep_large_alloc(items ? items * sizeof *order->items : 1);
  return order->items ? 0 : -1;
}

/* Rates are not negative: their bits compare as the doubles do. */
static inline uint64_t sort_value(const struct rep_wish *wish, unsigned segment,
                                  const union rep_cell *row) {
  if (!wish->by_key) return row[wish->by_cell].n;
  return rep_segment_value(wish->by_key->segments[segment], &row->n);
}

/* Largest first, with equal ones the other way round too, is the same upside down. */
static inline struct rep_item make_item(const struct rep_wish *wish, uint64_t value, uint32_t place,
                                        uint32_t row) {
  if (!wish->largest_first) return (struct rep_item){value, place, row};
  return (struct rep_item){~value, ~place, row};
}

/*
 * Sorts the items there are, whose order decides between equal ones. A key of
 * several segments: the last one first.
 */
static void sort_items(struct rep_order *order, const struct rep_table *table,
                       const struct rep_wish *wish) {
  unsigned segments = wish->by_key ? wish->by_key->segment_count : 1;
  bool upside_down = order->largest_first;
  while (segments-- > 0) {
    for (size_t i = 0; i < order->rows; i++) {
      struct rep_item *item = &order->items[i];
      size_t place = upside_down ? order->rows - 1 - i : i;
      uint64_t value = sort_value(wish, segments, rep_table_row(table, item->row));
      *item = make_item(wish, value, (uint32_t)place, item->row);
    }
    rep_sort_first(order->items, order->rows, segments ? order->rows : wish->places);
    upside_down = wish->largest_first;
  }
  order->largest_first = wish->largest_first;
  order->known = order->rows;
}

/*
 * Sorts the rows of a hash, of which an item is made only if it may be among the
 * first: of twice as many items as are wanted the worse half is dropped each time.
 */
static int select_rows(struct rep_order *order, const struct rep_table *table,
                       const struct rep_wish *wish) {
  enum { LEAST = 1024 };
  size_t room = wish->places < LEAST ? LEAST : wish->places * 2, kept = 0;
  struct rep_item last = {UINT64_MAX, UINT32_MAX, 0};
  if (wish->places > table->count / 2 || room > table->count) room = table->count;
  if (allocate(order, room) < 0) return -1;
  for (uint32_t row = 0; row < table->count; row++) {
    uint64_t value = sort_value(wish, 0, rep_table_row(table, row));
    struct rep_item item = make_item(wish, value, place_by_appearance(row), row);
    if (item.value > last.value) continue;
    if (kept == room) {
      rep_sort_first(order->items, kept, wish->places);
      kept = wish->places;
      last = order->items[kept - 1];
    }
    order->items[kept++] = item;
  }
  rep_sort_first(order->items, kept, wish->places);
  order->known = kept < wish->places ? kept : wish->places;
  order->largest_first = wish->largest_first;
  return 0;
}

/* All rows of a hash in natural order, for a sort by a key of several segments. */
static int list_by_appearance(struct rep_order *order) {
  if (allocate(order, order->rows) < 0) return -1;
  for (size_t i = 0; i < order->rows; i++)
    order->items[i].row = row_by_appearance(order->rows, i);
  return 0;
}

static int order_hash(struct rep_order *order, struct rep_table *table,
                      const struct rep_wish *wish) {
  if (!wish->sorts && order->made) return 0;
  rep_order_free(order);
  order->rows = order->known = table->count;
  if (!wish->sorts) return 0;
  rep_table_drop_index(table);
  if (!wish->by_key || wish->by_key->segment_count == 1) return select_rows(order, table, wish);
  if (list_by_appearance(order) < 0) return -1;
  sort_items(order, table, wish);
  return 0;
}

/* Ascending keys; a cell without flows is not shown. */
static int list_by_key(struct rep_order *order, const struct rep_table *table,
                       const struct rep_part *part, unsigned flows_cell) {
  const struct rep_wish by_key = {.by_key = part, .places = table->count};
  if (allocate(order, table->count) < 0) return -1;
  for (uint32_t row = 0; row < table->count; row++) {
    if (rep_table_row(table, row)[flows_cell].n) order->items[order->rows++].row = row;
  }
  sort_items(order, table, &by_key);
  return 0;
}

/* The ascending order is left for the next output, whichever way it was read. */
static int order_array(struct rep_order *order, const struct rep_table *table,
                       const struct rep_part *part, unsigned flows_cell,
                       const struct rep_wish *wish) {
  if (!order->made && list_by_key(order, table, part, flows_cell) < 0) return -1;
  if (wish->sorts) sort_items(order, table, wish);
  order->from_end = !wish->sorts && order->largest_first;
  return 0;
}

int rep_order_make(struct rep_order *order, struct rep_table *table, const struct rep_keys *keys,
                   unsigned flows_cell, const struct rep_wish *wish) {
  int result = wish->ascending_keys ? order_array(order, table, &keys->parts[0], flows_cell, wish)
                                    : order_hash(order, table, wish);
  order->made = result == 0;
  return result;
}
