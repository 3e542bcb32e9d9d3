#include "text.h"

#include <stdarg.h>

#include "prog.h"

void text_init(struct text *text, FILE *out) {
  text->out = out;
  text->used = 0;
}

void text_flush(struct text *text) {
  if (fwrite(text->data, 1, text->used, text->out) != text->used) prog_write_error();
  text->used = 0;
}

void text_string(struct text *text, const char *string) {
  for (size_t left = strlen(string); left;) {
    size_t size = left < TEXT_SIZE ? left : TEXT_SIZE;
    char *p = text_begin(text, size);
    memcpy(p, string, size);
    text_end(text, p + size);
    string += size;
    left -= size;
  }
}

void text_printf(struct text *text, const char *format, ...) {
  text_flush(text);
  va_list args;
  va_start(args, format);
  int length = vsnprintf(text->data, TEXT_SIZE, format, args);
  va_end(args);
  if (length > 0) text->used = length < TEXT_SIZE ? (size_t)length : TEXT_SIZE - 1;
}

static const char digit_pairs[] = "00010203040506070809101112131415161718192021222324"
                                  "25262728293031323334353637383940414243444546474849"
                                  "50515253545556575859606162636465666768697071727374"
                                  "75767778798081828384858687888990919293949596979899";

char *text_decimal(char *p, uint64_t value) {
  char digits[TEXT_DECIMAL_MAX], *first = digits + sizeof(digits);
  while (value >= 100) {
    first -= 2;
    memcpy(first, digit_pairs + value % 100 * 2, 2);
    value /= 100;
  }
  if (value >= 10) {
    first -= 2;
    memcpy(first, digit_pairs + value * 2, 2);
  } else {
    *--first = (char)('0' + value);
  }
  size_t size = (size_t)(digits + sizeof(digits) - first);
  memcpy(p, first, size);
  return p + size;
}

char *text_hex(char *p, uint64_t value, unsigned digits) {
  unsigned count = 1;
  while (count < 16 && (count < digits || value >> 4 * count))
    count++;
  for (unsigned shift = 4 * count; shift;) {
    shift -= 4;
    *p++ = "0123456789abcdef"[value >> shift & 15];
  }
  return p;
}

char *text_digits(char *p, unsigned value, unsigned digits) {
  for (unsigned i = digits; i--; value /= 10)
    p[i] = (char)('0' + value % 10);
  return p + digits;
}

char *text_addr(char *p, const uint8_t *record, struct ft_column column) {
  if (column.width == 4) { /* the common case, without the general one's detours */
    uint32_t value = (uint32_t)ft_load(record, column);
    for (int shift = 24; shift; shift -= 8) {
      p = text_decimal(p, value >> shift & 255);
      *p++ = '.';
    }
    return text_decimal(p, value & 255);
  }
  struct ft_addr addr = ft_load_addr(record, column);
  return p + ft_addr_format(&addr, p);
}

char *text_copy(char *p, const char *string, size_t size) {
  size_t length = strnlen(string, size);
  memcpy(p, string, length);
  return p + length;
}

char *text_pad(char *p, const char *start, size_t width) {
  size_t length = (size_t)(p - start);
  if (length >= width) return p;
  memset(p, ' ', width - length);
  return p + width - length;
}

void text_clock_init(struct text_clock *clock) {
  memset(clock, 0, sizeof(*clock));
}

const struct tm *text_clock_local(struct text_clock *clock, uint32_t seconds) {
  struct tm *local = &clock->slots[seconds % TEXT_CLOCK_SLOTS].local;
  if (local->tm_mday == 0 || clock->slots[seconds % TEXT_CLOCK_SLOTS].seconds != seconds) {
    time_t t = (time_t)seconds;
    if (!localtime_r(&t, local)) memset(local, 0, sizeof(*local));
    clock->slots[seconds % TEXT_CLOCK_SLOTS].seconds = seconds;
  }
  return local;
}
