#include "changes.h"

int changes_load_tags(struct changes *changes, const struct options *options,
                      const struct ft_log *log, struct ft_error *err) {
  if (options->tag_name == NULL) return 0;
  struct ft_tags *tags = ft_tags_load(options->tag_file, options->vars, log, err);
  if (tags == NULL) return -1;
  const struct ft_tag_def *definition = ft_tags_find(tags, options->tag_name);
  struct ft_tag *tag = NULL;
  if (definition == NULL)
    ft_error_add(err, "fttag_def_find(%s): failed", options->tag_name);
  else
    tag = ft_tag_compile(definition, ft_tag_layout(), err);
  ft_tags_free(tags);
  if (tag == NULL) return -1;
  ft_tag_free(changes->tag);
  changes->tag = tag;
  return 0;
}

static void clear_xlate(struct changes *changes) {
  ft_xlate_free(changes->xlate);
  ft_xlates_free(changes->xlates);
}

int changes_load_xlate(struct changes *changes, const struct options *options,
                       const struct ft_layout *layout, const struct ft_log *log,
                       struct ft_error *err) {
  struct changes fresh = {.tag = changes->tag};
  if (options->xlate_name == NULL) return 0;
  fresh.xlates = ft_xlates_load(options->xlate_file, options->vars, log, err);
  if (fresh.xlates == NULL) {
    ft_error_add(err, "ftxlate_load(%s): failed", options->xlate_file);
    return -1;
  }
  fresh.definition = ft_xlates_find(fresh.xlates, options->xlate_name);
  if (fresh.definition == NULL)
    ft_error_add(err, "ftlate_def_find(%s): failed", options->xlate_name);
  if (fresh.definition == NULL ||
      (layout != NULL && changes_compile(&fresh, layout, log, err) != 0)) {
    clear_xlate(&fresh);
    return -1;
  }
  clear_xlate(changes);
  *changes = fresh;
  return 0;
}

int changes_compile(struct changes *changes, const struct ft_layout *layout,
                    const struct ft_log *log, struct ft_error *err) {
  if (changes->definition == NULL || changes->xlate != NULL) return 0;
  changes->xlate = ft_xlate_compile(changes->definition, layout, log, err);
  return changes->xlate != NULL ? 0 : -1;
}

void changes_clear(struct changes *changes) {
  ft_tag_free(changes->tag);
  clear_xlate(changes);
  *changes = (struct changes){0};
}
