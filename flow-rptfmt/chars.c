#include "chars.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/*
 * The octets of the UTF-8 character at text, 0 if it is none: too long for its
 * value, a surrogate, beyond U+10FFFF, cut off. Never looks past a 0 octet.
 */
static size_t decode(const char *text, uint32_t *value) {
  static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  const unsigned char *c = (const unsigned char *)text;
  size_t length = *c < 0x80 ? 1 : *c < 0xc0 ? 0 : *c < 0xe0 ? 2 : *c < 0xf0 ? 3 : *c < 0xf8 ? 4 : 0;
  if (length <= 1) {
    *value = *c;
    return length;
  }
  *value = *c & (0x7fU >> length);
  for (size_t i = 1; i < length; i++) {
    if ((c[i] & 0xc0) != 0x80) return 0;
    *value = *value << 6 | (c[i] & 0x3f);
  }
  bool surrogate = *value >= 0xd800 && *value < 0xe000;
  return *value < least[length] || surrogate || *value > 0x10ffff ? 0 : length;
}

size_t chars_printable(const char *text, size_t *skip) {
  uint32_t value;
  size_t length = decode(text, &value);
  *skip = length > 0 ? length : 1;
  bool control = value < 0x20 || (value >= 0x7f && value < 0xa0);
  return control ? 0 : length;
}

const char *chars_skip(const char *text, size_t count) {
  for (size_t skip; count > 0 && *text != '\0'; count--, text += skip)
    chars_printable(text, &skip);
  return text;
}

size_t chars_count(const char *text, const char *end) {
  size_t count = 0;
  for (size_t skip; end ? text < end : *text != '\0'; count++, text += skip)
    chars_printable(text, &skip);
  return count;
}

static const char *escape(char c) {
  switch (c) {
  case '&':
    return "&amp;";
  case '<':
    return "&lt;";
  case '>':
    return "&gt;";
  case '"':
    return "&quot;";
  case '\'':
    return "&#39;";
  default:
    return NULL;
  }
}

void chars_html(struct output *out, const char *text, const char *end) {
  if (!end) end = text + strlen(text);
  for (size_t skip; text < end; text += skip) {
    size_t length = chars_printable(text, &skip);
    const char *escaped = length == 0 ? "\xef\xbf\xbd" : escape(*text);
    if (escaped)
      output_text(out, escaped);
    else
      output_bytes(out, text, length);
  }
}
