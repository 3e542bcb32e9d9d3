/*
 * A value decided by the interval it lies in: what lists of comparisons and sets
 * of prefixes are compiled to. Internal to libft.
 */
#ifndef FT_BASE_INTERVALS_H
#define FT_BASE_INTERVALS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ft/addr.h"

/*
 * Interval i starts at starts[i] and ends in front of the next one; the first starts
 * at 0. Many intervals of 32-bit values get an index over their upper 16 bits, and a
 * second one over the next 8 bits where they lie close together: a look-up costs a few
 * steps however many there are.
 */
struct ft_intervals {
  uint64_t *starts; /* FT_INDEX_PLAIN more than results, the largest number, behind the last */
  struct ft_addr *addr_starts; /* instead, for addresses of more than 8 octets */
  uint32_t *results;
  size_t count, room;
  uint32_t *index; /* NULL: none; see below */
};

struct ft_prefix_result {
  struct ft_prefix prefix; /* bits beyond the length are 0 */
  uint32_t result;
};

/*
 * The intervals of prefixes of addresses of width octets (others are left out): the
 * longest prefix decides, no prefix gives otherwise. No two prefixes may be equal.
 * false: no memory. The caller clears intervals in any case.
 */
bool ft_intervals_of_prefixes(struct ft_intervals *intervals, const struct ft_prefix_result *list,
                              size_t count, uint32_t otherwise, unsigned width);

/*
 * By hand: room for so many intervals of numbers; each put with a start not below the one
 * before (equal: it replaces that one; the same result: it joins it), the first with 0;
 * then finish, without which a look-up is right but slower.
 */
bool ft_intervals_reserve(struct ft_intervals *intervals, size_t room);
void ft_intervals_put(struct ft_intervals *intervals, uint64_t start, uint32_t result);
bool ft_intervals_finish(struct ft_intervals *intervals);

void ft_intervals_clear(struct ft_intervals *intervals);

/*
 * An entry of the index says in which intervals a value of its slot can lie: position of
 * the first one, and in the lower bits how many. The first 65536 entries are by bits 16 to
 * 31 of the value and have up to FT_INDEX_PLAIN intervals; the number FT_INDEX_DENSE means
 * more: the position is then that of a block of 256 entries by bits 8 to 15.
 */
#define FT_INDEX_COUNT_BITS 9
#define FT_INDEX_DENSE      ((1u << FT_INDEX_COUNT_BITS) - 1)
#define FT_INDEX_PLAIN      8
#define FT_INDEX_SLOTS      65536u

/* Which of the `left` intervals from base on value lies in. */
static inline const uint64_t *ft_intervals_search(const uint64_t *base, size_t left,
                                                  uint64_t value) {
  while (left > 1) {
    size_t half = left / 2;
    base = base[half] <= value ? base + half : base;
    left -= half;
  }
  return base;
}

/* The interval of a value; for intervals of numbers, or of addresses of 4 octets (ft_addr_to_u32).
 */
static inline size_t ft_intervals_place(const struct ft_intervals *intervals, uint64_t value) {
  const uint64_t *starts = intervals->starts, *base;
  if (!intervals->index || value > UINT32_MAX)
    return (size_t)(ft_intervals_search(starts, intervals->count, value) - starts);
  uint32_t entry = intervals->index[value >> 16];
  if ((entry & FT_INDEX_DENSE) == FT_INDEX_DENSE) {
    entry = intervals->index[(entry >> FT_INDEX_COUNT_BITS) + (value >> 8 & 255)];
    base =
        ft_intervals_search(starts + (entry >> FT_INDEX_COUNT_BITS), entry & FT_INDEX_DENSE, value);
  } else {
    /* However many there are: those behind them start above value. No step to guess wrong. */
    base = ft_intervals_search(starts + (entry >> FT_INDEX_COUNT_BITS), FT_INDEX_PLAIN, value);
  }
  return (size_t)(base - starts);
}

/* Its result. */
static inline uint32_t ft_intervals_find(const struct ft_intervals *intervals, uint64_t value) {
  return intervals->results[ft_intervals_place(intervals, value)];
}

/* The result for an address of any width. */
uint32_t ft_intervals_find_addr(const struct ft_intervals *intervals, const struct ft_addr *addr);

#endif
