/*
 * A formula compiled against a layout: a flat list of tests, and the nodes that
 * combine them. compile.c and ranges.c make it, run.c runs it.
 */
#ifndef FT_FILTER_PLAN_H
#define FT_FILTER_PLAN_H

#include "base/intervals.h"
#include "filter/formula.h"

struct ft_table {
  uint8_t *bits; /* 1: permit */
  uint64_t limit, mask;
};

struct ft_masked {
  uint64_t value, mask;
  struct ft_addr addr, addr_mask; /* instead, for addresses of more than 8 octets */
  bool permit;
};

struct ft_real {
  double value;
  uint8_t op;
  bool permit;
};

/* One match item. */
struct ft_test {
  enum ft_test_kind kind;
  bool permit_default;

  enum ft_value_kind value;
  bool local_time;
  struct ft_column column; /* the field, or the counter of a rate */
  struct ft_clock clock;

  struct ft_table table;
  struct ft_intervals intervals; /* VALUES and PREFIXES; results are 1: permit */
  struct ft_masked *masks;
  struct ft_real *reals;
  size_t count; /* of masks or reals */
  uint64_t rate;
  bool rate_permits;
};

/* True if values are wider than a uint64_t. */
static inline bool ft_test_is_wide(const struct ft_test *test) {
  return test->column.width > 8;
}

/* A formula's node; its children lie one behind the other. */
struct ft_node {
  enum ft_formula_kind kind;
  bool negate, verdict, otherwise;
  size_t first, count; /* its children; of a TEST, the test */
};

struct ft_filter {
  size_t record_size;
  struct ft_test *tests;
  size_t test_count;
  struct ft_node *nodes; /* the first one is the root */
  size_t node_count;

  uint64_t random; /* state of the generator */
  /* Local time: seconds in [offset_from, offset_to) are offset ahead of UTC. */
  int64_t offset_from, offset_to;
  int32_t offset;
};

/*
 * The intervals of a list of numbers with operators, and of a list of prefixes
 * for addresses of width octets. false: no memory; the caller clears intervals
 * in any case.
 */
bool ft_intervals_of_values(struct ft_intervals *intervals, const struct ft_entries *entries,
                            bool permit_default);
bool ft_intervals_of_networks(struct ft_intervals *intervals, const struct ft_entries *entries,
                              bool permit_default, unsigned width);

#endif
