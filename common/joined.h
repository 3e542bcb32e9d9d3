/*
 * The one stream that flow-cat and flow-merge make of several
 * (spec tools.md 1.3, 3).
 */
#ifndef JOINED_H
#define JOINED_H

#include <stdbool.h>
#include <stdint.h>

#include "ft/error.h"
#include "ft/stream.h"
#include "output_options.h"

struct joined {
  int fd;
  bool regular; /* a regular file: the header is written again at the end */
  const struct output_options *options;
  unsigned threads; /* for ft_writer_set_threads, if not 0 */
  /* What the output header shall have; the caller may add to it before the first record. */
  struct ft_header header;
  uint32_t start, end;            /* capture times of the inputs taken so far */
  const struct ft_layout *layout; /* NULL until the first input */
  struct ft_writer *writer;
};

/*
 * Opens path, or takes standard output for NULL. options, kept, must outlive joined. 0, or
 * -1 with `open(PATH): REASON` or no memory. Clear with joined_clear.
 */
int joined_open(struct joined *joined, const char *path, const struct output_options *options,
                struct ft_error *err);
/*
 * An input with this layout takes part; start and end are its capture times, 0 if it has
 * none. The first one decides the version. 0, or -1: `data version or sub version changed!`.
 */
int joined_add_input(struct joined *joined, const struct ft_layout *layout, uint32_t start,
                     uint32_t end, struct ft_error *err);
/* After the first input, before any record: writes the header, once. 0 or -1. */
int joined_begin(struct joined *joined, struct ft_error *err);
/*
 * Completes the stream. 0; -1 if a write failed, or if a regular file got no
 * input, hence no header.
 */
int joined_finish(struct joined *joined, struct ft_error *err);
void joined_clear(struct joined *joined);

#endif
