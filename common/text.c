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

char *text_addr(char *p, const uint8_t *record, struct ft_column column) {
  if (column.width == 4) { /* the common case, without the general one's detours */
    uint32_t value = (uint32_t)ft_load(record, column);
    for (int shift = 24; shift; shift -= 8) {
      p = ft_put_octet(p, (uint8_t)(value >> shift));
      *p++ = '.';
    }
    return ft_put_octet(p, (uint8_t)value);
  }
  struct ft_addr addr = ft_load_addr(record, column);
  p += ft_addr_format(&addr, p);
  *p = ' '; /* instead of the NUL, where blanks may be already */
  return p;
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
