/* Merging: of all inputs the one whose next flow ended first goes on (spec tools.md 3). */
#ifndef MERGE_H
#define MERGE_H

#include <stddef.h>
#include <stdint.h>

#include "ft/error.h"
#include "ft/record.h"
#include "ft/stream.h"
#include "inputs.h"
#include "joined.h"
#include "source.h"

/* An open input and those of its records that are read and not yet written. */
struct merge_input {
  struct source source;
  struct ft_batch batch;
  size_t at; /* the next record of batch */
};

/* An input that has a next flow: when that ended, and the place of the input in the list. */
struct merge_head {
  int64_t end; /* milliseconds since 1970 */
  size_t index;
};

struct merge {
  size_t count; /* inputs */
  struct merge_input *inputs;
  size_t head_count;
  struct merge_head *heads; /* a heap: none comes before those it stands above */
  const struct ft_layout *layout;
  struct ft_clock clock;
};

/*
 * Opens all inputs, which must outlive the merge, and makes them take part in joined.
 * Ends early, as a success, once a signal has come. 0 or -1; call merge_close in both cases.
 */
int merge_open(struct merge *merge, const struct inputs *inputs, struct joined *joined,
               struct ft_error *err);
/* Writes all flows until the inputs end or a signal comes. Without inputs nothing. 0 or -1. */
int merge_copy(struct merge *merge, struct joined *joined, struct ft_error *err);
void merge_close(struct merge *merge);

#endif
