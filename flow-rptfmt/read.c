#include "report.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "lines.h"

enum line_kind { LINE_TOTALS, LINE_DETAIL, LINE_COLUMNS, LINE_HEADER, LINE_COMMENT, LINE_ROW };

struct reader {
  struct report_set *set;
  const struct read_rules *rules;
  struct report *report;
  struct ft_error *err;
  struct lines lines;
  struct pairs *awaited; /* the next line holds the values of these */
  bool skip_next;        /* the next line holds values that nobody needs */
};

/* `# name: value`, where the name may be of several words. */
static bool is_named(const char *line) {
  const char *c = line + 2;
  if (!text_starts_with(line, "# ") || !isalnum((unsigned char)*c)) return false;
  while (isalnum((unsigned char)*c) || *c == ' ' || *c == '-' || *c == '_')
    c++;
  return *c == ':';
}

static enum line_kind classify(const char *line) {
  if (*line != '#') return LINE_ROW;
  if (text_starts_with(line, "# rec1")) return LINE_TOTALS;
  if (text_starts_with(line, "# rec2")) return LINE_DETAIL;
  if (text_starts_with(line, "# recn")) return LINE_COLUMNS;
  if (text_starts_with(line, "#  --- ") || is_named(line)) return LINE_HEADER;
  return LINE_COMMENT;
}

static int no_memory(struct reader *reader) {
  ft_error_add_memory(reader->err);
  return -1;
}

static struct report *add_report(struct reader *reader) {
  struct report_set *set = reader->set;
  if (!ft_grow(&set->reports, &set->room, set->count + 1, sizeof *set->reports)) return NULL;
  reader->report = &set->reports[set->count++];
  memset(reader->report, 0, sizeof *reader->report);
  return reader->report;
}

/* A copy of the names of a `# rec` line, to be cut up. */
static char *copy_names(struct reader *reader, const char *line, size_t length) {
  size_t start = lines_names_start(&reader->lines);
  return arena_text(&reader->set->arena, line + start, length - start);
}

static int take_pair_names(struct reader *reader, struct pairs *pairs, const char *line,
                           size_t length) {
  struct arena *arena = &reader->set->arena;
  char *names = copy_names(reader, line, length);
  if (!names) return no_memory(reader);
  pairs->count = list_count(names);
  pairs->names = arena_take(arena, pairs->count * sizeof *pairs->names);
  pairs->values = arena_take(arena, pairs->count * sizeof *pairs->values);
  if (!pairs->names || !pairs->values) return no_memory(reader);
  list_split(names, pairs->names, pairs->count);
  reader->awaited = pairs;
  return 0;
}

static int take_pair_values(struct reader *reader, const char *line, size_t length) {
  struct pairs *pairs = reader->awaited;
  reader->awaited = NULL;
  char *values = arena_text(&reader->set->arena, line, length);
  if (!values) return no_memory(reader);
  size_t found = list_split(values, pairs->values, pairs->count);
  if (found < pairs->count) return lines_too_few(&reader->lines, found, pairs->count, reader->err);
  pairs->present = true;
  return 0;
}

static void set_title(struct column *column, char *title) {
  size_t length = strlen(title);
  column->key = length > 0 && title[length - 1] == '*';
  if (column->key) title[--length] = '\0';
  for (char *c = title; *c != '\0'; c++)
    *c = (char)tolower((unsigned char)*c);
  column->title = title;
  column->shown = true;
  column->width = length;
}

static int read_columns(struct reader *reader, const char *line, size_t length,
                        struct column **columns, size_t *count) {
  struct arena *arena = &reader->set->arena;
  char *names = copy_names(reader, line, length);
  if (!names) return no_memory(reader);
  *count = list_count(names);
  *columns = arena_take(arena, *count * sizeof **columns);
  if (!*columns) return no_memory(reader);
  for (size_t i = 0; i < *count; i++) {
    char *title = names;
    char *end = strchr(title, ',');
    if (end) {
      *end = '\0';
      names = end + 1;
    }
    set_title(&(*columns)[i], title);
  }
  return 0;
}

static int take_columns(struct reader *reader, const char *line, size_t length) {
  struct report *report = reader->report;
  report->has_columns = true;
  return read_columns(reader, line, length, &report->columns, &report->column_count);
}

/* A second column line in a merged table must have the same titles. */
static int compare_columns(struct reader *reader, const char *line, size_t length) {
  const struct report *report = reader->report;
  struct column *columns;
  size_t count;
  if (read_columns(reader, line, length, &columns, &count) != 0) return -1;
  bool equal = count == report->column_count;
  for (size_t i = 0; equal && i < count; i++)
    equal = strcmp(columns[i].title, report->columns[i].title) == 0;
  if (equal) return 0;
  ft_error_add(reader->err, "line %zu: a report with other columns", reader->lines.number);
  return -1;
}

static int take_header(struct reader *reader, const char *line, size_t length) {
  struct report *report = reader->report;
  const char *copy = arena_text(&reader->set->arena, line, length);
  if (!copy || !ft_grow(&report->headers, &report->header_room, report->header_count + 1,
                        sizeof *report->headers))
    return no_memory(reader);
  report->headers[report->header_count++] = copy;
  return 0;
}

static int take_row(struct reader *reader, const char *line, size_t length) {
  struct report *report = reader->report;
  size_t count = report->column_count;
  if (length == 0) return 0;
  char *copy = arena_text(&reader->set->arena, line, length);
  if (!copy || !ft_grow(&report->cells, &report->cell_room, (report->row_count + 1) * count,
                        sizeof *report->cells))
    return no_memory(reader);
  const char **cells = report->cells + report->row_count * count;
  size_t found = list_split(copy, cells, count);
  if (found < count) return lines_too_few(&reader->lines, found, count, reader->err);
  for (size_t i = 0; i < count; i++) {
    size_t width = strlen(cells[i]);
    if (width > report->columns[i].width) report->columns[i].width = width;
  }
  report->row_count++;
  return 0;
}

static int take_header_area(struct reader *reader, enum line_kind kind, const char *line,
                            size_t length) {
  switch (kind) {
  case LINE_TOTALS:
    return take_pair_names(reader, &reader->report->totals, line, length);
  case LINE_DETAIL:
    return take_pair_names(reader, &reader->report->detail, line, length);
  case LINE_COLUMNS:
    return take_columns(reader, line, length);
  default:
    return take_header(reader, line, length);
  }
}

static int take_data_area(struct reader *reader, enum line_kind kind, const char *line,
                          size_t length) {
  switch (kind) {
  case LINE_TOTALS:
  case LINE_DETAIL:
    reader->skip_next = true;
    return 0;
  case LINE_COLUMNS:
    return compare_columns(reader, line, length);
  case LINE_ROW:
    return take_row(reader, line, length);
  default:
    return 0;
  }
}

/* Does this line belong to the next report of the input? */
static bool begins_report(const struct report *report, enum line_kind kind) {
  if (kind == LINE_ROW || kind == LINE_COMMENT) return false;
  if (report->has_columns || report->detail.present) return true;
  /* Totals with nothing behind them are those of a summary-counters report. */
  return report->totals.present && kind != LINE_COLUMNS && kind != LINE_DETAIL;
}

static int take_line(struct reader *reader, const char *line, size_t length) {
  if (reader->awaited) return take_pair_values(reader, line, length);
  if (reader->skip_next) {
    reader->skip_next = false;
    return 0;
  }
  enum line_kind kind = classify(line);
  if (reader->rules->sections && begins_report(reader->report, kind) && !add_report(reader))
    return no_memory(reader);
  if (reader->report->has_columns) return take_data_area(reader, kind, line, length);
  return take_header_area(reader, kind, line, length);
}

static int read_lines(struct reader *reader) {
  size_t limit = reader->rules->row_limit;
  while (limit == 0 || reader->report->row_count < limit) {
    const char *line = lines_next(&reader->lines);
    if (!line) break;
    if (take_line(reader, line, reader->lines.length) != 0) return -1;
  }
  bool limited = limit > 0 && reader->report->row_count == limit;
  if (!limited && lines_check(&reader->lines, reader->err) != 0) return -1;
  if (!reader->awaited) return 0;
  ft_error_add(reader->err, "line %zu: the input ends where values should be",
               reader->lines.number + 1);
  return -1;
}

static void free_report(struct report *report) {
  free(report->headers);
  free(report->cells);
  free(report->order);
}

static void drop_empty_sections(struct report_set *set) {
  size_t kept = 0;
  for (size_t i = 0; i < set->count; i++) {
    if (set->reports[i].has_columns || set->reports[i].detail.present)
      set->reports[kept++] = set->reports[i];
    else
      free_report(&set->reports[i]);
  }
  set->count = kept;
}

int report_read(struct report_set *set, FILE *stream, const struct read_rules *rules,
                struct ft_error *err) {
  struct reader reader = {.set = set, .rules = rules, .lines = LINES_INIT(stream), .err = err};
  if (!add_report(&reader)) return no_memory(&reader);
  int result = read_lines(&reader);
  lines_free(&reader.lines);
  if (result == 0 && rules->sections) drop_empty_sections(set);
  return result;
}

void report_set_free(struct report_set *set) {
  for (size_t i = 0; i < set->count; i++)
    free_report(&set->reports[i]);
  free(set->reports);
  arena_free(&set->arena);
}

const char *report_header(const struct report *report, const char *name) {
  size_t length = strlen(name);
  for (size_t i = 0; i < report->header_count; i++) {
    const char *line = report->headers[i];
    if (text_starts_with(line, "# ") && strncmp(line + 2, name, length) == 0 &&
        line[2 + length] == ':')
      return line + 3 + length + strspn(line + 3 + length, " \t");
  }
  return NULL;
}

static bool same_name(const char *a, const char *b) {
  for (; *a != '\0' && *b != '\0'; a++, b++) {
    if ((*a == '_' ? '-' : *a) != (*b == '_' ? '-' : *b)) return false;
  }
  return *a == *b;
}

const char *pairs_value(const struct pairs *pairs, const char *name) {
  for (size_t i = pairs->present ? pairs->count : 0; i > 0; i--) {
    if (same_name(pairs->names[i - 1], name)) return pairs->values[i - 1];
  }
  return NULL;
}

size_t report_column(const struct report *report, const char *title) {
  for (size_t i = report->column_count; i > 0; i--) {
    if (strcmp(report->columns[i - 1].title, title) == 0) return i - 1;
  }
  return NO_COLUMN;
}
