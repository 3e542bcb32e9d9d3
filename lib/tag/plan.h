/* A definition compiled for a layout: terms of steps, each a column and its table. */
#ifndef FT_TAG_PLAN_H
#define FT_TAG_PLAN_H

#include "record/find.h"
#include "tag/tag.h"

/* The matches of an action. */
struct ft_tag_table {
  bool made;
  struct ft_intervals keys; /* results are positions in changes */
  struct ft_tag_changes *changes;
  uint32_t none; /* the position behind the last: no such key */
};

struct ft_tag_step {
  const struct ft_tag_table *table;
  struct ft_column column; /* width 0: every flow, by the first of the changes */
  uint8_t protocol;        /* 0: all */
};

struct ft_tag_plan_term {
  uint8_t *input, *output; /* as in the tree */
  struct ft_addr exporter;
  struct ft_tag_step *steps;
  size_t count;
};

struct ft_tag {
  size_t record_size;
  struct ft_column tags[FT_TAG_SIDES], protocol, input, output, exporter;
  struct ft_tag_plan_term *terms;
  size_t term_count;
  struct ft_tag_table *tables; /* by the index of the action */
  size_t table_count;
};

#endif
