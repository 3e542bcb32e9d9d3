#include "number.h"

#include <ctype.h>
#include <stdlib.h>

#define FRACTION_UNIT UINT64_C(1000000000000000000)

static const char *skip_blanks(const char *text) {
  while (isspace((unsigned char)*text))
    text++;
  return text;
}

/* Reads digits into *whole; false if there are more than it can hold. */
static bool read_whole(const char **text, struct wide *whole) {
  bool fits = true;
  *whole = wide_from(0);
  for (; isdigit((unsigned char)**text); (*text)++)
    fits = fits && wide_append_digit(whole, (unsigned)(**text - '0'));
  if (!fits) *whole = (struct wide){INT64_MAX, UINT64_MAX - 1}; /* less than that of any text */
  return fits;
}

static uint64_t read_fraction(const char **text) {
  uint64_t fraction = 0;
  for (uint64_t unit = FRACTION_UNIT / 10; isdigit((unsigned char)**text); unit /= 10, (*text)++)
    fraction += unit * (uint64_t)(**text - '0');
  return fraction;
}

static void negate(struct number *number) {
  number->whole = wide_negate(number->whole);
  if (number->fraction > 0) {
    wide_subtract(number->whole, wide_from(1), &number->whole);
    number->fraction = FRACTION_UNIT - number->fraction;
  }
}

bool number_parse(const char *text, struct number *number) {
  text = skip_blanks(text);
  bool negative = *text == '-';
  if (*text == '-' || *text == '+') text++;
  const char *start = text;
  number->integer = read_whole(&text, &number->whole);
  number->fraction = 0;
  bool digits = text > start;
  if (*text == '.') {
    start = ++text;
    number->fraction = read_fraction(&text);
    number->integer = false;
    digits = digits || text > start;
  }
  if (!digits || *skip_blanks(text) != '\0') return false;
  if (negative) negate(number);
  return true;
}

double number_value(const char *text, const struct number *number) {
  return number->integer ? wide_to_double(number->whole) : strtod(text, NULL);
}

void sum_add(struct sum *sum, const char *text, const struct number *number) {
  if (number->integer && wide_add(sum->whole, number->whole, &sum->whole)) return;
  sum->exact = false;
  sum->decimals += number_value(text, number);
}

double sum_value(const struct sum *sum) {
  double whole = wide_to_double(sum->whole);
  return sum->exact ? whole : whole + sum->decimals;
}

double number_percent(double value, double total) {
  return total == 0 ? 0 : value / total * 100;
}
