#include "config.h"

#include <stdlib.h>

#include "filter/filter.h"

struct ft_primitive *ft_primitive_new(void) {
  struct ft_primitive *primitive = calloc(1, sizeof *primitive);
  if (primitive) primitive->mask = 0xff;
  return primitive;
}

size_t ft_page_count(const struct ft_primitive_type *type) {
  return (type->limit + FT_PAGE_SIZE - 1) / FT_PAGE_SIZE;
}

bool ft_primitive_set_type(struct ft_primitive *primitive, enum ft_type_id type) {
  primitive->type = &ft_primitive_types[type];
  if (!primitive->type->limit) return true;
  primitive->pages = calloc(ft_page_count(primitive->type), sizeof *primitive->pages);
  return primitive->pages;
}

enum ft_mode ft_primitive_mode(const struct ft_primitive *primitive, uint64_t value) {
  const uint8_t *page = primitive->pages[value / FT_PAGE_SIZE];
  return page ? (enum ft_mode)page[value % FT_PAGE_SIZE] : FT_MODE_UNSET;
}

bool ft_primitive_set_range(struct ft_primitive *primitive, uint64_t low, uint64_t high,
                            enum ft_mode mode) {
  for (uint64_t value = low; value <= high && value < primitive->type->limit; value++) {
    uint8_t **page = &primitive->pages[value / FT_PAGE_SIZE];
    if (!*page) *page = calloc(FT_PAGE_SIZE, 1);
    if (!*page) return false;
    (*page)[value % FT_PAGE_SIZE] = (uint8_t)mode;
  }
  return true;
}

void ft_primitive_free(struct ft_primitive *primitive) {
  if (!primitive) return;
  for (size_t i = 0; primitive->pages && i < ft_page_count(primitive->type); i++)
    free(primitive->pages[i]);
  free(primitive->pages);
  free(primitive->name);
  ft_entries_clear(&primitive->entries);
  free(primitive);
}
