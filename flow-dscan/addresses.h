/*
 * Numbered entries, found by an address and by a number that says whose it is.
 * Entries lie in one array, so millions of them cost little more than what they
 * hold; numbers of entries that are gone are given out again.
 */
#ifndef DSCAN_ADDRESSES_H
#define DSCAN_ADDRESSES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ft/addr.h"

struct addresses {
  size_t value_size; /* octets that each entry holds for the user, a multiple of 4 */
  size_t stride;     /* of the array */
  uint8_t width;     /* of all addresses; 0: there was none yet */
  uint32_t count;    /* entries */
  uint32_t room;     /* of the array; also the number of chains, a power of two */
  uint32_t fresh;    /* numbers from here on were never used */
  uint32_t unused;   /* the first number to be used again, 0: none */
  uint8_t *entries;
  uint32_t *heads; /* of chains of entries with the same hash; 0: none */
  uint64_t seed;
};

/* Nothing is allocated yet. */
void addresses_init(struct addresses *addresses, size_t value_size);
/* Frees everything; the next address may have another width. */
void addresses_clear(struct addresses *addresses);

/* The entry's number, or 0. Of equals the one that was put first. */
uint32_t addresses_find(const struct addresses *addresses, uint32_t owner,
                        const struct ft_addr *addr);
/*
 * A new entry, its value all 0, before or behind equals. All addresses must have the width
 * of the first. 0 without memory. Values move: ask for them anew.
 */
enum addresses_place { ADDRESSES_BEFORE, ADDRESSES_BEHIND };
uint32_t addresses_add(struct addresses *addresses, uint32_t owner, const struct ft_addr *addr,
                       enum addresses_place place);
void addresses_remove(struct addresses *addresses, uint32_t number);

void *addresses_value(const struct addresses *addresses, uint32_t number);
struct ft_addr addresses_addr(const struct addresses *addresses, uint32_t number);

#endif
