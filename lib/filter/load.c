#include "config.h"

#include <stdlib.h>

#include "filter/filter_parse.h"

/* NULL with an error. */
static struct ft_filters *load(const char *path, const struct ft_vars *vars,
                               const struct ft_log *log, struct ft_error *err) {
  struct ft_filters *filters = calloc(1, sizeof *filters);
  if (!filters) {
    ft_error_add_memory(err);
    ft_error_add(err, "ftfil_load(): failed");
    return NULL;
  }
  bool good = ft_filters_read(filters, path, vars, log, err);
  if (good && !ft_filters_resolve(filters, err)) {
    ft_error_add(err, "ftfil_load(): failed");
    good = false;
  }
  ft_filters_clear_symbols(filters);
  if (good) return filters;
  ft_filters_free(filters);
  return NULL;
}

struct ft_filters *ft_filters_load(const char *path, const struct ft_vars *vars,
                                   const struct ft_log *log, struct ft_error *err) {
  if (vars) return load(path, vars, log, err);
  /* Without variables those of a line are replaced all the same, by nothing. */
  struct ft_vars *none = ft_vars_new();
  struct ft_filters *filters = none ? load(path, none, log, err) : NULL;
  if (!none) ft_error_add_memory(err);
  ft_vars_free(none);
  return filters;
}
