/* Programs that pass on the flows of a stream which a filter lets pass. */
#ifndef PASSING_H
#define PASSING_H

#include "ft/filter.h"
#include "ft/stream.h"
#include "output_options.h"

/*
 * Writes a stream with those flows of reader to standard output that filter permits, then, with
 * -d above 0, the profile lines; prog_profile_start must have been called. A failure is told, exit
 * status 1.
 */
void pass_flows(struct ft_reader *reader, struct ft_filter *filter,
                const struct output_options *options, enum output_fields fields);

#endif
