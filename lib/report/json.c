/* One JSON object a line (spec report.md 9.1). */
#include <string.h>

#include "write.h"

/* Opens the object or goes on in it. Our own names hold nothing that needs escapes. */
static void put_name(struct rep_view *view, const char *name, bool *any) {
  rep_text_string(view->text, *any ? ",\"" : "{\"");
  *any = true;
  rep_text_string(view->text, name);
  rep_text_string(view->text, "\":");
}

static void put_string(struct rep_view *view, const char *name, const char *value, bool *any) {
  put_name(view, name, any);
  rep_put_text(view, value, strlen(value));
}

static void put_number(struct rep_view *view, const char *name, uint64_t value, bool *any) {
  put_name(view, name, any);
  rep_text_number(view->text, value);
}

static void put_sort(struct rep_view *view, bool *any) {
  char sort[64];
  put_name(view, "sort", any);
  if (view->output->sort == REP_NO_COLUMN) {
    rep_text_string(view->text, "null");
    return;
  }
  int length = snprintf(sort, sizeof sort, "%c%s", view->output->largest_first ? '+' : '-',
                        rep_columns[view->output->sort].name);
  rep_put_text(view, sort, (size_t)length);
}

/* null without a record: the times are then what the counting started from. */
static void put_time(struct rep_view *view, const char *name, uint64_t seconds, bool *any) {
  put_name(view, name, any);
  if (view->count->first > view->count->last) {
    rep_text_string(view->text, "null");
  } else {
    rep_text_number(view->text, seconds);
  }
}

static void put_columns(struct rep_view *view, bool *any) {
  struct rep_detail_column column;
  bool more = false;
  put_name(view, "columns", any);
  rep_text_char(view->text, '[');
  for (unsigned i = 0; i < view->shown_count; i++) {
    if (more) rep_text_char(view->text, ',');
    more = true;
    rep_put_text(view, view->shown[i].title, strlen(view->shown[i].title));
  }
  for (unsigned i = 0; view->count->detail && rep_detail_shown(view, i, &column); i++) {
    if (more) rep_text_char(view->text, ',');
    more = true;
    rep_put_text(view, column.label, strlen(column.label));
  }
  rep_text_char(view->text, ']');
}

static void put_totals(struct rep_view *view, bool *any) {
  bool more = false;
  put_name(view, "totals", any);
  for (unsigned i = 0; i < rep_totals_count(view); i++) {
    put_name(view, rep_totals_name(i), &more);
    rep_put_total(view, i);
  }
  rep_text_char(view->text, '}');
}

static size_t rows_shown(const struct rep_view *view) {
  if (view->count->detail) return 1;
  return view->rows < view->limit ? view->rows : view->limit;
}

static void write_facts(struct rep_view *view) {
  bool any = false;
  const struct rep_count *count = view->count;
  put_string(view, "report", count->report->name, &any);
  put_string(view, "type", count->type->name, &any);
  put_string(view, "definition", view->context->definition->name, &any);
  if (rep_numbers_intervals(view)) put_number(view, "interval", view->context->interval, &any);
  put_sort(view, &any);
  put_time(view, "first", count->first, &any);
  put_time(view, "last", count->last, &any);
  put_number(view, "shown", rows_shown(view), &any);
  put_columns(view, &any);
  put_totals(view, &any);
  rep_text_string(view->text, "}\n");
}

static void write_detail(struct rep_view *view) {
  bool any = false;
  struct rep_detail_column column;
  if (rep_numbers_intervals(view)) put_number(view, "interval", view->context->interval, &any);
  for (unsigned i = 0; rep_detail_shown(view, i, &column); i++) {
    put_name(view, column.label, &any);
    rep_put_detail(view, &column);
  }
  rep_text_string(view->text, "}\n");
}

void rep_write_json(struct rep_view *view) {
  write_facts(view);
  if (view->count->detail) write_detail(view);
  if (!rep_type_has_rows(view->count->type)) return;
  size_t rows = rows_shown(view);
  for (size_t i = 0; i < rows; i++) {
    bool any = false;
    uint32_t row = rep_row_at(view, i);
    for (unsigned s = 0; s < view->shown_count; s++) {
      put_name(view, view->shown[s].title, &any);
      rep_put_value(view, &view->shown[s], row);
    }
    rep_text_string(view->text, any ? "}\n" : "{}\n");
  }
}
