/*
 * The keys of a report bound to a record layout: how they are read, and how
 * they are packed into words so that rows are small and compare as numbers.
 *
 * A key of up to eight octets is one segment of a word. A longer one (a wide
 * address, with its mask length behind it in a prefix) is cut into segments, the
 * most significant first: comparing them in order compares the address, then
 * the mask length.
 */
#ifndef REPORT_KEYS_H
#define REPORT_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "chunk.h"
#include "ft/addr.h"
#include "tree.h"

#define REP_SEGMENTS_MAX ((FT_ADDR_MAX_WIDTH + 1 + 7) / 8)

struct rep_segment {
  uint8_t word, shift, bits;
};

struct rep_part {
  const struct rep_key *key;
  uint8_t op;     /* how it is read, keys.c */
  bool prefix;    /* the mask length is part of the key */
  bool masked;    /* the address is cut to its mask length */
  uint8_t octets; /* of the whole key */
  uint8_t segment_count;
  struct rep_segment segments[REP_SEGMENTS_MAX];
  struct ft_column column, mask;
};

struct rep_keys {
  unsigned count, words;
  unsigned used; /* bits of the last word */
  struct rep_part parts[REP_KEYS_MAX];
};

/*
 * Binds the keys of codes, count of them. prefix: addresses with a side become
 * prefixes even where their format says no; their mask length is then 0.
 */
void rep_keys_bind(struct rep_keys *keys, const uint8_t *codes, unsigned count,
                   const struct rep_report *report, bool prefix, const struct ft_layout *layout);
/* Makes room for a number behind the keys, which rep_keys_pack leaves 0. */
struct rep_segment rep_keys_add_room(struct rep_keys *keys, unsigned octets);
/* Packs the keys of the chunk's records: that of record i goes to out + i * step. */
void rep_keys_pack(const struct rep_keys *keys, const struct rep_chunk *chunk, uint64_t *out,
                   size_t step);

static inline uint64_t rep_segment_value(struct rep_segment segment, const uint64_t *key) {
  return key[segment.word] >> segment.shift & UINT64_MAX >> (64 - segment.bits);
}
/* The number that a part holds. */
static inline uint64_t rep_part_number(const struct rep_part *part, const uint64_t *key) {
  return rep_segment_value(part->segments[0], key);
}
/* The address that a part holds, and the mask length of a prefix (else 0). */
struct ft_addr rep_part_address(const struct rep_part *part, const uint64_t *key,
                                unsigned *mask_length);
static inline bool rep_part_is_address(const struct rep_part *part) {
  return part->key->value == REP_ADDRESS;
}
/* True if the values need bps or pps of the chunk. */
bool rep_keys_need_rates(const struct rep_keys *keys);

#endif
