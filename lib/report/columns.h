/*
 * The columns, sort fields and options of outputs as data (spec report.md 3, 5.1).
 */
#ifndef REPORT_COLUMNS_H
#define REPORT_COLUMNS_H

#include <stdbool.h>
#include <stdint.h>

#include "types.h"

/* In the order of the columns of an output. */
enum rep_column {
  REP_C_INDEX,
  REP_C_FIRST,
  REP_C_LAST,
  REP_C_KEY,
  REP_C_KEY1,
  REP_C_KEY6 = REP_C_KEY1 + REP_KEYS_MAX - 1,
  REP_C_COUNT,
  REP_C_FLOWS,
  REP_C_OCTETS,
  REP_C_PACKETS,
  REP_C_DURATION,
  REP_C_AVG_BPS,
  REP_C_MIN_BPS,
  REP_C_MAX_BPS,
  REP_C_AVG_PPS,
  REP_C_MIN_PPS,
  REP_C_MAX_PPS,
  REP_C_FRECS,
  REP_C_OTHER, /* a name without a column */
  REP_COLUMNS
};
#define REP_NO_COLUMN   (-1)
#define REP_BIT(column) (1u << (column))
#define REP_RATE_COLUMNS                                                                           \
  (REP_BIT(REP_C_AVG_BPS) | REP_BIT(REP_C_MIN_BPS) | REP_BIT(REP_C_MAX_BPS) |                      \
   REP_BIT(REP_C_AVG_PPS) | REP_BIT(REP_C_MIN_PPS) | REP_BIT(REP_C_MAX_PPS))

enum rep_option {
  REP_O_PERCENT = 1,
  REP_O_NAMES = 2,
  REP_O_HEADER = 4,
  REP_O_XHEADER = 8,
  REP_O_TOTALS = 16
};

/* The name of a column: also its title, except for keys. */
const char *rep_column_name(enum rep_column column);
/* Columns in the order of the header's line `# fields:`; -1 at the end. */
extern const int8_t rep_header_columns[];

/* Columns that outputs of the type may name, and those they show unless told. */
uint32_t rep_columns_available(const struct rep_type *type);
uint32_t rep_columns_default(const struct rep_type *type);

/* The columns that one word of `fields` stands for; 0: no such word. */
uint32_t rep_columns_by_name(const char *name);
/* The column of a word of `sort`, or REP_NO_COLUMN. */
int rep_sort_by_name(const char *name);

/* The options table; name NULL at the end. In the order of the header's line. */
struct rep_option_info {
  const char *name;
  uint32_t bit;
};
extern const struct rep_option_info rep_options[];
uint32_t rep_options_available(const struct rep_type *type);

#endif
