#include "write.h"

#include <string.h>

static bool is_key(unsigned column) {
  return column >= REP_C_KEY && column <= REP_C_KEY6;
}

/* Which key a key column is; the only one is called `key`. */
static uint8_t key_index(unsigned column) {
  return column == REP_C_KEY ? 0 : (uint8_t)(column - REP_C_KEY1);
}

static void set_title(const struct rep_view *view, struct rep_shown *shown, const char *name) {
  const struct rep_type *type = view->count->type;
  bool ascii = view->output->format == REP_ASCII;
  const char *tail = "";
  if (shown->kind == REP_SHOWS_KEY) {
    name = rep_type_label(type, shown->key, ascii);
    if (ascii) tail = "*";
  } else if (shown->kind == REP_SHOWS_COUNT) {
    name = rep_keys[type->keys[1]].label;
    tail = "-count";
  }
  snprintf(shown->title, sizeof shown->title, "%s%s", name, tail);
}

static void show_interval(struct rep_view *view) {
  struct rep_shown *shown = &view->shown[view->shown_count++];
  shown->kind = REP_SHOWS_INTERVAL;
  set_title(view, shown, "interval");
}

static void show(struct rep_view *view, unsigned column) {
  struct rep_shown *shown = &view->shown[view->shown_count++];
  shown->kind = rep_columns[column].kind;
  if (shown->kind == REP_SHOWS_KEY) {
    shown->key = key_index(column);
    shown->named = view->output->options & REP_O_NAMES &&
                   rep_names_apply(&view->names, view->count, shown->key);
  } else {
    shown->cell = rep_count_cell(view->count, (enum rep_column)column);
  }
  set_title(view, shown, rep_columns[column].name);
}

static void choose_columns(struct rep_view *view) {
  const struct rep_type *type = view->count->type;
  bool nothing_to_show = type->shape == REP_COUNTERS && view->output->format == REP_JSON;
  if (rep_numbers_intervals(view) && !nothing_to_show) show_interval(view);
  if (!rep_type_has_rows(type)) return;
  for (unsigned column = 0; column < REP_COLUMNS; column++) {
    if (rep_columns[column].kind == REP_SHOWS_NOTHING) continue;
    if (view->output->columns & REP_BIT(column)) show(view, column);
  }
}

/* The sum of all counts, if percentages of it are shown. */
static uint64_t distinct_total(const struct rep_count *count) {
  uint64_t sum = 0;
  if (count->type->shape != REP_DISTINCT) return 0;
  for (uint32_t row = 0; row < count->table.count; row++)
    sum += rep_table_row(&count->table, row)[count->keys[0].words + count->count_cell].n;
  return sum;
}

/* Rows that an output prints, at most. */
static size_t row_limit(const struct rep_count *count, const struct rep_output *output) {
  if (!output->limit || count->type->shape == REP_LINEAR) return SIZE_MAX;
  return output->limit < SIZE_MAX ? (size_t)output->limit : SIZE_MAX;
}

/* The places of its order that an output fills for itself and for those that take it over. */
static size_t places_wanted(const struct rep_count *count, const struct rep_output *output) {
  size_t most = row_limit(count, output);
  /* Outputs of an array all go on from what the one before has left. */
  if (count->type->store == REP_ARRAY) return output->next ? SIZE_MAX : most;
  while ((output = output->next) != NULL && output->sort == REP_NO_COLUMN) {
    size_t limit = row_limit(count, output);
    if (limit > most) most = limit;
  }
  return most;
}

static int put_in_order(struct rep_count *count, const struct rep_output *output) {
  unsigned words = count->keys[0].words;
  struct rep_wish wish = {
      .ascending_keys = count->type->store == REP_ARRAY,
      .sorts = output->sort != REP_NO_COLUMN,
      .largest_first = output->largest_first,
      .places = places_wanted(count, output),
  };
  if (wish.sorts && is_key((unsigned)output->sort))
    wish.by_key = &count->keys[0].parts[key_index((unsigned)output->sort)];
  else if (wish.sorts)
    wish.by_cell = words + rep_count_cell(count, (enum rep_column)output->sort);
  return rep_order_make(&count->order, &count->table, &count->keys[0], words + REP_S_FLOWS, &wish);
}

int rep_view_prepare(struct rep_view *view, const struct rep_context *context,
                     struct rep_count *count, const struct rep_output *output,
                     struct ft_error *err) {
  memset(view, 0, sizeof *view);
  view->context = context;
  view->count = count;
  view->output = output;
  view->limit = row_limit(count, output);
  if (rep_type_has_rows(count->type)) {
    if (put_in_order(count, output) < 0) return rep_count_no_memory(count, err);
    view->rows = count->order.rows;
    view->distinct = distinct_total(count);
    if (output->options & REP_O_NAMES && rep_names_load(&view->names, count, context->log, err) < 0)
      return -1;
  }
  choose_columns(view);
  return 0;
}

void rep_view_write(struct rep_view *view, struct rep_text *text, bool fresh) {
  view->text = text;
  view->fresh = fresh;
  switch (view->output->format) {
  case REP_ASCII:
    rep_write_ascii(view);
    break;
  case REP_CSV:
    rep_write_csv(view);
    break;
  case REP_JSON:
    rep_write_json(view);
    break;
  }
}

void rep_view_free(struct rep_view *view) {
  rep_names_free(&view->names);
}
