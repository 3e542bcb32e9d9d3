/* Programs that pass on the flows of a stream: some of them, or changed. */
#ifndef PASSING_H
#define PASSING_H

#include "ft/filter.h"
#include "ft/stream.h"
#include "output_options.h"

/* The most flows that are passed on in one go. */
#define PASS_MAX 2048

/*
 * What is done to up to PASS_MAX flows of the input: they may be changed in place, or
 * *records be set to others. Returns how many of *records are to be written.
 */
typedef size_t pass_step(void *work, uint8_t **records, size_t count);

/*
 * Writes a stream of layout with the flows of reader as step leaves them to standard output,
 * then, with -d above 0, the profile lines; prog_profile_start must have been called. A
 * failure is told, exit status 1.
 */
void pass_changed(struct ft_reader *reader, const struct ft_layout *layout,
                  const struct output_options *options, enum output_fields fields, pass_step *step,
                  void *work);
/* The same with those flows that filter permits. */
void pass_flows(struct ft_reader *reader, struct ft_filter *filter,
                const struct output_options *options, enum output_fields fields);

#endif
