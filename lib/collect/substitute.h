/* The AS number that stands in for 0 in what exporters send (spec capture.md 6, -A). */
#ifndef COLLECT_SUBSTITUTE_H
#define COLLECT_SUBSTITUTE_H

#include <stddef.h>
#include <stdint.h>

#include "ft/record.h"

/* width 0 of a column: the records have no such field. */
struct ft_substitute {
  struct ft_column source, destination;
  uint16_t as;
};

/* Gets ready for records of layout, one that datagrams have. */
void ft_substitute_bind(struct ft_substitute *substitute, uint16_t as,
                        const struct ft_layout *layout);
/* Changes count records in place. */
void ft_substitute_apply(const struct ft_substitute *substitute, size_t record_size,
                         uint8_t *records, size_t count);

#endif
