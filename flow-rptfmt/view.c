#include "view.h"

#include <string.h>

#include "format.h"

/* The columns whose values have a form of their own. */
static const struct {
  const char *title;
  enum view_kind kind;
} kinds[] = {
    {"octets", VIEW_OCTETS},   {"duration", VIEW_DURATION}, {"avg-bps", VIEW_BITRATE},
    {"min-bps", VIEW_BITRATE}, {"max-bps", VIEW_BITRATE},   {"avg-pps", VIEW_RATE},
    {"min-pps", VIEW_RATE},    {"max-pps", VIEW_RATE},      {"first", VIEW_TIME},
    {"last", VIEW_TIME},
};

static bool is_one_of(const char *title, const char *const *titles) {
  while (*titles && strcmp(title, *titles) != 0)
    titles++;
  return *titles != NULL;
}

/* Counts of the report itself, of which percentages say nothing. */
static const char *const never_percent[] = {"index", "first", "last", "frecs", NULL};
static const char *const never_measure[] = {"index", "first", "last", NULL};
static const char *const additive[] = {"flows", "octets", "packets", "duration", "count", NULL};
static const char *const with_others[] = {"flows", "octets", "packets", "duration", NULL};

static enum view_kind kind_of(const struct column *column, enum view_kind percent) {
  if (column->key) return VIEW_PLAIN;
  if (percent != VIEW_PLAIN && !is_one_of(column->title, never_percent)) return percent;
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    if (strcmp(column->title, kinds[i].title) == 0) return kinds[i].kind;
  }
  return VIEW_COUNT;
}

/* -- values -- */

static bool show_integer(enum view_kind kind, const struct number *number,
                         char buffer[HUMAN_SIZE]) {
  if (!number->integer || wide_negative(number->whole)) return false;
  switch (kind) {
  case VIEW_OCTETS:
    human_octets(number->whole, buffer);
    return true;
  case VIEW_DURATION:
    human_duration(number->whole, buffer);
    return true;
  case VIEW_TIME:
    return human_time(number->whole, buffer);
  default:
    human_count(number->whole, buffer);
    return true;
  }
}

static bool show_double(const struct view_column *column, double value, char buffer[HUMAN_SIZE]) {
  int length = 0;
  switch (column->kind) {
  case VIEW_BITRATE:
    if (value < 0) return false;
    human_bitrate(value, buffer);
    break;
  case VIEW_RATE:
    length = snprintf(buffer, HUMAN_SIZE, "%.1f", value);
    break;
  case VIEW_SHARE:
    length = snprintf(buffer, HUMAN_SIZE, "%.1f%%", number_percent(value, column->total));
    break;
  case VIEW_PART:
    length = snprintf(buffer, HUMAN_SIZE, "%.2f%%", number_percent(value, column->total));
    break;
  default:
    length = snprintf(buffer, HUMAN_SIZE, "%.2f%%", value);
    break;
  }
  return length < HUMAN_SIZE;
}

static const char *show(const struct view_column *column, const char *text,
                        char buffer[HUMAN_SIZE]) {
  struct number number;
  if (column->kind == VIEW_PLAIN || !number_parse(text, &number))
    return column->kind == VIEW_SHARE ? "" : text;
  bool integer = column->kind == VIEW_OCTETS || column->kind == VIEW_DURATION ||
                 column->kind == VIEW_TIME || column->kind == VIEW_COUNT;
  bool shown = integer ? show_integer(column->kind, &number, buffer)
                       : show_double(column, number_value(text, &number), buffer);
  return shown ? buffer : text;
}

const char *view_cell(const struct view *view, size_t row, size_t column, char buffer[HUMAN_SIZE]) {
  const struct view_column *shown = &view->columns[column];
  return show(shown, report_row(view->report, row)[shown->source], buffer);
}

/* -- making a view -- */

struct maker {
  struct arena *arena;
  const struct options *options;
  struct ft_error *err;
};

static int no_memory(struct maker *maker) {
  ft_error_add_memory(maker->err);
  return -1;
}

/* `ip-source-address` is shown as `source address`. NULL: no memory. */
static const char *display_title(struct maker *maker, const char *title) {
  if (strncmp(title, "ip-", 3) == 0) title += 3;
  char *shown = arena_text(maker->arena, title, strlen(title));
  for (char *c = shown; c && *c != '\0'; c++) {
    if (*c == '-') *c = ' ';
  }
  return shown;
}

/* The display titles of the key columns, joined. "" if there are none, NULL: no memory. */
static const char *join_keys(struct maker *maker, const struct report *report, bool hidden_too) {
  size_t count = 0;
  const char **titles = arena_take(maker->arena, report->column_count * sizeof *titles);
  if (!titles) return NULL;
  for (size_t i = 0; i < report->column_count; i++) {
    const struct column *column = &report->columns[i];
    if (!column->key || !(column->shown || hidden_too)) continue;
    titles[count] = display_title(maker, column->title);
    if (!titles[count++]) return NULL;
  }
  return arena_join(maker->arena, titles, count, " / ");
}

static int make_title(struct maker *maker, struct view *view) {
  const char *name = report_header(view->report, "name");
  view->titled = !maker->options->hide_header;
  view->title = name && *name != '\0' ? name : join_keys(maker, view->report, true);
  if (!view->title) return no_memory(maker);
  if (*view->title == '\0') view->title = view->report->block ? "summary detail" : "report";
  return 0;
}

static int add_fact(struct maker *maker, struct view *view, const char *label, const char *text) {
  if (!text) return no_memory(maker);
  view->facts[view->fact_count++] = (struct view_fact){label, text};
  return 0;
}

/* The first word of a header line as a number >= 0, -1 if there is none. */
static struct wide header_number(const struct report *report, const char *name) {
  const char *value = report_header(report, name);
  if (!value) return wide_from(-1);
  char word[WIDE_TEXT_SIZE];
  snprintf(word, sizeof word, "%.*s", (int)strcspn(value, " \t"), value);
  struct number number;
  return number_parse(word, &number) && number.integer ? number.whole : wide_from(-1);
}

static int make_period(struct maker *maker, struct view *view) {
  struct wide first = header_number(view->report, "first-flow");
  struct wide last = header_number(view->report, "last-flow");
  char from[HUMAN_SIZE], to[HUMAN_SIZE], zone[HUMAN_SIZE] = "";
  if (wide_compare(first, last) > 0 || !human_time(first, from) || !human_time(last, to)) return 0;
  human_zone(last, zone);
  return add_fact(maker, view, "Period", arena_printf(maker->arena, "%s to %s %s", from, to, zone));
}

/* The records of the whole report, -1 if it does not say. */
static struct wide all_records(const struct report *report) {
  const char *text = pairs_value(&report->totals, "records");
  struct number number;
  if (text && number_parse(text, &number) && number.integer) return number.whole;
  return header_number(report, "records");
}

static int make_shown(struct maker *maker, struct view *view) {
  struct wide records = all_records(view->report);
  if (wide_negative(records) || view->report->block) return 0;
  const char *field = maker->options->sort;
  if (!field) field = report_header(view->report, "sort_field");
  if (field && (*field == '+' || *field == '-')) field++;
  const char *sorted = "";
  if (field && *field != '\0') {
    sorted = display_title(maker, field);
    if (!sorted) return no_memory(maker);
  }
  char shown[HUMAN_SIZE], all[HUMAN_SIZE];
  human_count(wide_from_unsigned(view->rows), shown);
  human_count(records, all);
  return add_fact(maker, view, "Shown",
                  arena_printf(maker->arena, "%s of %s records%s%s", shown, all,
                               *sorted == '\0' ? "" : ", sorted by ", sorted));
}

/* -- columns -- */

static size_t default_measure(const struct report *report) {
  size_t measure = NO_COLUMN;
  for (size_t i = 0; i < report->column_count; i++) {
    const struct column *column = &report->columns[i];
    if (column->key) continue;
    if (strcmp(column->title, "octets") == 0) return i;
    if (measure == NO_COLUMN && !is_one_of(column->title, never_measure)) measure = i;
  }
  return measure;
}

static enum view_kind percent_kind(const struct maker *maker, const struct report *report) {
  const char *list = report_header(report, "options");
  if (maker->options->percent) return VIEW_PART;
  return list && strstr(list, "percent-total") ? VIEW_PERCENT : VIEW_PLAIN;
}

static int add_column(struct maker *maker, struct view *view, size_t source, enum view_kind kind,
                      double total) {
  const struct column *column = &view->report->columns[source];
  struct view_column *added = &view->columns[view->column_count];
  if (column->key && view->label == NO_COLUMN) view->label = view->column_count;
  *added = (struct view_column){
      .key = column->key, .kind = kind, .source = source, .total = total, .others = "", .sum = ""};
  added->title = kind == VIEW_SHARE ? "share" : display_title(maker, column->title);
  if (!added->title) return no_memory(maker);
  view->column_count++;
  return 0;
}

/* The total of rec1 for this column, else NULL. */
static const char *known_total(const struct report *report, size_t column, struct number *number) {
  const char *text = pairs_value(&report->totals, report->columns[column].title);
  return text && number_parse(text, number) ? text : NULL;
}

/* What shares are parts of: the total in the report, else that of all rows. 0: no shares. */
static double share_total(const struct report *report, size_t column) {
  struct number number;
  const char *text = known_total(report, column, &number);
  if (text) return number_value(text, &number);
  struct sum sum = SUM_INIT;
  for (size_t row = 0; row < report->row_count; row++) {
    const char *cell = report->cells[row * report->column_count + column];
    if (number_parse(cell, &number)) sum_add(&sum, cell, &number);
  }
  return sum_value(&sum);
}

static int add_share(struct maker *maker, struct view *view, size_t source) {
  if (!is_one_of(view->report->columns[source].title, additive)) return 0;
  double total = share_total(view->report, source);
  view->has_share = total != 0;
  return total != 0 ? add_column(maker, view, source, VIEW_SHARE, total) : 0;
}

static int add_columns(struct maker *maker, struct view *view, size_t measure,
                       enum view_kind percent) {
  const struct report *report = view->report;
  for (size_t i = 0; i < report->column_count; i++) {
    enum view_kind kind = kind_of(&report->columns[i], percent);
    struct sum sum = SUM_INIT;
    if (kind == VIEW_PART && report_sum(report, i, &sum, maker->err) != 0) return -1;
    if (!report->columns[i].shown) continue;
    if (i == measure) view->measure = view->column_count;
    if (add_column(maker, view, i, kind, sum_value(&sum)) != 0) return -1;
    if (i == measure && percent == VIEW_PLAIN && add_share(maker, view, i) != 0) return -1;
  }
  return 0;
}

static int make_columns(struct maker *maker, struct view *view, enum view_kind percent) {
  const struct report *report = view->report;
  const char *bars = maker->options->bars;
  size_t measure = bars ? report_column(report, bars) : default_measure(report);
  if (bars && measure == NO_COLUMN) {
    ft_error_add(maker->err, "-b %s: no such column in this report", bars);
    return -1;
  }
  view->columns = arena_take(maker->arena, (report->column_count + 1) * sizeof *view->columns);
  if (!view->columns) return no_memory(maker);
  if (add_columns(maker, view, measure, percent) != 0) return -1;
  view->keys_title = join_keys(maker, report, false);
  if (!view->keys_title) return no_memory(maker);
  if (view->measure != NO_COLUMN) view->measure_title = view->columns[view->measure].title;
  return 0;
}

/* -- others and total -- */

/* Reports of both ends of a flow count each flow twice. */
static bool counts_twice(const struct report *report) {
  const char *title = NULL;
  for (size_t i = 0; i < report->column_count; i++) {
    if (!report->columns[i].key) continue;
    if (title) return false;
    title = report->columns[i].title;
  }
  return title && (strcmp(title, "ip-address") == 0 || strcmp(title, "ip-port") == 0);
}

/* Keeps what is shown for value; NULL without memory. */
static const char *keep(struct maker *maker, const struct view_column *column, const char *value) {
  char buffer[HUMAN_SIZE];
  const char *text = show(column, value, buffer);
  return arena_text(maker->arena, text, strlen(text));
}

/* The total less the rows that are shown; false if that is not known exactly. */
static bool rest_of(const struct view *view, size_t source, const struct number *total,
                    struct wide *rest) {
  struct sum sum = SUM_INIT;
  for (size_t row = 0; row < view->rows; row++) {
    const char *cell = report_row(view->report, row)[source];
    struct number number;
    if (!number_parse(cell, &number)) return false;
    sum_add(&sum, cell, &number);
  }
  return sum.exact && total->integer && wide_subtract(total->whole, sum.whole, rest) &&
         !wide_negative(*rest);
}

static int fill_totals(struct maker *maker, struct view *view, struct view_column *column,
                       bool twice) {
  const struct report *report = view->report;
  struct number total;
  const char *text = known_total(report, column->source, &total);
  if (!text || column->key) return 0;
  if (!(column->kind == VIEW_SHARE && twice)) {
    column->sum = keep(maker, column, text);
    if (!column->sum) return no_memory(maker);
  }
  struct wide rest;
  if (view->has_others && is_one_of(report->columns[column->source].title, with_others) &&
      rest_of(view, column->source, &total, &rest)) {
    char buffer[WIDE_TEXT_SIZE];
    column->others = keep(maker, column, wide_text(rest, buffer));
    if (!column->others) return no_memory(maker);
  }
  return 0;
}

static int make_totals(struct maker *maker, struct view *view, enum view_kind percent) {
  const struct report *report = view->report;
  view->has_total = report->totals.present && percent == VIEW_PLAIN && view->label != NO_COLUMN;
  if (!view->has_total) return 0;
  bool twice = counts_twice(report);
  struct wide hidden;
  view->has_others = !twice &&
                     wide_subtract(all_records(report), wide_from_unsigned(view->rows), &hidden) &&
                     wide_compare(hidden, wide_from(0)) > 0;
  for (size_t i = 0; i < view->column_count; i++) {
    if (fill_totals(maker, view, &view->columns[i], twice) != 0) return -1;
  }
  struct view_column *label = &view->columns[view->label];
  label->sum = "total";
  if (!view->has_others) return 0;
  char count[HUMAN_SIZE];
  human_count(hidden, count);
  label->others = arena_printf(maker->arena, "others (%s)", count);
  return label->others ? 0 : no_memory(maker);
}

/* -- chart -- */

/* The key values of a row, joined; parts has room for all columns. */
static const char *bar_label(struct maker *maker, const struct view *view, size_t row,
                             const char **parts) {
  size_t count = 0;
  for (size_t i = 0; i < view->column_count; i++) {
    if (view->columns[i].key)
      parts[count++] = report_row(view->report, row)[view->columns[i].source];
  }
  return arena_join(maker->arena, parts, count, " ");
}

static int make_bars(struct maker *maker, struct view *view) {
  if (view->measure == NO_COLUMN || view->label == NO_COLUMN) return 0;
  size_t count = view->rows < VIEW_BARS ? view->rows : VIEW_BARS;
  const char **parts = arena_take(maker->arena, view->column_count * sizeof *parts);
  view->bars = arena_take(maker->arena, VIEW_BARS * sizeof *view->bars);
  if (!parts || !view->bars) return no_memory(maker);
  for (size_t row = 0; row < count; row++) {
    const char *text = report_row(view->report, row)[view->columns[view->measure].source];
    struct number number;
    if (!number_parse(text, &number) || wide_negative(number.whole)) return 0;
    struct view_bar *bar = &view->bars[row];
    bar->value = number_value(text, &number);
    if (bar->value > view->largest) view->largest = bar->value;
    bar->label = bar_label(maker, view, row, parts);
    if (!bar->label) return no_memory(maker);
  }
  if (view->largest > 0) view->bar_count = count;
  return 0;
}

static bool uses_units(const struct view *view, size_t column) {
  const struct view_column *shown = &view->columns[column];
  struct number number;
  if (shown->kind != VIEW_OCTETS) return false;
  for (size_t row = 0; row < view->rows; row++) {
    if (number_parse(report_row(view->report, row)[shown->source], &number) && number.integer &&
        wide_to_int64(number.whole) >= 1024)
      return true;
  }
  return view->has_total && known_total(view->report, shown->source, &number) && number.integer &&
         wide_to_int64(number.whole) >= 1024;
}

static int make_table(struct maker *maker, struct view *view) {
  enum view_kind percent = percent_kind(maker, view->report);
  if (make_columns(maker, view, percent) != 0 || make_totals(maker, view, percent) != 0 ||
      make_bars(maker, view) != 0)
    return -1;
  for (size_t i = 0; i < view->column_count && !view->has_units; i++)
    view->has_units = uses_units(view, i);
  return 0;
}

static int make_view(struct maker *maker, struct view *view, const struct report *report) {
  size_t limit = maker->options->limit;
  *view = (struct view){.report = report, .label = NO_COLUMN, .measure = NO_COLUMN};
  view->rows = limit > 0 && limit < report->row_count ? limit : report->row_count;
  if (make_title(maker, view) != 0 || make_period(maker, view) != 0 || make_shown(maker, view) != 0)
    return -1;
  return report->block ? 0 : make_table(maker, view);
}

int view_make(struct view **views, struct report_set *set, const struct options *options,
              struct ft_error *err) {
  struct maker maker = {&set->arena, options, err};
  *views = arena_take(&set->arena, set->count * sizeof **views);
  if (!*views) return no_memory(&maker);
  for (size_t i = 0; i < set->count; i++) {
    if (make_view(&maker, &(*views)[i], &set->reports[i]) != 0) return -1;
  }
  return 0;
}

static bool any_share_of(const struct view *views, size_t count, const char *title) {
  for (size_t i = 0; i < count; i++) {
    if (views[i].has_share && strcmp(views[i].measure_title, title) == 0) return true;
  }
  return false;
}

const char *view_sentences(const struct view *views, size_t count, struct arena *arena) {
  bool units = false;
  for (size_t i = 0; i < count && !units; i++)
    units = views[i].has_units;
  const char *titles[sizeof additive / sizeof *additive];
  size_t shares = 0;
  for (size_t i = 0; additive[i]; i++) {
    if (any_share_of(views, count, additive[i])) titles[shares++] = additive[i];
  }
  const char *fields = arena_join(arena, titles, shares, " or ");
  if (!fields) return NULL;
  return arena_printf(arena, "%s%s%s%s%s", units ? "1 KB = 1024 octets." : "",
                      units && shares > 0 ? " " : "", shares > 0 ? "share: part of all " : "",
                      fields, shares > 0 ? " of the report." : "");
}
