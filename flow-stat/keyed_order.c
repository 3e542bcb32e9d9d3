#include "keyed.h"

#include <stdlib.h>

bool keyed_can_sort(const struct keyed *keyed, int sort) {
  int columns = (int)keyed->keys[0].count + CELLS;
  /* not abs(): the least int has no counterpart */
  return sort >= -columns && sort <= columns;
}

/* The same part without the mask length, which lies behind the address and does not count. */
static struct rep_part without_mask_length(const struct rep_part *part) {
  struct rep_part address = *part;
  struct rep_segment *last = &address.segments[part->segment_count - 1];
  if (last->bits > 8) {
    last->bits -= 8;
    last->shift += 8;
  } else {
    address.segment_count--;
  }
  return address;
}

int keyed_order(struct keyed *keyed, const struct key_kind *kind, int sort) {
  const struct rep_keys *keys = &keyed->keys[0];
  unsigned column = sort ? (unsigned)abs(sort) - 1 : 0;
  unsigned flows = keys->words + CELL_FLOWS;
  /* Tables are read from the greatest key down unless told otherwise. */
  struct rep_wish wish = {.ascending_keys = kind->by_key,
                          .sorts = sort != 0 || kind->by_key,
                          .largest_first = sort >= 0,
                          .places = SIZE_MAX};
  struct rep_part part;
  if (column < keys->count) {
    part = keys->parts[column];
    if (part.prefix) part = without_mask_length(&part);
    wish.by_key = &part;
  } else {
    wish.by_cell = keys->words + CELL_FLOWS + (column - keys->count);
  }
  return rep_order_make(&keyed->order, &keyed->table, keys, flows, &wish);
}
