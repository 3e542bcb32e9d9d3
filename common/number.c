#include "number.h"

#include <ctype.h>
#include <stdlib.h>

#define FRACTION_UNIT UINT64_C(1000000000000000000)

static const char *skip_blanks(const char *text) {
  while (isspace((unsigned char)*text))
    text++;
  return text;
}

/* Reads digits into number->whole; false if there are more than it can hold. */
static bool read_whole(const char **text, wide_int *whole) {
  bool fits = true;
  *whole = 0;
  for (; isdigit((unsigned char)**text); (*text)++) {
    if (*whole > (WIDE_INT_MAX - 9) / 10)
      fits = false;
    else
      *whole = *whole * 10 + (**text - '0');
  }
  if (!fits) *whole = WIDE_INT_MAX - 1;
  return fits;
}

static uint64_t read_fraction(const char **text) {
  uint64_t fraction = 0;
  for (uint64_t unit = FRACTION_UNIT / 10; isdigit((unsigned char)**text); unit /= 10, (*text)++)
    fraction += unit * (uint64_t)(**text - '0');
  return fraction;
}

static void negate(struct number *number) {
  number->whole = -number->whole;
  if (number->fraction > 0) {
    number->whole--;
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
  return number->integer ? (double)number->whole : strtod(text, NULL);
}

void sum_add(struct sum *sum, const char *text, const struct number *number) {
  wide_int whole;
  if (number->integer && !__builtin_add_overflow(sum->whole, number->whole, &whole)) {
    sum->whole = whole;
    return;
  }
  sum->exact = false;
  sum->decimals += number_value(text, number);
}

double sum_value(const struct sum *sum) {
  return sum->exact ? (double)sum->whole : (double)sum->whole + sum->decimals;
}

double number_percent(double value, double total) {
  return total == 0 ? 0 : value / total * 100;
}

const char *wide_text(wide_int value, char buffer[WIDE_TEXT_SIZE]) {
  wide_unsigned rest = value < 0 ? -(wide_unsigned)value : (wide_unsigned)value;
  char *start = buffer + WIDE_TEXT_SIZE - 1;
  *start = '\0';
  do {
    *--start = (char)('0' + (int)(rest % 10));
    rest /= 10;
  } while (rest > 0);
  if (value < 0) *--start = '-';
  return start;
}
