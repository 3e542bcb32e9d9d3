/* The result of a record's field in a set of intervals. Internal to libft. */
#ifndef FT_RECORD_FIND_H
#define FT_RECORD_FIND_H

#include "base/intervals.h"
#include "ft/record.h"

/* For a column that is a number or an address of any width. */
static inline uint32_t ft_column_find(const struct ft_intervals *intervals, const uint8_t *record,
                                      struct ft_column column) {
  if (column.width <= sizeof(uint64_t))
    return ft_intervals_find(intervals, ft_load(record, column));
  struct ft_addr addr = ft_load_addr(record, column);
  return ft_intervals_find_addr(intervals, &addr);
}

#endif
