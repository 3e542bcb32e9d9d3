/* Runs filters over records of some layouts, and checks that flows are only taken away. */
#ifndef FUZZ_FILTER_RUNS_H
#define FUZZ_FILTER_RUNS_H

#include <string.h>

#include "ft/filter.h"
#include "fuzz.h"

static inline void fuzz_run_filter(struct ft_filter *filter, const struct ft_layout *layout) {
  uint8_t pass[FUZZ_RECORDS];
  if (!filter) return;
  for (size_t i = 0; i < FUZZ_RECORDS; i++)
    pass[i] = i % 8 != 0;
  ft_filter_run(filter, fuzz_records(layout), FUZZ_RECORDS, pass);
  for (size_t i = 0; i < FUZZ_RECORDS; i++)
    FUZZ_HOLDS(pass[i] <= (i % 8 != 0));
  ft_filter_free(filter);
}

static inline void fuzz_run_definition(const struct ft_filter_def *def) {
  static const char *const layouts[] = {"1005", "5", "8.5"};
  for (size_t i = 0; def && i < sizeof layouts / sizeof *layouts; i++) {
    const struct ft_layout *layout = ft_layout_parse(layouts[i], 0, NULL);
    struct ft_error err = FT_ERROR_INIT;
    fuzz_run_filter(ft_filter_compile(def, layout, &err), layout);
  }
}

#endif
