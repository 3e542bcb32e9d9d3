/* The names of a filter file looked up, and each definition made a formula. */
#include "config.h"

#include "filter/formula.h"

/* false: item and primitive do not go together. */
static bool compatible(const struct ft_match_item *item, const struct ft_primitive *primitive) {
  if (!primitive->type) return false;
  if (!(item->types >> (primitive->type - ft_primitive_types) & 1)) return false;
  return primitive->type->test != FT_TEST_SAMPLE || primitive->entries.count > 0;
}

static bool resolve_match(const struct ft_filters *filters, const struct ft_filter_def *definition,
                          struct ft_match *match, struct ft_error *err) {
  match->primitive = ft_names_find(&filters->primitive_names, match->primitive_name);
  match->item = ft_match_item_find(match->item_name);
  const char *in = definition->name;
  if (!match->primitive)
    ft_error_add(err, "Unable to resolve primitive \"%s\" in filter-definition \"%s\".",
                 match->primitive_name, in);
  else if (!match->item)
    ft_error_add(err, "Unknown match criteria \"%s\" in filter-definition \"%s\".",
                 match->item_name, in);
  else if (!compatible(match->item, match->primitive))
    ft_error_add(err, "Primitive \"%s\" incompatible with match in filter-definition \"%s\".",
                 match->item_name, in);
  else
    return true;
  ft_error_add(err, "resolve_primitives(): failed");
  return false;
}

/* Any of the groups, of which each wants all of its tests. false: no memory. */
static bool make_formula(struct ft_filter_def *definition) {
  struct ft_formula *any = definition->formula = ft_formula_any(), *group = NULL;
  if (!any) return false;
  any->negate = definition->invert;
  for (size_t m = 0; m < definition->count; m++) {
    const struct ft_match *match = &definition->matches[m];
    if (match->opens_group) {
      group = ft_formula_new(FT_FORMULA_ALL);
      if (!group) return false;
      ft_formula_add(any, group);
    }
    struct ft_formula *test = ft_formula_test(match->item, match->primitive);
    if (!test) return false;
    ft_formula_add(group, test);
  }
  return true;
}

bool ft_filters_resolve(struct ft_filters *filters, struct ft_error *err) {
  for (size_t d = filters->definition_count; d-- > 0;) {
    struct ft_filter_def *definition = filters->definitions[d];
    for (size_t m = 0; m < definition->count; m++)
      if (!resolve_match(filters, definition, &definition->matches[m], err)) return false;
    if (make_formula(definition)) continue;
    ft_error_add_memory(err);
    return false;
  }
  return true;
}
