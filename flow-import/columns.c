#include "columns.h"

#include <ctype.h>
#include <string.h>

#define HOST_MAX 255

void columns_add(struct columns *columns, const struct ft_layout *layout, unsigned field) {
  if (columns->count == FT_FIELD_COUNT) return;
  const struct ft_field *info = ft_field_info(field);
  struct ft_column to = {0, 0};
  enum column_kind kind = COLUMN_DROPPED;
  if (info && info->bit & layout->mask) {
    to = ft_column(layout, field);
    kind = info->kind == FT_KIND_ADDRESS ? COLUMN_ADDRESS : COLUMN_NUMBER;
  }
  columns->list[columns->count].kind = kind;
  columns->list[columns->count++].to = to;
}

static bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

static int digit_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : 16;
}

static const char *skip_blanks(const char *p, const char *end) {
  while (p < end && isspace((unsigned char)*p))
    p++;
  return p;
}

/*
 * strtoul's rules, but modulo 2^64 where that has a greatest value: the low
 * bits are stored, whatever the width of a long is.
 */
static uint64_t parse_number(const char *p, const char *end, bool c_notation) {
  uint64_t value = 0;
  int base = 10;
  p = skip_blanks(p, end);
  bool negative = p < end && *p == '-';
  if (p < end && (*p == '-' || *p == '+')) p++;
  if (c_notation && p < end && *p == '0') {
    base = 8;
    if (end - p > 2 && (p[1] == 'x' || p[1] == 'X') && digit_value(p[2]) < 16) {
      base = 16;
      p += 2;
    }
  }
  for (int digit; p < end && (digit = digit_value(*p)) < base; p++)
    value = value * (unsigned)base + (unsigned)digit;
  return negative ? -value : value;
}

/* A host name, or the text of an address that is wider than four octets. */
static bool store_name(const char *p, const char *end, struct ft_column to, uint8_t *record) {
  char name[HOST_MAX + 1];
  struct ft_addr addr;
  size_t size = (size_t)(end - p);
  if (size > HOST_MAX || memchr(p, 0, size)) return false;
  memcpy(name, p, size);
  name[size] = 0;
  if (ft_addr_parse(name, &addr, NULL) < 0 || addr.width != to.width) return false;
  ft_store_addr(record, to, &addr);
  return true;
}

/* Octets separated by points, missing ones at the right 0; a blank ends them. */
static bool store_address(const char *p, const char *end, struct ft_column to, uint8_t *record) {
  p = skip_blanks(p, end);
  const char *stop = p;
  while (stop < end && !isspace((unsigned char)*stop))
    stop++;
  struct ft_addr addr = {.width = 4};
  const char *q = p;
  for (unsigned octet = 0; octet < 4 && q < stop; octet++) {
    unsigned value = 0;
    for (; q < stop && is_digit(*q); q++)
      value = value * 10 + (unsigned)(*q - '0'); /* modulo 2^32 is modulo 256 as well */
    addr.octets[octet] = (uint8_t)value;
    if (q == stop || *q != '.' || octet == 3) break;
    q++;
  }
  if (q < stop) return store_name(p, stop, to, record);
  if (p == stop) return true; /* an empty column is 0 */
  if (to.width != addr.width) return false;
  ft_store_addr(record, to, &addr);
  return true;
}

const char *columns_parse(const struct columns *columns, const char *p, const char *end,
                          uint8_t *record) {
  for (unsigned i = 0; i < columns->count && p <= end; i++) {
    const struct ft_column to = columns->list[i].to;
    const enum column_kind kind = columns->list[i].kind;
    const char *q = p;
    uint64_t value = 0;
    if (kind == COLUMN_NUMBER) /* nearly every number is plain decimal */
      for (; is_digit(*q); q++)
        value = value * 10 + (unsigned)(*q - '0');
    bool plain = q > p && (q == end || *q == columns->separator) &&
                 !(columns->c_notation && *p == '0' && q - p > 1);
    if (!plain) {
      const char *next = memchr(p, columns->separator, (size_t)(end - p));
      q = next ? next : end;
      if (kind == COLUMN_ADDRESS && !store_address(p, q, to, record)) return p;
      if (kind == COLUMN_NUMBER) value = parse_number(p, q, columns->c_notation);
    }
    if (kind == COLUMN_NUMBER) ft_store(record, to, value);
    p = q + 1;
  }
  return NULL;
}
