#include <string.h>

#include "chars.h"
#include "format.h"

/* -f text, plain text for mail (spec rptfmt.md 5.2). */

#define GAP         2
#define LABEL_WIDTH 9
/* Key values are not shortened to less. */
#define LEAST_KEY 12

/* A line being written, which must not end in blanks. */
struct line {
  struct output *out;
  size_t blanks;
};

static void put_blanks(struct line *line, size_t count) {
  line->blanks += count;
}

/* Writes text up to end (NULL: all of it). */
static void put_text(struct line *line, const char *text, const char *end) {
  for (size_t skip; end ? text < end : *text != '\0'; text += skip) {
    size_t length = chars_printable(text, &skip);
    if (*text == ' ') {
      line->blanks++;
      continue;
    }
    output_fill(line->out, ' ', line->blanks);
    line->blanks = 0;
    if (length > 0)
      output_bytes(line->out, text, length);
    else
      output_char(line->out, '?');
  }
}

static void put_fill(struct line *line, char c, size_t count) {
  output_fill(line->out, ' ', line->blanks);
  line->blanks = 0;
  output_fill(line->out, c, count);
}

static void end_line(struct line *line) {
  line->blanks = 0;
  output_char(line->out, '\n');
}

static void put_heading(struct line *line, const char *text, char underline) {
  put_text(line, text, NULL);
  end_line(line);
  put_fill(line, underline, chars_count(text, NULL));
  end_line(line);
}

/* -- titles of columns -- */

static const char *word_end(const char *text) {
  text += strcspn(text, " /");
  return *text == '/' ? text + 1 : text;
}

static size_t longest_word(const char *title) {
  size_t longest = 0;
  while (*title != '\0') {
    const char *end = word_end(title);
    size_t length = chars_count(title, end);
    if (length > longest) longest = length;
    title = end + strspn(end, " ");
  }
  return longest;
}

/* As many words of *rest as fit into width, at least one; returns their end and sets *rest. */
static const char *title_line(const char **rest, size_t width) {
  const char *start = *rest, *end = word_end(start);
  for (;;) {
    *rest = end + strspn(end, " ");
    const char *next = word_end(*rest);
    if (**rest == '\0' || chars_count(start, next) > width) return end;
    end = next;
  }
}

static size_t title_lines(const char *title, size_t width) {
  size_t lines = 0;
  do {
    title_line(&title, width);
    lines++;
  } while (*title != '\0');
  return lines;
}

/* -- cells -- */

/* `812 B ` lines up with `5.87 MB`. */
static size_t unit_gap(const struct view_column *column, const char *text) {
  size_t length = strlen(text);
  return column->kind == VIEW_OCTETS && length > 2 && strcmp(text + length - 2, " B") == 0;
}

static size_t cell_width(const struct view_column *column, const char *text) {
  return chars_count(text, NULL) + unit_gap(column, text);
}

static void put_aligned(struct line *line, const struct view_column *column, const char *text,
                        const char *end, size_t used) {
  size_t blanks = column->width - used;
  if (!column->key) put_blanks(line, blanks);
  put_text(line, text, end);
  if (column->key) put_blanks(line, blanks);
}

static void put_cell(struct line *line, const struct view_column *column, const char *text) {
  size_t used = cell_width(column, text);
  if (used <= column->width) {
    put_aligned(line, column, text, NULL, used);
    put_blanks(line, unit_gap(column, text));
    return;
  }
  put_text(line, text, chars_skip(text, column->width - 1));
  put_fill(line, '~', 1);
}

/* -- widths -- */

static void widen(struct view_column *column, size_t width) {
  if (width > column->width) column->width = width;
}

static size_t fixed_width(const struct view_column *column) {
  size_t fixed = longest_word(column->title);
  size_t others = cell_width(column, column->others), sum = cell_width(column, column->sum);
  if (others > fixed) fixed = others;
  return sum > fixed ? sum : fixed;
}

static void measure_columns(struct view *view) {
  for (size_t i = 0; i < view->column_count; i++) {
    struct view_column *column = &view->columns[i];
    column->width = column->least = fixed_width(column);
    for (size_t row = 0; row < view->rows; row++) {
      char buffer[HUMAN_SIZE];
      widen(column, cell_width(column, view_cell(view, row, i, buffer)));
    }
  }
}

/* The first of the widest key columns that can be made narrower, or NULL. */
static struct view_column *widest_key(struct view *view) {
  struct view_column *widest = NULL;
  for (size_t i = 0; i < view->column_count; i++) {
    struct view_column *column = &view->columns[i];
    if (!column->key || column->width <= LEAST_KEY || column->width <= column->least) continue;
    if (!widest || column->width > widest->width) widest = column;
  }
  return widest;
}

static void fit_width(struct view *view, size_t limit) {
  size_t width = GAP * (view->column_count - 1);
  for (size_t i = 0; i < view->column_count; i++)
    width += view->columns[i].width;
  for (struct view_column *column; width > limit && (column = widest_key(view)) != NULL; width--)
    column->width--;
}

/* -- the table -- */

static void put_titles(struct line *line, struct view *view) {
  size_t most = 0;
  for (size_t i = 0; i < view->column_count; i++) {
    struct view_column *column = &view->columns[i];
    size_t lines = title_lines(column->title, column->width);
    column->title_rest = column->title;
    if (lines > most) most = lines;
  }
  for (; most > 0; most--) {
    for (size_t i = 0; i < view->column_count; i++) {
      struct view_column *column = &view->columns[i];
      const char *start = column->title_rest, *end = start;
      if (title_lines(start, column->width) >= most)
        end = title_line(&column->title_rest, column->width);
      if (i > 0) put_blanks(line, GAP);
      put_aligned(line, column, start, end, chars_count(start, end));
    }
    end_line(line);
  }
}

static void put_rule(struct line *line, const struct view *view) {
  for (size_t i = 0; i < view->column_count; i++) {
    if (i > 0) put_blanks(line, GAP);
    put_fill(line, '-', view->columns[i].width);
  }
  end_line(line);
}

static void put_totals(struct line *line, const struct view *view, bool others) {
  for (size_t i = 0; i < view->column_count; i++) {
    const struct view_column *column = &view->columns[i];
    if (i > 0) put_blanks(line, GAP);
    put_cell(line, column, others ? column->others : column->sum);
  }
  end_line(line);
}

static void put_table(struct line *line, struct view *view, size_t limit) {
  measure_columns(view);
  if (limit > 0) fit_width(view, limit);
  put_titles(line, view);
  put_rule(line, view);
  for (size_t row = 0; row < view->rows && !output_stopped(line->out); row++) {
    for (size_t i = 0; i < view->column_count; i++) {
      char buffer[HUMAN_SIZE];
      if (i > 0) put_blanks(line, GAP);
      put_cell(line, &view->columns[i], view_cell(view, row, i, buffer));
    }
    end_line(line);
  }
  if (!view->has_total) return;
  put_rule(line, view);
  if (view->has_others) put_totals(line, view, true);
  put_totals(line, view, false);
}

static void put_block(struct line *line, const struct report *report) {
  for (size_t i = 0; i < report->block_lines; i++) {
    put_text(line, report->block[i], NULL);
    end_line(line);
  }
}

static void put_section(struct line *line, struct view *view, size_t limit) {
  if (view->titled) {
    put_heading(line, view->title, '-');
    for (size_t i = 0; i < view->fact_count; i++) {
      const struct view_fact *fact = &view->facts[i];
      put_text(line, fact->label, NULL);
      put_blanks(line, LABEL_WIDTH - strlen(fact->label));
      put_text(line, fact->text, NULL);
      end_line(line);
    }
    end_line(line);
  }
  if (view->report->block) {
    put_block(line, view->report);
  } else if (view->rows == 0 || view->column_count == 0) {
    put_text(line, view->rows == 0 ? "no rows" : "no columns", NULL);
    end_line(line);
  } else {
    put_table(line, view, limit);
  }
  end_line(line);
}

static void write_text(struct output *out, const struct options *options,
                       const struct document *document) {
  struct line line = {out, 0};
  if (options->title && *options->title != '\0') {
    put_heading(&line, options->title, '=');
    end_line(&line);
  }
  for (size_t i = 0; i < document->set.count && !output_stopped(out); i++)
    put_section(&line, &document->views[i], options->width);
  if (*document->sentences != '\0') {
    put_text(&line, document->sentences, NULL);
    end_line(&line);
  }
}

const struct format format_text = {"text", true, write_text};
