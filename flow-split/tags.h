/* Which part the flows of a tag go to (spec tools.md 4). */
#ifndef TAGS_H
#define TAGS_H

#include <stddef.h>
#include <stdint.h>

#include "ft/conf.h"
#include "ft/error.h"
#include "part.h"

/* A tag that was seen. */
struct tag_slot {
  uint32_t tag;
  struct part *part; /* NULL: a free slot */
};

struct tags {
  struct parts *parts;
  const char *base;
  const struct ft_symbols *names; /* NULL: numbers */
  size_t used, room;              /* of slots; room is a power of 2, or 0 */
  struct tag_slot *slots;
  void *by_name; /* tsearch's tree of parts, by the names of their files */
};

/* base and names must outlive tags. */
void tags_init(struct tags *tags, struct parts *parts, const char *base,
               const struct ft_symbols *names);
/*
 * The part of a tag, made on the first call. Tags of the same name share one: their
 * files would have the same names. NULL: no memory.
 */
struct part *tags_part(struct tags *tags, uint32_t tag, struct ft_error *err);
void tags_clear(struct tags *tags);

#endif
