/* Rows of text, a record each: CSV and NFCollector (spec tools.md 6.1, 6.3). */
#ifndef COLUMNS_H
#define COLUMNS_H

#include <stdbool.h>
#include <stdint.h>

#include "ft/record.h"

enum column_kind { COLUMN_DROPPED, COLUMN_NUMBER, COLUMN_ADDRESS };

/* What the columns of a row are, for records of one layout. */
struct columns {
  char separator;
  bool c_notation; /* numbers may be hexadecimal and octal, as in C; else decimal */
  unsigned count;
  struct {
    enum column_kind kind;
    struct ft_column to;
  } list[FT_FIELD_COUNT];
};

/*
 * Adds the next column. A field that the layout lacks, or has outside its
 * field mask, is dropped, and so is FT_FIELD_COUNT.
 */
void columns_add(struct columns *columns, const struct ft_layout *layout, unsigned field);

/*
 * Stores a row of text in a record full of zeros. Columns that the row lacks
 * stay 0, further ones are ignored. The octet at end must be readable and no
 * digit. NULL, or where an address begins that is none.
 */
const char *columns_parse(const struct columns *columns, const char *text, const char *end,
                          uint8_t *record);

#endif
