/* Formulas: random ones over three tests, in batches, against an evaluation record by record. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "filter/formula.h"

#define TESTS   3
#define RECORDS 3000

static struct ft_primitive *primitives[TESTS];
static const char *const items[TESTS] = {"ip-protocol", "ip-tos", "ip-tcp-flags"};
static const enum ft_field_id fields[TESTS] = {FT_F_PROT, FT_F_TOS, FT_F_TCP_FLAGS};
static const enum ft_type_id types[TESTS] = {FT_TYPE_PROTOCOL, FT_TYPE_TOS, FT_TYPE_TCP_FLAGS};

static uint32_t random_state = 7;

static uint32_t next_random(uint32_t limit) {
  random_state = random_state * 1664525u + 1013904223u;
  return (random_state >> 8) % limit;
}

static struct ft_formula *random_formula(unsigned depth) {
  uint32_t kind = depth == 0 ? FT_FORMULA_TEST : next_random(3);
  struct ft_formula *formula;
  if (kind == FT_FORMULA_TEST) {
    size_t test = next_random(TESTS);
    formula = ft_formula_test(ft_match_item_find(items[test]), primitives[test]);
  } else {
    formula = ft_formula_new((enum ft_formula_kind)kind);
    formula->otherwise = next_random(3) == 0;
    for (uint32_t n = next_random(4); n > 0; n--) {
      struct ft_formula *child = random_formula(depth - 1);
      child->verdict = next_random(4) != 0;
      ft_formula_add(formula, child);
    }
  }
  formula->negate = next_random(3) == 0;
  return formula;
}

static bool holds(const struct ft_formula *formula, const struct ft_layout *layout,
                  const uint8_t *record) {
  bool result = formula->kind == FT_FORMULA_ALL || formula->otherwise;
  if (formula->kind == FT_FORMULA_TEST) {
    size_t test = 0;
    while (primitives[test] != formula->primitive)
      test++;
    /* NOLINTNEXTLINE(clang-analyzer-core.CallAndMessage): each primitive has its field */
    uint64_t value = ft_load(record, ft_column(layout, fields[test]));
    result = ft_primitive_mode(primitives[test], value) == FT_MODE_PERMIT;
  }
  for (const struct ft_formula *child = formula->first; child; child = child->next) {
    bool child_holds = holds(child, layout, record);
    if (formula->kind == FT_FORMULA_ALL && !child_holds) {
      result = false;
      break;
    }
    if (formula->kind == FT_FORMULA_FIRST && child_holds) {
      result = child->verdict;
      break;
    }
  }
  return result != formula->negate;
}

static void random_formulas(void **state) {
  const struct ft_layout *layout = *state;
  uint8_t *records = calloc(RECORDS, layout->size);
  static uint8_t pass[RECORDS], before[RECORDS];
  for (size_t i = 0; i < RECORDS; i++)
    for (size_t t = 0; t < TESTS; t++)
      ft_store(records + i * layout->size, ft_column(layout, fields[t]), next_random(3));
  for (unsigned round = 0; round < 400; round++) {
    struct ft_formula *formula = random_formula(round % 6);
    struct ft_error err = FT_ERROR_INIT;
    struct ft_filter *filter = ft_formula_compile(formula, layout, &err);
    assert_non_null(filter);
    for (size_t i = 0; i < RECORDS; i++)
      before[i] = pass[i] = next_random(5) != 0;
    ft_filter_run(filter, records, RECORDS, pass);
    for (size_t i = 0; i < RECORDS; i++)
      assert_int_equal(pass[i], before[i] && holds(formula, layout, records + i * layout->size));
    ft_filter_free(filter);
    ft_formula_free(formula);
  }
  free(records);
}

static void deep_formulas_are_refused(void **state) {
  const struct ft_layout *layout = *state;
  for (unsigned depth = FT_FORMULA_DEPTH; depth <= FT_FORMULA_DEPTH + 1; depth++) {
    struct ft_formula *formula = ft_formula_test(ft_match_item_find(items[0]), primitives[0]);
    for (unsigned i = 1; i < depth; i++) {
      struct ft_formula *outer = ft_formula_any();
      ft_formula_add(outer, formula);
      formula = outer;
    }
    struct ft_error err = FT_ERROR_INIT;
    struct ft_filter *filter = ft_formula_compile(formula, layout, &err);
    assert_int_equal(filter != NULL, depth <= FT_FORMULA_DEPTH);
    ft_error_clear(&err);
    ft_filter_free(filter);
    ft_formula_free(formula);
  }
}

static int set_up(void **state) {
  *state = (void *)ft_layout_find(5, 0);
  for (size_t t = 0; t < TESTS; t++) {
    primitives[t] = ft_primitive_new();
    if (!primitives[t] || !ft_primitive_set_type(primitives[t], types[t])) return -1;
    assert_true(ft_primitive_set_range(primitives[t], t, 1, FT_MODE_PERMIT));
  }
  return *state ? 0 : -1;
}

static int tear_down(void **state) {
  (void)state;
  for (size_t t = 0; t < TESTS; t++)
    ft_primitive_free(primitives[t]);
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(random_formulas),
      cmocka_unit_test(deep_formulas_are_refused),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
