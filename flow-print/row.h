/* A format bound to a record layout. */
#ifndef ROW_H
#define ROW_H

#include <stdbool.h>
#include <stdint.h>

#include "format.h"
#include "ft/conf.h"
#include "ft/record.h"
#include "text.h"

#define ROW_CELLS 32

struct row_cell {
  enum cell_kind kind;
  struct ft_column column, column2;
  uint8_t width, name_cut;
  bool right;
  uint8_t after_length;
  char after[CELL_AFTER_MAX];
  const struct ft_symbols *symbols; /* NULL: numbers */
};

struct row {
  unsigned count;
  struct row_cell cells[ROW_CELLS];
  struct ft_symbols *symbols[NAMES_COUNT];
  enum choice choice;
  struct ft_column dpkts, doctets, prot, tcp_flags;
  struct ft_clock clock;
  struct text_clock times;
};

/*
 * Binds a format. names: load the symbol tables that it needs, their troubles go
 * to log. 0, or -1 if the layout lacks a field. Free with row_free.
 */
int row_bind(struct row *row, const struct format *format, bool wide, bool names,
             const struct ft_layout *layout, const struct ft_log *log);
void row_free(struct row *row);

enum row_verdict { ROW_SHOWN, ROW_HIDDEN, ROW_BOGUS };
/* Whether the format shows the record. */
enum row_verdict row_judge(const struct row *row, const uint8_t *record);
/* Appends the record's text. */
void row_print(struct row *row, const uint8_t *record, struct text *out);

#endif
