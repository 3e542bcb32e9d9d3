/*
 * Sets of the ports below 1024. Most hold a port or two, which lie in the set
 * itself; the others have a bitmap.
 */
#ifndef DSCAN_PORTS_H
#define DSCAN_PORTS_H

#include <stdbool.h>
#include <stdint.h>

#define PORTS_LIMIT 1024
#define PORTS_FEW   4

/* All 0: empty. */
struct port_set {
  uint16_t count;
  bool has_map;
  union {
    uint16_t few[PORTS_FEW]; /* ascending */
    uint32_t map;            /* number of the bitmap */
  };
};

struct port_map {
  uint64_t words[PORTS_LIMIT / 64]; /* in an unused one the first is the next unused one */
};

/* All 0 to begin with. */
struct port_maps {
  struct port_map *maps;
  uint32_t count;       /* in use */
  uint32_t room, fresh; /* numbers from fresh on were never used */
  uint32_t unused;      /* number + 1, 0: none */
};

/* A port below PORTS_LIMIT. False without memory. */
bool ports_add(struct port_maps *maps, struct port_set *set, unsigned port);
/* Empties the set. */
void ports_clear(struct port_maps *maps, struct port_set *set);
/* The least port of the set that is not below from; PORTS_LIMIT: there is none. */
unsigned ports_next(const struct port_maps *maps, const struct port_set *set, unsigned from);
void port_maps_free(struct port_maps *maps);

#endif
