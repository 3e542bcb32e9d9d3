#include "write.h"

#include <string.h>

static bool is_key(unsigned column) {
  return column >= REP_C_KEY && column <= REP_C_KEY6;
}

/* Which key a key column is; the only one is called `key`. */
static uint8_t key_index(unsigned column) {
  return column == REP_C_KEY ? 0 : (uint8_t)(column - REP_C_KEY1);
}

static void set_title(const struct rep_view *view, struct rep_shown *shown) {
  const struct rep_type *type = view->count->type;
  bool ascii = view->output->format == REP_ASCII;
  const char *title, *tail = "";
  if (shown->column == REP_INTERVAL) {
    title = "interval";
  } else if (is_key(shown->column)) {
    title = rep_type_label(type, shown->key, ascii);
    if (ascii) tail = "*";
  } else if (shown->column == REP_C_COUNT) {
    title = rep_keys[type->keys[1]].label;
    tail = "-count";
  } else {
    title = rep_column_name((enum rep_column)shown->column);
  }
  snprintf(shown->title, sizeof shown->title, "%s%s", title, tail);
}

static void show(struct rep_view *view, unsigned column) {
  struct rep_shown *shown = &view->shown[view->shown_count++];
  shown->column = (uint8_t)column;
  shown->key = is_key(column) ? key_index(column) : 0;
  if (is_key(column)) {
    shown->named = view->output->options & REP_O_NAMES &&
                   rep_names_apply(&view->names, view->count, shown->key);
  } else if (column >= REP_C_COUNT && column < REP_C_OTHER) {
    shown->cell = rep_count_cell(view->count, (enum rep_column)column);
  }
  set_title(view, shown);
}

static void choose_columns(struct rep_view *view) {
  const struct rep_type *type = view->count->type;
  bool nothing_to_show = type->shape == REP_COUNTERS && view->output->format == REP_JSON;
  if (rep_numbers_intervals(view) && !nothing_to_show) show(view, REP_INTERVAL);
  if (!rep_type_has_rows(type)) return;
  for (unsigned column = 0; column < REP_C_OTHER; column++) {
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

static int put_in_order(struct rep_count *count, const struct rep_output *output,
                        struct ft_error *err) {
  unsigned words = count->keys[0].words;
  struct rep_wish wish = {
      .ascending_keys = count->type->store == REP_ARRAY,
      .sorts = output->sort != REP_NO_COLUMN,
      .largest_first = output->largest_first,
  };
  if (wish.sorts && is_key((unsigned)output->sort))
    wish.by_key = &count->keys[0].parts[key_index((unsigned)output->sort)];
  else if (wish.sorts)
    wish.by_cell = words + rep_count_cell(count, (enum rep_column)output->sort);
  return rep_order_make(&count->order, &count->table, &count->keys[0], words + REP_S_FLOWS, &wish,
                        err);
}

static int prepare(struct rep_view *view, struct ft_error *err) {
  struct rep_count *count = view->count;
  const struct rep_output *output = view->output;
  view->limit = SIZE_MAX;
  if (output->limit && output->limit < SIZE_MAX && count->type->shape != REP_LINEAR)
    view->limit = (size_t)output->limit;
  if (!rep_type_has_rows(count->type)) return 0;
  if (put_in_order(count, output, err) < 0) return -1;
  view->rows = count->order.count;
  view->distinct = distinct_total(count);
  if (!(output->options & REP_O_NAMES)) return 0;
  return rep_names_load(&view->names, count, view->context->log, err);
}

int rep_write(const struct rep_context *context, struct rep_count *count,
              const struct rep_output *output, bool fresh, struct rep_text *text,
              struct ft_error *err) {
  struct rep_view view = {
      .context = context, .count = count, .output = output, .text = text, .fresh = fresh};
  int result = prepare(&view, err);
  if (result == 0) {
    choose_columns(&view);
    switch (output->format) {
    case REP_ASCII:
      rep_write_ascii(&view);
      break;
    case REP_CSV:
      rep_write_csv(&view);
      break;
    case REP_JSON:
      rep_write_json(&view);
      break;
    }
  }
  rep_names_free(&view.names);
  return result;
}
