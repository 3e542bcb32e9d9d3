/*
 * A report file in memory (spec report.md 3). The constructors each take the
 * words of one statement; the grammar calls them.
 */
#ifndef REPORT_TREE_H
#define REPORT_TREE_H

#include <stdbool.h>
#include <stdint.h>

#include "columns.h"
#include "conf/language.h"
#include "conf/names.h"
#include "ft/filter.h"
#include "ft/mask.h"
#include "ft/report.h"
#include "ft/tag.h"
#include "types.h"

enum rep_when { REP_MID, REP_NOW, REP_START, REP_END };
enum rep_format { REP_ASCII, REP_CSV, REP_JSON };
/* Flags of an address format; both may be set. */
enum { REP_PREFIX_LEN = 1, REP_PREFIX_MASK = 2 };

struct rep_output {
  struct rep_output *next;
  char *path; /* NULL: standard output */
  enum rep_when when;
  enum rep_format format;
  uint32_t tally;   /* 0: off */
  uint64_t limit;   /* 0: all rows */
  uint32_t columns; /* REP_BIT()s */
  uint32_t options; /* REP_O_* */
  int sort;         /* enum rep_column or REP_NO_COLUMN */
  bool largest_first;
};

struct rep_report {
  struct rep_report *next;
  char *name;
  const struct rep_type *type;
  const struct ft_filter_def *filter;
  uint32_t scale; /* 0: none */
  bool tag_mask;
  uint32_t tag_masks[2];     /* by side */
  uint8_t address_format[2]; /* by side, flags */
  struct rep_output *outputs, **outputs_end;
};

/* A report as a definition names it; report is set when the file has been read. */
struct rep_use {
  struct rep_use *next;
  char *name;
  const struct rep_report *report;
};

struct rep_definition {
  struct rep_definition *next;
  char *name;
  const struct ft_filter_def *filter;
  const struct ft_tag_def *tag;
  const struct ft_mask_def *mask;
  uint32_t time_series; /* seconds, 0: off */
  struct rep_use *uses, **uses_end;
};

struct ft_reports {
  struct ft_names report_names, definition_names;
  struct ft_filters *filters; /* each NULL until the first statement that needs it */
  struct ft_tags *tags;
  struct ft_masks *masks;
  /* The last of the file first. */
  struct rep_report *reports;
  struct rep_definition *definitions;
};

/* A file that is being read. */
struct rep_load {
  struct ft_reports *reports;
  const struct ft_vars *vars;
  char *filter_path, *tag_path, *mask_path; /* NULL: the installed one */
  struct rep_output *output;                /* the one that output commands change */
};

const struct rep_definition *rep_definition_find(const struct ft_reports *reports,
                                                 const char *name);

/* Constructors: false after adding an error. */
bool rep_include(char **path, const char *what, struct ft_scan *scan);
bool rep_open_report(struct rep_load *load, struct ft_scan *scan);
bool rep_set_type(struct rep_load *load, struct ft_scan *scan);
bool rep_set_report_filter(struct rep_load *load, struct ft_scan *scan);
bool rep_set_scale(struct rep_load *load, struct ft_scan *scan);
bool rep_set_tag_mask(struct rep_load *load, struct ft_scan *scan);
bool rep_set_address_format(struct rep_load *load, enum rep_side side, struct ft_scan *scan);
bool rep_open_output(struct rep_load *load, struct ft_scan *scan);
bool rep_open_definition(struct rep_load *load, struct ft_scan *scan);
bool rep_set_definition_filter(struct rep_load *load, struct ft_scan *scan);
bool rep_set_tag(struct rep_load *load, struct ft_scan *scan);
bool rep_set_mask(struct rep_load *load, struct ft_scan *scan);
bool rep_add_use(struct rep_load *load, struct ft_scan *scan);
bool rep_set_time_series(struct rep_load *load, struct ft_scan *scan);

bool rep_set_path(struct rep_load *load, struct ft_scan *scan);
bool rep_set_time(struct rep_load *load, struct ft_scan *scan);
bool rep_set_tally(struct rep_load *load, struct ft_scan *scan);
bool rep_set_format(struct rep_load *load, struct ft_scan *scan);
bool rep_set_sort(struct rep_load *load, struct ft_scan *scan);
bool rep_set_records(struct rep_load *load, struct ft_scan *scan);
bool rep_set_fields(struct rep_load *load, struct ft_scan *scan);
bool rep_set_options(struct rep_load *load, struct ft_scan *scan);

#endif
