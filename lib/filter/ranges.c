#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "filter/plan.h"

void ft_ranges_clear(struct ft_ranges *ranges) {
  free(ranges->starts);
  free(ranges->addr_starts);
  free(ranges->permit);
  *ranges = (struct ft_ranges){0};
}

/* -- numbers -- */

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

bool ft_ranges_of_values(struct ft_ranges *ranges, const struct ft_entries *entries,
                         bool permit_default) {
  size_t other_count = 0, count = 0, room = entries->count * 2 + 1;
  size_t *others = malloc((entries->count + 1) * sizeof *others);
  ranges->starts = malloc(room * sizeof *ranges->starts);
  ranges->permit = malloc(room);
  if (!others || !ranges->starts || !ranges->permit) {
    free(others);
    return false;
  }
  ranges->starts[count++] = 0;
  for (size_t i = 0; i < entries->count; i++) {
    uint64_t number = entries->list[i].number;
    ranges->starts[count++] = number;
    if (number < UINT64_MAX) ranges->starts[count++] = number + 1;
    if (entries->list[i].op != FT_OP_EQ) others[other_count++] = i;
  }
  qsort(ranges->starts, count, sizeof *ranges->starts, compare_numbers);
  for (size_t i = 0; i < count; i++) {
    uint64_t start = ranges->starts[i];
    bool permit = decide(entries, others, other_count, permit_default, start);
    if (ranges->count && ranges->permit[ranges->count - 1] == permit) continue;
    ranges->starts[ranges->count] = start;
    ranges->permit[ranges->count++] = permit;
  }
  free(others);
  return true;
}

/* -- prefixes -- */

static int compare_prefixes(const void *a, const void *b) {
  const struct ft_entry *x = a, *y = b;
  int order = ft_addr_compare(&x->addr, &y->addr);
  return order ? order : (x->length > y->length) - (x->length < y->length);
}

static bool contains(const struct ft_entry *prefix, const struct ft_addr *addr) {
  struct ft_addr network = *addr;
  ft_addr_mask(&network, prefix->length);
  return ft_addr_equal(&network, &prefix->addr);
}

/* The first address behind the prefix. false: there is none. */
static bool next_after(const struct ft_entry *prefix, struct ft_addr *addr) {
  *addr = prefix->addr;
  if (prefix->length == 0) return false;
  unsigned octet = (prefix->length - 1u) / 8;
  unsigned step = 1u << (7 - (prefix->length - 1u) % 8);
  for (;; step = 1) {
    unsigned sum = addr->octets[octet] + step;
    addr->octets[octet] = (uint8_t)sum;
    if (sum < 256) return true;
    if (octet-- == 0) return false;
  }
}

/* Intervals while they are collected. */
struct builder {
  struct ft_ranges *ranges;
  struct ft_addr last; /* where the newest interval starts */
};

/* From start on permit holds; takes back what was said of the same start. */
static void put(struct builder *builder, const struct ft_addr *start, bool permit) {
  struct ft_ranges *ranges = builder->ranges;
  bool again = ranges->count && ft_addr_equal(&builder->last, start);
  size_t at = again ? ranges->count - 1 : ranges->count++;
  if (ranges->starts)
    ranges->starts[at] = ft_addr_to_u32(start);
  else
    ranges->addr_starts[at] = *start;
  ranges->permit[at] = permit;
  builder->last = *start;
}

/* Prefixes nest: open ones are on a stack, and closing one uncovers the one around it. */
static void flatten(struct builder *builder, const struct ft_entry *prefixes, size_t count,
                    const struct ft_entry **stack, bool permit_default, unsigned width) {
  struct ft_addr start = {.width = (uint8_t)width};
  size_t depth = 0;
  put(builder, &start, permit_default);
  for (size_t i = 0; i <= count; i++) {
    while (depth && (i == count || !contains(stack[depth - 1], &prefixes[i].addr))) {
      bool more = next_after(stack[--depth], &start);
      if (more) put(builder, &start, depth ? stack[depth - 1]->permit : permit_default);
    }
    if (i == count) break;
    stack[depth++] = &prefixes[i];
    put(builder, &prefixes[i].addr, prefixes[i].permit);
  }
}

bool ft_ranges_of_prefixes(struct ft_ranges *ranges, const struct ft_entries *entries,
                           bool permit_default, unsigned width) {
  struct ft_entry *prefixes = malloc((entries->count + 1) * sizeof *prefixes);
  const struct ft_entry **stack = malloc((entries->count + 1) * sizeof *stack);
  size_t count = 0, room = entries->count * 2 + 1;
  ranges->permit = malloc(room);
  if (width == 4)
    ranges->starts = malloc(room * sizeof *ranges->starts);
  else
    ranges->addr_starts = malloc(room * sizeof *ranges->addr_starts);
  bool good = prefixes && stack && ranges->permit && (ranges->starts || ranges->addr_starts);
  if (good) {
    for (size_t i = 0; i < entries->count; i++)
      if (entries->list[i].addr.width == width) prefixes[count++] = entries->list[i];
    qsort(prefixes, count, sizeof *prefixes, compare_prefixes);
    struct builder builder = {.ranges = ranges};
    flatten(&builder, prefixes, count, stack, permit_default, width);
  }
  free(prefixes);
  free(stack);
  return good;
}
