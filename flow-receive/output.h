/*
 * The stream that flow-receive makes: a file whose header is completed at the end, or
 * standard output and devices, whose header has neither end nor counters (spec
 * capture.md 4).
 */
#ifndef RECEIVE_OUTPUT_H
#define RECEIVE_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "collect/intake.h"
#include "ft/error.h"
#include "ft/stream.h"
#include "options.h"

struct output {
  int fd;
  bool rewritten; /* a plain file of our own */
  const struct output_options *options;
  struct ft_header header;  /* as it is written first */
  struct ft_writer *writer; /* NULL until the version is known */
  bool unflushed;           /* records may wait in the writer */
};

/*
 * Opens the file, or takes standard output; start, seconds since 1970, is the capture
 * start. options must outlive output. 0, or -1 with `open(FILE): REASON` or another reason. Clear
 * in either case.
 */
int output_open(struct output *output, const struct options *options, uint32_t start,
                struct ft_error *err);
/* The version is known: writes the header. 0 or -1. */
int output_begin(struct output *output, const struct ft_layout *layout, struct ft_error *err);
/* Appends records of that version. 0 or -1. */
int output_put(struct output *output, const void *records, size_t count, struct ft_error *err);
/* What was put can be read from now on. 0 or -1. */
int output_flush(struct output *output, struct ft_error *err);
/*
 * Completes the stream; one whose version never became known stays empty. end, seconds
 * since 1970, and counts are for the header of a file. 0 or -1.
 */
int output_finish(struct output *output, uint32_t end, const struct ft_intake_counts *counts,
                  struct ft_error *err);
void output_clear(struct output *output);

#endif
