/*
 * The numbers in a report: decimal text, mostly unsigned integers of up to 64
 * bits, whose sums need more; and decimals.
 */
#ifndef NUMBER_H
#define NUMBER_H

#include <stdbool.h>
#include <stdint.h>

#include "wide.h"

/*
 * The value is whole + fraction / 10^18, so also of -0.5 the fraction is
 * positive. Decimals after the 18th do not count, whole saturates.
 */
struct number {
  struct wide whole;
  uint64_t fraction;
  bool integer; /* no decimal point, and not saturated: whole is the exact value */
};

/* Blanks around, a sign and leading zeros are allowed. false: not a number. */
bool number_parse(const char *text, struct number *number);
/* The nearest double of a text that number_parse understood. */
double number_value(const char *text, const struct number *number);

/* A sum: exact as long as the values are integers. */
struct sum {
  struct wide whole;
  double decimals;
  bool exact;
};
#define SUM_INIT                                                                                   \
  { {0, 0}, 0.0, true }
void sum_add(struct sum *sum, const char *text, const struct number *number);
double sum_value(const struct sum *sum);

/* value / total * 100 in this order; 0 if the total is 0. */
double number_percent(double value, double total);

#endif
