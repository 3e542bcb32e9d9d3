#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "filter/plan.h"

static bool compile_table(struct ft_test *test, const struct ft_primitive *primitive) {
  struct ft_table *table = &test->table;
  table->limit = primitive->type->limit;
  table->mask = primitive->type->maskable ? primitive->mask : UINT64_MAX;
  size_t pages = ft_page_count(primitive->type);
  table->bits = malloc(pages * FT_PAGE_SIZE / 8);
  if (!table->bits) return false;
  memset(table->bits, primitive->permit_default ? 0xff : 0, pages * FT_PAGE_SIZE / 8);
  for (size_t p = 0; p < pages; p++) {
    if (!primitive->pages[p]) continue;
    for (size_t i = p * FT_PAGE_SIZE; i < (p + 1) * FT_PAGE_SIZE; i++) {
      enum ft_mode mode = ft_primitive_mode(primitive, i);
      uint8_t bit = (uint8_t)(1 << i % 8);
      if (mode == FT_MODE_PERMIT) table->bits[i / 8] |= bit;
      if (mode == FT_MODE_DENY) table->bits[i / 8] &= (uint8_t)~bit;
    }
  }
  return true;
}

static bool compile_masks(struct ft_test *test, const struct ft_primitive *primitive) {
  const struct ft_entries *entries = &primitive->entries;
  test->masks = calloc(entries->count + 1, sizeof *test->masks);
  if (!test->masks) return false;
  for (size_t i = 0; i < entries->count; i++) {
    const struct ft_entry *entry = &entries->list[i];
    struct ft_masked *masked = &test->masks[test->count];
    unsigned width = entry->addr.width;
    if (width && (width != test->column.width || width != entry->addr_mask.width)) continue;
    bool narrow_addr = width && !ft_test_is_wide(test);
    masked->addr = entry->addr;
    masked->addr_mask = entry->addr_mask;
    masked->value = narrow_addr ? ft_addr_to_u32(&entry->addr) : entry->number;
    masked->mask = narrow_addr ? ft_addr_to_u32(&entry->addr_mask) : entry->number_mask;
    masked->permit = entry->permit;
    test->count++;
  }
  return true;
}

static bool compile_reals(struct ft_test *test, const struct ft_primitive *primitive) {
  const struct ft_entries *entries = &primitive->entries;
  test->reals = calloc(entries->count + 1, sizeof *test->reals);
  if (!test->reals) return false;
  for (size_t i = 0; i < entries->count; i++) {
    const struct ft_entry *entry = &entries->list[i];
    test->reals[i] = (struct ft_real){entry->real, entry->op, entry->permit};
  }
  test->count = entries->count;
  return true;
}

static bool compile_sample(struct ft_test *test, const struct ft_primitive *primitive) {
  test->rate = primitive->entries.list[0].number;
  test->rate_permits = primitive->entries.list[0].permit;
  return true;
}

static bool compile_values(struct ft_test *test, const struct ft_primitive *primitive) {
  return ft_intervals_of_values(&test->intervals, &primitive->entries, primitive->permit_default);
}

static bool compile_prefixes(struct ft_test *test, const struct ft_primitive *primitive) {
  return ft_intervals_of_networks(&test->intervals, &primitive->entries, primitive->permit_default,
                                  test->column.width);
}

static bool (*const compilers[])(struct ft_test *, const struct ft_primitive *) = {
    [FT_TEST_TABLE] = compile_table,       [FT_TEST_VALUES] = compile_values,
    [FT_TEST_PREFIXES] = compile_prefixes, [FT_TEST_MASKS] = compile_masks,
    [FT_TEST_REALS] = compile_reals,       [FT_TEST_SAMPLE] = compile_sample,
};

static bool compile_test(struct ft_test *test, const struct ft_formula *formula,
                         const struct ft_layout *layout) {
  const struct ft_primitive_type *type = formula->primitive->type;
  test->kind = type->test;
  test->permit_default = formula->primitive->permit_default;
  test->value = formula->item->value;
  test->local_time = type->local_time;
  if (formula->item->field < FT_FIELD_COUNT) test->column = ft_column(layout, formula->item->field);
  ft_clock_bind(&test->clock, layout);
  return compilers[test->kind](test, formula->primitive);
}

/* What a formula comes to. */
struct size {
  size_t nodes, tests;
};

/* false: nested too deep. */
static bool measure(const struct ft_formula *formula, unsigned depth, struct size *size) {
  if (depth > FT_FORMULA_DEPTH) return false;
  size->nodes++;
  size->tests += formula->kind == FT_FORMULA_TEST;
  for (const struct ft_formula *child = formula->first; child; child = child->next)
    if (!measure(child, depth + 1, size)) return false;
  return true;
}

/* True if the result of formula is that of its only child. */
static bool is_wrapper(const struct ft_formula *formula) {
  if (!formula->first || formula->first->next) return false;
  return formula->kind == FT_FORMULA_ALL || (formula->first->verdict && !formula->otherwise);
}

/* Fills the node at; its children get the next free places, one behind the other. */
static bool compile_node(struct ft_filter *filter, size_t at, const struct ft_formula *formula,
                         const struct ft_layout *layout) {
  struct ft_node *node = &filter->nodes[at];
  node->verdict = formula->verdict;
  node->negate = formula->negate;
  while (is_wrapper(formula)) {
    formula = formula->first;
    node->negate ^= formula->negate;
  }
  node->kind = formula->kind;
  node->otherwise = formula->otherwise;
  if (formula->kind == FT_FORMULA_TEST) {
    node->first = filter->test_count++;
    return compile_test(&filter->tests[node->first], formula, layout);
  }
  node->first = filter->node_count;
  for (const struct ft_formula *child = formula->first; child; child = child->next)
    node->count++;
  filter->node_count += node->count;
  size_t place = node->first;
  for (const struct ft_formula *child = formula->first; child; child = child->next)
    if (!compile_node(filter, place++, child, layout)) return false;
  return true;
}

static bool compile_all(struct ft_filter *filter, const struct ft_formula *formula,
                        const struct size *size, const struct ft_layout *layout) {
  filter->record_size = layout->size;
  filter->random = ft_hash_seed() | 1; /* not 0, and another one every time */
  filter->tests = calloc(size->tests + 1, sizeof *filter->tests);
  filter->nodes = calloc(size->nodes, sizeof *filter->nodes);
  if (!filter->tests || !filter->nodes) return false;
  filter->node_count = 1;
  return compile_node(filter, 0, formula, layout);
}

struct ft_filter *ft_formula_compile(const struct ft_formula *formula,
                                     const struct ft_layout *layout, struct ft_error *err) {
  struct size size = {0};
  if (!measure(formula, 1, &size)) {
    ft_error_add(err, "Filter nested deeper than %d levels.", FT_FORMULA_DEPTH);
    return NULL;
  }
  struct ft_filter *filter = calloc(1, sizeof *filter);
  if (filter && compile_all(filter, formula, &size, layout)) return filter;
  ft_error_add_memory(err);
  ft_filter_free(filter);
  return NULL;
}

struct ft_filter *ft_filter_compile(const struct ft_filter_def *def, const struct ft_layout *layout,
                                    struct ft_error *err) {
  if (!(ft_filter_def_fields(def) & ~layout->mask))
    return ft_formula_compile(def->formula, layout, err);
  ft_error_add(err, "Filter references a field not in flow.");
  return NULL;
}

void ft_filter_free(struct ft_filter *filter) {
  if (!filter) return;
  for (size_t i = 0; filter->tests && i < filter->test_count; i++) {
    free(filter->tests[i].table.bits);
    ft_intervals_clear(&filter->tests[i].intervals);
    free(filter->tests[i].masks);
    free(filter->tests[i].reals);
  }
  free(filter->tests);
  free(filter->nodes);
  free(filter);
}
