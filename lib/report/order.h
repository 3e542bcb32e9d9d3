/*
 * The order of rows (spec report.md 7.1).
 */
#ifndef REPORT_ORDER_H
#define REPORT_ORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ft/error.h"
#include "keys.h"
#include "table.h"

struct rep_item {
  uint64_t value;
  uint32_t row;
};

/* Kept between the outputs of an interval: one without sort takes what the last one left. */
struct rep_order {
  bool made, from_end;
  size_t count;
  struct rep_item *items, *spare;
};

/* What an output wants. */
struct rep_wish {
  bool ascending_keys; /* natural order: by key, not by first appearance */
  bool sorts, largest_first;
  const struct rep_part *by_key; /* sort by this key, NULL: by cell */
  unsigned by_cell;              /* of a row, key included */
};

/*
 * Puts the rows of the table in order. keys: those of its rows; flows_cell: the
 * cell of a row, key included, that is 0 in rows that an array did not show.
 * 0, or -1 without memory.
 */
int rep_order_make(struct rep_order *order, const struct rep_table *table,
                   const struct rep_keys *keys, unsigned flows_cell, const struct rep_wish *wish,
                   struct ft_error *err);
/* The row at a place from 0 to order->count - 1. */
static inline uint32_t rep_order_row(const struct rep_order *order, size_t place) {
  return order->items[order->from_end ? order->count - 1 - place : place].row;
}
/* Also when the rows change: the order is void then. */
void rep_order_free(struct rep_order *order);

#endif
