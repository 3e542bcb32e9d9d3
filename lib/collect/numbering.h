/*
 * Sequence numbers of datagrams that are sent in the name of several sources: a
 * receiver follows the numbers of each source by itself (spec capture.md 8, item 9).
 */
#ifndef COLLECT_NUMBERING_H
#define COLLECT_NUMBERING_H

#include <stddef.h>
#include <stdint.h>

#include "ft/addr.h"

/* Pairs of source and engine that are remembered; who was not heard of longest starts again at 0.
 */
#define FT_NUMBERING_MAX 65536

struct ft_numbering;

struct ft_numbering *ft_numbering_new(void); /* NULL: no memory */
void ft_numbering_free(struct ft_numbering *numbering);

/*
 * Gives a datagram that an encoder made the next number of its source and engine, in place of
 * the encoder's.
 */
void ft_numbering_apply(struct ft_numbering *numbering, const struct ft_addr *source, uint8_t *data,
                        size_t size);

#endif
