/* Comma separated values (spec report.md 9.1). */
#include <string.h>

#include "write.h"

static void separate(struct rep_view *view, bool *any) {
  if (*any) rep_text_char(view->text, ',');
  *any = true;
}

static void put_title(struct rep_view *view, const char *title, bool *any) {
  separate(view, any);
  rep_put_text(view, title, strlen(title));
}

static void write_titles(struct rep_view *view) {
  bool any = false;
  struct rep_detail_column column;
  for (unsigned i = 0; i < view->shown_count; i++)
    put_title(view, view->shown[i].title, &any);
  if (view->count->type->shape == REP_DETAIL) {
    for (unsigned i = 0; rep_detail_shown(view, i, &column); i++)
      put_title(view, column.label, &any);
  } else if (view->count->type->shape == REP_COUNTERS) {
    for (unsigned i = 0; i < rep_totals_count(view); i++)
      put_title(view, rep_totals_name(i), &any);
  }
  rep_text_char(view->text, '\n');
}

/* The one row of a type without rows of its own. */
static void write_summary(struct rep_view *view) {
  bool any = false;
  struct rep_detail_column column;
  if (rep_numbers_intervals(view)) {
    separate(view, &any);
    rep_text_number(view->text, view->context->interval);
  }
  if (view->count->type->shape == REP_DETAIL) {
    for (unsigned i = 0; rep_detail_shown(view, i, &column); i++) {
      separate(view, &any);
      rep_put_detail(view, &column);
    }
  } else {
    for (unsigned i = 0; i < rep_totals_count(view); i++) {
      separate(view, &any);
      rep_put_total(view, i);
    }
  }
  rep_text_char(view->text, '\n');
}

void rep_write_csv(struct rep_view *view) {
  if (view->fresh) write_titles(view);
  if (!rep_type_has_rows(view->count->type)) {
    write_summary(view);
    return;
  }
  for (size_t i = 0; i < view->rows && i < view->limit; i++) {
    bool any = false;
    uint32_t row = rep_row_at(view, i);
    for (unsigned s = 0; s < view->shown_count; s++) {
      separate(view, &any);
      rep_put_value(view, &view->shown[s], row);
    }
    rep_text_char(view->text, '\n');
  }
}
