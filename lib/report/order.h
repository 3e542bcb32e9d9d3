/*
 * The order of rows (spec report.md 7.1).
 */
#ifndef REPORT_ORDER_H
#define REPORT_ORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ft/error.h"

struct rep_count;
struct rep_output;

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

/* The order for an output of count. 0, or -1 without memory. */
int rep_order_make(struct rep_count *count, const struct rep_output *output, struct ft_error *err);
/* The row at a place from 0 to order->count - 1. */
static inline uint32_t rep_order_row(const struct rep_order *order, size_t place) {
  return order->items[order->from_end ? order->count - 1 - place : place].row;
}
/* The rows change: the order is void. */
void rep_order_reset(struct rep_order *order);
void rep_order_free(struct rep_order *order);

#endif
