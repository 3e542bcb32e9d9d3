#include "config.h"

#include <stdlib.h>

#include "mask/mask.h"
#include "record/find.h"

#define SIDES 2
/* The result of addresses in no prefix: not a mask length. */
#define NO_LENGTH UINT32_MAX

struct side {
  struct ft_column addr, length;
  struct ft_intervals lengths; /* by address */
};

struct ft_mask {
  size_t record_size;
  size_t side_count; /* that the layout has */
  struct side sides[SIDES];
};

static const struct {
  enum ft_field_id addr, length;
} side_fields[SIDES] = {{FT_F_SRCADDR, FT_F_SRC_MASK}, {FT_F_DSTADDR, FT_F_DST_MASK}};

/* Whether the layout has the fields of a side. */
static bool bind_side(struct side *side, const struct ft_layout *layout, size_t index) {
  side->addr = ft_column(layout, side_fields[index].addr);
  side->length = ft_column(layout, side_fields[index].length);
  return side->addr.width && side->length.width;
}

bool ft_mask_fits(const struct ft_layout *layout) {
  struct side side;
  return bind_side(&side, layout, 0) || bind_side(&side, layout, 1);
}

static bool compile(struct ft_mask *mask, const struct ft_mask_def *def,
                    const struct ft_layout *layout) {
  struct ft_prefix_result *list = calloc(def->count + 1, sizeof *list);
  bool good = list != NULL;
  size_t count = 0;
  for (const struct ft_mask_prefix *p = def->prefixes; good && p; p = p->next)
    list[count++] = (struct ft_prefix_result){p->prefix, p->length};
  for (size_t i = 0; good && i < SIDES; i++) {
    struct side *side = &mask->sides[mask->side_count];
    if (!bind_side(side, layout, i)) continue;
    mask->side_count++;
    good = ft_intervals_of_prefixes(&side->lengths, list, count, NO_LENGTH, side->addr.width);
  }
  free(list);
  return good;
}

struct ft_mask *ft_mask_compile(const struct ft_mask_def *def, const struct ft_layout *layout,
                                struct ft_error *err) {
  struct ft_mask *mask = calloc(1, sizeof *mask);
  if (mask) mask->record_size = layout->size;
  if (mask && compile(mask, def, layout)) return mask;
  ft_error_add_memory(err);
  ft_mask_free(mask);
  return NULL;
}

void ft_mask_run(const struct ft_mask *mask, void *records, size_t count) {
  for (size_t s = 0; s < mask->side_count; s++) {
    const struct side *side = &mask->sides[s];
    uint8_t *record = records;
    for (size_t i = 0; i < count; i++, record += mask->record_size) {
      uint32_t length = ft_column_find(&side->lengths, record, side->addr);
      if (length != NO_LENGTH) ft_store(record, side->length, length);
    }
  }
}

void ft_mask_free(struct ft_mask *mask) {
  if (!mask) return;
  for (size_t i = 0; i < mask->side_count; i++)
    ft_intervals_clear(&mask->sides[i].lengths);
  free(mask);
}
