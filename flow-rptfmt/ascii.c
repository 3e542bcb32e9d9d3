#include "format.h"

#include <string.h>

/* A word of the command line, quoted as a Python list shows it (spec 1.4). */
static void write_word(struct output *out, const char *word) {
  char quote = strchr(word, '\'') && !strchr(word, '"') ? '"' : '\'';
  output_char(out, quote);
  for (; *word != '\0'; word++) {
    unsigned char c = (unsigned char)*word;
    if (c == '\\' || c == (unsigned char)quote)
      output_format(out, "\\%c", c);
    else if (c == '\t')
      output_text(out, "\\t");
    else if (c == '\n')
      output_text(out, "\\n");
    else if (c == '\r')
      output_text(out, "\\r");
    else if (c < 0x20 || c >= 0x7f)
      output_format(out, "\\x%02x", c);
    else
      output_char(out, (char)c);
  }
  output_char(out, quote);
}

static void write_command(struct output *out, const struct options *options) {
  output_text(out, "#  [");
  for (int i = 0; i < options->argc; i++) {
    if (i > 0) output_text(out, ", ");
    write_word(out, options->argv[i]);
  }
  output_text(out, "]\n");
}

static void write_padded(struct output *out, const struct column *column, const char *text,
                         bool *first) {
  if (!*first) output_char(out, ' ');
  *first = false;
  size_t length = strlen(text);
  output_bytes(out, text, length);
  output_fill(out, ' ', column->width - length);
}

static void write_titles(struct output *out, const struct report *report) {
  bool first = true;
  for (size_t i = 0; i < report->column_count; i++) {
    const struct column *column = &report->columns[i];
    if (column->shown) write_padded(out, column, column->title, &first);
  }
  output_char(out, '\n');
}

static void write_header(struct output *out, const struct options *options,
                         const struct report *report) {
  for (size_t i = 0; i < report->header_count; i++) {
    output_text(out, report->headers[i]);
    output_char(out, '\n');
  }
  write_command(out, options);
  if (!report->block) write_titles(out, report);
}

static void write_rows(struct output *out, const struct options *options,
                       const struct report *report) {
  size_t shown = report->row_count;
  if (options->limit > 0 && options->limit < shown) shown = options->limit;
  /* The original ends the row that reaches the limit in its own way, also if it is the last. */
  bool limited = shown > 0 && shown == options->limit;
  for (size_t row = 0; row < shown && !output_stopped(out); row++) {
    const char *const *cells = report_row(report, row);
    bool first = true;
    for (size_t i = 0; i < report->column_count; i++) {
      if (report->columns[i].shown) write_padded(out, &report->columns[i], cells[i], &first);
    }
    if (limited && row + 1 == shown && !first) output_char(out, ' ');
    output_char(out, '\n');
  }
  if (!limited) output_char(out, '\n');
}

static void write_block(struct output *out, const struct report *report) {
  for (size_t i = 0; i < report->block_lines; i++) {
    output_text(out, report->block[i]);
    output_char(out, '\n');
  }
  output_char(out, '\n');
}

static void write_ascii(struct output *out, const struct options *options,
                        const struct document *document) {
  const struct report *report = &document->set.reports[0];
  if (!options->hide_header) write_header(out, options, report);
  if (report->block)
    write_block(out, report);
  else
    write_rows(out, options, report);
}

const struct format format_ascii = {"ascii", false, write_ascii};
