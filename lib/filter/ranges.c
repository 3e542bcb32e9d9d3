#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "filter/plan.h"

size_t ft_op_spans(enum ft_op op, uint64_t number, struct ft_span spans[FT_OP_SPANS]) {
  bool below = op == FT_OP_LT || op == FT_OP_LE || op == FT_OP_NE;
  bool equal = op == FT_OP_EQ || op == FT_OP_LE || op == FT_OP_GE;
  bool above = op == FT_OP_GT || op == FT_OP_GE || op == FT_OP_NE;
  size_t count = 0;
  if (below && number > 0) spans[count++] = (struct ft_span){0, number - 1};
  if (equal) spans[count++] = (struct ft_span){number, number};
  if (above && number < UINT64_MAX) spans[count++] = (struct ft_span){number + 1, UINT64_MAX};
  return count;
}

/*
 * The numbers from 0 on, cut wherever the result may change. The first entry that holds
 * decides, so a cell once decided is passed over: with `next` all at once, however many.
 */
struct cells {
  uint64_t *starts;
  size_t *next; /* of an open cell itself, else one that is not behind the next open one */
  bool *permits;
  size_t count;
};

static int compare_numbers(const void *a, const void *b) {
  uint64_t x, y;
  memcpy(&x, a, sizeof x);
  memcpy(&y, b, sizeof y);
  return x < y ? -1 : x > y;
}

static void add_starts(struct cells *cells, const struct ft_entries *entries) {
  cells->starts[cells->count++] = 0;
  for (size_t i = 0; i < entries->count; i++) {
    uint64_t number = entries->list[i].number;
    cells->starts[cells->count++] = number;
    if (number < UINT64_MAX) cells->starts[cells->count++] = number + 1;
  }
  qsort(cells->starts, cells->count, sizeof *cells->starts, compare_numbers);
  size_t kept = 1;
  for (size_t i = 1; i < cells->count; i++)
    if (cells->starts[i] != cells->starts[kept - 1]) cells->starts[kept++] = cells->starts[i];
  cells->count = kept;
}

/* The first open cell from at on; count if there is none. */
static size_t next_open(const struct cells *cells, size_t at) {
  size_t open = at;
  while (cells->next[open] != open)
    open = cells->next[open];
  while (cells->next[at] != open) {
    size_t step = cells->next[at];
    cells->next[at] = open;
    at = step;
  }
  return open;
}

static void decide(const struct cells *cells, const struct ft_span *span, bool permit) {
  const uint64_t *first =
      bsearch(&span->first, cells->starts, cells->count, sizeof *cells->starts, compare_numbers);
  size_t at = next_open(cells, (size_t)(first - cells->starts));
  while (at < cells->count && cells->starts[at] <= span->last) {
    cells->permits[at] = permit;
    cells->next[at] = at + 1;
    at = next_open(cells, at);
  }
}

static void decide_all(struct cells *cells, const struct ft_entries *entries, bool otherwise) {
  add_starts(cells, entries);
  for (size_t i = 0; i <= cells->count; i++) {
    cells->next[i] = i;
    cells->permits[i] = otherwise;
  }
  for (size_t i = 0; i < entries->count; i++) {
    const struct ft_entry *entry = &entries->list[i];
    struct ft_span spans[FT_OP_SPANS];
    size_t count = ft_op_spans((enum ft_op)entry->op, entry->number, spans);
    for (size_t s = 0; s < count; s++)
      decide(cells, &spans[s], entry->permit);
  }
}

bool ft_intervals_of_values(struct ft_intervals *intervals, const struct ft_entries *entries,
                            bool permit_default) {
  size_t room = entries->count * 2 + 1;
  struct cells cells = {.starts = malloc(room * sizeof *cells.starts),
                        .next = malloc((room + 1) * sizeof *cells.next),
                        .permits = malloc((room + 1) * sizeof *cells.permits)};
  bool good = cells.starts && cells.next && cells.permits && ft_intervals_reserve(intervals, room);
  if (good) {
    decide_all(&cells, entries, permit_default);
    for (size_t i = 0; i < cells.count; i++)
      ft_intervals_put(intervals, cells.starts[i], cells.permits[i]);
    good = ft_intervals_finish(intervals);
  }
  free(cells.starts);
  free(cells.next);
  free(cells.permits);
  return good;
}

bool ft_intervals_of_networks(struct ft_intervals *intervals, const struct ft_entries *entries,
                              bool permit_default, unsigned width) {
  struct ft_prefix_result *list = malloc((entries->count + 1) * sizeof *list);
  if (!list) return false;
  for (size_t i = 0; i < entries->count; i++) {
    const struct ft_entry *entry = &entries->list[i];
    list[i] = (struct ft_prefix_result){{entry->addr, entry->length}, entry->permit};
  }
  bool good = ft_intervals_of_prefixes(intervals, list, entries->count, permit_default, width);
  free(list);
  return good;
}
