/* What a filter file becomes: its parts by name, and its end. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "filter/formula.h"

static void free_definition(struct ft_filter_def *definition) {
  for (size_t i = 0; i < definition->count; i++) {
    free(definition->matches[i].item_name);
    free(definition->matches[i].primitive_name);
  }
  ft_formula_free(definition->formula);
  free(definition->matches);
  free(definition->name);
  free(definition);
}

void ft_filters_clear_symbols(struct ft_filters *filters) {
  for (size_t i = 0; i < FT_SYM_COUNT; i++) {
    ft_symbols_free(filters->symbols[i]);
    filters->symbols[i] = NULL;
  }
}

void ft_filters_free(struct ft_filters *filters) {
  if (!filters) return;
  for (size_t i = 0; i < filters->primitive_count; i++)
    ft_primitive_free(filters->primitives[i]);
  for (size_t i = 0; i < filters->definition_count; i++)
    free_definition(filters->definitions[i]);
  ft_names_clear(&filters->primitive_names);
  ft_names_clear(&filters->definition_names);
  free(filters->primitives);
  free(filters->definitions);
  ft_filters_clear_symbols(filters);
  free(filters);
}

const struct ft_filter_def *ft_filters_find(const struct ft_filters *filters, const char *name) {
  return ft_names_find(&filters->definition_names, name);
}

const char *ft_filter_def_name(const struct ft_filter_def *def) {
  return def->name;
}

uint64_t ft_filter_def_fields(const struct ft_filter_def *def) {
  return ft_formula_fields(def->formula);
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
    if (!*table) { /* the next table may know the name as something else */
      ft_log_line(log, "%s: Out of memory", files[type->symbols[i]]);
      return false;
    }
    if (ft_symbols_value(*table, name, length, value)) return true;
  }
  return false;
}
