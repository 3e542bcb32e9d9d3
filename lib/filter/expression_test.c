/* The tests of filter expressions, as formulas. */
#include "config.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/grow.h"
#include "filter/expression.h"

/* -- lists of values -- */

bool ft_expr_list_add(struct ft_expression *expr, struct ft_expr_list *list,
                      const struct ft_expr_value *value, struct ft_expr_list *longer) {
  if (!ft_grow(&list->values, &list->room, list->count + 1, sizeof *list->values)) {
    ft_expr_list_clear(list);
    return ft_expr_fail_memory(expr);
  }
  list->values[list->count++] = *value;
  *longer = *list;
  return true;
}

bool ft_expr_list_new(struct ft_expression *expr, const struct ft_expr_value *value,
                      struct ft_expr_list *list) {
  struct ft_expr_list empty = {0};
  return ft_expr_list_add(expr, &empty, value, list);
}

void ft_expr_list_clear(struct ft_expr_list *list) {
  free(list->values);
  *list = (struct ft_expr_list){0};
}

/* -- what a test permits -- */

/* Adds an entry that permits or denies, unless the same one is there. false: no memory. */
static bool add_entry(struct ft_primitive *primitive, struct ft_entry *entry, bool permit) {
  entry->permit = permit;
  return ft_entries_find(&primitive->entries, entry) || ft_entries_add(&primitive->entries, entry);
}

static bool add_comparison(struct ft_primitive *primitive, enum ft_op op, uint64_t number,
                           double real, bool permit) {
  struct ft_entry entry = {.op = (uint8_t)op, .number = number, .real = real};
  return add_entry(primitive, &entry, permit);
}

/* The values of a table that OP number holds for. false: no memory. */
static bool set_compared(struct ft_primitive *primitive, enum ft_op op, uint64_t number) {
  struct ft_span spans[FT_OP_SPANS];
  size_t count = ft_op_spans(op, number, spans);
  for (size_t i = 0; i < count; i++)
    if (!ft_primitive_set_range(primitive, spans[i].first, spans[i].last, FT_MODE_PERMIT))
      return false;
  return true;
}

/* Flags by name or number: all of them are set; 0: none is. false: no memory. */
static bool set_flags(struct ft_primitive *primitive, uint64_t flags) {
  for (uint64_t value = flags; value < primitive->type->limit; value++) {
    if ((value & flags) != flags || (!flags && value)) continue;
    if (!ft_primitive_set_range(primitive, value, value, FT_MODE_PERMIT)) return false;
  }
  return true;
}

/* What one test is made of. */
struct request {
  const struct ft_expr_keyword *keyword;
  const struct ft_expr_list *list;
  bool listed; /* no operator: the values are listed */
  enum ft_op op;
};

/* A new test of item, added to any. NULL: no memory. */
static struct ft_primitive *new_test(struct ft_formula *any, const struct ft_match_item *item,
                                     enum ft_type_id type) {
  struct ft_formula *test = ft_formula_new_test(item, type);
  if (!test) return NULL;
  ft_formula_add(any, test);
  return test->primitive;
}

/* One value, for the primitive of all values that need none of their own. */
static bool add_value(struct ft_primitive *primitive, const struct request *request,
                      const struct ft_expr_value *value) {
  struct ft_entry network = {.addr = value->prefix.addr, .length = value->prefix.length};
  switch (primitive->type->test) {
  case FT_TEST_TABLE:
    if (request->listed && request->keyword->type == FT_TYPE_TCP_FLAGS)
      return set_flags(primitive, value->low);
    if (value->range)
      return ft_primitive_set_range(primitive, value->low, value->high, FT_MODE_PERMIT);
    return set_compared(primitive, request->op, value->low);
  case FT_TEST_PREFIXES:
    return add_entry(primitive, &network, true);
  default:
    return add_comparison(primitive, request->op, value->low, value->real_low, true);
  }
}

/* Ranges that no table holds: each is a test of its own. */
static bool add_range(struct ft_primitive *primitive, const struct ft_expr_value *value) {
  return add_comparison(primitive, FT_OP_LT, value->low, value->real_low, false) &&
         add_comparison(primitive, FT_OP_LE, value->high, value->real_high, true);
}

static bool add_mask(struct ft_primitive *primitive, const struct ft_expr_value *value) {
  struct ft_entry entry = {.addr = value->prefix.addr, .addr_mask = value->addr_mask};
  return add_entry(primitive, &entry, true);
}

/* Any of the values, at one place of the flow. NULL: no memory. */
static struct ft_formula *item_formula(const struct ft_match_item *item,
                                       const struct request *request) {
  enum ft_type_id type = request->keyword->type;
  bool table = ft_primitive_types[type].test == FT_TEST_TABLE;
  struct ft_formula *any = ft_formula_any();
  struct ft_primitive *shared = NULL, *masks = NULL, *range;
  bool good = any;
  for (size_t i = 0; good && i < request->list->count; i++) {
    const struct ft_expr_value *value = &request->list->values[i];
    if (value->addr_mask.width) {
      if (!masks) masks = new_test(any, item, FT_TYPE_ADDRESS_MASK);
      good = masks && add_mask(masks, value);
    } else if (value->range && !table) {
      range = new_test(any, item, type);
      good = range && add_range(range, value);
    } else {
      if (!shared) shared = new_test(any, item, type);
      good = shared && add_value(shared, request, value);
    }
  }
  if (good) return any;
  ft_formula_free(any);
  return NULL;
}

/* -- sides -- */

bool ft_expr_two_sides(struct ft_expression *expr, const struct ft_expr_token *first, bool all,
                       const struct ft_expr_token *second, struct ft_expr_sides *sides) {
  bool good = (first->number == FT_SIDE_SRC && second->number == FT_SIDE_DST) ||
              (first->number == FT_SIDE_DST && second->number == FT_SIDE_SRC);
  if (!good) return ft_expr_fail(expr, second->word.start, "only src and dst can be joined");
  *sides = (struct ft_expr_sides){.word = first->word, .count = 2, .all = all};
  sides->list[0] = (enum ft_expr_side)first->number;
  sides->list[1] = (enum ft_expr_side)second->number;
  return true;
}

/* The sides that a test looks at: those given, else all there are. false with an error. */
static bool choose_sides(struct ft_expression *expr, const struct ft_expr_sides *given,
                         const struct ft_expr_keyword *keyword, struct ft_expr_sides *chosen) {
  bool sided = !keyword->items[FT_SIDE_NONE];
  *chosen = *given;
  if (!given->count) {
    *chosen = (struct ft_expr_sides){.count = sided ? 2 : 1};
    if (sided) {
      chosen->list[0] = FT_SIDE_SRC;
      chosen->list[1] = FT_SIDE_DST;
    }
    return true;
  }
  for (size_t i = 0; i < given->count; i++)
    if (!keyword->items[given->list[i]])
      return ft_expr_fail(expr, given->word.start, "%s does not go with %s",
                          ft_expr_side_name(given->list[i]), keyword->names[0]);
  return true;
}

/* The formula of a test whose values have been read. NULL: no memory. */
static struct ft_formula *build(const struct ft_expr_sides *sides, struct request request,
                                bool negate_all) {
  struct ft_formula *joined = ft_formula_new(sides->all ? FT_FORMULA_ALL : FT_FORMULA_FIRST);
  bool differs = request.op == FT_OP_NE;
  if (differs) request.op = FT_OP_EQ;
  for (size_t i = 0; joined && i < sides->count; i++) {
    const char *name = request.keyword->items[sides->list[i]];
    struct ft_formula *part = item_formula(ft_match_item_find(name), &request);
    if (!part) {
      ft_formula_free(joined);
      return NULL;
    }
    part->negate = differs && !negate_all;
    ft_formula_add(joined, part);
  }
  if (joined) joined->negate = differs && negate_all;
  return joined;
}

/* -- tests -- */

static bool is_ordering(enum ft_op op) {
  return op != FT_OP_EQ && op != FT_OP_NE;
}

/* Reads the values; false with an error, also for what does not go with the operator. */
static bool read_values(struct ft_expression *expr, const struct ft_expr_keyword *keyword,
                        const struct ft_expr_token *compare, struct ft_expr_list *list) {
  bool ordering = compare && is_ordering((enum ft_op)compare->number);
  if (ordering && ft_primitive_types[keyword->type].test == FT_TEST_PREFIXES)
    return ft_expr_fail(expr, compare->word.start, "%s goes with = and != only", keyword->names[0]);
  for (size_t i = 0; i < list->count; i++) {
    struct ft_expr_value *value = &list->values[i];
    if (ordering && i > 0)
      return ft_expr_fail(expr, value->word.start, "a comparison takes one value");
    if (!ft_expr_read(expr, keyword, value)) return false;
    if (ordering && value->range)
      return ft_expr_fail(expr, value->word.start, "a range cannot be compared so");
  }
  return true;
}

/* What levels a test adds to the depth of a formula: sides, values, the test. */
#define TEST_DEPTH 3

static bool test(struct ft_expression *expr, const struct ft_expr_sides *sides,
                 const struct ft_expr_keyword *keyword, const struct ft_expr_token *compare,
                 struct ft_expr_list *list, struct ft_expr_part *part) {
  struct request request = {.keyword = keyword, .list = list, .listed = !compare, .op = FT_OP_EQ};
  struct ft_expr_sides chosen;
  if (compare) request.op = (enum ft_op)compare->number;
  if (!choose_sides(expr, sides, keyword, &chosen) || !read_values(expr, keyword, compare, list))
    return false;
  /* What differs from a value, no side given, has it at no side. */
  *part = (struct ft_expr_part){build(&chosen, request, sides->count == 0), TEST_DEPTH};
  expr->carried_sides = *sides;
  expr->carried = compare && request.op != FT_OP_EQ ? NULL : keyword;
  return part->formula || ft_expr_fail_memory(expr);
}

bool ft_expr_test(struct ft_expression *expr, const struct ft_expr_sides *sides,
                  const struct ft_expr_token *keyword, const struct ft_expr_token *compare,
                  struct ft_expr_list *list, struct ft_expr_part *part) {
  bool good = test(expr, sides, keyword->keyword, compare, list, part);
  ft_expr_list_clear(list);
  return good;
}

/* A value where none may stand, most likely a keyword that is spelled wrong. */
static void fail_without_keyword(struct ft_expression *expr, const struct ft_expr_word *word) {
  char text[FT_EXPR_WORD_SIZE];
  if (!ft_expr_text(expr, word, text)) return;
  if (isalpha((unsigned char)*text))
    ft_expr_fail(expr, word->start, "unknown keyword \"%s\"", text);
  else
    ft_expr_fail(expr, word->start, "\"%s\" needs a keyword such as host or port", text);
}

bool ft_expr_bare_test(struct ft_expression *expr, const struct ft_expr_sides *sides,
                       struct ft_expr_list *list, struct ft_expr_part *part) {
  const struct ft_expr_keyword *keyword = sides ? &ft_expr_address : expr->carried;
  struct ft_expr_sides carried = expr->carried_sides;
  bool good = keyword && test(expr, sides ? sides : &carried, keyword, NULL, list, part);
  if (!keyword) fail_without_keyword(expr, &list->values[0].word);
  ft_expr_list_clear(list);
  return good;
}

bool ft_expr_protocol_test(struct ft_expression *expr, int protocol, struct ft_expr_part *part) {
  *part = (struct ft_expr_part){ft_formula_protocol((uint8_t)protocol), 1};
  return part->formula || ft_expr_fail_memory(expr);
}

bool ft_expr_any(struct ft_expression *expr, struct ft_expr_part *part) {
  *part = (struct ft_expr_part){ft_formula_new(FT_FORMULA_ALL), 1};
  return part->formula || ft_expr_fail_memory(expr);
}

/* -- and, or -- */

bool ft_expr_join(struct ft_expression *expr, enum ft_formula_kind kind, struct ft_expr_part *a,
                  struct ft_expr_part *b, struct ft_expr_part *joined) {
  /* `a and b and c` is one list, however long. */
  *joined = *a;
  if (a->formula->kind != kind || a->formula->negate) {
    *joined = (struct ft_expr_part){ft_formula_new(kind), a->depth + 1};
    if (!joined->formula) {
      ft_formula_free(a->formula);
      ft_formula_free(b->formula);
      return ft_expr_fail_memory(expr);
    }
    ft_formula_add(joined->formula, a->formula);
  }
  ft_formula_add(joined->formula, b->formula);
  if (joined->depth < b->depth + 1) joined->depth = b->depth + 1;
  if (joined->depth <= FT_FORMULA_DEPTH) return true;
  ft_formula_free(joined->formula);
  return ft_expr_fail(expr, expr->token.word.start, "nested too deep");
}
