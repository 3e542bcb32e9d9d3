#include "config.h"

#include <stdlib.h>

#include "parse.h"

static void outputs_free(struct rep_output *output) {
  while (output) {
    struct rep_output *next = output->next;
    free(output->path);
    free(output);
    output = next;
  }
}

static void uses_free(struct rep_use *use) {
  while (use) {
    struct rep_use *next = use->next;
    free(use->name);
    free(use);
    use = next;
  }
}

void ft_reports_free(struct ft_reports *reports) {
  if (!reports) return;
  while (reports->reports) {
    struct rep_report *report = reports->reports;
    reports->reports = report->next;
    outputs_free(report->outputs);
    free(report->name);
    free(report);
  }
  while (reports->definitions) {
    struct rep_definition *definition = reports->definitions;
    reports->definitions = definition->next;
    uses_free(definition->uses);
    free(definition->name);
    free(definition);
  }
  ft_names_clear(&reports->report_names);
  ft_names_clear(&reports->definition_names);
  ft_filters_free(reports->filters);
  ft_tags_free(reports->tags);
  ft_masks_free(reports->masks);
  free(reports);
}

bool ft_reports_has(const struct ft_reports *reports, const char *definition) {
  return rep_definition_find(reports, definition) != NULL;
}

/* Definitions in the order of the messages: the last of the file first. */
static bool resolve(struct ft_reports *reports, struct ft_error *err) {
  for (struct rep_definition *d = reports->definitions; d; d = d->next) {
    for (struct rep_use *use = d->uses; use; use = use->next) {
      const struct rep_report *report = ft_names_find(&reports->report_names, use->name);
      if (!report) {
        ft_error_add(err, "Unable to resolve report \"%s\" in stat-definition \"%s\".", use->name,
                     d->name);
        ft_error_add(err, "resolve_reports(): failed");
        return false;
      }
      use->report = report;
    }
  }
  return true;
}

static bool all_typed(const struct ft_reports *reports, struct ft_error *err) {
  for (const struct rep_definition *d = reports->definitions; d; d = d->next) {
    for (const struct rep_use *use = d->uses; use; use = use->next) {
      if (use->report->type) continue;
      ft_error_add(err, "Report \"%s\" has no type.", use->report->name);
      return false;
    }
  }
  return true;
}

static bool read_file(struct rep_load *load, const char *path, const struct ft_log *log,
                      struct ft_error *err) {
  struct ft_scan *scan = ft_scan_open(rep_language(), path, load->vars, log, err);
  if (!scan) return false;
  bool good = !ft_report_yyparse(scan, load);
  ft_scan_free(scan);
  return good && resolve(load->reports, err) && all_typed(load->reports, err);
}

struct ft_reports *ft_reports_load(const char *path, const struct ft_vars *vars,
                                   const struct ft_log *log, struct ft_error *err) {
  struct rep_load load = {.reports = calloc(1, sizeof *load.reports), .vars = vars};
  if (!load.reports) {
    ft_error_add_memory(err);
  } else if (!read_file(&load, path, log, err)) {
    ft_reports_free(load.reports);
    load.reports = NULL;
  }
  if (!load.reports) ft_error_add(err, "ftstat_load(): failed");
  free(load.filter_path);
  free(load.tag_path);
  free(load.mask_path);
  return load.reports;
}
