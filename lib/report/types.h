/*
 * The report types as data (spec report.md 6): what a key is read from and how
 * it is printed, and which keys make a type.
 */
#ifndef REPORT_TYPES_H
#define REPORT_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ft/record.h"

#define REP_KEYS_MAX 6
#define REP_NO_FIELD FT_FIELD_COUNT

enum rep_side { REP_SOURCE, REP_DESTINATION, REP_NO_SIDE };

/* How the value of a key is made from a record. */
enum rep_value {
  REP_FIELD,   /* a number as it is */
  REP_ADDRESS, /* an address; with a side: in the address format of that side */
  REP_CLASS,   /* the class of an address */
  REP_SIZE,    /* octets a packet */
  REP_OCTETS,
  REP_PACKETS,
  REP_BPS,
  REP_PPS,
  REP_DURATION,
  REP_SECOND /* the seconds that the flow lasted, one row each */
};

enum rep_key_code {
  REP_K_END, /* ends a list of keys */
  REP_K_SA,
  REP_K_DA,
  REP_K_NH,
  REP_K_EX,
  REP_K_SP,
  REP_K_DP,
  REP_K_IN,
  REP_K_OUT,
  REP_K_SAS,
  REP_K_DAS,
  REP_K_PROT,
  REP_K_TOS,
  REP_K_EID,
  REP_K_ETYPE,
  REP_K_STAG,
  REP_K_DTAG,
  REP_K_PSZ,
  REP_K_OCT,
  REP_K_PKT,
  REP_K_BPS,
  REP_K_PPS,
  REP_K_DTYPE,
  REP_K_FIRST,
  REP_K_LAST,
  REP_K_DUR,
  REP_K_SECOND
};

struct rep_key {
  const char *label;   /* column title */
  const char *symbols; /* file of +names, NULL: none */
  enum rep_value value;
  enum ft_field_id field; /* REP_NO_FIELD: made of the counters alone */
  enum rep_side side;
  uint8_t bits; /* of a made value; 0: as wide as the field */
};

/* What happens to a record besides counting it in the row of its keys. */
enum rep_shape {
  REP_ROWS,
  REP_TWO_ROWS, /* counted under keys[0] and under keys[1] */
  REP_DISTINCT, /* rows of keys[0] that count distinct values of keys[1] */
  REP_LINEAR,   /* spread over the seconds it lasted */
  REP_DETAIL,   /* no rows */
  REP_COUNTERS  /* no rows */
};

/* The store of the original, which decides the order of rows (report.md 7.1). */
enum rep_store { REP_HASH, REP_ARRAY };

struct rep_type {
  const char *name;
  enum rep_shape shape;
  enum rep_store store;
  uint8_t keys[REP_KEYS_MAX + 1]; /* enum rep_key_code, ends with REP_K_END */
  /* Titles of the ascii form where they are not those of the keys (report.md 11). */
  const char *ascii_labels[2];
};

extern const struct rep_key rep_keys[];
extern const struct rep_type rep_types[];

/* By name, letter case ignored; NULL if there is none. */
const struct rep_type *rep_type_find(const char *name);
/* Key columns of a row: 1 to 6, 0 for the types without rows. */
unsigned rep_type_key_columns(const struct rep_type *type);
/* True if some key is the address of that side. */
bool rep_type_uses_side(const struct rep_type *type, enum rep_side side);
/* Title of a key column, without star. */
const char *rep_type_label(const struct rep_type *type, unsigned key, bool ascii);
static inline bool rep_type_has_rows(const struct rep_type *type) {
  return type->shape != REP_DETAIL && type->shape != REP_COUNTERS;
}

#endif
