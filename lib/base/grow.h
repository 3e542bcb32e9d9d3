/* Lists that double their room as they grow. */
#ifndef FT_BASE_GROW_H
#define FT_BASE_GROW_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Makes room for count elements of size octets in the list whose pointer items points to,
 * which holds *room now; *room 0 and a NULL list to begin with. false: no memory, and the
 * list is unharmed.
 */
bool ft_grow(void *items, size_t *room, size_t count, size_t size);

#endif
