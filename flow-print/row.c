#include "row.h"

#include "prog.h"

/* Octets that one cell can have: an address, or a padded text and what comes after it. */
#define CELL_MAX 192

/* The table of a kind of names, and how many characters of a name are shown. */
static const struct {
  const char *file;
  uint8_t cut;
} name_tables[NAMES_COUNT] = {
    [NAMES_PROT] = {"ip-prot.sym", 4},        [NAMES_PORT] = {"tcp-port.sym", 15},
    [NAMES_PORT_SHORT] = {"tcp-port.sym", 4}, [NAMES_AS] = {"asn.sym", 17},
    [NAMES_TAG] = {"tag.sym", UINT8_MAX},
};

static uint64_t cell_needs(const struct cell *cell) {
  uint64_t field = ft_field_info(cell->field)->bit;
  switch (cell->kind) {
  case CELL_BLANK:
    return 0;
  case CELL_TIME:
  case CELL_DATE:
    return field | FT_FIELD_BIT(UNIX_SECS) | FT_FIELD_BIT(UNIX_NSECS) | FT_FIELD_BIT(SYSUPTIME);
  case CELL_PREFIX:
  case CELL_DURATION:
  case CELL_ACTIVE:
  case CELL_PER_PACKET:
    return field | ft_field_info(cell->field2)->bit;
  default:
    return field;
  }
}

static void bind_cell(struct row *row, const struct cell *cell, bool names,
                      const struct ft_layout *layout, const struct ft_log *log) {
  struct row_cell *bound = &row->cells[row->count++];
  *bound = (struct row_cell){.kind = cell->kind,
                             .column = ft_column(layout, cell->field),
                             .column2 = ft_column(layout, cell->field2),
                             .width = cell->width,
                             .right = cell->right,
                             .after_length = (uint8_t)strlen(cell->after)};
  memcpy(bound->after, cell->after, bound->after_length);
  if (!names || cell->names == NAMES_NONE) return;
  struct ft_symbols **symbols = &row->symbols[cell->names];
  if (!*symbols) *symbols = ft_symbols_load_installed(name_tables[cell->names].file, log);
  if (!*symbols) prog_out_of_memory();
  bound->symbols = *symbols;
  bound->name_cut = name_tables[cell->names].cut;
  if (cell->width < bound->name_cut) bound->name_cut = cell->width;
}

int row_bind(struct row *row, const struct format *format, bool wide, bool names,
             const struct ft_layout *layout, const struct ft_log *log) {
  bool is_wide = wide && format->wide_cells;
  const struct cell *cells = is_wide ? format->wide_cells : format->cells;
  unsigned count = is_wide ? format->wide_count : format->count;

  memset(row, 0, sizeof(*row));
  for (unsigned i = 0; i < count; i++)
    if (cell_needs(&cells[i]) & ~layout->mask) return -1;
  for (unsigned i = 0; i < count && i < ROW_CELLS; i++)
    bind_cell(row, &cells[i], names, layout, log);
  row->choice = format->choice;
  row->dpkts = ft_column(layout, FT_F_DPKTS);
  row->doctets = ft_column(layout, FT_F_DOCTETS);
  row->prot = ft_column(layout, FT_F_PROT);
  row->tcp_flags = ft_column(layout, FT_F_TCP_FLAGS);
  ft_clock_bind(&row->clock, layout);
  text_clock_init(&row->times);
  return 0;
}

void row_free(struct row *row) {
  for (unsigned i = 0; i < NAMES_COUNT; i++)
    ft_symbols_free(row->symbols[i]);
}

enum row_verdict row_judge(const struct row *row, const uint8_t *record) {
  if (row->choice == CHOICE_ALL) return ROW_SHOWN;
  uint64_t packets = ft_load(record, row->dpkts);
  if (packets == 0) return ROW_BOGUS;
  if (row->choice == CHOICE_WITH_PACKETS) return ROW_SHOWN;
  /* A SYN and its repetition, 40 octets each, and nothing else. */
  return ft_load(record, row->prot) == 6 && ft_load(record, row->tcp_flags) == 2 && packets == 2 &&
                 ft_load(record, row->doctets) == 80
             ? ROW_SHOWN
             : ROW_HIDDEN;
}

static uint64_t duration(const struct row_cell *cell, const uint8_t *record) {
  uint64_t length = ft_load(record, cell->column) - ft_load(record, cell->column2);
  return cell->column.width == 8 ? length : (uint32_t)length;
}

static char *name_or_number(const struct row_cell *cell, const uint8_t *record, char *p) {
  uint64_t value = ft_load(record, cell->column);
  const char *name = cell->symbols ? ft_symbols_name(cell->symbols, (uint32_t)value) : NULL;
  if (name) return text_copy(p, name, cell->name_cut);
  if (cell->kind == CELL_NAME) return ft_put_decimal(p, value);
  *p++ = '0';
  *p++ = 'x';
  return text_hex(p, value, 8);
}

static char *active(uint64_t ms, unsigned width, char *p) {
  char *start = p, seconds[FT_DECIMAL_MAX];
  size_t length = (size_t)(ft_put_decimal(seconds, ms / 1000) - seconds);
  if (length < width) p = text_pad(p, start, width - length);
  memcpy(p, seconds, length);
  p += length;
  *p++ = '.';
  return ft_put_digits(p, (unsigned)(ms % 1000), 3);
}

static char *clock_time(struct row *row, const struct row_cell *cell, const uint8_t *record,
                        char *p) {
  int64_t ms = ft_clock_ms(&row->clock, record, ft_load(record, cell->column));
  const struct tm *t = text_clock_local(&row->times, ft_ms_seconds(ms));
  bool date = cell->kind == CELL_DATE;
  if (date) {
    p = ft_put_decimal(p, (uint64_t)t->tm_year + 1900);
    *p++ = '-';
  }
  p = ft_put_digits(p, (unsigned)t->tm_mon + 1, 2);
  if (date) *p++ = '-';
  p = ft_put_digits(p, (unsigned)t->tm_mday, 2);
  *p++ = date ? ' ' : '.';
  p = ft_put_digits(p, (unsigned)t->tm_hour, 2);
  *p++ = ':';
  p = ft_put_digits(p, (unsigned)t->tm_min, 2);
  *p++ = ':';
  p = ft_put_digits(p, (unsigned)t->tm_sec, 2);
  *p++ = '.';
  return ft_put_digits(p, ft_ms_rest(ms), 3);
}

static char *cell_value(struct row *row, const struct row_cell *cell, const uint8_t *record,
                        char *p) {
  switch (cell->kind) {
  case CELL_BLANK:
    return p;
  case CELL_NUMBER:
    return ft_put_decimal(p, ft_load(record, cell->column));
  case CELL_HEX:
    return text_hex(p, ft_load(record, cell->column), cell->width);
  case CELL_HEX_LEFT:
    return text_hex(p, ft_load(record, cell->column), 1);
  case CELL_ADDR:
    return text_addr(p, record, cell->column);
  case CELL_PREFIX: {
    struct ft_addr addr = ft_load_addr(record, cell->column);
    p += ft_prefix_format(&addr, (unsigned)ft_load(record, cell->column2), p);
    *p = ' '; /* instead of the NUL, where the padding is */
    return p;
  }
  case CELL_NAME:
  case CELL_TAG:
    return name_or_number(cell, record, p);
  case CELL_LOW_FLAGS:
    return ft_put_decimal(p, ft_load(record, cell->column) & 7);
  case CELL_DURATION:
    return ft_put_decimal(p, duration(cell, record));
  case CELL_ACTIVE:
    return active(duration(cell, record), cell->width, p);
  case CELL_PER_PACKET:
    /* row_judge keeps flows without packets away from formats with this cell.
     * NOLINTNEXTLINE(clang-analyzer-core.DivideZero) */
    return ft_put_decimal(p, ft_load(record, cell->column) / ft_load(record, cell->column2));
  case CELL_TIME:
  case CELL_DATE:
    return clock_time(row, cell, record, p);
  }
  return p;
}

void row_print(struct row *row, const uint8_t *record, struct text *out) {
  char *p = text_begin(out, ROW_CELLS * CELL_MAX);
  for (const struct row_cell *cell = row->cells, *end = cell + row->count; cell < end; cell++) {
    char *start = p;
    memset(start, ' ', CELL_WIDTH_MAX); /* a fixed size, so that it is no call */
    p = cell_value(row, cell, record, p);
    size_t length = (size_t)(p - start);
    if (length < cell->width) {
      p = start + cell->width;
      if (cell->right) {
        memmove(p - length, start, length);
        memset(start, ' ', cell->width - length);
      }
    } else if (cell->after_length == 0) {
      *p++ = ' '; /* a number that fills its column must not touch the next one */
    }
    memcpy(p, cell->after, sizeof(cell->after));
    p += cell->after_length;
  }
  text_end(out, p);
}
