/*
 * Writing one output of a report (spec report.md 7, 9.1).
 */
#ifndef REPORT_WRITE_H
#define REPORT_WRITE_H

#include <time.h>

#include "count.h"
#include "ft/stream.h"
#include "names.h"
#include "text.h"

/* What all outputs of a definition have in common. */
struct rep_context {
  const struct rep_definition *definition;
  const struct ft_header *header; /* of the stream */
  const struct ft_log *log;
  FILE *out;
  uint32_t interval;
  time_t now;
};

/* A column of an output. */
struct rep_shown {
  enum rep_kind kind;
  uint8_t key;   /* of a key column */
  bool named;    /* a key that is shown as text */
  unsigned cell; /* of a counter, behind the key */
  char title[64];
};
struct rep_view {
  const struct rep_context *context;
  struct rep_count *count;
  const struct rep_output *output;
  struct rep_text *text;
  struct rep_names names;
  bool fresh;         /* nothing has been written to the file before */
  size_t rows, limit; /* to show; limit SIZE_MAX: all */
  uint64_t distinct;  /* sum of all counts */
  unsigned shown_count;
  struct rep_shown shown[REP_COLUMNS + 1];
};

/*
 * Does all that can fail, before there is a file or a command: the order of the
 * rows, the names. 0, or -1 with the reason (memory); rep_view_free in both cases.
 */
int rep_view_prepare(struct rep_view *view, const struct rep_context *context,
                     struct rep_count *count, const struct rep_output *output,
                     struct ft_error *err);
/* Writes the output to text. fresh: nothing has been written there before. */
void rep_view_write(struct rep_view *view, struct rep_text *text, bool fresh);
void rep_view_free(struct rep_view *view);

/* The parts of rep_view_write, by file. */
void rep_write_header(struct rep_view *view); /* header.c */
void rep_write_ascii(struct rep_view *view);  /* ascii.c */
void rep_write_csv(struct rep_view *view);    /* csv.c */
void rep_write_json(struct rep_view *view);   /* json.c */

/* Rows and values, value.c. */

/* The row at a place of the output's order; those behind it are put on their way. */
uint32_t rep_row_at(const struct rep_view *view, size_t place);

/* A text or the title of a column, quoted as the format wants it. */
void rep_put_text(struct rep_view *view, const char *text, size_t length);
void rep_put_value(struct rep_view *view, const struct rep_shown *shown, uint32_t row);

/* The totals: names and values from 0 on. */
unsigned rep_totals_count(const struct rep_view *view);
const char *rep_totals_name(unsigned index);
void rep_put_total(struct rep_view *view, unsigned index);

/* The columns of summary-detail. */
bool rep_detail_shown(const struct rep_view *view, unsigned index,
                      struct rep_detail_column *column);
void rep_put_detail(struct rep_view *view, const struct rep_detail_column *column);

/* 100 * value / total, 0 without a total. */
double rep_percent(double value, double total);
/* True if the format and the definition call for a column of interval numbers. */
bool rep_numbers_intervals(const struct rep_view *view);

#endif
