/*
 * One of the inputs of flow-cat and flow-merge while it is being read, with
 * what they say about it and the signals that end it (spec tools.md 1.2).
 */
#ifndef SOURCE_H
#define SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ahead.h"
#include "ft/error.h"
#include "ft/stream.h"
#include "inputs.h"
#include "joined.h"

struct source {
  const struct input *input;
  int fd;
  struct ft_reader *reader; /* NULL: not open */
  struct ahead_file *ahead; /* instead, if it is read ahead */
  uint64_t count;           /* records read */
};

/*
 * Opens input, which must outlive the source; room as for ft_reader_open_sized. 1; 0 if
 * it is left out: a signal, or a file that cannot be opened any more, which is told; -1:
 * no stream, or no more descriptors. Close with source_close after a 1.
 */
int source_open(struct source *source, const struct input *input, size_t room,
                struct ft_error *err);
/* Before the first record: as ft_reader_set_threads. */
void source_set_threads(struct source *source, unsigned threads);
/* The same as source_open for a file that is being read ahead. */
void source_open_ahead(struct source *source, const struct input *input, struct ahead_file *ahead);
/* Its version and capture times take part in the output. 0 or -1, as joined_add_input. */
int source_join(const struct source *source, struct joined *joined, struct ft_error *err);
/*
 * The next records. False at the end or once a signal has come; damage is told.
 */
bool source_next(struct source *source, struct ft_batch *batch);
/* What was found wrong with it so far. */
enum ft_damage source_damage(const struct source *source);
void source_close(struct source *source);

#endif
