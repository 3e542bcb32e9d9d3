#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "filter/filter.h"
#include "filter/filter_parse.h"

static void free_primitive(struct ft_primitive *primitive) {
  free(primitive->name);
  free(primitive->buckets);
  ft_entries_clear(&primitive->entries);
  free(primitive);
}

static void free_definition(struct ft_filter_def *definition) {
  for (size_t i = 0; i < definition->count; i++) {
    free(definition->matches[i].item_name);
    free(definition->matches[i].primitive_name);
  }
  free(definition->matches);
  free(definition->name);
  free(definition);
}

static void free_symbols(struct ft_filters *filters) {
  for (size_t i = 0; i < FT_SYM_COUNT; i++) {
    ft_symbols_free(filters->symbols[i]);
    filters->symbols[i] = NULL;
  }
}

void ft_filters_free(struct ft_filters *filters) {
  if (!filters) return;
  for (size_t i = 0; i < filters->primitive_count; i++)
    free_primitive(filters->primitives[i]);
  for (size_t i = 0; i < filters->definition_count; i++)
    free_definition(filters->definitions[i]);
  free(filters->primitives);
  free(filters->definitions);
  free_symbols(filters);
  free(filters);
}

/* NULL with an error. */
static struct ft_filters *load(const char *path, const struct ft_vars *vars,
                               const struct ft_log *log, struct ft_error *err) {
  struct ft_filters *filters = calloc(1, sizeof *filters);
  if (!filters) {
    ft_error_add_memory(err);
    ft_error_add(err, "ftfil_load(): failed");
    return NULL;
  }
  bool good = ft_filters_read(filters, path, vars, log, err);
  if (good && !ft_filters_resolve(filters, err)) {
    ft_error_add(err, "ftfil_load(): failed");
    good = false;
  }
  free_symbols(filters);
  if (good) return filters;
  ft_filters_free(filters);
  return NULL;
}

struct ft_filters *ft_filters_load(const char *path, const struct ft_vars *vars,
                                   const struct ft_log *log, struct ft_error *err) {
  if (vars) return load(path, vars, log, err);
  /* Without variables those of a line are replaced all the same, by nothing. */
  struct ft_vars *none = ft_vars_new();
  struct ft_filters *filters = none ? load(path, none, log, err) : NULL;
  if (!none) ft_error_add_memory(err);
  ft_vars_free(none);
  return filters;
}

const struct ft_filter_def *ft_filters_find(const struct ft_filters *filters, const char *name) {
  for (size_t i = 0; i < filters->definition_count; i++)
    if (!strcasecmp(filters->definitions[i]->name, name)) return filters->definitions[i];
  return NULL;
}

const char *ft_filter_def_name(const struct ft_filter_def *def) {
  return def->name;
}

uint64_t ft_filter_def_fields(const struct ft_filter_def *def) {
  uint64_t fields = 0;
  for (size_t i = 0; i < def->count; i++)
    fields |= ft_match_item_fields(def->matches[i].item);
  return fields;
}

bool ft_filters_symbol(struct ft_filters *filters, const struct ft_primitive_type *type,
                       const char *name, const struct ft_log *log, uint32_t *value) {
  static const char *const files[FT_SYM_COUNT] = {
      [FT_SYM_PROTOCOL] = "ip-prot.sym",
      [FT_SYM_PORT] = "tcp-port.sym",
      [FT_SYM_AS] = "asn.sym",
      [FT_SYM_TAG] = "tag.sym",
  };
  size_t length = strlen(name);
  for (size_t i = 0; i < 2 && type->symbols[i] != FT_SYM_NONE; i++) {
    struct ft_symbols **table = &filters->symbols[type->symbols[i]];
    if (!*table) *table = ft_symbols_load_installed(files[type->symbols[i]], log);
    if (*table && ft_symbols_value(*table, name, length, value)) return true;
  }
  return false;
}
