/* The header of the ascii form (spec report.md 7.6). */
#include "config.h"

#include <errno.h>

#include "write.h"

/* A label, padded to the column of the values. */
static void put_label(struct rep_text *text, const char *label) {
  rep_text_format(text, "# %-21s ", label);
}

static void put_line(struct rep_text *text, const char *label, const char *value) {
  put_label(text, label);
  rep_text_string(text, value);
  rep_text_char(text, '\n');
}

static void put_number(struct rep_text *text, const char *label, uint64_t value) {
  put_label(text, label);
  rep_text_number(text, value);
  rep_text_char(text, '\n');
}

static void put_options(struct rep_text *text, uint32_t options) {
  const char *separator = "+";
  put_label(text, "options:");
  for (const struct rep_option_info *option = rep_options; option->name; option++) {
    if (!(options & option->bit)) continue;
    rep_text_format(text, "%s%s", separator, option->name);
    separator = ",+";
  }
  rep_text_char(text, '\n');
}

static void put_fields(struct rep_text *text, uint32_t columns) {
  const char *separator = "+";
  if (!columns) return;
  put_label(text, "fields:");
  for (const int8_t *column = rep_header_columns; *column != REP_NO_COLUMN; column++) {
    if (!(columns & REP_BIT(*column))) continue;
    rep_text_format(text, "%s%s", separator, rep_columns[*column].name);
    separator = ",+";
  }
  rep_text_char(text, '\n');
}

static void put_address_format(struct rep_text *text, const struct rep_report *report,
                               enum rep_side side, const char *label) {
  unsigned format = report->address_format[side];
  if (!rep_type_uses_side(report->type, side)) return;
  put_line(text, label,
           format & REP_PREFIX_LEN    ? "prefix-len"
           : format & REP_PREFIX_MASK ? "prefix-mask"
                                      : "address");
}

/* What the configuration says: in the first interval only. */
static void put_settings(struct rep_view *view) {
  struct rep_text *text = view->text;
  const struct rep_report *report = view->count->report;
  const struct rep_output *output = view->output;
  const struct rep_definition *definition = view->context->definition;
  rep_text_string(text, "#  --- ---- ---- Report Information --- --- ---\n");
  put_line(text, "build-version:", "flow-tools " PACKAGE_VERSION);
  put_line(text, "name:", report->name);
  put_line(text, "type:", report->type->name);
  if (report->scale) put_number(text, "scale:", report->scale);
  put_options(text, output->options);
  put_address_format(text, report, REP_SOURCE, "ip-src-addr-type:");
  put_address_format(text, report, REP_DESTINATION, "ip-dst-addr-type:");
  if (output->sort != REP_NO_COLUMN) {
    put_label(text, "sort_field:");
    rep_text_format(text, "+%s\n", rep_columns[output->sort].name);
  }
  put_fields(text, output->columns);
  if (output->tally) put_number(text, "tally:", output->tally);
  if (definition->tag) put_line(text, "tag:", ft_tag_def_name(definition->tag));
  if (definition->filter) put_line(text, "pre-filter:", ft_filter_def_name(definition->filter));
  if (report->filter) put_line(text, "filter:", ft_filter_def_name(report->filter));
}

static void put_date(struct rep_text *text, const char *label, time_t seconds) {
  char date[64] = "";
  struct tm tm;
  if (localtime_r(&seconds, &tm)) strftime(date, sizeof date, "%a %b %e %H:%M:%S %Y", &tm);
  put_label(text, label);
  rep_text_format(text, "%jd %s\n", (intmax_t)seconds, date);
}

/* The stream's header is printed to the file itself. */
static void put_stream_header(struct rep_view *view) {
  struct rep_text *text = view->text;
  rep_text_finish(text);
  errno = 0;
  if (ft_header_print(view->context->header, '#', text->file) != 0 && text->error == 0)
    text->error = errno != 0 ? errno : EIO;
}

void rep_write_header(struct rep_view *view) {
  struct rep_text *text = view->text;
  const struct rep_context *context = view->context;
  const struct rep_output *output = view->output;
  if (context->interval == 0) put_settings(view);
  put_number(text, "records:", rep_count_rows(view->count));
  if (output->limit) rep_text_format(text, "# records_shown:      %ju\n", (uintmax_t)output->limit);
  put_date(text, "first-flow:", (time_t)view->count->first);
  put_date(text, "last-flow:", (time_t)view->count->last);
  put_date(text, "now:", context->now);
  if (context->definition->time_series) {
    put_label(text, "time-series:");
    rep_text_format(text, "%u seconds / interval %u\n", context->definition->time_series,
                    context->interval);
  }
  if (context->interval == 0 && output->options & REP_O_XHEADER) put_stream_header(view);
}
