/* flow-cat -p: an output header with times and counts known beforehand (spec tools.md 1.3). */
#ifndef PRELOAD_H
#define PRELOAD_H

#include "ft/stream.h"
#include "inputs.h"

/*
 * Fills header from the headers of the inputs: the least start, the greatest end, sums
 * of counts, the last of everything else. A comment that header has already stays. 0 or
 * -1 (memory).
 */
int preload(struct ft_header *header, const struct inputs *inputs, struct ft_error *err);

#endif
