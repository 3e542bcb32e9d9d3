/* Tag files: loading, and running their definitions. */
#include "config.h"

#include "ft/tag.h"
#include "fuzz.h"

static void run(void *tags, const char *name) {
  const struct ft_tag_def *def = ft_tags_find(tags, name);
  const struct ft_layout *layout = ft_tag_layout();
  struct ft_tag *tag = def ? ft_tag_compile(def, layout, NULL) : NULL;
  if (tag) ft_tag_run(tag, fuzz_records(layout), FUZZ_RECORDS);
  ft_tag_free(tag);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct ft_error err = FT_ERROR_INIT;
  struct ft_vars *vars = ft_vars_new();
  ft_vars_set(vars, "TAG=7", NULL);
  struct ft_tags *tags = ft_tags_load(fuzz_path(data, size), vars, &fuzz_log, &err);
  FUZZ_HOLDS(tags || err.length > 0);
  if (tags) fuzz_definitions(data, size, "tag-definition", run, tags);
  ft_tags_free(tags);
  ft_vars_free(vars);
  return 0;
}
