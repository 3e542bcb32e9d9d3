/*
 * A definition compiled against a layout: a flat list of tests, in groups.
 * compile.c and ranges.c make it, run.c runs it.
 */
#ifndef FT_FILTER_PLAN_H
#define FT_FILTER_PLAN_H

#include "filter/filter.h"

/*
 * A value decided by the interval it lies in: interval i starts at starts[i] and
 * ends in front of the next one, the first starts at 0.
 */
struct ft_ranges {
  uint64_t *starts;
  struct ft_addr *addr_starts; /* instead, for addresses of more than 8 octets */
  uint8_t *permit;
  size_t count;
};

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
  struct ft_ranges ranges; /* VALUES and PREFIXES */
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

struct ft_group {
  size_t first, count; /* of its tests */
};

struct ft_filter {
  size_t record_size;
  bool invert;
  struct ft_test *tests;
  size_t test_count;
  struct ft_group *groups;
  size_t group_count;

  uint64_t random; /* state of the generator */
  /* Local time: seconds in [offset_from, offset_to) are offset ahead of UTC. */
  int64_t offset_from, offset_to;
  int32_t offset;
};

/*
 * The intervals of a list of numbers with operators, and of a list of prefixes
 * for addresses of width octets. false: no memory; ranges is to be freed by the
 * caller in any case.
 */
bool ft_ranges_of_values(struct ft_ranges *ranges, const struct ft_entries *entries,
                         bool permit_default);
bool ft_ranges_of_prefixes(struct ft_ranges *ranges, const struct ft_entries *entries,
                           bool permit_default, unsigned width);
void ft_ranges_clear(struct ft_ranges *ranges);

#endif
