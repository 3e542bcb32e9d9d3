/* The order of the lines (spec stat.md 1.4). */
#include "config.h"

#include "keyed.h"

#include <stdlib.h>

/* Unsorted keys come in blocks of this many, the newest block first. */
#define BLOCK 65536

enum { COUNTERS = 4 };

struct item {
  uint32_t entry, position;
};

/* What to sort by: a part of the key, or a counter. */
struct column {
  const struct keyed *keyed;
  unsigned index; /* parts of the key first */
};

bool keyed_can_sort(const struct keyed *keyed, int sort) {
  unsigned columns = keyed->parts + COUNTERS;
  /* not abs(): the least int has no counterpart */
  return sort >= -(int)columns && sort <= (int)columns;
}

static int compare_entries(const struct column *by, uint32_t a, uint32_t b) {
  const struct tally *t = &by->keyed->tally;
  if (by->index < by->keyed->parts) {
    const struct keyed_part *part = &by->keyed->keys[0][by->index];
    return memcmp(t->keys + a * t->key_size + part->offset,
                  t->keys + b * t->key_size + part->offset, part->compared);
  }
  const struct counts *ca = &t->counts[a], *cb = &t->counts[b];
  uint64_t va = 0, vb = 0;
  switch (by->index - by->keyed->parts) {
  case 0:
    va = ca->flows, vb = cb->flows;
    break;
  case 1:
    va = ca->octets, vb = cb->octets;
    break;
  case 2:
    va = ca->packets, vb = cb->packets;
    break;
  default:
    va = ca->duration, vb = cb->duration;
    break;
  }
  return (va > vb) - (va < vb);
}

/* Equal ones stay in their order. */
static int compare_items(const void *pa, const void *pb, void *by) {
  const struct item *a = pa, *b = pb;
  int order = compare_entries(by, a->entry, b->entry);
  return order ? order : (a->position > b->position) - (a->position < b->position);
}

static void sort_items(const struct keyed *keyed, struct item *items, size_t count,
                       unsigned column) {
  struct column by = {keyed, column};
  for (size_t i = 0; i < count; i++)
    items[i].position = (uint32_t)i;
  if (count) qsort_r(items, count, sizeof(*items), compare_items, &by);
}

/* The order before any sorting; leaves out tables' keys without flows. */
static size_t first_order(const struct keyed *keyed, bool by_key, struct item *items) {
  const struct tally *t = &keyed->tally;
  size_t count = 0;
  if (by_key) {
    for (size_t i = 0; i < t->count; i++)
      if (t->counts[i].flows) items[count++].entry = (uint32_t)i;
    sort_items(keyed, items, count, 0);
    return count;
  }
  for (size_t blocks = (t->count + BLOCK - 1) / BLOCK; blocks--;)
    for (size_t i = blocks * BLOCK; i < t->count && i < (blocks + 1) * BLOCK; i++)
      items[count++].entry = (uint32_t)i;
  return count;
}

uint32_t *keyed_order(const struct keyed *keyed, const struct key_kind *kind, int sort,
                      size_t *count) {
  size_t room = keyed->tally.count + 1; /* no allocation of nothing */
  struct item *items = calloc(room, sizeof(*items));
  uint32_t *order = calloc(room, sizeof(*order));
  if (!items || !order) {
    free(items);
    free(order);
    return NULL;
  }
  *count = first_order(keyed, kind->by_key, items);
  if (sort) sort_items(keyed, items, *count, (unsigned)abs(sort) - 1);
  bool backwards = sort > 0 || (sort == 0 && kind->by_key);
  for (size_t i = 0; i < *count; i++)
    order[i] = items[backwards ? *count - 1 - i : i].entry;
  free(items);
  return order;
}
