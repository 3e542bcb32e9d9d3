#include "config.h"

#include "columns.h"

#include <strings.h>

#define ROW  (REP_IN_ROWS | REP_GENERIC)
#define SUM  (ROW | REP_SHOWN | REP_SORTS)
#define RATE (ROW | REP_IN_DETAIL | REP_IN_COUNTERS | REP_SORTS)
#define BPS  (RATE | REP_BPS_GROUP)
#define PPS  (RATE | REP_PPS_GROUP)
#define KEY  (REP_SHOWN | REP_SORTS)

/* A row each; docs/design.md shows how one is added. */
const struct rep_column_info rep_columns[REP_COLUMNS] = {
    [REP_C_INDEX] = {"index", ROW, REP_SHOWS_INDEX, 0},
    [REP_C_FIRST] = {"first", ROW, REP_SHOWS_FIRST, 0},
    [REP_C_LAST] = {"last", ROW, REP_SHOWS_LAST, 0},
    [REP_C_KEY] = {"key", KEY | REP_GENERIC, REP_SHOWS_KEY, 0},
    [REP_C_KEY1] = {"key1", KEY, REP_SHOWS_KEY, 0},
    [REP_C_KEY1 + 1] = {"key2", KEY, REP_SHOWS_KEY, 0},
    [REP_C_KEY1 + 2] = {"key3", KEY, REP_SHOWS_KEY, 0},
    [REP_C_KEY1 + 3] = {"key4", KEY, REP_SHOWS_KEY, 0},
    [REP_C_KEY1 + 4] = {"key5", KEY, REP_SHOWS_KEY, 0},
    [REP_C_KEY6] = {"key6", KEY, REP_SHOWS_KEY, 0},
    [REP_C_COUNT] = {"count", REP_IN_DISTINCT | REP_SHOWN | REP_SORTS, REP_SHOWS_COUNT, 0},
    [REP_C_FLOWS] = {"flows", SUM | REP_IN_LINEAR, REP_SHOWS_SUM, REP_S_FLOWS},
    [REP_C_OCTETS] = {"octets", SUM | REP_IN_LINEAR, REP_SHOWS_SUM, REP_S_OCTETS},
    [REP_C_PACKETS] = {"packets", SUM | REP_IN_LINEAR, REP_SHOWS_SUM, REP_S_PACKETS},
    [REP_C_DURATION] = {"duration", SUM, REP_SHOWS_SUM, REP_S_DURATION},
    [REP_C_AVG_BPS] = {"avg-bps", BPS, REP_SHOWS_RATE, REP_S_AVG_BPS},
    [REP_C_MIN_BPS] = {"min-bps", BPS, REP_SHOWS_RATE, REP_S_MIN_BPS},
    [REP_C_MAX_BPS] = {"max-bps", BPS, REP_SHOWS_RATE, REP_S_MAX_BPS},
    [REP_C_AVG_PPS] = {"avg-pps", PPS, REP_SHOWS_RATE, REP_S_AVG_PPS},
    [REP_C_MIN_PPS] = {"min-pps", PPS, REP_SHOWS_RATE, REP_S_MIN_PPS},
    [REP_C_MAX_PPS] = {"max-pps", PPS, REP_SHOWS_RATE, REP_S_MAX_PPS},
    [REP_C_FRECS] = {"frecs", ROW, REP_SHOWS_NUMBER, REP_S_FRECS},
    [REP_C_OTHER] = {"other", ROW | REP_IN_DETAIL | REP_SHOWN | REP_SORTS, REP_SHOWS_NOTHING, 0},
};

const int8_t rep_header_columns[] = {
    REP_C_KEY,      REP_C_KEY1,    REP_C_KEY1 + 1, REP_C_KEY1 + 2, REP_C_KEY1 + 3,
    REP_C_KEY1 + 4, REP_C_KEY6,    REP_C_FLOWS,    REP_C_OCTETS,   REP_C_PACKETS,
    REP_C_DURATION, REP_C_AVG_PPS, REP_C_MIN_PPS,  REP_C_MAX_PPS,  REP_C_AVG_BPS,
    REP_C_MIN_BPS,  REP_C_MAX_BPS, REP_C_FRECS,    REP_C_OTHER,    REP_NO_COLUMN,
};

/* Words of `fields` that stand for several columns. */
static const struct {
  const char *name;
  unsigned traits;
} groups[] = {{"pps", REP_PPS_GROUP}, {"bps", REP_BPS_GROUP}, {"generic", REP_GENERIC}};

const struct rep_option_info rep_options[] = {
    {"percent-total", REP_O_PERCENT}, {"names", REP_O_NAMES},   {"header", REP_O_HEADER},
    {"xheader", REP_O_XHEADER},       {"totals", REP_O_TOTALS}, {NULL, 0},
};

uint32_t rep_columns_with(unsigned traits) {
  uint32_t bits = 0;
  for (unsigned i = 0; i < REP_COLUMNS; i++) {
    if (rep_columns[i].traits & traits) bits |= REP_BIT(i);
  }
  return bits;
}

static uint32_t key_columns(const struct rep_type *type) {
  unsigned count = rep_type_key_columns(type);
  if (count == 1) return REP_BIT(REP_C_KEY);
  return ((1u << count) - 1) << REP_C_KEY1;
}

uint32_t rep_columns_available(const struct rep_type *type) {
  static const uint16_t traits[] = {
      [REP_ROWS] = REP_IN_ROWS,     [REP_TWO_ROWS] = REP_IN_ROWS,
      [REP_LINEAR] = REP_IN_LINEAR, [REP_DISTINCT] = REP_IN_ROWS | REP_IN_DISTINCT,
      [REP_DETAIL] = REP_IN_DETAIL, [REP_COUNTERS] = REP_IN_COUNTERS};
  uint32_t columns = rep_columns_with(traits[type->shape]);
  return rep_type_has_rows(type) ? columns | key_columns(type) : columns;
}

uint32_t rep_columns_default(const struct rep_type *type) {
  return rep_columns_available(type) & rep_columns_with(REP_SHOWN);
}

uint32_t rep_columns_by_name(const char *name) {
  for (unsigned i = 0; i < sizeof groups / sizeof groups[0]; i++) {
    if (!strcasecmp(name, groups[i].name)) return rep_columns_with(groups[i].traits);
  }
  for (unsigned i = 0; i < REP_COLUMNS; i++) {
    if (!strcasecmp(name, rep_columns[i].name)) return REP_BIT(i);
  }
  return 0;
}

int rep_sort_by_name(const char *name) {
  for (int i = 0; i < REP_COLUMNS; i++) {
    if (rep_columns[i].traits & REP_SORTS && !strcasecmp(name, rep_columns[i].name)) return i;
  }
  return REP_NO_COLUMN;
}

uint32_t rep_options_available(const struct rep_type *type) {
  if (type->shape == REP_COUNTERS) return REP_O_HEADER | REP_O_XHEADER | REP_O_TOTALS;
  return REP_O_PERCENT | REP_O_NAMES | REP_O_HEADER | REP_O_XHEADER | REP_O_TOTALS;
}
