#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "tag/plan.h"

struct number_key {
  uint32_t number, result;
};

static int compare_numbers(const void *a, const void *b) {
  uint32_t x = ((const struct number_key *)a)->number, y = ((const struct number_key *)b)->number;
  return (x > y) - (x < y);
}

/* Each number is an interval of its own, no two are equal. */
static bool number_intervals(struct ft_tag_table *table, const struct ft_tag_action *action) {
  struct number_key *list = calloc(action->match_count + 1, sizeof *list);
  if (!list) return false;
  uint32_t count = 0;
  for (const struct ft_tag_match *m = action->matches; m; m = m->next, count++)
    list[count] = (struct number_key){m->number, count};
  qsort(list, count, sizeof *list, compare_numbers);
  bool good = ft_intervals_reserve(&table->keys, 2 * (size_t)count + 1);
  if (good) ft_intervals_put(&table->keys, 0, table->none);
  for (uint32_t i = 0; good && i < count; i++) {
    ft_intervals_put(&table->keys, list[i].number, list[i].result);
    ft_intervals_put(&table->keys, (uint64_t)list[i].number + 1, table->none);
  }
  free(list);
  return good && ft_intervals_finish(&table->keys);
}

static bool prefix_intervals(struct ft_tag_table *table, const struct ft_tag_action *action,
                             unsigned width) {
  struct ft_prefix_result *list = calloc(action->match_count + 1, sizeof *list);
  if (!list) return false;
  uint32_t count = 0;
  for (const struct ft_tag_match *m = action->matches; m; m = m->next, count++)
    list[count] = (struct ft_prefix_result){m->prefix, count};
  bool good = ft_intervals_of_prefixes(&table->keys, list, count, table->none, width);
  free(list);
  return good;
}

static bool make_table(struct ft_tag_table *table, const struct ft_tag_action *action,
                       const struct ft_layout *layout) {
  const struct ft_tag_type *type = action->type;
  table->made = true;
  table->changes = calloc(action->match_count + 1, sizeof *table->changes);
  if (!table->changes || action->match_count >= UINT32_MAX) return false;
  for (const struct ft_tag_match *m = action->matches; m; m = m->next)
    table->changes[table->none++] = m->changes;
  if (type->key == FT_TAG_ANY) return true;
  if (type->key == FT_TAG_NUMBER) return number_intervals(table, action);
  return prefix_intervals(table, action, ft_column(layout, type->fields[0]).width);
}

static bool compile_action(struct ft_tag *tag, struct ft_tag_plan_term *term,
                           const struct ft_tag_action *action, const struct ft_layout *layout) {
  const struct ft_tag_type *type = action->type;
  struct ft_tag_table *table = &tag->tables[action->index];
  if (!action->matches) return true;
  if (!table->made && !make_table(table, action, layout)) return false;
  if (type->key == FT_TAG_ANY) term->steps[term->count++] = (struct ft_tag_step){.table = table};
  for (size_t f = 0; f < type->field_count; f++) {
    struct ft_column column = ft_column(layout, type->fields[f]);
    if (column.width)
      term->steps[term->count++] = (struct ft_tag_step){table, column, type->protocol};
  }
  return true;
}

static bool copy_set(uint8_t **copy, const uint8_t *set) {
  if (!set) return true;
  *copy = malloc(FT_NUMBER_LIST_SIZE(FT_TAG_INTERFACES));
  if (*copy) memcpy(*copy, set, FT_NUMBER_LIST_SIZE(FT_TAG_INTERFACES));
  return *copy != NULL;
}

static bool compile_term(struct ft_tag *tag, struct ft_tag_plan_term *out,
                         const struct ft_tag_term *term, const struct ft_layout *layout) {
  out->exporter = term->exporter;
  out->steps = calloc(term->use_count * FT_TAG_FIELDS + 1, sizeof *out->steps);
  if (!out->steps || !copy_set(&out->input, term->input) || !copy_set(&out->output, term->output))
    return false;
  for (const struct ft_tag_use *use = term->uses; use; use = use->next)
    if (!compile_action(tag, out, use->action, layout)) return false;
  return true;
}

static bool compile_all(struct ft_tag *tag, const struct ft_tag_def *def,
                        const struct ft_layout *layout) {
  tag->record_size = layout->size;
  tag->tags[FT_TAG_SOURCE] = ft_column(layout, FT_F_SRC_TAG);
  tag->tags[FT_TAG_DESTINATION] = ft_column(layout, FT_F_DST_TAG);
  tag->protocol = ft_column(layout, FT_F_PROT);
  tag->input = ft_column(layout, FT_F_INPUT);
  tag->output = ft_column(layout, FT_F_OUTPUT);
  tag->exporter = ft_column(layout, FT_F_EXADDR);
  tag->terms = calloc(def->term_count + 1, sizeof *tag->terms);
  if (!tag->terms) return false;
  tag->tables = calloc(def->file->action_count + 1, sizeof *tag->tables);
  if (!tag->tables) return false;
  tag->table_count = def->file->action_count;
  for (const struct ft_tag_term *term = def->terms; term; term = term->next)
    if (!compile_term(tag, &tag->terms[tag->term_count++], term, layout)) return false;
  return true;
}

const struct ft_layout *ft_tag_layout(void) {
  return ft_layout_find(1005, 0);
}

struct ft_tag *ft_tag_compile(const struct ft_tag_def *def, const struct ft_layout *layout,
                              struct ft_error *err) {
  struct ft_tag *tag = calloc(1, sizeof *tag);
  if (tag && compile_all(tag, def, layout)) return tag;
  ft_error_add_memory(err);
  ft_tag_free(tag);
  return NULL;
}

void ft_tag_free(struct ft_tag *tag) {
  if (!tag) return;
  for (size_t i = 0; i < tag->term_count; i++) {
    free(tag->terms[i].input);
    free(tag->terms[i].output);
    free(tag->terms[i].steps);
  }
  for (size_t i = 0; i < tag->table_count; i++) {
    ft_intervals_clear(&tag->tables[i].keys);
    free(tag->tables[i].changes);
  }
  free(tag->terms);
  free(tag->tables);
  free(tag);
}
