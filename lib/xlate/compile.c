#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "xlate/plan.h"

/* The cipher of an action, made when it is first used. NULL: no memory. */
static struct ft_cryptopan *cipher_of(struct ft_xlate *xlate,
                                      const struct ft_xlate_action *action) {
  for (size_t i = 0; i < xlate->cipher_count; i++)
    if (xlate->ciphers[i].action == action) return xlate->ciphers[i].pan;
  struct ft_xlate_cipher *list = realloc(xlate->ciphers, (xlate->cipher_count + 1) * sizeof *list);
  if (!list) return NULL;
  xlate->ciphers = list;
  struct ft_xlate_cipher *cipher = &list[xlate->cipher_count];
  *cipher = (struct ft_xlate_cipher){.action = action, .pan = ft_cryptopan_new(action->key)};
  xlate->cipher_count++; /* what there is of it is to be freed */
  if (!cipher->pan) return NULL;
  if (!action->key_file || !action->refresh_minutes) return cipher->pan;
  cipher->key_file = strdup(action->key_file);
  cipher->interval = action->refresh_minutes * INT64_C(60);
  cipher->refresh_at = action->refresh_at;
  return cipher->key_file ? cipher->pan : NULL;
}

static bool compile_action(struct ft_xlate *xlate, struct ft_xlate_plan_term *term,
                           const struct ft_xlate_action *action, const struct ft_layout *layout) {
  const struct ft_xlate_type *type = action->type;
  if (!type) return true;
  /* The second field of FT_STEP_NETWORK is not changed. */
  size_t count = type->step == FT_STEP_NETWORK ? 1 : type->field_count;
  for (size_t f = 0; f < count; f++) {
    struct ft_xlate_plan_step *step = &term->steps[term->count++];
    step->kind = type->step;
    step->column = ft_column(layout, type->fields[f]);
    if (type->step == FT_STEP_NETWORK) step->bits = ft_column(layout, type->fields[1]);
    step->number = type->step == FT_STEP_MASK    ? action->masks[f]
                   : type->step == FT_STEP_SCALE ? action->scale
                                                 : action->as;
    if (ft_field_info(type->fields[f])->kind == FT_KIND_ADDRESS)
      step->mask = ft_addr_from_u32(step->number);
    if (type->step != FT_STEP_ANONYMIZE) continue;
    step->pan = cipher_of(xlate, action);
    if (!step->pan) return false;
  }
  return true;
}

static bool compile_term(struct ft_xlate *xlate, struct ft_xlate_plan_term *out,
                         const struct ft_xlate_term *term, const struct ft_layout *layout) {
  out->stop = term->stop;
  out->steps = calloc(term->count * FT_XLATE_STEPS + 1, sizeof *out->steps);
  if (!out->steps) return false;
  if (term->filter) {
    out->filter = ft_filter_compile(term->filter, layout, NULL);
    if (!out->filter) return false;
  }
  for (size_t u = 0; u < term->count; u++)
    if (!compile_action(xlate, out, term->uses[u].action, layout)) return false;
  return true;
}

static bool compile_all(struct ft_xlate *xlate, const struct ft_xlate_def *def,
                        const struct ft_layout *layout) {
  xlate->record_size = layout->size;
  xlate->terms = calloc(def->count + 1, sizeof *xlate->terms);
  if (!xlate->terms) return false;
  for (; xlate->term_count < def->count; xlate->term_count++)
    if (!compile_term(xlate, &xlate->terms[xlate->term_count], &def->terms[xlate->term_count],
                      layout)) {
      xlate->term_count++; /* what there is of it is to be freed */
      return false;
    }
  for (size_t i = 0; i < xlate->cipher_count; i++)
    xlate->ciphers[i].action = NULL; /* the file may go */
  return true;
}

struct ft_xlate *ft_xlate_compile(const struct ft_xlate_def *def, const struct ft_layout *layout,
                                  const struct ft_log *log, struct ft_error *err) {
  if (ft_xlate_def_fields(def) & ~layout->mask) {
    ft_error_add(err, "Xlate references a field not in flow.");
    return NULL;
  }
  struct ft_xlate *xlate = calloc(1, sizeof *xlate);
  if (xlate) xlate->log = log;
  if (xlate && compile_all(xlate, def, layout)) return xlate;
  ft_error_add_memory(err);
  ft_xlate_free(xlate);
  return NULL;
}

void ft_xlate_free(struct ft_xlate *xlate) {
  if (!xlate) return;
  for (size_t t = 0; t < xlate->term_count; t++) {
    ft_filter_free(xlate->terms[t].filter);
    free(xlate->terms[t].steps);
  }
  for (size_t i = 0; i < xlate->cipher_count; i++) {
    ft_cryptopan_free(xlate->ciphers[i].pan);
    free(xlate->ciphers[i].key_file);
  }
  free(xlate->terms);
  free(xlate->ciphers);
  free(xlate);
}
