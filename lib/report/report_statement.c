#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

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
  struct rep_report *report = calloc(1, sizeof *report);
  if (!report) return ft_scan_fail_memory(scan);
  report->outputs_end = &report->outputs;
  report->next = load->reports->reports;
  load->reports->reports = report;
  load->output = NULL;
  report->name = ft_names_need_new(&load->reports->report_names, report, scan);
  return report->name && ft_scan_done(scan);
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

/* The path of a file that statements refer to, to be freed. NULL with an error. */
static char *file_path(const char *included, const char *installed, struct ft_scan *scan) {
  char *path = included ? strdup(included) : ft_conf_path(installed);
  if (!path) ft_scan_fail_memory(scan);
  return path;
}

/* The files are loaded when the first statement needs them. */
static bool load_filters(struct rep_load *load, struct ft_scan *scan) {
  struct ft_reports *reports = load->reports;
  if (reports->filters) return true;
  char *path = file_path(load->filter_path, "cfg/filter.cfg", scan);
  if (!path) return false;
  reports->filters = ft_filters_load(path, load->vars, ft_scan_log(scan), ft_scan_error(scan));
  free(path);
  return reports->filters || ft_scan_fail(scan, "Filters not loaded.");
}

static bool load_tags(struct rep_load *load, struct ft_scan *scan) {
  struct ft_reports *reports = load->reports;
  if (reports->tags) return true;
  char *path = file_path(load->tag_path, "cfg/tag.cfg", scan);
  if (!path) return false;
  reports->tags = ft_tags_load(path, load->vars, ft_scan_log(scan), ft_scan_error(scan));
  free(path);
  return reports->tags || ft_scan_fail(scan, "Tags not loaded.");
}

static bool load_masks(struct rep_load *load, struct ft_scan *scan) {
  struct ft_reports *reports = load->reports;
  if (reports->masks) return true;
  char *path = file_path(load->mask_path, "cfg/mask.cfg", scan);
  if (!path) return false;
  reports->masks = ft_masks_load(path, ft_scan_log(scan), ft_scan_error(scan));
  free(path);
  return reports->masks || ft_scan_fail(scan, "Masks not loaded.");
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
  struct rep_definition *definition = calloc(1, sizeof *definition);
  if (!definition) return ft_scan_fail_memory(scan);
  definition->uses_end = &definition->uses;
  definition->next = load->reports->definitions;
  load->reports->definitions = definition;
  definition->name = ft_names_need_new(&load->reports->definition_names, definition, scan);
  return definition->name && ft_scan_done(scan);
}

bool rep_set_definition_filter(struct rep_load *load, struct ft_scan *scan) {
  return set_filter(load, &load->reports->definitions->filter,
                    "Filter previously defined for definition.", scan);
}

bool rep_set_tag(struct rep_load *load, struct ft_scan *scan) {
  struct rep_definition *definition = load->reports->definitions;
  const char *name = ft_scan_need(scan, "Expecting tag name.");
  if (!name) return false;
  if (definition->tag) return ft_scan_fail(scan, "Tag previously defined for definition.");
  if (!load_tags(load, scan)) return false;
  definition->tag = ft_tags_find(load->reports->tags, name);
  return definition->tag ? ft_scan_done(scan) : ft_scan_fail(scan, "Tag definition not found.");
}

bool rep_set_mask(struct rep_load *load, struct ft_scan *scan) {
  struct rep_definition *definition = load->reports->definitions;
  const char *name = ft_scan_need(scan, "Expecting mask name.");
  if (!name) return false;
  if (definition->mask) return ft_scan_fail(scan, "Mask previously defined for definition.");
  if (!load_masks(load, scan)) return false;
  definition->mask = ft_masks_find(load->reports->masks, name);
  return definition->mask ? ft_scan_done(scan) : ft_scan_fail(scan, "Mask definition not found.");
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
