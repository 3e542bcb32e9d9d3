#include "denial.h"

#include <string.h>

#include "ft/netflow.h"

int denial_load(struct denial *denial, const struct ft_layout *layout, struct ft_error *err) {
  struct denial fresh = *denial;
  fresh.filter = NULL;
  fresh.filters = ft_filters_load(denial->file, denial->vars, denial->log, err);
  if (fresh.filters == NULL) {
    ft_error_add(err, "ftfil_load(%s): failed", denial->file);
    return -1;
  }
  fresh.definition = ft_filters_find(fresh.filters, denial->name);
  if (fresh.definition == NULL) ft_error_add(err, "ftfil_def_find(%s): failed", denial->name);
  if (fresh.definition == NULL || (layout != NULL && denial_compile(&fresh, layout, err) != 0)) {
    ft_filters_free(fresh.filters);
    return -1;
  }
  denial_clear(denial);
  *denial = fresh;
  return 0;
}

int denial_compile(struct denial *denial, const struct ft_layout *layout, struct ft_error *err) {
  denial->filter = ft_filter_compile(denial->definition, layout, err);
  return denial->filter != NULL ? 0 : -1;
}

size_t denial_apply(struct denial *denial, uint8_t *records, size_t count, size_t record_size) {
  uint8_t pass[FT_DATAGRAM_RECORDS];
  memset(pass, 1, count);
  ft_filter_run(denial->filter, records, count, pass);
  size_t kept = 0;
  for (size_t i = 0; i < count; i++) {
    if (!pass[i]) continue;
    if (kept != i) memcpy(records + kept * record_size, records + i * record_size, record_size);
    kept++;
  }
  return kept;
}

void denial_clear(struct denial *denial) {
  ft_filter_free(denial->filter);
  ft_filters_free(denial->filters);
  denial->filter = NULL;
  denial->filters = NULL;
  denial->definition = NULL;
}
