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
  uint64_t *starts;
  struct ft_addr *addr_starts; /* instead, for addresses of more than 8 octets */
  uint32_t *results;
  size_t count, room;
  uint32_t *index; /* see intervals.c; NULL: none */
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
 * By hand: room for so many intervals; each put with a start not below the one before
 * (equal: it replaces that one; the same result: it joins it), the first with 0; then the index.
 */
bool ft_intervals_reserve(struct ft_intervals *intervals, size_t room);
void ft_intervals_put(struct ft_intervals *intervals, uint64_t start, uint32_t result);
bool ft_intervals_finish(struct ft_intervals *intervals);

void ft_intervals_clear(struct ft_intervals *intervals);

/* The result for a value; for intervals of numbers or of addresses of 4 octets (ft_addr_to_u32). */
uint32_t ft_intervals_find(const struct ft_intervals *intervals, uint64_t value);
/* The result for an address of any width. */
uint32_t ft_intervals_find_addr(const struct ft_intervals *intervals, const struct ft_addr *addr);

#endif
