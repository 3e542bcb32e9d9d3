#include "config.h"

#include "prepare.h"

#include <stdlib.h>

#include "count.h"

static uint64_t filter_fields(const struct rep_definition *definition) {
  uint64_t bits = definition->filter ? ft_filter_def_fields(definition->filter) : 0;
  for (const struct rep_use *use = definition->uses; use; use = use->next)
    if (use->report->filter) bits |= ft_filter_def_fields(use->report->filter);
  return bits;
}

static uint64_t report_fields(const struct rep_definition *definition) {
  uint64_t bits = 0;
  for (const struct rep_use *use = definition->uses; use; use = use->next)
    bits |= rep_count_fields(use->report);
  return bits;
}

/*
 * Filters take tagged records as they are; reports do not take the fields that are 0
 * there because the input lacks them.
 */
static bool has_fields(const struct rep_prepare *prepare, const struct rep_definition *definition) {
  uint64_t real = prepare->in->mask;
  if (definition->tag) real |= FT_FIELD_BIT(SRC_TAG) | FT_FIELD_BIT(DST_TAG);
  if (definition->mask && !ft_mask_fits(prepare->in)) return false;
  return !(filter_fields(definition) & ~prepare->out->mask) &&
         !(report_fields(definition) & ~(real & prepare->out->mask));
}

int rep_prepare_init(struct rep_prepare *prepare, const struct rep_definition *definition,
                     const struct ft_layout *layout, struct ft_error *err) {
  *prepare = (struct rep_prepare){.in = layout, .out = layout};
  if (definition->tag) {
    prepare->out = ft_tag_layout();
    prepare->translation = ft_translation_new(prepare->in, prepare->out, NULL);
  }
  if ((definition->tag && !prepare->translation) || !has_fields(prepare, definition)) {
    ft_error_add(err, "Report definition references a field not in flow.");
    return -1;
  }
  if (definition->mask) {
    prepare->mask = ft_mask_compile(definition->mask, layout, err);
    if (!prepare->mask) return -1;
  }
  if (!definition->tag) return 0;
  prepare->tag = ft_tag_compile(definition->tag, prepare->out, err);
  return prepare->tag ? 0 : -1;
}

const uint8_t *rep_prepare_records(struct rep_prepare *prepare, uint8_t *records, size_t n,
                                   struct ft_error *err) {
  if (prepare->mask) ft_mask_run(prepare->mask, records, n);
  if (!prepare->tag) return records;
  if (n > prepare->room) {
    uint8_t *wider = realloc(prepare->tagged, n * prepare->out->size);
    if (!wider) {
      ft_error_add_memory(err);
      return NULL;
    }
    prepare->tagged = wider;
    prepare->room = n;
  }
  ft_translate(prepare->translation, records, prepare->tagged, n);
  ft_tag_run(prepare->tag, prepare->tagged, n);
  return prepare->tagged;
}

void rep_prepare_clear(struct rep_prepare *prepare) {
  ft_mask_free(prepare->mask);
  ft_tag_free(prepare->tag);
  ft_translation_free(prepare->translation);
  free(prepare->tagged);
}
