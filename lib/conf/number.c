#include "config.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "conf/language.h"

static int digit_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return 16;
}

/* Digits of base from *text on; moves it behind them. false: beyond max. */
static bool read_digits(const char **text, int base, uint64_t max, uint64_t *value) {
  bool fits = true;
  *value = 0;
  for (int digit; (digit = digit_value(**text)) < base; ++*text) {
    if (*value > (max - (uint64_t)digit) / (uint64_t)base) fits = false;
    if (fits) *value = *value * (uint64_t)base + (uint64_t)digit;
  }
  return fits;
}

/* Skips white space and a sign; true if it was a minus. */
static bool read_sign(const char **text) {
  while (isspace((unsigned char)**text))
    ++*text;
  bool minus = **text == '-';
  if (minus || **text == '+') ++*text;
  return minus;
}

bool ft_number_parse(const char *text, uint64_t max, uint64_t *value, const char **end) {
  const char *p = text;
  bool minus = read_sign(&p);
  int base = 10;
  if (*p == '0') {
    base = 8;
    if ((p[1] == 'x' || p[1] == 'X') && digit_value(p[2]) < 16) {
      base = 16;
      p += 2;
    }
  }
  const char *digits = p;
  bool fits = read_digits(&p, base, max, value);
  if (end) *end = p == digits ? text : p;
  if (minus && *value) *value = max - *value + 1;
  return fits;
}

bool ft_decimal_parse(const char *text, int64_t *value, const char **end) {
  const char *p = text;
  bool minus = read_sign(&p);
  const char *digits = p;
  uint64_t number;
  bool fits = read_digits(&p, 10, UINT32_MAX, &number);
  if (end) *end = p == digits ? text : p;
  *value = minus ? -(int64_t)number : (int64_t)number;
  return fits;
}

bool ft_list_next(const char **cursor, const char *separators, const char **item, size_t *length) {
  *item = *cursor + strspn(*cursor, separators);
  *length = strcspn(*item, separators);
  *cursor = *item + *length;
  return *length > 0;
}
