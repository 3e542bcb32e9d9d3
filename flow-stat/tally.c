#include "tally.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_ROOM 1024

void tally_init(struct tally *tally, size_t key_size) {
  memset(tally, 0, sizeof(*tally));
  tally->key_size = key_size;
}

void tally_free(struct tally *tally) {
  free(tally->keys);
  free(tally->counts);
  free(tally->slots);
  tally_init(tally, tally->key_size);
}

static size_t hash(const uint8_t *key, size_t size) {
  uint64_t h = size;
  for (; size >= 8; key += 8, size -= 8) {
    uint64_t part;
    memcpy(&part, key, 8);
    h = (h ^ part) * 0x9E3779B97F4A7C15u;
    h ^= h >> 32;
  }
  for (; size; key++, size--)
    h = (h ^ *key) * 0x100000001B3u;
  h *= 0x9E3779B97F4A7C15u;
  return (size_t)(h >> 32 ^ h);
}

/* The slot that holds the key, or the free one where it belongs. */
static uint32_t *find_slot(const struct tally *tally, const uint8_t *key) {
  for (size_t i = hash(key, tally->key_size) & tally->slot_mask;; i = (i + 1) & tally->slot_mask) {
    uint32_t *slot = &tally->slots[i];
    if (!*slot || memcmp(tally->keys + (*slot - 1) * tally->key_size, key, tally->key_size) == 0)
      return slot;
  }
}

/* Twice the room, and twice as many slots as there is room. 0 or -1. */
static int grow(struct tally *tally) {
  size_t room = tally->room ? tally->room * 2 : FIRST_ROOM;
  if (room > UINT32_MAX / 2) return -1;
  uint8_t *keys = reallocarray(tally->keys, room, tally->key_size);
  if (keys) tally->keys = keys;
  struct counts *counts = reallocarray(tally->counts, room, sizeof(*counts));
  if (counts) tally->counts = counts;
  uint32_t *slots = calloc(room * 2, sizeof(*slots));
  if (!keys || !counts || !slots) {
    free(slots);
    return -1;
  }
  free(tally->slots);
  tally->slots = slots;
  tally->slot_mask = room * 2 - 1;
  tally->room = room;
  for (size_t i = 0; i < tally->count; i++)
    *find_slot(tally, keys + i * tally->key_size) = (uint32_t)i + 1;
  return 0;
}

struct counts *tally_find(struct tally *tally, const uint8_t *key) {
  if (tally->count == tally->room && grow(tally) < 0) return NULL;
  uint32_t *slot = find_slot(tally, key);
  if (!*slot) {
    memcpy(tally->keys + tally->count * tally->key_size, key, tally->key_size);
    memset(&tally->counts[tally->count], 0, sizeof(struct counts));
    *slot = (uint32_t)++tally->count;
  }
  return &tally->counts[*slot - 1];
}
