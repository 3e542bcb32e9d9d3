#include "format.h"

/* Web pages are put together from this fragment, so nothing of it may change (spec 1.5, 6). */

static void write_lines(struct output *out, const char *const *lines, size_t count) {
  output_text(out, "<pre>\n");
  for (size_t i = 0; i < count; i++) {
    output_text(out, lines[i]);
    output_char(out, '\n');
  }
  output_text(out, "</pre>\n");
}

static void write_titles(struct output *out, const struct report *report) {
  output_text(out, "<tr>\n");
  for (size_t i = 0; i < report->column_count && !report->block; i++) {
    if (!report->columns[i].shown) continue;
    output_text(out, " <th> ");
    output_text(out, report->columns[i].title);
    output_text(out, " </th>\n");
  }
  output_text(out, "</tr>\n");
}

static void write_row(struct output *out, const struct report *report, const char *const *cells) {
  output_text(out, "<tr>\n");
  for (size_t i = 0; i < report->column_count; i++) {
    if (!report->columns[i].shown) continue;
    output_text(out, "  <td> ");
    output_text(out, cells[i]);
    output_text(out, " </td>\n");
  }
}

static void write_rows(struct output *out, const struct options *options,
                       const struct report *report) {
  for (size_t row = 0; row < report->row_count && !output_stopped(out); row++) {
    write_row(out, report, report_row(report, row));
    if (row + 1 == options->limit) break; /* the row stays open */
    output_text(out, "</tr>\n");
  }
}

static void write_html(struct output *out, const struct options *options,
                       const struct document *document) {
  const struct report *report = &document->set.reports[0];
  if (!options->hide_header) write_lines(out, report->headers, report->header_count);
  output_text(out, "<table border cellspacing=0 cellpadding=5>\n");
  write_titles(out, report);
  if (report->block)
    write_lines(out, report->block, report->block_lines);
  else
    write_rows(out, options, report);
  output_text(out, "</table>\n");
}

const struct format format_html = {"html", false, write_html};
