#include "wide.h"

#include <math.h>

struct wide wide_negate(struct wide value) {
  uint64_t high = ~(uint64_t)value.high + (value.low == 0);
  return (struct wide){(int64_t)high, -value.low};
}

bool wide_add(struct wide a, struct wide b, struct wide *result) {
  uint64_t low = a.low + b.low;
  int64_t high = (int64_t)((uint64_t)a.high + (uint64_t)b.high + (low < a.low));
  if ((a.high < 0) == (b.high < 0) && (a.high < 0) != (high < 0)) return false;
  *result = (struct wide){high, low};
  return true;
}

bool wide_subtract(struct wide a, struct wide b, struct wide *result) {
  if (wide_compare(b, WIDE_MIN) == 0) return false;
  return wide_add(a, wide_negate(b), result);
}

bool wide_append_digit(struct wide *value, unsigned digit) {
  if (value->high == 0 && value->low < UINT64_MAX / 10) {
    value->low = value->low * 10 + digit;
    return true;
  }
  if (value->high >= INT64_MAX / 10) return false;
  uint64_t right = (value->low & UINT32_MAX) * 10 + digit;
  uint64_t left = (value->low >> 32) * 10 + (right >> 32);
  value->high = value->high * 10 + (int64_t)(left >> 32);
  value->low = left << 32 | (right & UINT32_MAX);
  return true;
}

uint32_t wide_divide(struct wide *value, uint32_t by) {
  uint64_t high = (uint64_t)value->high;
  uint64_t left = high % by << 32 | value->low >> 32;
  uint64_t right = left % by << 32 | (value->low & UINT32_MAX);
  *value = (struct wide){(int64_t)(high / by), left / by << 32 | right / by};
  return (uint32_t)(right % by);
}

int64_t wide_to_int64(struct wide value) {
  if (wide_compare(value, wide_from(INT64_MAX)) > 0) return INT64_MAX;
  return wide_compare(value, wide_from(INT64_MIN)) < 0 ? INT64_MIN : (int64_t)value.low;
}

double wide_to_double(struct wide value) {
  if (wide_negative(value)) {
    struct wide positive = wide_negate(value);
    return wide_negative(positive) ? -ldexp(1, 127) : -wide_to_double(positive);
  }
  if (value.high == 0) return (double)value.low;
  /* The 64 leading bits; of those behind them it only counts whether there are any. */
  int shift = 0;
  while (value.high >> shift != 0)
    shift++;
  uint64_t top = (uint64_t)value.high << (64 - shift) | value.low >> shift;
  if (value.low << (64 - shift) != 0) top |= 1;
  return ldexp((double)top, shift);
}

const char *wide_text(struct wide value, char buffer[WIDE_TEXT_SIZE]) {
  bool negative = wide_negative(value);
  char *start = buffer + WIDE_TEXT_SIZE - 1;
  if (negative) value = wide_negate(value); /* WIDE_MIN is right as an unsigned number */
  *start = '\0';
  do
    *--start = (char)('0' + wide_divide(&value, 10));
  while (value.high != 0 || value.low != 0);
  if (negative) *--start = '-';
  return start;
}
