#include "format.h"

const struct format *const formats[] = {&format_ascii, &format_html, &format_text, &format_page,
                                        NULL};

static int arrange(struct document *document, struct report *report, const struct format *format,
                   const struct options *options, struct ft_error *err) {
  struct arena *arena = &document->set.arena;
  arrange_columns(report, options->fields);
  if (options->sort && arrange_sort(report, options->sort, err) != 0) return -1;
  if (report->detail.present) return detail_format(report, arena, err);
  if (options->names && arrange_names(report, &document->names, err) != 0) return -1;
  /* Views show percentages in their own way. */
  if (options->percent && !format->sections) return arrange_percent(report, arena, err);
  return 0;
}

int document_make(struct document *document, FILE *stream, const struct format *format,
                  const struct options *options, struct ft_error *err) {
  bool all_rows = format->sections || options->sort || options->percent;
  struct read_rules rules = {format->sections, all_rows ? 0 : options->limit};
  struct report_set *set = &document->set;
  if (report_read(set, stream, &rules, err) != 0) return -1;
  if (options->sort && set->count == 0) {
    ft_error_add(err, "cannot sort by %s: there is no report", options->sort);
    return -1;
  }
  for (size_t i = 0; i < set->count; i++) {
    if (arrange(document, &set->reports[i], format, options, err) != 0) return -1;
  }
  if (!format->sections) return 0;
  if (view_make(&document->views, set, options, err) != 0) return -1;
  document->sentences = view_sentences(document->views, set->count, &set->arena);
  if (document->sentences) return 0;
  ft_error_add_memory(err);
  return -1;
}

void document_free(struct document *document) {
  symbol_names_free(&document->names);
  report_set_free(&document->set);
}
