#include "config.h"

#include <ctype.h>
#include <string.h>

#include "conf/date.h"
#include "conf/date_parse.h"

struct word {
  const char *text;
  int token;
  int number; /* or seconds of a UNIT */
  int months;
};

#define COUNT(list) (sizeof(list) / sizeof *(list))
#define HOUR        (60 * 60)
#define DAY         (24 * HOUR)

static const struct word halves[] = {
    {"am", HALF, FT_DATE_AM, 0},
    {"a.m.", HALF, FT_DATE_AM, 0},
    {"pm", HALF, FT_DATE_PM, 0},
    {"p.m.", HALF, FT_DATE_PM, 0},
};

/* Three letters of these, with or without a dot, do as well. */
static const struct word names[] = {
    {"january", MONTH, 1, 0},   {"february", MONTH, 2, 0},   {"march", MONTH, 3, 0},
    {"april", MONTH, 4, 0},     {"may", MONTH, 5, 0},        {"june", MONTH, 6, 0},
    {"july", MONTH, 7, 0},      {"august", MONTH, 8, 0},     {"september", MONTH, 9, 0},
    {"sept", MONTH, 9, 0},      {"october", MONTH, 10, 0},   {"november", MONTH, 11, 0},
    {"december", MONTH, 12, 0}, {"sunday", WEEKDAY, 0, 0},   {"monday", WEEKDAY, 1, 0},
    {"tuesday", WEEKDAY, 2, 0}, {"tues", WEEKDAY, 2, 0},     {"wednesday", WEEKDAY, 3, 0},
    {"wednes", WEEKDAY, 3, 0},  {"thursday", WEEKDAY, 4, 0}, {"thur", WEEKDAY, 4, 0},
    {"thurs", WEEKDAY, 4, 0},   {"friday", WEEKDAY, 5, 0},   {"saturday", WEEKDAY, 6, 0},
};

/* Hours west of Greenwich. */
#define STANDARD(name, west)                                                                       \
  { name, ZONE, (west)*60, 0 }
#define SUMMER(name, west)                                                                         \
  { name, SUMMER_ZONE, (west)*60, 0 }
static const struct word zones[] = {
    STANDARD("gmt", 0),    STANDARD("ut", 0),    STANDARD("utc", 0),   STANDARD("wet", 0),
    SUMMER("bst", 0),      STANDARD("wat", 1),   STANDARD("at", 2),    STANDARD("ast", 4),
    SUMMER("adt", 4),      STANDARD("est", 5),   SUMMER("edt", 5),     STANDARD("cst", 6),
    SUMMER("cdt", 6),      STANDARD("mst", 7),   SUMMER("mdt", 7),     STANDARD("pst", 8),
    SUMMER("pdt", 8),      STANDARD("yst", 9),   SUMMER("ydt", 9),     STANDARD("hst", 10),
    STANDARD("cat", 10),   STANDARD("ahst", 10), SUMMER("hdt", 10),    STANDARD("nt", 11),
    STANDARD("idlw", 12),  STANDARD("cet", -1),  STANDARD("met", -1),  STANDARD("mewt", -1),
    STANDARD("swt", -1),   STANDARD("fwt", -1),  SUMMER("mest", -1),   SUMMER("mesz", -1),
    SUMMER("sst", -1),     SUMMER("fst", -1),    STANDARD("eet", -2),  STANDARD("bt", -3),
    STANDARD("zp4", -4),   STANDARD("zp5", -5),  STANDARD("zp6", -6),  STANDARD("wast", -7),
    SUMMER("wadt", -7),    STANDARD("cct", -8),  STANDARD("jst", -9),  STANDARD("east", -10),
    STANDARD("gst", -10),  SUMMER("eadt", -10),  STANDARD("nzt", -12), STANDARD("nzst", -12),
    STANDARD("idle", -12), SUMMER("nzdt", -12),
};

static const struct word dst[] = {{"dst", DST, 0, 0}};

static const struct word units[] = {
    {"year", UNIT, 0, 12},      {"month", UNIT, 0, 1}, {"fortnight", UNIT, 14 * DAY, 0},
    {"week", UNIT, 7 * DAY, 0}, {"day", UNIT, DAY, 0}, {"hour", UNIT, HOUR, 0},
    {"minute", UNIT, 60, 0},    {"min", UNIT, 60, 0},  {"second", UNIT, 1, 0},
    {"sec", UNIT, 1, 0},
};

static const struct word others[] = {
    {"tomorrow", UNIT, DAY, 0}, {"yesterday", UNIT, -DAY, 0}, {"today", UNIT, 0, 0},
    {"now", UNIT, 0, 0},        {"this", UNIT, 0, 0},         {"last", N, -1, 0},
    {"next", N, 2, 0},          {"first", N, 1, 0},           {"third", N, 3, 0},
    {"fourth", N, 4, 0},        {"fifth", N, 5, 0},           {"sixth", N, 6, 0},
    {"seventh", N, 7, 0},       {"eighth", N, 8, 0},          {"ninth", N, 9, 0},
    {"tenth", N, 10, 0},        {"eleventh", N, 11, 0},       {"twelfth", N, 12, 0},
    {"ago", AGO, 0, 0},
};

static const struct word military[] = {
    STANDARD("a", 1),  STANDARD("b", 2),   STANDARD("c", 3),   STANDARD("d", 4),
    STANDARD("e", 5),  STANDARD("f", 6),   STANDARD("g", 7),   STANDARD("h", 8),
    STANDARD("i", 9),  STANDARD("k", 10),  STANDARD("l", 11),  STANDARD("m", 12),
    STANDARD("n", -1), STANDARD("o", -2),  STANDARD("p", -3),  STANDARD("q", -4),
    STANDARD("r", -5), STANDARD("s", -6),  STANDARD("t", -7),  STANDARD("u", -8),
    STANDARD("v", -9), STANDARD("w", -10), STANDARD("x", -11), STANDARD("y", -12),
    STANDARD("z", 0),
};

static const struct word *find(const struct word *list, size_t count, const char *text,
                               size_t length) {
  for (size_t i = 0; i < count; i++)
    if (!strncmp(list[i].text, text, length) && !list[i].text[length]) return &list[i];
  return NULL;
}
#define FIND(list, text, length) find(list, COUNT(list), text, length)

static const struct word *find_name(const char *text, size_t length) {
  bool short_form = length == 3 || (length == 4 && text[3] == '.');
  for (size_t i = 0; short_form && i < COUNT(names); i++)
    if (!strncmp(names[i].text, text, 3)) return &names[i];
  return FIND(names, text, length);
}

static const struct word *find_zone_without_dots(const char *text) {
  char plain[32];
  size_t length = 0;
  for (; *text && length < sizeof plain; text++)
    if (*text != '.') plain[length++] = *text;
  return length > 0 ? FIND(zones, plain, length) : NULL;
}

/* The order of the look-ups is that of the spec: `sec` is no month, `second` no number. */
static const struct word *find_any(const char *text) {
  size_t length = strlen(text);
  const struct word *word = FIND(halves, text, length);
  if (!word) word = find_name(text, length);
  if (!word) word = FIND(zones, text, length);
  if (!word) word = FIND(dst, text, length);
  if (!word) word = FIND(units, text, length);
  if (!word && text[length - 1] == 's') word = FIND(units, text, length - 1);
  if (!word) word = FIND(others, text, length);
  if (!word) word = FIND(military, text, length);
  if (!word) word = find_zone_without_dots(text);
  return word;
}

static int word_token(const char *text, union ft_date_value *value) {
  const struct word *word = find_any(text);
  if (!word) return BAD_WORD;
  if (word->token == UNIT)
    value->span = (struct ft_date_span){word->number, word->months};
  else
    value->number = word->number;
  return word->token;
}

/* More than any date needs; keeps the arithmetic within 64 bits. */
#define NUMBER_LIMIT INT64_C(10000000000)

static const char *read_number(const char *p, int64_t *number) {
  for (*number = 0; isdigit((unsigned char)*p); p++)
    if (*number < NUMBER_LIMIT) *number = *number * 10 + (*p - '0');
  return p;
}

/* Behind the parenthesis that closes the comment at p, or the end of the text. */
static const char *skip_comment(const char *p) {
  unsigned depth = 0;
  do {
    if (*p == '(') depth++;
    if (*p == ')') depth--;
    if (*p) p++;
  } while (*p && depth);
  return p;
}

/* Only the first 19 characters of a word count. */
#define WORD_LENGTH 19

static const char *read_word(const char *p, char *word) {
  size_t length = 0;
  for (; isalpha((unsigned char)*p) || *p == '.'; p++)
    if (length < WORD_LENGTH) word[length++] = (char)tolower((unsigned char)*p);
  word[length] = '\0';
  return p;
}

/* Skips white space, comments, and signs that have no number. */
static const char *skip_blanks(const char *p) {
  for (;;) {
    if (*p == '(')
      p = skip_comment(p);
    else if (isspace((unsigned char)*p))
      p++;
    else if ((*p == '+' || *p == '-') && !isdigit((unsigned char)p[1]))
      p++;
    else
      return p;
  }
}

int ft_date_token(struct ft_date *date, union ft_date_value *value) {
  const char *p = skip_blanks(date->text);
  if (isdigit((unsigned char)*p)) {
    date->text = read_number(p, &value->number);
    return N;
  }
  if (*p == '+' || *p == '-') {
    date->text = read_number(p + 1, &value->number);
    if (*p == '-') value->number = -value->number;
    return SIGNED;
  }
  if (isalpha((unsigned char)*p)) {
    char word[WORD_LENGTH + 1];
    date->text = read_word(p, word);
    return word_token(word, value);
  }
  date->text = *p ? p + 1 : p;
  return (unsigned char)*p;
}
