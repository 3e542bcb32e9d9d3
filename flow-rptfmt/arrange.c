#include "report.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* Is word one of the comma separated words of list? */
static bool listed(const char *list, const char *word) {
  size_t length = strlen(word);
  for (;;) {
    size_t part = strcspn(list, ",");
    if (part == length && strncmp(list, word, length) == 0) return true;
    if (list[part] == '\0') return false;
    list += part + 1;
  }
}

void arrange_columns(struct report *report, const char *fields) {
  bool all = listed(fields, "all");
  for (size_t i = 0; i < report->column_count; i++)
    report->columns[i].shown = all || listed(fields, report->columns[i].title);
}

/* -- sorting -- */

/* Text has a key that is greater than that of any number. */
#define TEXT_FRACTION UINT64_MAX

struct sort_key {
  struct wide whole;
  uint64_t fraction;
  size_t row;
};

struct sorter {
  const struct report *report;
  size_t column;
  bool descending;
};

static const char *sort_text(const struct sorter *sorter, const struct sort_key *key) {
  return sorter->report->cells[key->row * sorter->report->column_count + sorter->column];
}

static int compare_keys(const struct sorter *sorter, const struct sort_key *a,
                        const struct sort_key *b) {
  int order = wide_compare(a->whole, b->whole);
  if (order == 0) order = (a->fraction > b->fraction) - (a->fraction < b->fraction);
  if (order == 0 && a->fraction == TEXT_FRACTION)
    order = strcmp(sort_text(sorter, a), sort_text(sorter, b));
  return sorter->descending ? -order : order;
}

static void merge(const struct sorter *sorter, const struct sort_key *from, struct sort_key *to,
                  size_t start, size_t middle, size_t end) {
  size_t left = start, right = middle;
  for (size_t i = start; i < end; i++) {
    bool take_left =
        left < middle && (right >= end || compare_keys(sorter, &from[left], &from[right]) <= 0);
    to[i] = take_left ? from[left++] : from[right++];
  }
}

/* Merge sort, as rows with equal values must keep their order. Returns the array that is sorted. */
static struct sort_key *sort_keys(const struct sorter *sorter, struct sort_key *keys,
                                  struct sort_key *spare, size_t count) {
  for (size_t width = 1; width < count; width *= 2) {
    for (size_t start = 0; start < count; start += 2 * width) {
      size_t middle = start + width < count ? start + width : count;
      size_t end = middle + width < count ? middle + width : count;
      merge(sorter, keys, spare, start, middle, end);
    }
    struct sort_key *swap = keys;
    keys = spare;
    spare = swap;
  }
  return keys;
}

static bool is_address(const char *title) {
  static const char *const titles[] = {"ip-source-address", "ip-destination-address",
                                       "ip-next-hop-address", "ip-exporter-address"};
  for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
    if (strcmp(title, titles[i]) == 0) return true;
  }
  return false;
}

static void make_keys(const struct sorter *sorter, struct sort_key *keys) {
  const struct report *report = sorter->report;
  bool address = is_address(report->columns[sorter->column].title);
  for (size_t i = 0; i < report->row_count; i++) {
    keys[i].row = i;
    struct number number;
    bool numeric = !address && number_parse(sort_text(sorter, &keys[i]), &number);
    keys[i].whole = numeric ? number.whole : WIDE_MAX;
    keys[i].fraction = numeric ? number.fraction : TEXT_FRACTION;
  }
}

static int sort_rows(struct report *report, const struct sorter *sorter) {
  size_t count = report->row_count;
  if (count == 0) return 0;
  struct sort_key *keys = calloc(count, sizeof *keys);
  struct sort_key *spare = calloc(count, sizeof *spare);
  report->order = calloc(count, sizeof *report->order);
  bool enough = keys && spare && report->order;
  if (enough) {
    make_keys(sorter, keys);
    const struct sort_key *sorted = sort_keys(sorter, keys, spare, count);
    for (size_t i = 0; i < count; i++)
      report->order[i] = sorted[i].row;
  }
  free(keys);
  free(spare);
  return enough ? 0 : -1;
}

int arrange_sort(struct report *report, const char *field, struct ft_error *err) {
  const char *title = *field == '\0' ? field : field + 1;
  struct sorter sorter = {.report = report, .descending = *field == '-'};
  sorter.column = *title == '\0' ? NO_COLUMN : report_column(report, title);
  if ((*field != '+' && *field != '-') || sorter.column == NO_COLUMN) {
    ft_error_add(err, "cannot sort by %s: +FIELD or -FIELD of this report is needed", field);
    return -1;
  }
  if (sort_rows(report, &sorter) != 0) {
    ft_error_add_memory(err);
    return -1;
  }
  return 0;
}

/* -- names -- */

static void name_column(struct report *report, size_t index, const struct ft_symbols *table) {
  struct column *column = &report->columns[index];
  for (size_t row = 0; row < report->row_count; row++) {
    const char **cell = &report->cells[row * report->column_count + index];
    const char *name = symbol_names_find(table, *cell);
    if (!name) continue;
    *cell = name;
    size_t width = strlen(name);
    if (width > column->width) column->width = width;
  }
}

int arrange_names(struct report *report, struct symbol_names *names, struct ft_error *err) {
  for (size_t i = 0; i < report->column_count; i++) {
    const struct column *column = &report->columns[i];
    if (!column->key || !column->shown) continue;
    const struct ft_symbols *table;
    if (symbol_names_table(names, column->title, &table, err) != 0) return -1;
    if (table) name_column(report, i, table);
  }
  return 0;
}

/* -- percent -- */

int report_sum(const struct report *report, size_t column, struct sum *sum, struct ft_error *err) {
  *sum = (struct sum)SUM_INIT;
  for (size_t row = 0; row < report->row_count; row++) {
    const char *text = report->cells[row * report->column_count + column];
    struct number number;
    if (!number_parse(text, &number)) {
      ft_error_add(err, "row %zu, column %zu: percent of what is not a number", row + 1,
                   column + 1);
      return -1;
    }
    sum_add(sum, text, &number);
  }
  return 0;
}

static int percent_column(struct report *report, size_t index, double total, struct arena *arena) {
  struct column *column = &report->columns[index];
  for (size_t row = 0; row < report->row_count; row++) {
    const char **cell = &report->cells[row * report->column_count + index];
    struct number number;
    if (!number_parse(*cell, &number)) continue;
    char text[400];
    int length =
        snprintf(text, sizeof text, "%5.6f", number_percent(number_value(*cell, &number), total));
    *cell = arena_text(arena, text, (size_t)length);
    if (!*cell) return -1;
    if ((size_t)length > column->width) column->width = (size_t)length;
  }
  return 0;
}

int arrange_percent(struct report *report, struct arena *arena, struct ft_error *err) {
  for (size_t i = 0; i < report->column_count; i++) {
    struct sum sum;
    if (report->columns[i].key) continue;
    if (report_sum(report, i, &sum, err) != 0) return -1;
    /* What is not shown needs no text, only the check of its values. */
    if (report->columns[i].shown && percent_column(report, i, sum_value(&sum), arena) != 0) {
      ft_error_add_memory(err);
      return -1;
    }
  }
  return 0;
}
