/* The formats of flow-print: tables of cells (spec tools.md 2). */
#ifndef FORMAT_H
#define FORMAT_H

#include <stdbool.h>
#include <stdint.h>

#include "ft/record.h"

/* What a cell shows of its field. */
enum cell_kind {
  CELL_BLANK,      /* nothing but what comes after it */
  CELL_NUMBER,     /* decimal */
  CELL_HEX,        /* at least width digits, zeros in front */
  CELL_HEX_LEFT,   /* hexadecimal without zeros in front */
  CELL_ADDR,       /* dotted quad */
  CELL_PREFIX,     /* address and the mask length in field2 */
  CELL_NAME,       /* decimal, or with -n the symbol */
  CELL_TAG,        /* 0x and eight digits, or with -n the symbol */
  CELL_LOW_FLAGS,  /* the three lowest bits */
  CELL_DURATION,   /* last - first, milliseconds */
  CELL_ACTIVE,     /* the same as seconds and thousandths */
  CELL_PER_PACKET, /* octets by packets */
  CELL_TIME,       /* MMDD.HH:MM:SS.mmm of the uptime in field */
  CELL_DATE        /* YYYY-MM-DD HH:MM:SS.mmm */
};

/* The symbol tables, and how much of a symbol a cell shows. */
enum names {
  NAMES_NONE,
  NAMES_PROT,
  NAMES_PORT,
  NAMES_PORT_SHORT,
  NAMES_AS,
  NAMES_TAG,
  NAMES_COUNT
};

/* The widest column, and the longest text between two. */
#define CELL_WIDTH_MAX 24
#define CELL_AFTER_MAX 8

struct cell {
  enum cell_kind kind;
  enum ft_field_id field, field2;
  enum names names;
  uint8_t width; /* padded with blanks to this; only names are cut */
  bool right;    /* blanks go in front */
  const char *after;
};

/* Which flows a format shows. */
enum choice {
  CHOICE_ALL,
  CHOICE_WITH_PACKETS, /* those without packets are bogus: a message */
  CHOICE_SYN           /* as well, only what looks like an unanswered SYN */
};

struct format {
  const char *name;
  enum choice choice;
  const char *heading;
  const struct cell *cells;
  /* -w; NULL: the format has no wide form */
  const char *wide_heading;
  const struct cell *wide_cells;
  uint8_t count, wide_count;
};

#define FORMAT_COUNT 25
extern const struct format formats[FORMAT_COUNT];
/* The format for a version when -f is not given. */
unsigned format_default(const struct ft_layout *layout);

#endif
