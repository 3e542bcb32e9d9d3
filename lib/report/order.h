/*
 * The order of rows (spec report.md 7.1).
 */
#ifndef REPORT_ORDER_H
#define REPORT_ORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "keys.h"
#include "table.h"

struct rep_item {
  uint64_t value;
  uint32_t place; /* decides between equal values */
  uint32_t row;
};

/* Kept between the outputs of an interval: one without sort takes what the last one left. */
struct rep_order {
  bool made;
  bool largest_first, from_end; /* how the items lie; how they are read */
  size_t rows;                  /* that can be shown */
  size_t known;                 /* places in front that have a row */
  struct rep_item *items;       /* by place; NULL: in the order of appearance */
};

/* What an output wants. */
struct rep_wish {
  bool ascending_keys; /* natural order: by key, not by first appearance */
  bool sorts, largest_first;
  const struct rep_part *by_key; /* sort by this key, NULL: by cell */
  unsigned by_cell;              /* of a row, key included */
  size_t places;                 /* rows that it prints, or that a later one wants of its order */
};

/*
 * Puts the rows of the table in order. keys: those of its rows; flows_cell: the
 * cell of a row, key included, that is 0 in rows that an array did not show.
 * The table's index is dropped where the memory serves to sort. 0, or -1 without
 * memory.
 */
int rep_order_make(struct rep_order *order, struct rep_table *table, const struct rep_keys *keys,
                   unsigned flows_cell, const struct rep_wish *wish);
/* The row at a place from 0 to order->known - 1. */
uint32_t rep_order_row(const struct rep_order *order, size_t place);
/* Also when the rows change: the order is void then. */
void rep_order_free(struct rep_order *order);

/* select.c: the first of the items by value and place, ascending; what is behind them is in
 * disorder. */
void rep_sort_first(struct rep_item *items, size_t count, size_t first);

#endif
