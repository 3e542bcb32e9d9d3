#include "config.h"

#include "conf/list.h"

#include <ctype.h>
#include <string.h>

#include "conf/language.h"

static void set_range(uint8_t *bits, uint32_t first, uint32_t last) {
  for (uint32_t number = first; number <= last; number++)
    bits[number / 8] |= (uint8_t)(1 << number % 8);
}

/*
 * The number at *text, 0 if there is none, and moves on to the separator behind
 * it. A sign belongs to the number, so `-1` is refused and not the range 0-1.
 */
static bool read_number(const char **text, uint32_t limit, uint32_t *number) {
  const char *start = *text, *end;
  while (isspace((unsigned char)*start))
    start++;
  uint64_t value;
  bool fits = ft_number_parse(start, UINT32_MAX, &value, &end);
  bool negative = *start == '-' && value;
  if (!fits || negative || value >= limit || isalpha((unsigned char)*start)) return false;
  *number = (uint32_t)value;
  if (end == start) end = *text; /* no number: a sign there is a separator */
  *text = end + strcspn(end, ",-");
  return true;
}

static bool read_elements(const char *text, uint32_t limit, uint8_t *bits) {
  while (*text) {
    uint32_t first, last;
    if (!read_number(&text, limit, &first)) return false;
    last = first;
    if (*text == '-') {
      text++;
      if (!read_number(&text, limit, &last)) return false;
    }
    set_range(bits, first, last > first ? last : first);
    text += strspn(text, ",-");
  }
  return true;
}

bool ft_number_list_parse(const char *text, uint32_t limit, uint8_t *bits, struct ft_error *err) {
  size_t size = FT_NUMBER_LIST_SIZE(limit);
  memset(bits, 0, size);
  text += strspn(text, " \t");
  bool complement = *text == '!';
  if (!read_elements(text + complement, limit, bits)) {
    ft_error_add(err, "load_lookup(): failed");
    return false;
  }
  if (!complement) return true;
  for (size_t i = 0; i < size; i++)
    bits[i] = (uint8_t)~bits[i];
  if (limit % 8) bits[size - 1] &= (uint8_t)((1 << limit % 8) - 1);
  return true;
}
