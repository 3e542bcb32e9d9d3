#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "filter/filter.h"

static uint64_t mix(uint64_t hash, uint64_t part) {
  hash = (hash ^ part) * UINT64_C(0x9e3779b97f4a7c15);
  return hash ^ hash >> 29;
}

static uint64_t mix_addr(uint64_t hash, const struct ft_addr *addr) {
  uint64_t parts[2];
  memcpy(parts, addr->octets, sizeof parts);
  return mix(mix(mix(hash, addr->width), parts[0]), parts[1]);
}

static uint64_t key_hash(const struct ft_entry *entry) {
  double real = entry->real + 0.0; /* -0 is 0 */
  uint64_t real_bits;
  memcpy(&real_bits, &real, sizeof real_bits);
  uint64_t hash = mix(mix(entry->number, entry->number_mask), real_bits);
  hash = mix(mix(hash, entry->length), entry->op);
  return mix_addr(mix_addr(hash, &entry->addr), &entry->addr_mask);
}

static bool same_key(const struct ft_entry *a, const struct ft_entry *b) {
  return a->number == b->number && a->number_mask == b->number_mask && a->real == b->real &&
         a->length == b->length && a->op == b->op && ft_addr_equal(&a->addr, &b->addr) &&
         ft_addr_equal(&a->addr_mask, &b->addr_mask);
}

/* The place in the index that holds the key of entry, or would. The index is never full. */
static size_t index_place(const struct ft_entries *entries, const struct ft_entry *entry) {
  size_t mask = entries->index_size - 1, place = (size_t)key_hash(entry) & mask;
  for (;; place = (place + 1) & mask) {
    uint32_t position = entries->index[place];
    if (position == 0 || same_key(&entries->list[position - 1], entry)) return place;
  }
}

struct ft_entry *ft_entries_find(const struct ft_entries *entries, const struct ft_entry *entry) {
  if (!entries->count) return NULL;
  uint32_t position = entries->index[index_place(entries, entry)];
  return position ? &entries->list[position - 1] : NULL;
}

/* Doubles the room, and the index to twice that. */
static bool grow(struct ft_entries *entries) {
  size_t room = entries->room ? entries->room * 2 : 8;
  if (room > UINT32_MAX / 4) return false;
  struct ft_entry *list = realloc(entries->list, room * sizeof *list);
  if (!list) return false;
  entries->list = list;
  uint32_t *index = calloc(room * 2, sizeof *index);
  if (!index) return false;
  free(entries->index);
  entries->index = index;
  entries->index_size = room * 2;
  entries->room = room;
  for (size_t i = 0; i < entries->count; i++)
    index[index_place(entries, &list[i])] = (uint32_t)(i + 1);
  return true;
}

bool ft_entries_add(struct ft_entries *entries, const struct ft_entry *entry) {
  if (entries->count == entries->room && !grow(entries)) return false;
  size_t place = index_place(entries, entry);
  entries->list[entries->count++] = *entry;
  entries->index[place] = (uint32_t)entries->count;
  return true;
}

void ft_entries_clear(struct ft_entries *entries) {
  free(entries->list);
  free(entries->index);
  *entries = (struct ft_entries){0};
}
