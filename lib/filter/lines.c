/* The permit and deny lines of the types that keep entries (spec filter.md 3.2 to 3.7). */
#include "config.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "filter/filter.h"

const char *const ft_op_names[FT_OP_COUNT] = {"lt", "gt", "eq", "ne", "le", "ge"};

/* For a key in a warning: a double as %f, and a bit more. */
#define SHOWN_SIZE 400

enum repeated { FIRST_WINS, LAST_WINS };

static bool add(struct ft_primitive *primitive, struct ft_scan *scan, const struct ft_entry *entry,
                const char *shown, enum repeated repeated) {
  struct ft_entry *known = ft_entries_find(&primitive->entries, entry);
  if (!known) return ft_entries_add(&primitive->entries, entry) || ft_scan_fail_memory(scan);
  ft_scan_warn(scan, "entry %s previously set as %s.", shown, known->permit ? "permit" : "deny");
  if (repeated == LAST_WINS) known->permit = entry->permit;
  return true;
}

/* -- addresses -- */

bool ft_add_address(struct ft_filters *filters, struct ft_primitive *primitive,
                    struct ft_scan *scan, const char *word, bool permit) {
  (void)filters;
  struct ft_entry entry = {.permit = permit};
  char shown[SHOWN_SIZE];
  if (!ft_scan_addr(scan, word, &entry.addr)) return false;
  entry.length = (uint8_t)(entry.addr.width * 8);
  ft_addr_format(&entry.addr, shown);
  return add(primitive, scan, &entry, shown, LAST_WINS);
}

bool ft_add_address_mask(struct ft_filters *filters, struct ft_primitive *primitive,
                         struct ft_scan *scan, const char *word, bool permit) {
  (void)filters;
  struct ft_entry entry = {.permit = permit};
  char shown[SHOWN_SIZE];
  const char *mask = ft_scan_need(scan, "Expecting mask.");
  if (!mask || !ft_scan_addr(scan, word, &entry.addr) ||
      !ft_scan_addr(scan, mask, &entry.addr_mask))
    return false;
  size_t length = ft_addr_format(&entry.addr, shown);
  shown[length++] = ' ';
  ft_addr_format(&entry.addr_mask, shown + length);
  return add(primitive, scan, &entry, shown, FIRST_WINS);
}

bool ft_add_prefix(struct ft_filters *filters, struct ft_primitive *primitive, struct ft_scan *scan,
                   const char *word, bool permit) {
  (void)filters;
  struct ft_prefix prefix;
  char shown[SHOWN_SIZE];
  if (!ft_scan_prefix(scan, word, &prefix)) return false;
  struct ft_entry entry = {.addr = prefix.addr, .length = prefix.length, .permit = permit};
  ft_prefix_format(&prefix.addr, prefix.length, shown);
  return add(primitive, scan, &entry, shown, FIRST_WINS);
}

/* -- tags -- */

static bool read_tag(struct ft_filters *filters, const struct ft_primitive *primitive,
                     struct ft_scan *scan, const char *word, uint64_t *tag) {
  uint32_t value;
  if (!isalpha((unsigned char)*word)) {
    if (!ft_scan_number(scan, word, &value)) return false;
  } else if (!ft_filters_symbol(filters, primitive->type, word, ft_scan_log(scan), &value)) {
    return ft_scan_fail(scan, "symbol lookup for \"%s\" failed.", word);
  }
  *tag = value;
  return true;
}

bool ft_add_tag(struct ft_filters *filters, struct ft_primitive *primitive, struct ft_scan *scan,
                const char *word, bool permit) {
  struct ft_entry entry = {.op = FT_OP_EQ, .permit = permit};
  char shown[SHOWN_SIZE];
  if (!read_tag(filters, primitive, scan, word, &entry.number)) return false;
  snprintf(shown, sizeof shown, "0x%" PRIX64, entry.number);
  return add(primitive, scan, &entry, shown, LAST_WINS);
}

bool ft_add_tag_mask(struct ft_filters *filters, struct ft_primitive *primitive,
                     struct ft_scan *scan, const char *word, bool permit) {
  struct ft_entry entry = {.permit = permit};
  char shown[SHOWN_SIZE];
  uint32_t mask;
  const char *mask_word = ft_scan_need(scan, "Expecting mask.");
  if (!mask_word || !read_tag(filters, primitive, scan, word, &entry.number) ||
      !ft_scan_number(scan, mask_word, &mask))
    return false;
  entry.number_mask = mask;
  snprintf(shown, sizeof shown, "0x%" PRIX64 " 0x%" PRIX64, entry.number, entry.number_mask);
  return add(primitive, scan, &entry, shown, FIRST_WINS);
}

/* -- an operator and a value -- */

static bool read_op(struct ft_scan *scan, const char *word, uint8_t *op) {
  for (*op = 0; *op < FT_OP_COUNT; ++*op)
    if (!strcasecmp(word, ft_op_names[*op])) return true;
  return ft_scan_fail(scan, "Expecting one of {lt,gt,eq,ne,le,ge}");
}

bool ft_add_counter(struct ft_filters *filters, struct ft_primitive *primitive,
                    struct ft_scan *scan, const char *word, bool permit) {
  (void)filters;
  struct ft_entry entry = {.permit = permit};
  char shown[SHOWN_SIZE];
  uint32_t number;
  const char *value = ft_scan_need(scan, "Expecting counter.");
  if (!value || !read_op(scan, word, &entry.op) || !ft_scan_number(scan, value, &number))
    return false;
  entry.number = number;
  snprintf(shown, sizeof shown, "%s %" PRIu32, ft_op_names[entry.op], number);
  return add(primitive, scan, &entry, shown, FIRST_WINS);
}

bool ft_add_double(struct ft_filters *filters, struct ft_primitive *primitive, struct ft_scan *scan,
                   const char *word, bool permit) {
  (void)filters;
  struct ft_entry entry = {.permit = permit};
  char shown[SHOWN_SIZE];
  const char *value = ft_scan_need(scan, "Expecting counter.");
  if (!value || !read_op(scan, word, &entry.op)) return false;
  entry.real = strtod(value, NULL);
  snprintf(shown, sizeof shown, "%s %f", ft_op_names[entry.op], entry.real);
  return add(primitive, scan, &entry, shown, FIRST_WINS);
}

/* H[:M[:S]] as seconds. */
static bool read_time(struct ft_scan *scan, const char *word, int64_t *seconds) {
  static const int64_t unit[] = {3600, 60, 1};
  *seconds = 0;
  for (size_t part = 0; part < 3; part++) {
    int64_t number;
    if (!ft_scan_decimal(scan, word, &number)) return false;
    *seconds += number * unit[part];
    word += strcspn(word, ":");
    if (!*word) return true;
    word++;
  }
  return ft_scan_fail(scan, "Unexpected text: %s", word);
}

/* No time of the day is below 0: such an entry holds always or never. */
static void clamp_to_zero(struct ft_entry *entry) {
  bool never = entry->op == FT_OP_LT || entry->op == FT_OP_LE || entry->op == FT_OP_EQ;
  entry->op = never ? FT_OP_LT : FT_OP_GE;
  entry->number = 0;
}

bool ft_add_time(struct ft_filters *filters, struct ft_primitive *primitive, struct ft_scan *scan,
                 const char *word, bool permit) {
  (void)filters;
  struct ft_entry entry = {.permit = permit};
  char shown[SHOWN_SIZE];
  int64_t seconds;
  const char *value = ft_scan_need(scan, "Expecting time value.");
  if (!value || !read_time(scan, value, &seconds) || !read_op(scan, word, &entry.op)) return false;
  snprintf(shown, sizeof shown, "%s %" PRId64 ":%" PRId64 ":%" PRId64, ft_op_names[entry.op],
           seconds / 3600, seconds / 60 % 60, seconds % 60);
  if (seconds >= 0)
    entry.number = (uint64_t)seconds;
  else
    clamp_to_zero(&entry);
  return add(primitive, scan, &entry, shown, FIRST_WINS);
}

bool ft_add_date(struct ft_filters *filters, struct ft_primitive *primitive, struct ft_scan *scan,
                 const char *word, bool permit) {
  (void)filters;
  struct ft_entry entry = {.permit = permit};
  char shown[SHOWN_SIZE];
  uint32_t seconds;
  const char *text = ft_scan_rest(scan);
  if (!text) return ft_scan_fail(scan, "Expecting time/date.");
  if (!ft_date_parse(text, time(NULL), &seconds))
    return ft_scan_fail(scan, "Cannot parse time/date.");
  if (!read_op(scan, word, &entry.op)) return false;
  entry.number = seconds;
  snprintf(shown, sizeof shown, "%s %" PRIu32, ft_op_names[entry.op], seconds);
  return add(primitive, scan, &entry, shown, FIRST_WINS);
}

/* -- random samples: one entry, the last line's -- */

bool ft_add_rate(struct ft_filters *filters, struct ft_primitive *primitive, struct ft_scan *scan,
                 const char *word, bool permit) {
  (void)filters;
  int64_t rate;
  if (!ft_scan_decimal(scan, word, &rate)) return false;
  if (rate <= 0) {
    ft_scan_fail(scan, "Rate can not be 0.");
    ft_error_end(ft_scan_error(scan));
    return false;
  }
  if (primitive->entries.count) {
    ft_scan_warn(scan, "Rate previously set.");
    ft_entries_clear(&primitive->entries);
  }
  struct ft_entry entry = {.number = (uint64_t)rate, .permit = permit};
  return ft_entries_add(&primitive->entries, &entry) || ft_scan_fail_memory(scan);
}
