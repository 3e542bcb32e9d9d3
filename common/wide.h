/*
 * Signed integers of 128 bits, the same on every machine: 32-bit compilers have no __int128. The
 * counters of reports have 64 bits, their sums and differences need more.
 */
#ifndef WIDE_H
#define WIDE_H

#include <stdbool.h>
#include <stdint.h>

struct wide {
  int64_t high; /* two's complement */
  uint64_t low;
};
#define WIDE_MAX ((struct wide){INT64_MAX, UINT64_MAX})
#define WIDE_MIN ((struct wide){INT64_MIN, 0})

static inline struct wide wide_from(int64_t value) {
  return (struct wide){value < 0 ? -1 : 0, (uint64_t)value};
}
static inline struct wide wide_from_unsigned(uint64_t value) {
  return (struct wide){0, value};
}
static inline bool wide_negative(struct wide value) {
  return value.high < 0;
}

/* Less than, equal to or greater than 0, as a is to b. */
static inline int wide_compare(struct wide a, struct wide b) {
  if (a.high != b.high) return a.high < b.high ? -1 : 1;
  return (a.low > b.low) - (a.low < b.low);
}

/* WIDE_MIN stays as it is. */
struct wide wide_negate(struct wide value);
/* false: the result has more than 128 bits; *result is as it was. */
bool wide_add(struct wide a, struct wide b, struct wide *result);
bool wide_subtract(struct wide a, struct wide b, struct wide *result);
/* Appends a decimal digit to *value >= 0; false if there may be no room, it stays as it was. */
bool wide_append_digit(struct wide *value, unsigned digit);
/* Divides *value >= 0, returns the rest; by > 0. */
uint32_t wide_divide(struct wide *value, uint32_t by);

/* The nearest of type int64_t. */
int64_t wide_to_int64(struct wide value);
/* The nearest double. */
double wide_to_double(struct wide value);

#define WIDE_TEXT_SIZE 41
/* The decimal digits of value; returns their start within buffer. */
const char *wide_text(struct wide value, char buffer[WIDE_TEXT_SIZE]);

#endif
