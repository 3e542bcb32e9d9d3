#include "config.h"

#include "columns.h"

#include <strings.h>

static const struct {
  const char *name;
  bool sortable;
} columns[REP_COLUMNS] = {
    [REP_C_INDEX] = {"index", false},      [REP_C_FIRST] = {"first", false},
    [REP_C_LAST] = {"last", false},        [REP_C_KEY] = {"key", true},
    [REP_C_KEY1] = {"key1", true},         [REP_C_KEY1 + 1] = {"key2", true},
    [REP_C_KEY1 + 2] = {"key3", true},     [REP_C_KEY1 + 3] = {"key4", true},
    [REP_C_KEY1 + 4] = {"key5", true},     [REP_C_KEY6] = {"key6", true},
    [REP_C_COUNT] = {"count", true},       [REP_C_FLOWS] = {"flows", true},
    [REP_C_OCTETS] = {"octets", true},     [REP_C_PACKETS] = {"packets", true},
    [REP_C_DURATION] = {"duration", true}, [REP_C_AVG_BPS] = {"avg-bps", true},
    [REP_C_MIN_BPS] = {"min-bps", true},   [REP_C_MAX_BPS] = {"max-bps", true},
    [REP_C_AVG_PPS] = {"avg-pps", true},   [REP_C_MIN_PPS] = {"min-pps", true},
    [REP_C_MAX_PPS] = {"max-pps", true},   [REP_C_FRECS] = {"frecs", false},
    [REP_C_OTHER] = {"other", true},
};

const int8_t rep_header_columns[] = {
    REP_C_KEY,      REP_C_KEY1,    REP_C_KEY1 + 1, REP_C_KEY1 + 2, REP_C_KEY1 + 3,
    REP_C_KEY1 + 4, REP_C_KEY6,    REP_C_FLOWS,    REP_C_OCTETS,   REP_C_PACKETS,
    REP_C_DURATION, REP_C_AVG_PPS, REP_C_MIN_PPS,  REP_C_MAX_PPS,  REP_C_AVG_BPS,
    REP_C_MIN_BPS,  REP_C_MAX_BPS, REP_C_FRECS,    REP_C_OTHER,    REP_NO_COLUMN,
};

#define BPS_COLUMNS (REP_BIT(REP_C_AVG_BPS) | REP_BIT(REP_C_MIN_BPS) | REP_BIT(REP_C_MAX_BPS))
#define PPS_COLUMNS (REP_BIT(REP_C_AVG_PPS) | REP_BIT(REP_C_MIN_PPS) | REP_BIT(REP_C_MAX_PPS))
#define SUM_COLUMNS (REP_BIT(REP_C_FLOWS) | REP_BIT(REP_C_OCTETS) | REP_BIT(REP_C_PACKETS))
#define ROW_COLUMNS                                                                                \
  (REP_BIT(REP_C_INDEX) | REP_BIT(REP_C_FIRST) | REP_BIT(REP_C_LAST) | SUM_COLUMNS |               \
   REP_BIT(REP_C_DURATION) | REP_RATE_COLUMNS | REP_BIT(REP_C_FRECS) | REP_BIT(REP_C_OTHER))

/* Words of `fields` that stand for several columns. */
static const struct {
  const char *name;
  uint32_t columns;
} groups[] = {
    {"pps", PPS_COLUMNS},
    {"bps", BPS_COLUMNS},
    {"generic", ROW_COLUMNS | REP_BIT(REP_C_KEY)},
};

const struct rep_option_info rep_options[] = {
    {"percent-total", REP_O_PERCENT}, {"names", REP_O_NAMES},   {"header", REP_O_HEADER},
    {"xheader", REP_O_XHEADER},       {"totals", REP_O_TOTALS}, {NULL, 0},
};

const char *rep_column_name(enum rep_column column) {
  return columns[column].name;
}

static uint32_t key_columns(const struct rep_type *type) {
  unsigned count = rep_type_key_columns(type);
  if (count == 1) return REP_BIT(REP_C_KEY);
  return ((1u << count) - 1) << REP_C_KEY1;
}

uint32_t rep_columns_available(const struct rep_type *type) {
  switch (type->shape) {
  case REP_DETAIL:
    return REP_RATE_COLUMNS | REP_BIT(REP_C_OTHER);
  case REP_COUNTERS:
    return REP_RATE_COLUMNS;
  case REP_LINEAR:
    return REP_BIT(REP_C_KEY) | SUM_COLUMNS;
  case REP_DISTINCT:
    return REP_BIT(REP_C_KEY) | REP_BIT(REP_C_COUNT) | ROW_COLUMNS;
  default:
    return key_columns(type) | ROW_COLUMNS;
  }
}

uint32_t rep_columns_default(const struct rep_type *type) {
  return rep_columns_available(type) &
         ~(REP_RATE_COLUMNS | REP_BIT(REP_C_INDEX) | REP_BIT(REP_C_FIRST) | REP_BIT(REP_C_LAST) |
           REP_BIT(REP_C_FRECS));
}

uint32_t rep_columns_by_name(const char *name) {
  for (unsigned i = 0; i < sizeof groups / sizeof groups[0]; i++) {
    if (!strcasecmp(name, groups[i].name)) return groups[i].columns;
  }
  for (unsigned i = 0; i < REP_COLUMNS; i++) {
    if (!strcasecmp(name, columns[i].name)) return REP_BIT(i);
  }
  return 0;
}

int rep_sort_by_name(const char *name) {
  for (int i = 0; i < REP_COLUMNS; i++) {
    if (columns[i].sortable && !strcasecmp(name, columns[i].name)) return i;
  }
  return REP_NO_COLUMN;
}

uint32_t rep_options_available(const struct rep_type *type) {
  if (type->shape == REP_COUNTERS) return REP_O_HEADER | REP_O_XHEADER | REP_O_TOTALS;
  return REP_O_PERCENT | REP_O_NAMES | REP_O_HEADER | REP_O_XHEADER | REP_O_TOTALS;
}
