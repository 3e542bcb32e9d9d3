/* Hashing of what strangers send, inside libft. */
#ifndef FT_BASE_HASH_H
#define FT_BASE_HASH_H

#include <stdint.h>

/*
 * What senders cannot guess, to begin a hash with: they could choose keys that
 * all share a place otherwise.
 */
uint64_t ft_hash_seed(void);

/* One more number of a key: each bit of the sum touches all bits of the result. */
static inline uint64_t ft_hash_number(uint64_t hash, uint64_t number) {
  /* the finalizer of MurmurHash3 */
  hash ^= number;
  hash = (hash ^ hash >> 33) * UINT64_C(0xff51afd7ed558ccd);
  hash = (hash ^ hash >> 33) * UINT64_C(0xc4ceb9fe1a85ec53);
  return hash ^ hash >> 33;
}

#endif
