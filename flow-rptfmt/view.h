/*
 * What text and page show of a report (spec rptfmt.md 5.1): a section with its
 * title and facts, columns with values for people, share, others and total, and
 * the rows of the bar chart. All strings are in the arena of the report set.
 */
#ifndef RPTFMT_VIEW_H
#define RPTFMT_VIEW_H

#include "human.h"
#include "report.h"

struct options;

enum view_kind {
  VIEW_PLAIN, /* as it stands in the report */
  VIEW_OCTETS,
  VIEW_DURATION,
  VIEW_BITRATE,
  VIEW_RATE,
  VIEW_TIME,
  VIEW_COUNT,
  VIEW_PERCENT, /* the value is a percentage */
  VIEW_PART,    /* shown in percent of total */
  VIEW_SHARE,   /* the added column */
};

struct view_column {
  const char *title; /* for display */
  bool key;
  enum view_kind kind;
  size_t source;            /* column of the report */
  double total;             /* of VIEW_PART and VIEW_SHARE */
  const char *others, *sum; /* below the rows; "" where nothing is to be said */

  /* For the writer of text. */
  size_t width, least;    /* in characters; least is needed even if values are shortened */
  const char *title_rest; /* what is still to be written of the title */
};

struct view_fact {
  const char *label, *text;
};

struct view_bar {
  const char *label; /* the key values */
  double value;
};
#define VIEW_BARS 25

struct view {
  const struct report *report;
  bool titled; /* title and facts are shown */
  const char *title;
  struct view_fact facts[2];
  size_t fact_count;

  struct view_column *columns;
  size_t column_count;
  size_t label;    /* the first key column, or NO_COLUMN */
  size_t rows;     /* that are shown */
  bool has_others; /* a line for the rows that are not shown */
  bool has_total;

  size_t measure; /* column that shares and bars are made of, or NO_COLUMN */
  const char *measure_title;
  const char *keys_title; /* the titles of the key columns that are shown */
  bool has_share;
  bool has_units; /* KB and so on are among the values */
  struct view_bar *bars;
  size_t bar_count;
  double largest; /* of the bars */
};

/*
 * Makes a view for each report of the set, whose rows are sorted already. 0, or
 * -1: -b names no column, -p meets what is no number, no memory.
 */
int view_make(struct view **views, struct report_set *set, const struct options *options,
              struct ft_error *err);

/* The value of a cell; it is in buffer or in the report. */
const char *view_cell(const struct view *view, size_t row, size_t column, char buffer[HUMAN_SIZE]);

/* The sentences that end the output, "" if none applies. NULL: no memory. */
const char *view_sentences(const struct view *views, size_t count, struct arena *arena);

#endif
