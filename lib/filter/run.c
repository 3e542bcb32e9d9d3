#include "config.h"

#include <string.h>

#include "filter/values.h"

/*
 * Each of these drops the records that the test denies from live, whose values
 * stand at the same places, and returns how many are left.
 */

static size_t keep_table(const struct ft_test *test, const union ft_test_value *values,
                         uint16_t *live, size_t count) {
  const struct ft_table *table = &test->table;
  size_t kept = 0;
  for (size_t i = 0; i < count; i++) {
    uint64_t value = values[i].number & table->mask;
    bool permit =
        value < table->limit ? table->bits[value / 8] >> value % 8 & 1 : test->permit_default;
    live[kept] = live[i];
    kept += permit;
  }
  return kept;
}

static size_t keep_intervals(const struct ft_test *test, const union ft_test_value *values,
                             uint16_t *live, size_t count) {
  const struct ft_intervals intervals = test->intervals;
  /* Neighbours differ, or they would be one interval: every other one permits. The results of
     many intervals are not all in the cache, and need not be looked at. */
  const size_t first = intervals.results[0];
  size_t kept = 0;
  for (size_t i = 0; i < count; i++) {
    live[kept] = live[i];
    kept += (ft_intervals_place(&intervals, values[i].number) ^ first) & 1;
  }
  return kept;
}

static size_t keep_masks(const struct ft_test *test, const union ft_test_value *values,
                         uint16_t *live, size_t count) {
  size_t kept = 0;
  for (size_t i = 0; i < count; i++) {
    bool permit = test->permit_default;
    for (size_t m = 0; m < test->count; m++) {
      if ((values[i].number & test->masks[m].mask) != test->masks[m].value) continue;
      permit = test->masks[m].permit;
      break;
    }
    live[kept] = live[i];
    kept += permit;
  }
  return kept;
}

static bool real_holds(const struct ft_real *real, double value) {
  switch ((enum ft_op)real->op) {
  case FT_OP_LT:
    return value < real->value;
  case FT_OP_GT:
    return value > real->value;
  case FT_OP_EQ:
    return value == real->value;
  case FT_OP_NE:
    return value != real->value;
  case FT_OP_LE:
    return value <= real->value;
  case FT_OP_GE:
    return value >= real->value;
  case FT_OP_COUNT:
    break;
  }
  return false;
}

static size_t keep_reals(const struct ft_test *test, const union ft_test_value *values,
                         uint16_t *live, size_t count) {
  size_t kept = 0;
  for (size_t i = 0; i < count; i++) {
    size_t e = 0;
    while (e < test->count && !real_holds(&test->reals[e], values[i].real))
      e++;
    live[kept] = live[i];
    kept += e < test->count ? test->reals[e].permit : test->permit_default;
  }
  return kept;
}

/* xorshift64*, whose upper half is good enough for samples. */
static uint32_t next_random(uint64_t *state) {
  *state ^= *state >> 12;
  *state ^= *state << 25;
  *state ^= *state >> 27;
  return (uint32_t)(*state * UINT64_C(2685821657736338717) >> 32);
}

static size_t keep_sample(struct ft_filter *filter, const struct ft_test *test, uint16_t *live,
                          size_t count) {
  size_t kept = 0;
  for (size_t i = 0; i < count; i++) {
    bool hit = (uint64_t)next_random(&filter->random) * test->rate >> 32 == 0;
    live[kept] = live[i];
    kept += hit == test->rate_permits;
  }
  return kept;
}

/* -- addresses that no number holds -- */

static bool masked_equal(const struct ft_masked *masked, const struct ft_addr *addr) {
  for (unsigned i = 0; i < addr->width; i++)
    if ((addr->octets[i] & masked->addr_mask.octets[i]) != masked->addr.octets[i]) return false;
  return true;
}

static bool wide_masks_permit(const struct ft_test *test, const struct ft_addr *addr) {
  for (size_t m = 0; m < test->count; m++)
    if (masked_equal(&test->masks[m], addr)) return test->masks[m].permit;
  return test->permit_default;
}

static size_t keep_wide(const struct ft_filter *filter, const struct ft_test *test,
                        const uint8_t *records, uint16_t *live, size_t count) {
  size_t kept = 0;
  for (size_t i = 0; i < count; i++) {
    struct ft_addr addr = ft_load_addr(records + live[i] * filter->record_size, test->column);
    live[kept] = live[i];
    kept += test->kind == FT_TEST_PREFIXES ? ft_intervals_find_addr(&test->intervals, &addr)
                                           : wide_masks_permit(test, &addr);
  }
  return kept;
}

/* -- tests, nodes, batches -- */

static size_t (*const keepers[])(const struct ft_test *, const union ft_test_value *, uint16_t *,
                                 size_t) = {
    [FT_TEST_TABLE] = keep_table,        [FT_TEST_VALUES] = keep_intervals,
    [FT_TEST_PREFIXES] = keep_intervals, [FT_TEST_MASKS] = keep_masks,
    [FT_TEST_REALS] = keep_reals,
};

static size_t keep(struct ft_filter *filter, const struct ft_test *test, const uint8_t *records,
                   uint16_t *live, size_t count) {
  union ft_test_value values[FT_FILTER_CHUNK];
  if (test->kind == FT_TEST_SAMPLE) return keep_sample(filter, test, live, count);
  if (ft_test_is_wide(test)) return keep_wide(filter, test, records, live, count);
  ft_test_gather(filter, test, records, live, count, values);
  return keepers[test->kind](test, values, live, count);
}

static size_t run_node(struct ft_filter *filter, const struct ft_node *node, const uint8_t *records,
                       uint16_t *live, size_t count);

static size_t run_all(struct ft_filter *filter, const struct ft_node *node, const uint8_t *records,
                      uint16_t *live, size_t count) {
  for (size_t i = 0; i < node->count && count; i++)
    count = run_node(filter, &filter->nodes[node->first + i], records, live, count);
  return count;
}

/* Takes the numbers of part, which are in list too, out of list; both ascend. */
static size_t without(uint16_t *list, size_t count, const uint16_t *part, size_t part_count) {
  size_t kept = 0, next = 0;
  for (size_t i = 0; i < count; i++) {
    bool in_part = next < part_count && part[next] == list[i];
    next += in_part;
    list[kept] = list[i];
    kept += !in_part;
  }
  return kept;
}

static size_t run_first(struct ft_filter *filter, const struct ft_node *node,
                        const uint8_t *records, uint16_t *live, size_t count) {
  uint16_t open[FT_FILTER_CHUNK], part[FT_FILTER_CHUNK];
  bool holds[FT_FILTER_CHUNK];
  size_t open_count = count, kept = 0;
  memcpy(open, live, count * sizeof *open);
  for (size_t i = 0; i < count; i++)
    holds[live[i]] = node->otherwise;
  for (size_t c = 0; c < node->count && open_count; c++) {
    const struct ft_node *child = &filter->nodes[node->first + c];
    memcpy(part, open, open_count * sizeof *part);
    size_t part_count = run_node(filter, child, records, part, open_count);
    for (size_t i = 0; i < part_count; i++)
      holds[part[i]] = child->verdict;
    open_count = without(open, open_count, part, part_count);
  }
  for (size_t i = 0; i < count; i++) {
    live[kept] = live[i];
    kept += holds[live[i]];
  }
  return kept;
}

static size_t run_plain(struct ft_filter *filter, const struct ft_node *node,
                        const uint8_t *records, uint16_t *live, size_t count) {
  switch (node->kind) {
  case FT_FORMULA_TEST:
    return keep(filter, &filter->tests[node->first], records, live, count);
  case FT_FORMULA_ALL:
    return run_all(filter, node, records, live, count);
  case FT_FORMULA_FIRST:
    return run_first(filter, node, records, live, count);
  }
  return 0;
}

/* Keeps those of the count records with the numbers in live for which the node holds. */
static size_t run_node(struct ft_filter *filter, const struct ft_node *node, const uint8_t *records,
                       uint16_t *live, size_t count) {
  if (!node->negate) return run_plain(filter, node, records, live, count);
  uint16_t part[FT_FILTER_CHUNK];
  memcpy(part, live, count * sizeof *part);
  size_t part_count = run_plain(filter, node, records, part, count);
  return without(live, count, part, part_count);
}

void ft_filter_run(struct ft_filter *filter, const void *records, size_t count, uint8_t *pass) {
  const uint8_t *next = records;
  while (count) {
    size_t part = count < FT_FILTER_CHUNK ? count : FT_FILTER_CHUNK, left = 0;
    uint16_t live[FT_FILTER_CHUNK];
    for (size_t i = 0; i < part; i++) {
      live[left] = (uint16_t)i;
      left += pass[i] == 1;
      pass[i] = 0;
    }
    left = run_node(filter, filter->nodes, next, live, left);
    for (size_t i = 0; i < left; i++)
      pass[live[i]] = 1; /* NOLINT(clang-analyzer-core.uninitialized.ArraySubscript): a part */
    next += part * filter->record_size;
    pass += part;
    count -= part;
  }
}
