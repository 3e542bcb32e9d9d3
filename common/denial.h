/* The filter of -F: loaded, compiled once the layout is known, loaded again on SIGHUP. */
#ifndef DENIAL_H
#define DENIAL_H

#include <stddef.h>
#include <stdint.h>

#include "ft/conf.h"
#include "ft/filter.h"

struct denial {
  const char *file, *name;
  const struct ft_vars *vars;
  const struct ft_log *log;
  struct ft_filters *filters;
  const struct ft_filter_def *definition;
  struct ft_filter *filter; /* NULL until the layout is known */
};

/*
 * Loads the file; if layout is not NULL also compiles. On failure what was there
 * stays in use. 0, or -1 with the library's lines and `ftfil_load(FILE): failed` or
 * `ftfil_def_find(NAME): failed`.
 */
int denial_load(struct denial *denial, const struct ft_layout *layout, struct ft_error *err);
/* 0, or -1 with `Filter references a field not in flow.` */
int denial_compile(struct denial *denial, const struct ft_layout *layout, struct ft_error *err);
/* Moves the permitted records to the front; returns their number. */
size_t denial_apply(struct denial *denial, uint8_t *records, size_t count, size_t record_size);
void denial_clear(struct denial *denial);

#endif
