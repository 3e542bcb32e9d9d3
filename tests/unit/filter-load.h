/*
 * What the tests of filter files share: loading one from a text.
 */
#ifndef FILTER_LOAD_H
#define FILTER_LOAD_H

#include "filter-flow.h"
#include "ft/filter.h"

static struct ft_filters *load(const char *text, size_t length) {
  fill_file(text, length);
  return ft_filters_load(path, NULL, &log_to_text, &err);
}

#endif
