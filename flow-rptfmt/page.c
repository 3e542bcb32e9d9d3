#include "chars.h"
#include "format.h"
#include "page.h"

/*
 * -f page, one HTML file that needs nothing else (spec rptfmt.md 5.3). Whatever
 * comes from the input goes through chars_html().
 */

static const char style[] =
    "<style>\n"
    "  :root { color-scheme: light dark; --bg: #fff; --fg: #1c2733; --dim: #52606d; --line: "
    "#d9e0e7;"
    " --edge: #9fb0c0; --bar: #2f6fb2; }\n"
    "  @media (prefers-color-scheme: dark) { :root { --bg: #12181f; --fg: #e6edf3; --dim: #9aa8b5;"
    " --line: #2c3844; --edge: #5b6b7a; --bar: #5aa2e6; } }\n"
    "  body { background: var(--bg); color: var(--fg); font: 15px/1.45 system-ui, sans-serif;"
    " margin: 0 auto; padding: 1rem; max-width: 60rem; }\n"
    "  h1 { font-size: 1.6rem; line-height: 1.2; margin: .25rem 0 1rem; }\n"
    "  h2 { font-size: 1.2rem; line-height: 1.2; margin: 2rem 0 .5rem; padding-top: 1rem;"
    " border-top: 1px solid var(--line); }\n"
    "  h1, h2, li, dd, p, figcaption { overflow-wrap: anywhere; }\n"
    "  p, figcaption, dl { color: var(--dim); }\n"
    "  a { color: var(--bar); }\n"
    "  nav ul { margin: 0; padding: 0; list-style: none; display: flex; flex-wrap: wrap;"
    " gap: .25rem 1.25rem; }\n"
    "  dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 .75rem;"
    " margin: 0 0 1rem; }\n"
    "  dd { margin: 0; color: var(--fg); }\n"
    "  figure { margin: 0 0 1rem; }\n"
    "  figcaption { margin-bottom: .25rem; }\n"
    "  div.wide { overflow-x: auto; }\n"
    /* A shadow at the side where more is hidden: it stays while its cover scrolls away. */
    "  @media screen { div.wide { background:"
    " linear-gradient(to right, var(--bg) 50%, transparent) left / 2rem 100% no-repeat local,"
    " linear-gradient(to left, var(--bg) 50%, transparent) right / 2rem 100% no-repeat local,"
    " linear-gradient(to right, var(--edge), transparent) left / .5rem 100% no-repeat,"
    " linear-gradient(to left, var(--edge), transparent) right / .5rem 100% no-repeat; } }\n"
    "  svg { display: block; width: 100%; min-width: 42rem; max-width: 48rem; height: auto; }\n"
    "  svg text { fill: var(--fg); font: 12px system-ui, sans-serif; }\n"
    "  svg rect { fill: var(--bar); }\n"
    "  table { border-collapse: collapse; font-variant-numeric: tabular-nums; }\n"
    "  th, td { padding: .25rem .75rem; border-bottom: 1px solid var(--line); text-align: left;"
    " font-weight: normal; }\n"
    "  thead th { vertical-align: bottom; }\n"
    "  thead th, tfoot th, tfoot td { font-weight: bold; }\n"
    "  tbody tr:last-child > * { border-bottom-color: var(--dim); }\n"
    "  th.n, td.n { text-align: right; white-space: nowrap; }\n"
    "  pre { font-size: .8rem; margin: 0; }\n"
    "  @media (max-width: 40rem) { th, td { padding: .25rem .4rem; } }\n"
    "  @media print {\n"
    "    :root { --bg: #fff; --fg: #000; --dim: #333; --line: #999; --bar: #555; }\n"
    "    body { max-width: none; padding: 0; font-size: 10pt; }\n"
    "    nav { display: none; } div.wide { overflow: visible; } svg { min-width: 0; }\n"
    "    svg rect { print-color-adjust: exact; }\n"
    "    figure, tr { break-inside: avoid; } thead { display: table-header-group; }\n"
    /* Once, at the end of the table, not at the foot of every sheet. */
    "    tfoot { display: table-row-group; } th, td { padding: .1rem .4rem; }\n"
    /* Paper does not scroll: what is too wide breaks at blanks. */
    "    th.n, td.n { white-space: normal; }\n"
    "    h2 { break-after: avoid; }\n"
    "  }\n"
    "</style>\n";

static void put(struct output *out, const char *before, const char *text, const char *after) {
  output_text(out, before);
  chars_html(out, text, NULL);
  output_text(out, after);
}

static void put_head(struct output *out, const char *title) {
  output_text(out, "<!DOCTYPE html>\n"
                   "<html lang=\"en\">\n"
                   "<head>\n"
                   "<meta charset=\"utf-8\">\n"
                   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                   "<meta http-equiv=\"Content-Security-Policy\""
                   " content=\"default-src 'none'; style-src 'unsafe-inline'\">\n");
  put(out, "<title>", title, "</title>\n");
  output_text(out, style);
  put(out, "</head>\n<body>\n<h1>", title, "</h1>\n");
}

static void put_links(struct output *out, const struct document *document) {
  output_text(out, "<nav>\n<ul>\n");
  for (size_t i = 0; i < document->set.count; i++) {
    output_format(out, "<li><a href=\"#s%zu\">", i + 1);
    put(out, "", document->views[i].title, "</a></li>\n");
  }
  output_text(out, "</ul>\n</nav>\n");
}

static void put_facts(struct output *out, const struct view *view) {
  if (view->fact_count == 0) return;
  output_text(out, "<dl>\n");
  for (size_t i = 0; i < view->fact_count; i++) {
    put(out, "<dt>", view->facts[i].label, "</dt>");
    put(out, "<dd>", view->facts[i].text, "</dd>\n");
  }
  output_text(out, "</dl>\n");
}

static void put_column_titles(struct output *out, const struct view *view) {
  output_text(out, "<thead>\n<tr>");
  for (size_t i = 0; i < view->column_count; i++) {
    const struct view_column *column = &view->columns[i];
    put(out, column->key ? "<th scope=\"col\">" : "<th scope=\"col\" class=\"n\">", column->title,
        "</th>");
  }
  output_text(out, "</tr>\n</thead>\n");
}

static void put_cell(struct output *out, const struct view *view, size_t index, const char *text) {
  if (index == view->label)
    put(out, "<th scope=\"row\">", text, "</th>");
  else
    put(out, view->columns[index].key ? "<td>" : "<td class=\"n\">", text, "</td>");
}

static void put_totals(struct output *out, const struct view *view, bool others) {
  output_text(out, "<tr>");
  for (size_t i = 0; i < view->column_count; i++)
    put_cell(out, view, i, others ? view->columns[i].others : view->columns[i].sum);
  output_text(out, "</tr>\n");
}

static void put_table(struct output *out, const struct view *view) {
  output_text(out, "<div class=\"wide\">\n<table>\n");
  put_column_titles(out, view);
  output_text(out, "<tbody>\n");
  for (size_t row = 0; row < view->rows && !output_stopped(out); row++) {
    output_text(out, "<tr>");
    for (size_t i = 0; i < view->column_count; i++) {
      char buffer[HUMAN_SIZE];
      put_cell(out, view, i, view_cell(view, row, i, buffer));
    }
    output_text(out, "</tr>\n");
  }
  output_text(out, "</tbody>\n");
  if (view->has_total) {
    output_text(out, "<tfoot>\n");
    if (view->has_others) put_totals(out, view, true);
    put_totals(out, view, false);
    output_text(out, "</tfoot>\n");
  }
  output_text(out, "</table>\n</div>\n");
}

static void put_block(struct output *out, const struct report *report) {
  output_text(out, "<div class=\"wide\">\n<pre>\n");
  for (size_t i = 0; i < report->block_lines; i++)
    put(out, "", report->block[i], "\n");
  output_text(out, "</pre>\n</div>\n");
}

static void put_section(struct output *out, const struct view *view, size_t number) {
  output_format(out, "<section id=\"s%zu\">\n", number);
  if (view->titled) {
    put(out, "<h2>", view->title, "</h2>\n");
    put_facts(out, view);
  }
  if (view->report->block) {
    put_block(out, view->report);
  } else if (view->rows == 0 || view->column_count == 0) {
    put(out, "<p>", view->rows == 0 ? "no rows" : "no columns", "</p>\n");
  } else {
    if (view->bar_count > 0) page_chart(out, view);
    put_table(out, view);
  }
  output_text(out, "</section>\n");
}

static void write_page(struct output *out, const struct options *options,
                       const struct document *document) {
  bool titled = options->title && *options->title != '\0';
  put_head(out, titled ? options->title : "Flow report");
  if (document->set.count > 1) put_links(out, document);
  for (size_t i = 0; i < document->set.count && !output_stopped(out); i++)
    put_section(out, &document->views[i], i + 1);
  if (*document->sentences != '\0') put(out, "<p>", document->sentences, "</p>\n");
  output_text(out, "</body>\n</html>\n");
}

const struct format format_page = {"page", true, write_page};
