#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "tree.h"

/* A copy of a name that is kept, or NULL with an error. */
static char *keep(const char *text, struct ft_scan *scan) {
  char *copy = strdup(text);
  if (!copy) ft_scan_fail_memory(scan);
  return copy;
}

const struct rep_definition *rep_definition_find(const struct ft_reports *reports,
                                                 const char *name) {
  return ft_names_find(&reports->definition_names, name);
}

bool rep_include(char **path, const char *what, struct ft_scan *scan) {
  const char *name = ft_scan_need(scan, "Expecting pathname.");
  if (!name) return false;
  if (*path) return ft_scan_fail(scan, "%s pathname previously specified.", what);
  *path = keep(name, scan);
  return *path && ft_scan_done(scan);
}

bool rep_open_report(struct rep_load *load, struct ft_scan *scan) {
  const char *name = ft_scan_need(scan, "Expecting name.");
  if (!name) return false;
  if (ft_names_find(&load->reports->report_names, name))
    return ft_scan_fail(scan, "Name (%s) previously defined.", name);
  struct rep_report *report = calloc(1, sizeof *report);
  if (!report) return ft_scan_fail_memory(scan);
  report->outputs_end = &report->outputs;
  report->next = load->reports->reports;
  load->reports->reports = report;
  load->output = NULL;
  report->name = keep(name, scan);
  if (!report->name) return false;
  if (!ft_names_add(&load->reports->report_names, report->name, report))
    return ft_scan_fail_memory(scan);
  return ft_scan_done(scan);
}

bool rep_set_type(struct rep_load *load, struct ft_scan *scan) {
  struct rep_report *report = load->reports->reports;
  const char *name = ft_scan_need(scan, "Expecting type.");
  if (!name) return false;
  const struct rep_type *type = rep_type_find(name);
  if (!type) return ft_scan_fail(scan, "Unrecognized type.");
  if (report->type) return ft_scan_fail(scan, "Type previously defined.");
  report->type = type;
  return ft_scan_done(scan);
}

/* The file is loaded when the first statement needs it. */
static bool load_filters(struct rep_load *load, struct ft_scan *scan) {
  struct ft_reports *reports = load->reports;
  if (reports->filters) return true;
  char *path = load->filter_path;
  if (!path) path = ft_conf_path("cfg/filter.cfg");
  if (!path) return ft_scan_fail_memory(scan);
  reports->filters = ft_filters_load(path, load->vars, ft_scan_log(scan), ft_scan_error(scan));
  if (path != load->filter_path) free(path);
  return reports->filters || ft_scan_fail(scan, "Filters not loaded.");
}

static bool set_filter(struct rep_load *load, const struct ft_filter_def **filter,
                       const char *previous, struct ft_scan *scan) {
  const char *name = ft_scan_need(scan, "Expecting filter name.");
  if (!name) return false;
  if (*filter) return ft_scan_fail(scan, "%s", previous);
  if (!load_filters(load, scan)) return false;
  *filter = ft_filters_find(load->reports->filters, name);
  if (!*filter) return ft_scan_fail(scan, "Filter definition not found.");
  return ft_scan_done(scan);
}

bool rep_set_report_filter(struct rep_load *load, struct ft_scan *scan) {
  return set_filter(load, &load->reports->reports->filter, "Filter previously defined for report .",
                    scan);
}

bool rep_set_scale(struct rep_load *load, struct ft_scan *scan) {
  const char *word = ft_scan_need(scan, "Expecting scaling factor.");
  int64_t scale;
  if (!word || !ft_scan_decimal(scan, word, &scale)) return false;
  load->reports->reports->scale = (uint32_t)scale;
  return ft_scan_done(scan);
}

bool rep_set_tag_mask(struct rep_load *load, struct ft_scan *scan) {
  struct rep_report *report = load->reports->reports;
  if (!ft_scan_need_number(scan, "Expecting source mask.", &report->tag_masks[REP_SOURCE]) ||
      !ft_scan_need_number(scan, "Expecting destination mask.",
                           &report->tag_masks[REP_DESTINATION]))
    return false;
  report->tag_mask = true;
  return ft_scan_done(scan);
}

bool rep_set_address_format(struct rep_load *load, enum rep_side side, struct ft_scan *scan) {
  uint8_t *format = &load->reports->reports->address_format[side];
  const char *word = ft_scan_need(scan, "Expecting address format.");
  if (!word) return false;
  if (!strcasecmp(word, "address")) {
    *format = 0;
  } else if (!strcasecmp(word, "prefix-len")) {
    *format |= REP_PREFIX_LEN;
  } else if (!strcasecmp(word, "prefix-mask")) {
    *format |= REP_PREFIX_MASK;
  } else {
    return ft_scan_fail(scan, "Invalid address format.");
  }
  return ft_scan_done(scan);
}

bool rep_open_output(struct rep_load *load, struct ft_scan *scan) {
  struct rep_report *report = load->reports->reports;
  if (!report->type) return ft_scan_fail(scan, "Must set type first.");
  struct rep_output *output = calloc(1, sizeof *output);
  if (!output) return ft_scan_fail_memory(scan);
  output->columns = rep_columns_default(report->type);
  output->sort = REP_NO_COLUMN;
  *report->outputs_end = output;
  report->outputs_end = &output->next;
  load->output = output;
  return ft_scan_done(scan);
}

bool rep_open_definition(struct rep_load *load, struct ft_scan *scan) {
  const char *name = ft_scan_need(scan, "Expecting name.");
  if (!name) return false;
  if (rep_definition_find(load->reports, name))
    return ft_scan_fail(scan, "Name (%s) previously defined.", name);
  struct rep_definition *definition = calloc(1, sizeof *definition);
  if (!definition) return ft_scan_fail_memory(scan);
  definition->uses_end = &definition->uses;
  definition->next = load->reports->definitions;
  load->reports->definitions = definition;
  definition->name = keep(name, scan);
  if (!definition->name) return false;
  if (!ft_names_add(&load->reports->definition_names, definition->name, definition))
    return ft_scan_fail_memory(scan);
  return ft_scan_done(scan);
}

bool rep_set_definition_filter(struct rep_load *load, struct ft_scan *scan) {
  return set_filter(load, &load->reports->definitions->filter,
                    "Filter previously defined for definition.", scan);
}

/* Tag and mask files belong to languages that libft does not have. */
static bool refuse_file(const char *path, const char *installed, const char *load_name,
                        const char *what, struct ft_scan *scan) {
  char *default_path = path ? NULL : ft_conf_path(installed);
  if (!path) path = default_path;
  if (!path) return ft_scan_fail_memory(scan);
  if (access(path, R_OK) < 0) {
    ft_error_add_system(ft_scan_error(scan), errno, "open(%s)", path);
    ft_error_add(ft_scan_error(scan), "%s(): failed", load_name);
  }
  free(default_path);
  return ft_scan_fail(scan, "%s files are not supported by this build.", what);
}

bool rep_set_tag(struct rep_load *load, struct ft_scan *scan) {
  if (!ft_scan_need(scan, "Expecting tag name.")) return false;
  return refuse_file(load->tag_path, "cfg/tag.cfg", "fttag_load", "Tag", scan);
}

bool rep_set_mask(struct rep_load *load, struct ft_scan *scan) {
  if (!ft_scan_need(scan, "Expecting mask name.")) return false;
  return refuse_file(load->mask_path, "cfg/mask.cfg", "ftmask_load", "Mask", scan);
}

bool rep_add_use(struct rep_load *load, struct ft_scan *scan) {
  struct rep_definition *definition = load->reports->definitions;
  const char *name = ft_scan_need(scan, "Expecting report name.");
  if (!name) return false;
  for (struct rep_use *use = definition->uses; use; use = use->next) {
    if (!strcasecmp(use->name, name)) return ft_scan_fail(scan, "Duplicate report in definition.");
  }
  struct rep_use *use = calloc(1, sizeof *use);
  if (!use) return ft_scan_fail_memory(scan);
  *definition->uses_end = use;
  definition->uses_end = &use->next;
  use->name = keep(name, scan);
  return use->name && ft_scan_done(scan);
}

bool rep_set_time_series(struct rep_load *load, struct ft_scan *scan) {
  struct rep_definition *definition = load->reports->definitions;
  uint32_t seconds;
  if (!ft_scan_need_number(scan, "Expecting time in seconds.", &seconds)) return false;
  if (definition->time_series) return ft_scan_fail(scan, "Time previously defined for definition.");
  definition->time_series = seconds;
  return ft_scan_done(scan);
}
