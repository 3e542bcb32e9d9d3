/*
 * The privacy mask of senders (spec stream.md 10.1): both addresses lose their
 * host part, except in flows to a multicast group.
 */
#ifndef COLLECT_PRIVACY_H
#define COLLECT_PRIVACY_H

#include <stddef.h>

#include "ft/addr.h"
#include "ft/record.h"

/* width 0 of the columns: nothing is masked. */
struct ft_privacy {
  struct ft_column source, destination;
  struct ft_addr mask;
};

/* Gets ready for records of layout; those of version 8 stay as they are. */
void ft_privacy_bind(struct ft_privacy *privacy, const struct ft_addr *mask,
                     const struct ft_layout *layout);
/* Masks count records in place. */
void ft_privacy_apply(const struct ft_privacy *privacy, size_t record_size, uint8_t *records,
                      size_t count);

#endif
