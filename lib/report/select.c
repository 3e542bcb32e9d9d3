/*
 * Sorting what will be printed and no more. In place, since there may be many
 * rows, and in linear time whatever the values: senders of flows choose them.
 */
#include "order.h"

#define WAYS 256
/* Fewer items than this are inserted one by one. */
#define FEW 24

static inline bool is_before(const struct rep_item *a, const struct rep_item *b) {
  return a->value != b->value ? a->value < b->value : a->place < b->place;
}

static void insert_each(struct rep_item *items, size_t count) {
  for (size_t i = 1; i < count; i++) {
    struct rep_item item = items[i];
    size_t to = i;
    for (; to && is_before(&item, &items[to - 1]); to--)
      items[to] = items[to - 1];
    items[to] = item;
  }
}

/* The eight bits of items that tell them apart best: from the highest that differs. */
struct digit {
  bool of_place;
  unsigned shift;
};

static inline unsigned digit_of(const struct rep_item *item, struct digit digit) {
  uint64_t number = digit.of_place ? item->place : item->value;
  return number >> digit.shift & (WAYS - 1);
}

/* False if all items are the same. */
static bool choose_digit(const struct rep_item *items, size_t count, struct digit *digit) {
  uint64_t values = 0, places = 0;
  for (size_t i = 1; i < count; i++) {
    values |= items[i].value ^ items[0].value;
    places |= items[i].place ^ items[0].place;
  }
  uint64_t differing = values ? values : places;
  digit->of_place = !values;
  digit->shift = 0;
  while (differing >> digit->shift >= WAYS)
    digit->shift++;
  return differing != 0;
}

/* Moves each item to the part of its digit. ends: where parts end. */
static void distribute(struct rep_item *items, size_t count, struct digit digit,
                       size_t ends[WAYS]) {
  size_t next[WAYS] = {0}, start = 0;
  for (size_t i = 0; i < count; i++)
    next[digit_of(&items[i], digit)]++;
  for (unsigned d = 0; d < WAYS; d++) {
    size_t here = next[d];
    next[d] = start;
    start += here;
    ends[d] = start;
  }
  for (unsigned d = 0; d < WAYS; d++) {
    while (next[d] < ends[d]) {
      struct rep_item item = items[next[d]];
      unsigned to;
      while ((to = digit_of(&item, digit)) != d) {
        struct rep_item other = items[next[to]];
        items[next[to]++] = item;
        item = other;
      }
      items[next[d]++] = item;
    }
  }
}

/* Goes as deep as there are octets in value and place. */
void rep_sort_first(struct rep_item *items, size_t count, size_t first) {
  struct digit digit;
  size_t ends[WAYS], start = 0;
  if (count < FEW) {
    insert_each(items, count);
    return;
  }
  if (!choose_digit(items, count, &digit)) return;
  distribute(items, count, digit, ends);
  for (unsigned d = 0; d < WAYS && start < first; d++) {
    rep_sort_first(items + start, ends[d] - start, first - start);
    start = ends[d];
  }
}
