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

static size_t keep_ranges(const struct ft_test *test, const union ft_test_value *values,
                          uint16_t *live, size_t count) {
  const struct ft_ranges *ranges = &test->ranges;
  size_t kept = 0;
  for (size_t i = 0; i < count; i++) {
    const uint64_t *base = ranges->starts;
    for (size_t left = ranges->count; left > 1;) {
      size_t half = left / 2;
      base = base[half] <= values[i].number ? base + half : base;
      left -= half;
    }
    live[kept] = live[i];
    kept += ranges->permit[base - ranges->starts];
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

static bool wide_ranges_permit(const struct ft_ranges *ranges, const struct ft_addr *addr) {
  size_t at = 0;
  for (size_t left = ranges->count; left > 1;) {
    size_t half = left / 2;
    if (ft_addr_compare(&ranges->addr_starts[at + half], addr) <= 0) at += half;
    left -= half;
  }
  return ranges->permit[at];
}

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
    kept += test->kind == FT_TEST_PREFIXES ? wide_ranges_permit(&test->ranges, &addr)
                                           : wide_masks_permit(test, &addr);
  }
  return kept;
}

/* -- tests, groups, batches -- */

static size_t (*const keepers[])(const struct ft_test *, const union ft_test_value *, uint16_t *,
                                 size_t) = {
    [FT_TEST_TABLE] = keep_table, [FT_TEST_VALUES] = keep_ranges, [FT_TEST_PREFIXES] = keep_ranges,
    [FT_TEST_MASKS] = keep_masks, [FT_TEST_REALS] = keep_reals,
};

static size_t keep(struct ft_filter *filter, const struct ft_test *test, const uint8_t *records,
                   uint16_t *live, size_t count) {
  union ft_test_value values[FT_FILTER_CHUNK];
  if (test->kind == FT_TEST_SAMPLE) return keep_sample(filter, test, live, count);
  if (ft_test_is_wide(test)) return keep_wide(filter, test, records, live, count);
  ft_test_gather(filter, test, records, live, count, values);
  return keepers[test->kind](test, values, live, count);
}

/* The result for the records whose numbers are in open, as octets of pass. */
static void run_chunk(struct ft_filter *filter, const uint8_t *records, uint16_t *open,
                      size_t count, uint8_t *pass) {
  uint16_t live[FT_FILTER_CHUNK];
  for (size_t i = 0; i < count; i++)
    pass[open[i]] = filter->invert;
  for (size_t g = 0; g < filter->group_count && count; g++) {
    const struct ft_group *group = &filter->groups[g];
    size_t left = count, still_open = 0;
    memcpy(live, open, count * sizeof *live);
    for (size_t t = 0; t < group->count && left; t++)
      left = keep(filter, &filter->tests[group->first + t], records, live, left);
    for (size_t i = 0; i < left; i++)
      pass[live[i]] = !filter->invert;
    for (size_t i = 0; i < count; i++) {
      open[still_open] = open[i];
      still_open += pass[open[i]] == filter->invert;
    }
    count = still_open;
  }
}

void ft_filter_run(struct ft_filter *filter, const void *records, size_t count, uint8_t *pass) {
  const uint8_t *next = records;
  while (count) {
    size_t part = count < FT_FILTER_CHUNK ? count : FT_FILTER_CHUNK, open_count = 0;
    uint16_t open[FT_FILTER_CHUNK];
    for (size_t i = 0; i < part; i++) {
      open[open_count] = (uint16_t)i;
      open_count += pass[i] == 1;
    }
    run_chunk(filter, next, open, open_count, pass);
    next += part * filter->record_size;
    pass += part;
    count -= part;
  }
}
