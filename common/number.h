/*
 * The numbers in a report: decimal text, mostly unsigned integers of up to 64
 * bits, whose sums need more; and decimals.
 */
#ifndef NUMBER_H
#define NUMBER_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __SIZEOF_INT128__
typedef __int128 wide_int;
typedef unsigned __int128 wide_unsigned;
#else
/* 32-bit machines have none: sums from 2^63 on are doubles there, exact to 53 bits. */
typedef int64_t wide_int;
typedef uint64_t wide_unsigned;
#endif
#define WIDE_INT_MAX ((wide_int)(~(wide_unsigned)0 >> 1))

/*
 * The value is whole + fraction / 10^18, so also of -0.5 the fraction is
 * positive. Decimals after the 18th do not count, whole saturates.
 */
struct number {
  wide_int whole;
  uint64_t fraction;
  bool integer; /* no decimal point, and not saturated: whole is the exact value */
};

/* Blanks around, a sign and leading zeros are allowed. false: not a number. */
bool number_parse(const char *text, struct number *number);
/* The nearest double of a text that number_parse understood. */
double number_value(const char *text, const struct number *number);

/* A sum: exact as long as the values are integers. */
struct sum {
  wide_int whole;
  double decimals;
  bool exact;
};
#define SUM_INIT                                                                                   \
  { 0, 0.0, true }
void sum_add(struct sum *sum, const char *text, const struct number *number);
double sum_value(const struct sum *sum);

/* value / total * 100 in this order; 0 if the total is 0. */
double number_percent(double value, double total);

#define WIDE_TEXT_SIZE 41
/* The decimal digits of value; returns their start within buffer. */
const char *wide_text(wide_int value, char buffer[WIDE_TEXT_SIZE]);

#endif
