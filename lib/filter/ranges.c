#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "filter/plan.h"

static bool holds(const struct ft_entry *entry, uint64_t value) {
  switch ((enum ft_op)entry->op) {
  case FT_OP_LT:
    return value < entry->number;
  case FT_OP_GT:
    return value > entry->number;
  case FT_OP_EQ:
    return value == entry->number;
  case FT_OP_NE:
    return value != entry->number;
  case FT_OP_LE:
    return value <= entry->number;
  case FT_OP_GE:
    return value >= entry->number;
  case FT_OP_COUNT:
    break;
  }
  return false;
}

/* The first entry that holds decides. eq entries are found by their key: there may be many. */
static bool decide(const struct ft_entries *entries, const size_t *others, size_t other_count,
                   bool permit_default, uint64_t value) {
  struct ft_entry key = {.op = FT_OP_EQ, .number = value};
  const struct ft_entry *equal = ft_entries_find(entries, &key);
  size_t limit = equal ? (size_t)(equal - entries->list) : entries->count;
  for (size_t i = 0; i < other_count && others[i] < limit; i++)
    if (holds(&entries->list[others[i]], value)) return entries->list[others[i]].permit;
  return equal ? equal->permit : permit_default;
}

static int compare_numbers(const void *a, const void *b) {
  uint64_t x, y;
  memcpy(&x, a, sizeof x);
  memcpy(&y, b, sizeof y);
  return x < y ? -1 : x > y;
}

bool ft_intervals_of_values(struct ft_intervals *intervals, const struct ft_entries *entries,
                            bool permit_default) {
  size_t other_count = 0, count = 0, room = entries->count * 2 + 1;
  size_t *others = malloc((entries->count + 1) * sizeof *others);
  uint64_t *starts = malloc(room * sizeof *starts);
  bool good = others && starts && ft_intervals_reserve(intervals, room);
  if (good) {
    starts[count++] = 0;
    for (size_t i = 0; i < entries->count; i++) {
      uint64_t number = entries->list[i].number;
      starts[count++] = number;
      if (number < UINT64_MAX) starts[count++] = number + 1;
      if (entries->list[i].op != FT_OP_EQ) others[other_count++] = i;
    }
    qsort(starts, count, sizeof *starts, compare_numbers);
    for (size_t i = 0; i < count; i++)
      ft_intervals_put(intervals, starts[i],
                       decide(entries, others, other_count, permit_default, starts[i]));
    good = ft_intervals_finish(intervals);
  }
  free(others);
  free(starts);
  return good;
}

bool ft_intervals_of_networks(struct ft_intervals *intervals, const struct ft_entries *entries,
                              bool permit_default, unsigned width) {
  struct ft_prefix_result *list = malloc((entries->count + 1) * sizeof *list);
  if (!list) return false;
  for (size_t i = 0; i < entries->count; i++) {
    const struct ft_entry *entry = &entries->list[i];
    list[i] = (struct ft_prefix_result){{entry->addr, entry->length}, entry->permit};
  }
  bool good = ft_intervals_of_prefixes(intervals, list, entries->count, permit_default, width);
  free(list);
  return good;
}
