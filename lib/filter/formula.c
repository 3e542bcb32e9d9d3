#include "config.h"

#include "filter/formula.h"

#include <stdlib.h>

struct ft_formula *ft_formula_new(enum ft_formula_kind kind) {
  struct ft_formula *formula = calloc(1, sizeof *formula);
  if (!formula) return NULL;
  formula->kind = kind;
  formula->verdict = true;
  return formula;
}

struct ft_formula *ft_formula_any(void) {
  return ft_formula_new(FT_FORMULA_FIRST);
}

struct ft_formula *ft_formula_test(const struct ft_match_item *item,
                                   struct ft_primitive *primitive) {
  struct ft_formula *formula = ft_formula_new(FT_FORMULA_TEST);
  if (!formula) return NULL;
  formula->item = item;
  formula->primitive = primitive;
  return formula;
}

struct ft_formula *ft_formula_new_test(const struct ft_match_item *item, enum ft_type_id type) {
  struct ft_primitive *primitive = ft_primitive_new();
  struct ft_formula *formula = primitive ? ft_formula_test(item, primitive) : NULL;
  if (formula && ft_primitive_set_type(primitive, type)) {
    formula->owns_primitive = true;
    return formula;
  }
  free(formula);
  ft_primitive_free(primitive);
  return NULL;
}

struct ft_formula *ft_formula_protocol(uint8_t protocol) {
  struct ft_formula *test =
      ft_formula_new_test(ft_match_item_find("ip-protocol"), FT_TYPE_PROTOCOL);
  if (test && ft_primitive_set_range(test->primitive, protocol, protocol, FT_MODE_PERMIT))
    return test;
  ft_formula_free(test);
  return NULL;
}

void ft_formula_add(struct ft_formula *parent, struct ft_formula *child) {
  if (parent->last)
    parent->last->next = child;
  else
    parent->first = child;
  parent->last = child;
}

void ft_formula_free(struct ft_formula *formula) {
  if (!formula) return;
  while (formula->first) {
    struct ft_formula *child = formula->first;
    formula->first = child->next;
    ft_formula_free(child);
  }
  if (formula->owns_primitive) ft_primitive_free(formula->primitive);
  free(formula);
}

uint64_t ft_formula_fields(const struct ft_formula *formula) {
  uint64_t fields = formula->item ? ft_match_item_fields(formula->item) : 0;
  for (const struct ft_formula *child = formula->first; child; child = child->next)
    fields |= ft_formula_fields(child);
  return fields;
}
