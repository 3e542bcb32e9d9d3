/* What flow-gen puts into the records of each version (spec stream.md 14). */
#ifndef RECIPE_H
#define RECIPE_H

#include <stdint.h>

#include "ft/record.h"

/* A field that starts with a value and grows by step from record to record. */
struct recipe_step {
  enum ft_field_id field;
  uint32_t start, step;
};

struct recipe {
  uint16_t version;
  uint8_t agg_method;
  uint8_t count;
  const struct recipe_step *steps;
};

/* Steps of all versions that have the field. */
extern const struct recipe recipe_common;
/* NULL if there is none for the layout. */
const struct recipe *recipe_find(const struct ft_layout *layout);

#endif
