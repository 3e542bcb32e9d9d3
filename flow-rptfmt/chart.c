#include "chars.h"
#include "page.h"

/* The places in the drawing, whose width is fixed (spec rptfmt.md 5.3). */
#define ROW_HEIGHT  22
#define TOP         4
#define BASELINE    12
#define BAR_START   240
#define BAR_LONGEST 400
#define LABEL_END   234
#define VALUE_GAP   6
#define LABEL_CHARS 34

static void put_caption(struct output *out, const struct view *view) {
  chars_html(out, view->measure_title, NULL);
  output_text(out, " by ");
  chars_html(out, view->keys_title, NULL);
}

static void put_label(struct output *out, const char *label) {
  if (chars_count(label, NULL) <= LABEL_CHARS) {
    chars_html(out, label, NULL);
  } else {
    chars_html(out, label, chars_skip(label, LABEL_CHARS - 1));
    output_text(out, "\xe2\x80\xa6");
  }
}

static void put_bar(struct output *out, const struct view *view, size_t row) {
  const struct view_bar *bar = &view->bars[row];
  char buffer[HUMAN_SIZE];
  const char *value = view_cell(view, row, view->measure, buffer);
  size_t y = ROW_HEIGHT * row + TOP;
  double width = bar->value / view->largest * BAR_LONGEST;
  output_text(out, "<g><title>");
  chars_html(out, bar->label, NULL);
  output_text(out, ": ");
  chars_html(out, value, NULL);
  output_format(out, "</title><text x=\"%d\" y=\"%zu\" text-anchor=\"end\">", LABEL_END,
                y + BASELINE);
  put_label(out, bar->label);
  output_format(out, "</text><rect x=\"%d\" y=\"%zu\" width=\"%.1f\" height=\"16\" rx=\"2\"/>",
                BAR_START, y, width);
  output_format(out, "<text x=\"%.1f\" y=\"%zu\">", BAR_START + width + VALUE_GAP, y + BASELINE);
  chars_html(out, value, NULL);
  output_text(out, "</text></g>\n");
}

void page_chart(struct output *out, const struct view *view) {
  output_text(out, "<figure>\n<figcaption>");
  put_caption(out, view);
  output_format(out, "</figcaption>\n<div class=\"wide\">\n<svg viewBox=\"0 0 720 %zu\"",
                ROW_HEIGHT * view->bar_count + TOP);
  output_text(out, " role=\"img\" aria-label=\"Bar chart: ");
  put_caption(out, view);
  output_text(out, ". The table below has the numbers.\">\n");
  for (size_t row = 0; row < view->bar_count; row++)
    put_bar(out, view, row);
  output_text(out, "</svg>\n</div>\n</figure>\n");
}
