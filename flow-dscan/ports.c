#include "ports.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_ROOM 64

/* The number of an empty map, or -1. */
static int64_t take_map(struct port_maps *maps) {
  uint32_t number;
  if (maps->unused) {
    number = maps->unused - 1;
    maps->unused = (uint32_t)maps->maps[number].words[0];
  } else {
    if (maps->fresh == maps->room) {
      uint32_t room = maps->room ? maps->room * 2 : FIRST_ROOM;
      struct port_map *more = room ? reallocarray(maps->maps, room, sizeof *more) : NULL;
      if (!more) return -1;
      maps->maps = more;
      maps->room = room;
    }
    number = maps->fresh++;
  }
  memset(&maps->maps[number], 0, sizeof maps->maps[number]);
  maps->count++;
  return number;
}

static bool set_bit(struct port_map *map, unsigned port) {
  uint64_t *word = &map->words[port / 64], bit = UINT64_C(1) << port % 64;
  bool is_new = !(*word & bit);
  *word |= bit;
  return is_new;
}

static bool spread(struct port_maps *maps, struct port_set *set) {
  int64_t number = take_map(maps);
  if (number < 0) return false;
  for (unsigned i = 0; i < set->count; i++)
    set_bit(&maps->maps[number], set->few[i]);
  set->map = (uint32_t)number;
  set->has_map = true;
  return true;
}

bool ports_add(struct port_maps *maps, struct port_set *set, unsigned port) {
  if (!set->has_map) {
    unsigned i = 0;
    while (i < set->count && set->few[i] < port)
      i++;
    if (i < set->count && set->few[i] == port) return true;
    if (set->count < PORTS_FEW) {
      memmove(&set->few[i + 1], &set->few[i], (set->count - i) * sizeof set->few[0]);
      set->few[i] = (uint16_t)port;
      set->count++;
      return true;
    }
    if (!spread(maps, set)) return false;
  }
  if (set_bit(&maps->maps[set->map], port)) set->count++;
  return true;
}

void ports_clear(struct port_maps *maps, struct port_set *set) {
  if (set->has_map) {
    maps->maps[set->map].words[0] = maps->unused;
    maps->unused = set->map + 1;
    maps->count--;
  }
  memset(set, 0, sizeof *set);
}

unsigned ports_next(const struct port_maps *maps, const struct port_set *set, unsigned from) {
  if (!set->has_map) {
    for (unsigned i = 0; i < set->count; i++)
      if (set->few[i] >= from) return set->few[i];
    return PORTS_LIMIT;
  }
  for (; from < PORTS_LIMIT; from++)
    if (maps->maps[set->map].words[from / 64] >> from % 64 & 1) return from;
  return PORTS_LIMIT;
}

void port_maps_free(struct port_maps *maps) {
  free(maps->maps);
  *maps = (struct port_maps){0};
}
