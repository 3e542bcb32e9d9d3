/* Access lists: loading, printing, and flow-filter's criteria that name them. */
#include "config.h"

#include "acl/acl.h"
#include "filter-runs.h"

/* So many lists of a file are run: compiling them is what takes the time. */
#define MOST_RUN 4

/* The list as -S and -D, or as -x. */
static void run(const struct ft_acl *acl, const struct ft_acl_list *list) {
  static const char letters[] = "SDx";
  const struct ft_layout *layout = ft_layout_find(5, 0);
  for (const char *letter = letters; *letter; letter++) {
    struct ft_error err = FT_ERROR_INIT;
    struct ft_criteria *criteria = ft_criteria_new();
    if (criteria && ft_criteria_set(criteria, *letter, list->name, &err) == 1 &&
        ft_criteria_check(criteria, layout, &err) && !ft_criteria_find_lists(criteria, acl)) {
      ft_criteria_print_lists(criteria, fuzz_nowhere());
      fuzz_run_filter(ft_criteria_compile(criteria, *letter == 'D', layout, &err), layout);
    }
    ft_criteria_free(criteria);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct ft_error err = FT_ERROR_INIT;
  struct ft_acl *acl = ft_acl_load(fuzz_path(data, size), &fuzz_log, &err);
  FUZZ_HOLDS(acl || err.length > 0);
  if (!acl) return 0;
  ft_acl_print(acl, fuzz_nowhere());
  for (size_t i = 0; i < acl->count; i++) {
    const struct ft_acl_list *list = acl->lists[i];
    FUZZ_HOLDS(ft_acl_find(acl, list->kind, list->name) == list);
    if (i < MOST_RUN) run(acl, list);
  }
  ft_acl_free(acl);
  return 0;
}
