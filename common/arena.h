/*
 * Memory that is given back all at once: the texts of a report, of which there
 * may be millions.
 */
#ifndef ARENA_H
#define ARENA_H

#include <stddef.h>

#include "ft/error.h"

struct arena_block;
/* All zero to begin with. */
struct arena {
  struct arena_block *blocks;
  size_t used; /* of the newest block */
};

/* Aligned for any type, not cleared. NULL: no memory. */
void *arena_take(struct arena *arena, size_t size);
/* length octets of text and a final 0. */
char *arena_text(struct arena *arena, const char *text, size_t length);
char *arena_printf(struct arena *arena, const char *format, ...) FT_PRINTF(2, 3);
/* The parts with separator between them. */
char *arena_join(struct arena *arena, const char *const *parts, size_t count,
                 const char *separator);
void arena_free(struct arena *arena);

#endif
