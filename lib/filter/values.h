/*
 * The values that a test compares, gathered column-wise.
 */
#ifndef FT_FILTER_VALUES_H
#define FT_FILTER_VALUES_H

#include "filter/plan.h"

/* Records looked at in one go. */
#define FT_FILTER_CHUNK 1024

union ft_test_value {
  uint64_t number;
  double real;
};

/* Fills values[0 .. count-1] for the records with the numbers in live. */
void ft_test_gather(struct ft_filter *filter, const struct ft_test *test, const uint8_t *records,
                    const uint16_t *live, size_t count, union ft_test_value *values);

#endif
