/* Translation files: loading, and running their definitions. */
#include "config.h"

#include "ft/xlate.h"
#include "fuzz.h"

#define NOW 1131969600

static void run(void *xlates, const char *name) {
  static const unsigned versions[] = {1005, 5, 1};
  const struct ft_xlate_def *def = ft_xlates_find(xlates, name);
  for (size_t i = 0; def && i < sizeof versions / sizeof *versions; i++) {
    const struct ft_layout *layout = ft_layout_find(versions[i], 0);
    struct ft_error err = FT_ERROR_INIT;
    struct ft_xlate *xlate = ft_xlate_compile(def, layout, &fuzz_log, &err);
    FUZZ_HOLDS(xlate || err.length > 0);
    /* The second time may be one to read keys again. */
    for (int64_t now = NOW; xlate && now <= NOW + 86400; now += 86400)
      ft_xlate_run(xlate, fuzz_records(layout), FUZZ_RECORDS, now);
    ft_xlate_free(xlate);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct ft_error err = FT_ERROR_INIT;
  struct ft_vars *vars = ft_vars_new();
  ft_vars_set(vars, "TAG=7", NULL);
  struct ft_xlates *xlates = ft_xlates_load(fuzz_path(data, size), vars, &fuzz_log, &err);
  FUZZ_HOLDS(xlates || err.length > 0);
  if (xlates) fuzz_definitions(data, size, "xlate-definition", run, xlates);
  ft_xlates_free(xlates);
  ft_vars_free(vars);
  return 0;
}
