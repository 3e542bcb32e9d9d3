#include "config.h"

#include <stdlib.h>

#include "tag/tag.h"
#include "tag/tag_parse.h"

static void free_action(struct ft_tag_action *action) {
  ft_names_clear(&action->keys);
  while (action->matches) {
    struct ft_tag_match *match = action->matches;
    action->matches = match->next;
    free(match);
  }
  free(action->name);
  free(action);
}

static void free_term(struct ft_tag_term *term) {
  while (term->uses) {
    struct ft_tag_use *use = term->uses;
    term->uses = use->next;
    free(use->name);
    free(use);
  }
  free(term->input);
  free(term->output);
  free(term);
}

static void free_definition(struct ft_tag_def *definition) {
  while (definition->terms) {
    struct ft_tag_term *term = definition->terms;
    definition->terms = term->next;
    free_term(term);
  }
  free(definition->name);
  free(definition);
}

void ft_tags_free(struct ft_tags *tags) {
  if (!tags) return;
  while (tags->actions) {
    struct ft_tag_action *action = tags->actions;
    tags->actions = action->next;
    free_action(action);
  }
  while (tags->definitions) {
    struct ft_tag_def *definition = tags->definitions;
    tags->definitions = definition->next;
    free_definition(definition);
  }
  ft_names_clear(&tags->action_names);
  ft_names_clear(&tags->definition_names);
  free(tags);
}

static bool resolve_term(const struct ft_tags *tags, const struct ft_tag_def *definition,
                         struct ft_tag_term *term, struct ft_error *err) {
  for (struct ft_tag_use *use = term->uses; use; use = use->next) {
    use->action = ft_names_find(&tags->action_names, use->name);
    if (use->action) continue;
    ft_error_add(err, "Unable to resolve action \"%s\" in tag-definition \"%s\".", use->name,
                 definition->name);
    return false;
  }
  return true;
}

static bool resolve(struct ft_tags *tags, struct ft_error *err) {
  for (struct ft_tag_def *d = tags->definitions; d; d = d->next)
    for (struct ft_tag_term *term = d->terms; term; term = term->next)
      if (!resolve_term(tags, d, term, err)) return false;
  return true;
}

struct ft_tags *ft_tags_load(const char *path, const struct ft_vars *vars, const struct ft_log *log,
                             struct ft_error *err) {
  struct ft_tags *tags = calloc(1, sizeof *tags);
  /* Without variables those of a line are replaced all the same, by nothing. */
  struct ft_vars *none = vars ? NULL : ft_vars_new();
  bool good = false;
  if (tags && (vars || none))
    good = ft_tags_read(tags, path, vars ? vars : none, log, err) && resolve(tags, err);
  else
    ft_error_add_memory(err);
  ft_vars_free(none);
  if (good) return tags;
  ft_tags_free(tags);
  ft_error_add(err, "fttag_load(): failed");
  return NULL;
}

const struct ft_tag_def *ft_tags_find(const struct ft_tags *tags, const char *name) {
  return ft_names_find(&tags->definition_names, name);
}

const char *ft_tag_def_name(const struct ft_tag_def *def) {
  return def->name;
}
