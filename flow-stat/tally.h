/* Counters by key, in the order in which the keys are first seen. */
#ifndef TALLY_H
#define TALLY_H

#include <stddef.h>
#include <stdint.h>

struct counts {
  uint64_t flows, octets, packets;
  uint64_t duration; /* milliseconds */
};

static inline void counts_add(struct counts *to, const struct counts *from) {
  to->flows += from->flows;
  to->octets += from->octets;
  to->packets += from->packets;
  to->duration += from->duration;
}

/* Entry i has the key at keys + i * key_size and counts[i]. */
struct tally {
  size_t key_size, count, room;
  uint8_t *keys;
  struct counts *counts;
  uint32_t *slots; /* entry number + 1; 0: free */
  size_t slot_mask;
};

/* key_size at least 1. Nothing is allocated yet. */
void tally_init(struct tally *tally, size_t key_size);
void tally_free(struct tally *tally);
/* The counters of a key of key_size octets, made if it is new; NULL without memory. */
struct counts *tally_find(struct tally *tally, const uint8_t *key);

#endif
