#include "ft/record.h"

#include <stdlib.h>

/* A run of octets that is the same in both records. */
struct copy {
  uint16_t from, to, length;
};

struct ft_translation {
  uint16_t from_size, to_size;
  bool whole; /* same layout: unused octets are carried along */
  size_t copy_count;
  struct copy copies[FT_FIELD_COUNT];
};

/* Aggregated records (version 8) convert neither into others nor among themselves. */
static bool is_aggregated(const struct ft_layout *layout) {
  return layout->agg_method != 0;
}

/* Adds a field, or lengthens the run before it where both sides are adjacent. */
static void add_copy(struct ft_translation *t, const struct ft_slot *from,
                     const struct ft_slot *to) {
  if (t->copy_count > 0) {
    struct copy *last = &t->copies[t->copy_count - 1];
    if (last->from + last->length == from->offset && last->to + last->length == to->offset) {
      last->length = (uint16_t)(last->length + from->width);
      return;
    }
  }
  t->copies[t->copy_count++] = (struct copy){from->offset, to->offset, from->width};
}

struct ft_translation *ft_translation_new(const struct ft_layout *from, const struct ft_layout *to,
                                          struct ft_error *err) {
  if (from != to && (is_aggregated(from) || is_aggregated(to))) {
    ft_error_add(err, "ftrec_xlate_func(): failed");
    return NULL;
  }
  struct ft_translation *t = calloc(1, sizeof *t);
  if (t == NULL) {
    ft_error_add_memory(err);
    return NULL;
  }
  t->from_size = from->size;
  t->to_size = to->size;
  t->whole = from == to;
  for (size_t i = 0; i < from->slot_count; i++) {
    const struct ft_slot *source = &from->slots[i];
    const struct ft_slot *target = ft_layout_slot(to, (enum ft_field_id)source->field);
    if (target != NULL && target->width == source->width) add_copy(t, source, target);
  }
  return t;
}

void ft_translate(const struct ft_translation *t, const void *from, void *to, size_t count) {
  if (t->whole) {
    memcpy(to, from, count * t->to_size);
    return;
  }
  const uint8_t *source = from;
  uint8_t *target = to;
  memset(to, 0, count * t->to_size);
  for (size_t i = 0; i < count; i++) {
    for (size_t c = 0; c < t->copy_count; c++)
      memcpy(target + t->copies[c].to, source + t->copies[c].from, t->copies[c].length);
    source += t->from_size;
    target += t->to_size;
  }
}

void ft_translation_free(struct ft_translation *t) {
  free(t);
}
