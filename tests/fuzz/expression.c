/* One-line filters, flow-nfilter -E. */
#include "config.h"

#include <stdlib.h>

#include "filter-runs.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct ft_error err = FT_ERROR_INIT;
  char *text = fuzz_text(data, size);
  struct ft_filters *filters = ft_filters_expression(text, &fuzz_log, &err);
  FUZZ_HOLDS(filters || err.length > 0);
  if (filters) fuzz_run_definition(ft_filters_find(filters, "default"));
  ft_filters_free(filters);
  free(text);
  return 0;
}
