/*
 * The columns, sort fields and options of outputs as data (spec report.md 3, 5.1).
 */
#ifndef REPORT_COLUMNS_H
#define REPORT_COLUMNS_H

#include <stdbool.h>
#include <stdint.h>

#include "types.h"

/*
 * The counters of the totals and of each row, there behind the key. Rows have
 * the rates only if the report keeps them, then the number of distinct values
 * if it counts any. Rows of REP_LINEAR hold the first three alone, as doubles.
 */
enum rep_sum {
  REP_S_FLOWS,
  REP_S_OCTETS,
  REP_S_PACKETS,
  REP_S_DURATION,
  REP_S_FRECS,
  REP_S_RATES,
  REP_S_AVG_BPS = REP_S_RATES,
  REP_S_MIN_BPS,
  REP_S_MAX_BPS,
  REP_S_AVG_PPS,
  REP_S_MIN_PPS,
  REP_S_MAX_PPS,
  REP_SUMS
};

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

/* What a column shows. */
enum rep_kind {
  REP_SHOWS_INTERVAL,
  REP_SHOWS_INDEX,
  REP_SHOWS_FIRST,
  REP_SHOWS_LAST,
  REP_SHOWS_KEY,
  REP_SHOWS_COUNT,  /* the number of distinct values */
  REP_SHOWS_SUM,    /* a sum, also as a percentage of the report's */
  REP_SHOWS_NUMBER, /* a sum that is never a percentage */
  REP_SHOWS_RATE,
  REP_SHOWS_NOTHING
};

/* Traits of columns: which types have them, and what they are good for. */
enum {
  REP_IN_ROWS = 1, /* all types with rows, except REP_LINEAR */
  REP_IN_LINEAR = 2,
  REP_IN_DETAIL = 4,
  REP_IN_COUNTERS = 8,
  REP_IN_DISTINCT = 16,
  REP_SHOWN = 32, /* unless told otherwise */
  REP_SORTS = 64,
  REP_GENERIC = 128, /* words of `fields` that stand for several */
  REP_BPS_GROUP = 256,
  REP_PPS_GROUP = 512
};

struct rep_column_info {
  const char *name; /* also the title, except for keys and REP_C_COUNT */
  uint16_t traits;
  enum rep_kind kind;
  enum rep_sum sum; /* of a sum, number or rate */
};

enum rep_option {
  REP_O_PERCENT = 1,
  REP_O_NAMES = 2,
  REP_O_HEADER = 4,
  REP_O_XHEADER = 8,
  REP_O_TOTALS = 16
};

extern const struct rep_column_info rep_columns[REP_COLUMNS];
/* The REP_BIT()s of the columns with one of the traits. */
uint32_t rep_columns_with(unsigned traits);
#define REP_RATE_TRAITS (REP_BPS_GROUP | REP_PPS_GROUP)
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
