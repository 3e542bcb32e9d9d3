/* Filter files: loading, and running their definitions. */
#include "config.h"

#include "filter-runs.h"

static void run(void *filters, const char *name) {
  fuzz_run_definition(ft_filters_find(filters, name));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct ft_error err = FT_ERROR_INIT;
  struct ft_vars *vars = ft_vars_new();
  ft_vars_set(vars, "PROT=6", NULL);
  struct ft_filters *filters = ft_filters_load(fuzz_path(data, size), vars, &fuzz_log, &err);
  FUZZ_HOLDS(filters || err.length > 0);
  if (filters) fuzz_definitions(data, size, "filter-definition", run, filters);
  ft_filters_free(filters);
  ft_vars_free(vars);
  return 0;
}
