#include "config.h"

#include <stdlib.h>

#include "filter/filter.h"

struct ft_primitive *ft_primitive_new(void) {
  struct ft_primitive *primitive = calloc(1, sizeof *primitive);
  if (primitive) primitive->mask = 0xff;
  return primitive;
}

bool ft_primitive_set_type(struct ft_primitive *primitive, enum ft_type_id type) {
  primitive->type = &ft_primitive_types[type];
  if (!primitive->type->limit) return true;
  primitive->buckets = calloc(primitive->type->limit, sizeof *primitive->buckets);
  return primitive->buckets;
}

void ft_primitive_set_range(struct ft_primitive *primitive, uint64_t low, uint64_t high,
                            enum ft_mode mode) {
  for (uint64_t value = low; value <= high && value < primitive->type->limit; value++)
    primitive->buckets[value] = (uint8_t)mode;
}

void ft_primitive_free(struct ft_primitive *primitive) {
  if (!primitive) return;
  free(primitive->name);
  free(primitive->buckets);
  ft_entries_clear(&primitive->entries);
  free(primitive);
}
