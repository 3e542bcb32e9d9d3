/*
 * Sequence numbers (spec netflow.md 5). An exporter has up to 65536 engines,
 * nearly always one or two: a small open hash that grows with what is seen.
 */
#include "ft/netflow.h"

#include <stdlib.h>

#define FIRST_SIZE 4
#define LOST_LIMIT 1000 /* a gap of so many flows or more is a reset */

struct engine {
  bool used;
  uint16_t id; /* engine_id * 256 + engine_type */
  uint32_t expected;
};

struct ft_sequence {
  size_t size, used; /* size is a power of two */
  struct engine *engines;
};

struct ft_sequence *ft_sequence_new(void) {
  struct ft_sequence *s = calloc(1, sizeof *s);
  if (s == NULL) return NULL;
  s->engines = calloc(FIRST_SIZE, sizeof *s->engines);
  if (s->engines == NULL) {
    free(s);
    return NULL;
  }
  s->size = FIRST_SIZE;
  return s;
}

void ft_sequence_free(struct ft_sequence *s) {
  if (s == NULL) return;
  free(s->engines);
  free(s);
}

size_t ft_sequence_engines(const struct ft_sequence *s) {
  return s->used;
}

/* The engine's cell, or the free one where it belongs. There is always a free one. */
static struct engine *find(struct engine *engines, size_t size, uint16_t id) {
  size_t i = (id * 0x9e37u >> 4) & (size - 1);
  while (engines[i].used && engines[i].id != id)
    i = (i + 1) & (size - 1);
  return &engines[i];
}

/* Without memory the table stays as full as it is, one cell short of all. */
static void grow(struct ft_sequence *s) {
  size_t size = s->size * 2;
  struct engine *engines = calloc(size, sizeof *engines);
  if (engines == NULL) return;
  for (size_t i = 0; i < s->size; i++)
    if (s->engines[i].used) *find(engines, size, s->engines[i].id) = s->engines[i];
  free(s->engines);
  s->engines = engines;
  s->size = size;
}

struct ft_sequence_check ft_sequence_follow(struct ft_sequence *s, const struct ft_datagram *d) {
  struct ft_sequence_check check = {FT_SEQUENCE_OK, d->sequence, d->sequence, 0};
  if (d->layout->version == 1) return check;
  uint16_t id = (uint16_t)(d->engine_id << 8 | d->engine_type);
  struct engine *engine = find(s->engines, s->size, id);
  if (engine->used) {
    check.expected = engine->expected;
    check.lost = d->sequence - engine->expected;
    if (check.lost != 0)
      check.verdict = check.lost < LOST_LIMIT ? FT_SEQUENCE_LOST : FT_SEQUENCE_RESET;
  } else {
    if (2 * (s->used + 1) > s->size) {
      grow(s);
      engine = find(s->engines, s->size, id);
    }
    if (s->used + 1 >= s->size) return check; /* no memory: this engine goes unwatched */
    *engine = (struct engine){.used = true, .id = id};
    s->used++;
  }
  engine->expected = d->sequence + d->count;
  return check;
}
