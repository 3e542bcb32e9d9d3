#include "config.h"

#include "base/intervals.h"

#include <stdlib.h>
#include <string.h>

void ft_intervals_clear(struct ft_intervals *intervals) {
  free(intervals->starts);
  free(intervals->addr_starts);
  free(intervals->results);
  free(intervals->index);
  *intervals = (struct ft_intervals){0};
}

static bool reserve(struct ft_intervals *intervals, size_t room, bool wide) {
  intervals->room = room;
  intervals->results = calloc(room, sizeof *intervals->results);
  if (wide)
    intervals->addr_starts = calloc(room, sizeof *intervals->addr_starts);
  else
    intervals->starts = calloc(room + FT_INDEX_PLAIN, sizeof *intervals->starts);
  return intervals->results && (intervals->starts || intervals->addr_starts);
}

bool ft_intervals_reserve(struct ft_intervals *intervals, size_t room) {
  return reserve(intervals, room, false);
}

static bool starts_at(const struct ft_intervals *intervals, size_t at, uint64_t start,
                      const struct ft_addr *addr) {
  return addr ? ft_addr_equal(&intervals->addr_starts[at], addr) : intervals->starts[at] == start;
}

/* With addr: an interval of addresses. */
static void put(struct ft_intervals *intervals, uint64_t start, const struct ft_addr *addr,
                uint32_t result) {
  size_t count = intervals->count;
  if (count && starts_at(intervals, count - 1, start, addr)) count--;
  intervals->count = count;
  if (count && intervals->results[count - 1] == result) return;
  if (addr)
    intervals->addr_starts[count] = *addr;
  else
    intervals->starts[count] = start;
  intervals->results[count] = result;
  intervals->count = count + 1;
}

void ft_intervals_put(struct ft_intervals *intervals, uint64_t start, uint32_t result) {
  put(intervals, start, NULL, result);
}

/* -- the index -- */

/* Below so many intervals in all the index is not worth its memory. */
#define INDEX_FROM 16

/* Walks the intervals in step with ascending values. */
struct walk {
  const struct ft_intervals *intervals;
  size_t at; /* the interval of the newest value */
};

/* Moves to the interval of value. */
static void walk_to(struct walk *walk, uint64_t value) {
  while (walk->at + 1 < walk->intervals->count && walk->intervals->starts[walk->at + 1] <= value)
    walk->at++;
}

/* The entry for the values from first on, so many; *walk moves to the interval of the last one. */
static uint32_t entry_of(struct walk *walk, uint64_t first, uint64_t length, size_t *found) {
  walk_to(walk, first);
  size_t from = walk->at;
  walk_to(walk, first + length - 1);
  *found = walk->at - from + 1;
  return (uint32_t)(from << FT_INDEX_COUNT_BITS | (*found & FT_INDEX_DENSE));
}

static size_t count_dense(const struct ft_intervals *intervals) {
  struct walk walk = {intervals, 0};
  size_t dense = 0, found;
  for (uint64_t slot = 0; slot < FT_INDEX_SLOTS; slot++) {
    entry_of(&walk, slot << 16, 1u << 16, &found);
    dense += found > FT_INDEX_PLAIN;
  }
  return dense;
}

bool ft_intervals_finish(struct ft_intervals *intervals) {
  size_t limit = (size_t)1 << (32 - FT_INDEX_COUNT_BITS);
  if (!intervals->starts || intervals->count < INDEX_FROM || intervals->count >= limit) return true;
  size_t size = FT_INDEX_SLOTS + count_dense(intervals) * 256;
  if (size >= limit) return true;
  uint32_t *index = malloc(size * sizeof *index);
  if (!index) return false;
  size_t block = FT_INDEX_SLOTS, found;
  struct walk walk = {intervals, 0};
  for (uint64_t slot = 0; slot < FT_INDEX_SLOTS; slot++) {
    struct walk inner = walk;
    index[slot] = entry_of(&walk, slot << 16, 1u << 16, &found);
    if (found <= FT_INDEX_PLAIN) continue;
    index[slot] = (uint32_t)(block << FT_INDEX_COUNT_BITS | FT_INDEX_DENSE);
    for (uint64_t part = 0; part < 256; part++)
      index[block++] = entry_of(&inner, slot << 16 | part << 8, 256, &found);
  }
  for (size_t i = 0; i < FT_INDEX_PLAIN; i++)
    intervals->starts[intervals->count + i] = UINT64_MAX;
  intervals->index = index;
  return true;
}

/* -- prefixes -- */

static int compare_prefixes(const void *a, const void *b) {
  const struct ft_prefix *x = &((const struct ft_prefix_result *)a)->prefix;
  const struct ft_prefix *y = &((const struct ft_prefix_result *)b)->prefix;
  int order = ft_addr_compare(&x->addr, &y->addr);
  return order ? order : (x->length > y->length) - (x->length < y->length);
}

static bool contains(const struct ft_prefix *prefix, const struct ft_addr *addr) {
  struct ft_addr network = *addr;
  ft_addr_mask(&network, prefix->length);
  return ft_addr_equal(&network, &prefix->addr);
}

/* The first address behind the prefix. false: there is none. */
static bool next_after(const struct ft_prefix *prefix, struct ft_addr *addr) {
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

static void put_addr(struct ft_intervals *intervals, const struct ft_addr *start, uint32_t result) {
  if (intervals->starts)
    put(intervals, ft_addr_to_u32(start), NULL, result);
  else
    put(intervals, 0, start, result);
}

/* Prefixes nest: open ones are on a stack, and closing one uncovers the one around it. */
static void flatten(struct ft_intervals *intervals, const struct ft_prefix_result *list,
                    size_t count, const struct ft_prefix_result **stack, uint32_t otherwise,
                    unsigned width) {
  struct ft_addr start = {.width = (uint8_t)width};
  size_t depth = 0;
  put_addr(intervals, &start, otherwise);
  for (size_t i = 0; i <= count; i++) {
    while (depth && (i == count || !contains(&stack[depth - 1]->prefix, &list[i].prefix.addr))) {
      bool more = next_after(&stack[--depth]->prefix, &start);
      if (more) put_addr(intervals, &start, depth ? stack[depth - 1]->result : otherwise);
    }
    if (i == count) break;
    stack[depth++] = &list[i];
    put_addr(intervals, &list[i].prefix.addr, list[i].result);
  }
}

/* Prefixes of one address are all different: no more than its bits and one nest. */
#define MAX_NESTED (FT_ADDR_MAX_WIDTH * 8 + 1)

bool ft_intervals_of_prefixes(struct ft_intervals *intervals, const struct ft_prefix_result *list,
                              size_t count, uint32_t otherwise, unsigned width) {
  const struct ft_prefix_result *stack[MAX_NESTED];
  struct ft_prefix_result *sorted = malloc((count + 1) * sizeof *sorted);
  bool good = sorted && reserve(intervals, count * 2 + 1, width > 8);
  if (good) {
    size_t used = 0;
    for (size_t i = 0; i < count; i++)
      if (list[i].prefix.addr.width == width) sorted[used++] = list[i];
    qsort(sorted, used, sizeof *sorted, compare_prefixes);
    flatten(intervals, sorted, used, stack, otherwise, width);
    good = ft_intervals_finish(intervals);
  }
  free(sorted);
  return good;
}

uint32_t ft_intervals_find_addr(const struct ft_intervals *intervals, const struct ft_addr *addr) {
  if (intervals->starts) return ft_intervals_find(intervals, ft_addr_to_u32(addr));
  size_t at = 0;
  for (size_t left = intervals->count; left > 1;) {
    size_t half = left / 2;
    if (ft_addr_compare(&intervals->addr_starts[at + half], addr) <= 0) at += half;
    left -= half;
  }
  return intervals->results[at];
}
