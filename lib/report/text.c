#include "config.h"

#include "text.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

void rep_text_start(struct rep_text *text, FILE *file) {
  text->file = file;
  text->error = 0;
  text->length = 0;
}

void rep_text_finish(struct rep_text *text) {
  if (!text->error && fwrite(text->data, 1, text->length, text->file) != text->length)
    text->error = errno ? errno : EIO;
  text->length = 0;
}

void rep_text_put(struct rep_text *text, const char *data, size_t length) {
  while (length > sizeof text->data - text->length) {
    size_t fits = sizeof text->data - text->length;
    memcpy(text->data + text->length, data, fits);
    text->length += fits;
    data += fits;
    length -= fits;
    rep_text_finish(text);
  }
  memcpy(text->data + text->length, data, length);
  text->length += length;
}

void rep_text_string(struct rep_text *text, const char *string) {
  rep_text_put(text, string, strlen(string));
}

/* Room for so many octets in one piece, far fewer than the buffer has. */
static inline char *make_room(struct rep_text *text, size_t octets) {
  if (octets > sizeof text->data - text->length) rep_text_finish(text);
  return text->data + text->length;
}

void rep_text_char(struct rep_text *text, char c) {
  *make_room(text, 1) = c;
  text->length++;
}

static const char pairs[] = "00010203040506070809101112131415161718192021222324252627282930313233"
                            "34353637383940414243444546474849505152535455565758596061626364656667"
                            "6869707172737475767778798081828384858687888990919293949596979899";

static unsigned count_digits(uint64_t number) {
  unsigned digits = 1;
  for (; number >= 10000; number /= 10000)
    digits += 4;
  return digits + (number >= 10) + (number >= 100) + (number >= 1000);
}

/* Two digits at a time, from the last. */
void rep_text_number(struct rep_text *text, uint64_t number) {
  unsigned digits = count_digits(number);
  char *place = make_room(text, digits) + digits;
  text->length += digits;
  for (; number >= 100; number /= 100) {
    place -= 2;
    memcpy(place, pairs + number % 100 * 2, 2);
  }
  if (number >= 10)
    memcpy(place - 2, pairs + number * 2, 2);
  else
    place[-1] = (char)('0' + number);
}

/*
 * The C library's rounding, to nearest and from the middle to even, in integers:
 * tables are mostly numbers. A fraction that is in the middle between two
 * millionths is a multiple of 1/128, so none of its bits is cut off.
 */
void rep_text_double(struct rep_text *text, double number) {
  if (!(number >= 0 && number < 0x1p63)) {
    char digits[400]; /* the largest double has 309 digits before the point */
    int length = snprintf(digits, sizeof digits, "%f", number);
    if (length > 0) rep_text_put(text, digits, (size_t)length);
    return;
  }
  uint64_t whole = (uint64_t)number;
  uint64_t fraction = (uint64_t)((number - (double)whole) * 0x1p64);
  /* fraction * 1000000 / 2^64 and what is left, in halves. */
  uint64_t low = (fraction & 0xffffffff) * 1000000;
  uint64_t high = (fraction >> 32) * 1000000 + (low >> 32);
  uint64_t millionths = high >> 32, rest = high << 32 | (low & 0xffffffff);
  if (rest > 1ull << 63 || (rest == 1ull << 63 && millionths & 1)) millionths++;
  whole += millionths / 1000000;
  millionths %= 1000000;
  rep_text_number(text, whole);
  char *place = make_room(text, 7);
  text->length += 7;
  *place = '.';
  memcpy(place + 1, pairs + millionths / 10000 * 2, 2);
  memcpy(place + 3, pairs + millionths / 100 % 100 * 2, 2);
  memcpy(place + 5, pairs + millionths % 100 * 2, 2);
}

void rep_text_format(struct rep_text *text, const char *format, ...) {
  char line[1024];
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(line, sizeof line, format, arguments);
  va_end(arguments);
  if (length <= 0) return;
  rep_text_put(text, line, (size_t)length < sizeof line ? (size_t)length : sizeof line - 1);
}
