#include "config.h"

#include "tags.h"

#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_ROOM 64
/* Octets of a tag's name that become part of a file's name. */
#define NAME_MAX_SIZE 31

void tags_init(struct tags *tags, struct parts *parts, const char *base,
               const struct ft_symbols *names) {
  *tags = (struct tags){.parts = parts, .base = base, .names = names};
}

/* The slot of the tag, or the free one where it belongs. */
static struct tag_slot *find(struct tag_slot *slots, size_t room, uint32_t tag) {
  size_t at = (tag * UINT32_C(2654435769)) >> 7;
  while (slots[at & (room - 1)].part && slots[at & (room - 1)].tag != tag)
    at++;
  return &slots[at & (room - 1)];
}

/* Keeps half of the slots free. */
static int make_room(struct tags *tags, struct ft_error *err) {
  if (tags->used < tags->room / 2) return 0;
  size_t room = tags->room ? tags->room * 2 : FIRST_ROOM;
  struct tag_slot *slots = calloc(room, sizeof(*slots));
  if (!slots) {
    ft_error_add_memory(err);
    return -1;
  }
  for (size_t i = 0; i < tags->room; i++)
    if (tags->slots[i].part) *find(slots, room, tags->slots[i].tag) = tags->slots[i];
  free(tags->slots);
  tags->slots = slots;
  tags->room = room;
  return 0;
}

static int compare_names(const void *a, const void *b) {
  return strcmp(((const struct part *)a)->base, ((const struct part *)b)->base);
}

/* The part whose files have this name. */
static struct part *named_part(struct tags *tags, char *name, struct ft_error *err) {
  struct part wanted = {.base = name};
  struct part *const *found = tfind(&wanted, &tags->by_name, compare_names);
  if (found) return *found;
  struct part *part = parts_add(tags->parts, name, err);
  if (!part) return NULL;
  if (tsearch(part, &tags->by_name, compare_names)) return part;
  ft_error_add_memory(err);
  return NULL;
}

static struct part *make_part(struct tags *tags, uint32_t tag, struct ft_error *err) {
  const char *symbol = tags->names ? ft_symbols_name(tags->names, tag) : NULL;
  char *name;
  int length = symbol ? asprintf(&name, "%s.%.*s", tags->base, NAME_MAX_SIZE, symbol)
                      : asprintf(&name, "%s.%lu", tags->base, (unsigned long)tag);
  if (length < 0) {
    ft_error_add_memory(err);
    return NULL;
  }
  struct part *part = named_part(tags, name, err);
  free(name);
  return part;
}

struct part *tags_part(struct tags *tags, uint32_t tag, struct ft_error *err) {
  struct tag_slot *slot = tags->room ? find(tags->slots, tags->room, tag) : NULL;
  if (slot && slot->part) return slot->part;
  if (make_room(tags, err) < 0) return NULL;
  struct part *part = make_part(tags, tag, err);
  if (!part) return NULL;
  *find(tags->slots, tags->room, tag) = (struct tag_slot){tag, part};
  tags->used++;
  return part;
}

void tags_clear(struct tags *tags) {
  while (tags->by_name) /* a node begins with the pointer to its part */
    tdelete(*(struct part *const *)tags->by_name, &tags->by_name, compare_names);
  free(tags->slots);
}
