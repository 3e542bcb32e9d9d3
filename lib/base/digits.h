/*
 * Numbers as decimal digits, for whatever prints many: printf takes ten times as long. Each
 * function writes at p and returns the position behind; no NUL.
 */
#ifndef FT_BASE_DIGITS_H
#define FT_BASE_DIGITS_H

#include <stdint.h>
#include <string.h>

/* The longest number. */
#define FT_DECIMAL_MAX 20

static const char ft_digit_pairs[] = "00010203040506070809101112131415161718192021222324"
                                     "25262728293031323334353637383940414243444546474849"
                                     "50515253545556575859606162636465666768697071727374"
                                     "75767778798081828384858687888990919293949596979899";

/* How many digits value has. */
static inline unsigned ft_decimal_length(uint64_t value) {
  unsigned length = 1;
  for (; value >= 10000; value /= 10000)
    length += 4;
  return length + (value >= 10) + (value >= 100) + (value >= 1000);
}

/* Exactly count digits, the low ones of value. */
static inline char *ft_put_digits(char *p, uint64_t value, unsigned count) {
  unsigned left = count;
  for (; left >= 2; value /= 100)
    memcpy(p + (left -= 2), ft_digit_pairs + value % 100 * 2, 2);
  if (left > 0) *p = (char)('0' + value % 10);
  return p + count;
}

/* At most FT_DECIMAL_MAX octets. */
static inline char *ft_put_decimal(char *p, uint64_t value) {
  if (value < 10) { /* most of what there is to print */
    *p = (char)('0' + value);
    return p + 1;
  }
  return ft_put_digits(p, value, ft_decimal_length(value));
}

/* The texts of 0 to 255, blanks behind them, and how many digits each has. */
struct ft_octet_text {
  char digits[3], length;
};
/* clang-format off */
#define FT_OCTET_LENGTH(n) ((n) > 99 ? 3 : (n) > 9 ? 2 : 1)
#define FT_OCTET_DIGIT(n)  ('0' + (n) % 10)
#define FT_OCTET_1(n) \
  {{(n) > 99 ? FT_OCTET_DIGIT((n) / 100) : (n) > 9 ? FT_OCTET_DIGIT((n) / 10) : FT_OCTET_DIGIT(n), \
    (n) > 99 ? FT_OCTET_DIGIT((n) / 10) : (n) > 9 ? FT_OCTET_DIGIT(n) : ' ', \
    (n) > 99 ? FT_OCTET_DIGIT(n) : ' '}, FT_OCTET_LENGTH(n)}
#define FT_OCTET_4(n)  FT_OCTET_1(n), FT_OCTET_1((n) + 1), FT_OCTET_1((n) + 2), FT_OCTET_1((n) + 3)
#define FT_OCTET_16(n) FT_OCTET_4(n), FT_OCTET_4((n) + 4), FT_OCTET_4((n) + 8), FT_OCTET_4((n) + 12)
#define FT_OCTET_64(n) FT_OCTET_16(n), FT_OCTET_16((n) + 16), FT_OCTET_16((n) + 32), FT_OCTET_16((n) + 48)
static const struct ft_octet_text ft_octet_texts[256] = {
  FT_OCTET_64(0), FT_OCTET_64(64), FT_OCTET_64(128), FT_OCTET_64(192)
};
/* clang-format on */

/* One octet of an address. Always writes three octets, the last ones blanks. */
static inline char *ft_put_octet(char *p, uint8_t value) {
  const struct ft_octet_text *text = &ft_octet_texts[value];
  memcpy(p, text->digits, sizeof text->digits);
  return p + text->length;
}

#endif
