/* The values of filter expressions: what stands behind a keyword. */
#include "config.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "base/service.h"
#include "filter/expression.h"

bool ft_expr_text(struct ft_expression *expr, const struct ft_expr_word *word,
                  char text[FT_EXPR_WORD_SIZE]) {
  size_t length = word->end - word->start;
  if (length == 0) return ft_expr_fail(expr, word->start, "empty value");
  if (length >= FT_EXPR_WORD_SIZE)
    return ft_expr_fail(expr, word->start, "a word of more than %d characters",
                        FT_EXPR_WORD_SIZE - 1);
  memcpy(text, expr->text + word->start, length);
  text[length] = '\0';
  return true;
}

bool ft_expr_read(struct ft_expression *expr, const struct ft_expr_keyword *keyword,
                  struct ft_expr_value *value) {
  char text[FT_EXPR_WORD_SIZE];
  if (!ft_expr_text(expr, &value->word, text)) return false;
  if (value->mask.end && keyword->read != ft_expr_read_net && keyword->read != ft_expr_read_address)
    return ft_expr_fail(expr, value->mask.start, "a mask goes with net only");
  return keyword->read(expr, keyword, text, value);
}

static bool unknown(struct ft_expression *expr, const struct ft_expr_keyword *keyword,
                    const struct ft_expr_value *value, const char *text) {
  return ft_expr_fail(expr, value->word.start, "unknown %s \"%s\"", keyword->names[0], text);
}

/* -- numbers -- */

/* What the letter at *text multiplies by; moves behind it. */
static uint64_t read_scale(const char **text) {
  static const char letters[] = "kmgt";
  const char *letter = **text ? strchr(letters, tolower((unsigned char)**text)) : NULL;
  uint64_t scale = 1;
  if (!letter) return scale;
  ++*text;
  for (const char *l = letters; l <= letter; l++)
    scale *= 1000;
  return scale;
}

enum reading { READ, NOT_A_NUMBER, TOO_LARGE };

/* A number and its scale; *text moves behind them. */
static enum reading read_scaled(const char **text, bool scaled, uint64_t *number) {
  if (!isdigit((unsigned char)**text)) return NOT_A_NUMBER;
  bool fits = ft_number_parse(*text, UINT64_MAX, number, text);
  uint64_t scale = scaled ? read_scale(text) : 1;
  return fits && *number <= UINT64_MAX / scale ? (*number *= scale, READ) : TOO_LARGE;
}

/* N or N-M, and nothing behind it. */
static enum reading read_range(const char *text, bool scaled, struct ft_expr_value *value) {
  enum reading first = read_scaled(&text, scaled, &value->low), last = READ;
  value->high = value->low;
  value->range = first != NOT_A_NUMBER && *text == '-';
  if (value->range) {
    text++;
    last = read_scaled(&text, scaled, &value->high);
  }
  if (first == NOT_A_NUMBER || last == NOT_A_NUMBER || *text) return NOT_A_NUMBER;
  return first == TOO_LARGE ? first : last;
}

/* A name in the symbol tables of the type, or one that the system knows. */
static bool find_name(struct ft_expression *expr, enum ft_type_id type, const char *name,
                      uint32_t *number) {
  int protocol;
  if (type == FT_TYPE_PROTOCOL && ft_expr_protocol(name, &protocol)) {
    *number = (uint32_t)protocol;
    return true;
  }
  return ft_filters_symbol(expr->filters, &ft_primitive_types[type], name, expr->log, number) ||
         (type == FT_TYPE_PORT && (ft_service_port(name, SOCK_STREAM, number) ||
                                   ft_service_port(name, SOCK_DGRAM, number)));
}

bool ft_expr_read_number(struct ft_expression *expr, const struct ft_expr_keyword *keyword,
                         const char *text, struct ft_expr_value *value) {
  const struct ft_primitive_type *type = &ft_primitive_types[keyword->type];
  enum reading reading = read_range(text, keyword->type == FT_TYPE_COUNTER, value);
  if (reading == NOT_A_NUMBER && type->symbols[0] != FT_SYM_NONE) {
    uint32_t number;
    if (!find_name(expr, keyword->type, text, &number)) return unknown(expr, keyword, value, text);
    value->low = value->high = number;
    value->range = false;
    reading = READ;
  }
  if (reading == NOT_A_NUMBER)
    return ft_expr_fail(expr, value->word.start, "bad number \"%s\"", text);
  uint64_t most = type->limit ? type->limit - 1 : UINT64_MAX;
  if (reading == TOO_LARGE || value->low > most || value->high > most)
    return ft_expr_fail(expr, value->word.start, "%s %s is beyond %llu", keyword->names[0], text,
                        (unsigned long long)most);
  if (value->high < value->low)
    return ft_expr_fail(expr, value->word.start, "the range %s is empty", text);
  return true;
}

/* A real number and its scale; false if there is none. */
static bool read_scaled_real(const char **text, double *real) {
  if (!isdigit((unsigned char)**text) && **text != '.') return false;
  char *end;
  *real = strtod(*text, &end);
  if (end == *text) return false;
  *text = end;
  *real *= (double)read_scale(text);
  return true;
}

bool ft_expr_read_real(struct ft_expression *expr, const struct ft_expr_keyword *keyword,
                       const char *text, struct ft_expr_value *value) {
  (void)keyword;
  const char *rest = text;
  bool good = read_scaled_real(&rest, &value->real_low);
  value->real_high = value->real_low;
  value->range = good && *rest == '-';
  if (value->range) {
    rest++;
    good = read_scaled_real(&rest, &value->real_high);
  }
  if (!good || *rest) return ft_expr_fail(expr, value->word.start, "bad number \"%s\"", text);
  if (value->real_high < value->real_low)
    return ft_expr_fail(expr, value->word.start, "the range %s is empty", text);
  return true;
}

bool ft_expr_read_flags(struct ft_expression *expr, const struct ft_expr_keyword *keyword,
                        const char *text, struct ft_expr_value *value) {
  static const char letters[] = "FSRPAUEC"; /* from bit 0 on */
  if (isdigit((unsigned char)*text)) {
    if (strchr(text, '-')) return ft_expr_fail(expr, value->word.start, "flags have no ranges");
    return ft_expr_read_number(expr, keyword, text, value);
  }
  value->low = 0;
  for (const char *c = text; *c; c++) {
    const char *letter = strchr(letters, toupper((unsigned char)*c));
    if (letter)
      value->low |= 1u << (letter - letters);
    else if (*c == 'X' || *c == 'x')
      value->low |= 0x3f;
    else
      return ft_expr_fail(expr, value->word.start + (size_t)(c - text),
                          "unknown flag '%c' (they are %s, and X for the first six)", *c, letters);
  }
  value->high = value->low;
  return true;
}

bool ft_expr_read_date(struct ft_expression *expr, const struct ft_expr_keyword *keyword,
                       const char *text, struct ft_expr_value *value) {
  (void)keyword;
  uint32_t seconds;
  if (!ft_date_parse(text, time(NULL), &seconds))
    return ft_expr_fail(expr, value->word.start, "\"%s\" is no date", text);
  value->low = value->high = seconds;
  return true;
}

/* -- addresses -- */

static bool bad_address(struct ft_expression *expr, const struct ft_expr_word *word,
                        const char *text) {
  return ft_expr_fail(expr, word->start, "bad address \"%s\"", text);
}

bool ft_expr_read_host(struct ft_expression *expr, const struct ft_expr_keyword *keyword,
                       const char *text, struct ft_expr_value *value) {
  (void)keyword;
  if (ft_addr_parse_any(text, &value->prefix.addr) != 0)
    return bad_address(expr, &value->word, text);
  value->prefix.length = (uint8_t)(value->prefix.addr.width * 8);
  return true;
}

/* Of a network without a length: eight bits for each part that is written, as tcpdump does. */
static unsigned written_bits(const char *text, const struct ft_addr *addr) {
  unsigned bits = 8;
  if (addr->width != 4 || text[strspn(text, "0123456789.")]) return addr->width * 8u;
  for (; *text; text++)
    if (*text == '.' && text[1]) bits += 8;
  return bits;
}

static bool read_mask(struct ft_expression *expr, struct ft_expr_value *value) {
  char text[FT_EXPR_WORD_SIZE];
  struct ft_addr *addr = &value->prefix.addr, *mask = &value->addr_mask;
  if (!ft_expr_text(expr, &value->mask, text)) return false;
  if (ft_addr_parse_any(text, mask) != 0 || mask->width != addr->width)
    return bad_address(expr, &value->mask, text);
  /* Bits outside the mask say nothing, as those beyond the length of a prefix. */
  for (unsigned i = 0; i < addr->width; i++)
    addr->octets[i] &= mask->octets[i];
  return true;
}

bool ft_expr_read_net(struct ft_expression *expr, const struct ft_expr_keyword *keyword,
                      const char *text, struct ft_expr_value *value) {
  (void)keyword;
  char network[FT_EXPR_WORD_SIZE];
  const char *slash = strchr(text, '/'), *end;
  size_t n = slash ? (size_t)(slash - text) : strlen(text);
  memcpy(network, text, n);
  network[n] = '\0';
  struct ft_addr *addr = &value->prefix.addr;
  if (n == 0 || ft_addr_parse_any(network, addr) != 0) return bad_address(expr, &value->word, text);
  uint64_t length = written_bits(network, addr);
  if (slash && (!isdigit((unsigned char)slash[1]) ||
                !ft_number_parse(slash + 1, UINT32_MAX, &length, &end) || *end))
    return bad_address(expr, &value->word, text);
  if (length > addr->width * 8u)
    return ft_expr_fail(expr, value->word.start, "a prefix of more than %u bits", addr->width * 8u);
  if (value->mask.end) {
    if (slash) return ft_expr_fail(expr, value->mask.start, "a length and a mask");
    return read_mask(expr, value);
  }
  value->prefix.length = (uint8_t)length;
  ft_addr_mask(addr, value->prefix.length);
  return true;
}

bool ft_expr_read_address(struct ft_expression *expr, const struct ft_expr_keyword *keyword,
                          const char *text, struct ft_expr_value *value) {
  if (value->mask.end || strchr(text, '/')) return ft_expr_read_net(expr, keyword, text, value);
  return ft_expr_read_host(expr, keyword, text, value);
}
