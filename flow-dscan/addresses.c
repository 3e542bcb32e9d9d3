#include "addresses.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

#define FIRST_ROOM 1024
/* Numbers and the double of a room must fit. */
#define ROOM_MAX (UINT32_C(1) << 30)

/* In front of each entry's value; behind the value is the address. */
struct entry {
  uint32_t next; /* in its chain, or of the unused ones; 0: none */
  uint32_t owner;
};

void addresses_init(struct addresses *addresses, size_t value_size) {
  *addresses = (struct addresses){.value_size = value_size, .seed = ft_hash_seed()};
}

void addresses_clear(struct addresses *addresses) {
  free(addresses->entries);
  free(addresses->heads);
  addresses_init(addresses, addresses->value_size);
}

static struct entry *entry_at(const struct addresses *a, uint32_t number) {
  return (struct entry *)(void *)(a->entries + number * a->stride);
}

void *addresses_value(const struct addresses *addresses, uint32_t number) {
  return entry_at(addresses, number) + 1;
}

static uint8_t *octets_of(const struct addresses *a, struct entry *entry) {
  return (uint8_t *)(entry + 1) + a->value_size;
}

struct ft_addr addresses_addr(const struct addresses *addresses, uint32_t number) {
  struct ft_addr addr = {.width = addresses->width};
  memcpy(addr.octets, octets_of(addresses, entry_at(addresses, number)), addr.width);
  return addr;
}

/* The chain where it belongs. */
static uint32_t *head_of(const struct addresses *a, uint32_t owner, const uint8_t *octets) {
  uint64_t hash = ft_hash_number(a->seed, owner);
  for (unsigned i = 0; i < a->width; i += 4) {
    uint32_t part;
    memcpy(&part, octets + i, 4);
    hash = ft_hash_number(hash, part);
  }
  return &a->heads[hash & (a->room - 1)];
}

uint32_t addresses_find(const struct addresses *addresses, uint32_t owner,
                        const struct ft_addr *addr) {
  if (addresses->count == 0 || addr->width != addresses->width) return 0;
  uint32_t number = *head_of(addresses, owner, addr->octets);
  while (number) {
    struct entry *entry = entry_at(addresses, number);
    if (entry->owner == owner &&
        memcmp(octets_of(addresses, entry), addr->octets, addr->width) == 0)
      break;
    number = entry->next;
  }
  return number;
}

/* The link that ends a chain. */
static uint32_t *end_of(const struct addresses *a, uint32_t *link) {
  while (*link)
    link = &entry_at(a, *link)->next;
  return link;
}

/* Puts the entries of a chain where they belong now, in their order. */
static void spread(struct addresses *a, uint32_t number) {
  while (number) {
    struct entry *entry = entry_at(a, number);
    uint32_t next = entry->next;
    entry->next = 0;
    *end_of(a, head_of(a, entry->owner, octets_of(a, entry))) = number;
    number = next;
  }
}

static bool grow(struct addresses *a) {
  uint32_t old_room = a->room, room = old_room ? old_room * 2 : FIRST_ROOM;
  if (room > ROOM_MAX) return false;
  uint8_t *entries = reallocarray(a->entries, room, a->stride);
  if (!entries) return false;
  a->entries = entries;
  uint32_t *heads = calloc(room, sizeof *heads), *old_heads = a->heads;
  if (!heads) return false;
  a->heads = heads;
  a->room = room;
  for (uint32_t i = 0; i < old_room; i++)
    spread(a, old_heads[i]);
  free(old_heads);
  return true;
}

static bool prepare(struct addresses *a, const struct ft_addr *addr) {
  if (a->width == 0) {
    a->width = addr->width;
    a->stride = sizeof(struct entry) + a->value_size + addr->width;
    a->fresh = 1; /* 0 is no number */
  }
  if (addr->width != a->width) return false;
  return a->unused || (a->room && a->fresh < a->room) || grow(a);
}

uint32_t addresses_add(struct addresses *addresses, uint32_t owner, const struct ft_addr *addr,
                       enum addresses_place place) {
  if (!prepare(addresses, addr)) return 0;
  uint32_t number = addresses->unused;
  if (number)
    addresses->unused = entry_at(addresses, number)->next;
  else
    number = addresses->fresh++;
  struct entry *entry = entry_at(addresses, number);
  memset(entry, 0, addresses->stride);
  entry->owner = owner;
  memcpy(octets_of(addresses, entry), addr->octets, addresses->width);
  uint32_t *link = head_of(addresses, owner, addr->octets);
  if (place == ADDRESSES_BEHIND) link = end_of(addresses, link);
  entry->next = *link;
  *link = number;
  addresses->count++;
  return number;
}

void addresses_remove(struct addresses *addresses, uint32_t number) {
  struct entry *entry = entry_at(addresses, number);
  uint32_t *link = head_of(addresses, entry->owner, octets_of(addresses, entry));
  while (*link != number)
    link = &entry_at(addresses, *link)->next;
  *link = entry->next;
  entry->next = addresses->unused;
  addresses->unused = number;
  addresses->count--;
}
