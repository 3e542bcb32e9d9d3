#include "config.h"

#include <stdlib.h>

#include "xlate/xlate.h"
#include "xlate/xlate_parse.h"

static void free_action(struct ft_xlate_action *action) {
  free(action->name);
  free(action->key_file);
  free(action);
}

static void free_definition(struct ft_xlate_def *definition) {
  for (size_t t = 0; t < definition->count; t++) {
    struct ft_xlate_term *term = &definition->terms[t];
    for (size_t u = 0; u < term->count; u++)
      free(term->uses[u].name);
    free(term->uses);
  }
  free(definition->terms);
  free(definition->name);
  free(definition);
}

void ft_xlates_free(struct ft_xlates *xlates) {
  if (!xlates) return;
  for (size_t i = 0; i < xlates->action_count; i++)
    free_action(xlates->actions[i]);
  for (size_t i = 0; i < xlates->definition_count; i++)
    free_definition(xlates->definitions[i]);
  free(xlates->actions);
  free(xlates->definitions);
  ft_names_clear(&xlates->action_names);
  ft_names_clear(&xlates->definition_names);
  free(xlates->filter_path);
  ft_filters_free(xlates->filters);
  free(xlates);
}

/* Whether actions that need a key have one. The last of the file comes first, as ever. */
static bool check_keys(const struct ft_xlates *xlates, struct ft_error *err) {
  for (size_t i = xlates->action_count; i-- > 0;) {
    const struct ft_xlate_action *action = xlates->actions[i];
    if (!action->type || action->type->step != FT_STEP_ANONYMIZE) continue;
    if (!action->algorithm)
      ft_error_add(err, "Action %s: unknown anonymization algorithm", action->name);
    else if (ft_key_is_zero(action->key))
      ft_error_add(err, "Action %s: uninitialized key.", action->name);
    else
      continue;
    return false;
  }
  return true;
}

static bool resolve_use(const struct ft_xlates *xlates, const struct ft_xlate_def *definition,
                        struct ft_xlate_use *use, struct ft_error *err) {
  use->action = ft_names_find(&xlates->action_names, use->name);
  if (use->action) return true;
  ft_error_add(err, "Unable to resolve action \"%s\" in xlate-definition \"%s\".", use->name,
               definition->name);
  return false;
}

static bool resolve(struct ft_xlates *xlates, struct ft_error *err) {
  for (size_t d = xlates->definition_count; d-- > 0;) {
    struct ft_xlate_def *definition = xlates->definitions[d];
    for (size_t t = 0; t < definition->count; t++)
      for (size_t u = 0; u < definition->terms[t].count; u++)
        if (!resolve_use(xlates, definition, &definition->terms[t].uses[u], err)) return false;
  }
  return true;
}

struct ft_xlates *ft_xlates_load(const char *path, const struct ft_vars *vars,
                                 const struct ft_log *log, struct ft_error *err) {
  struct ft_xlates *xlates = calloc(1, sizeof *xlates);
  /* Without variables those of a line are replaced all the same, by nothing. */
  struct ft_vars *none = vars ? NULL : ft_vars_new();
  bool good = false;
  if (xlates && (vars || none)) {
    xlates->vars = vars ? vars : none;
    good = ft_xlates_read(xlates, path, xlates->vars, log, err) && check_keys(xlates, err) &&
           resolve(xlates, err);
    xlates->vars = NULL;
  } else {
    ft_error_add_memory(err);
  }
  ft_vars_free(none);
  if (good) return xlates;
  ft_xlates_free(xlates);
  ft_error_add(err, "ftxlate_load(): failed");
  return NULL;
}

const struct ft_xlate_def *ft_xlates_find(const struct ft_xlates *xlates, const char *name) {
  return ft_names_find(&xlates->definition_names, name);
}

uint64_t ft_xlate_def_fields(const struct ft_xlate_def *def) {
  uint64_t fields = 0;
  for (size_t t = 0; t < def->count; t++) {
    const struct ft_xlate_term *term = &def->terms[t];
    if (term->filter) fields |= ft_filter_def_fields(term->filter);
    for (size_t u = 0; u < term->count; u++) {
      const struct ft_xlate_type *type = term->uses[u].action->type;
      for (size_t f = 0; type && f < type->field_count; f++)
        fields |= ft_field_info(type->fields[f])->bit;
    }
  }
  return fields;
}
