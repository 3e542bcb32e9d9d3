/* What the formats of flow-import have in common (spec tools.md 6). */
#ifndef IMPORT_H
#define IMPORT_H

#include <stddef.h>
#include <stdint.h>

#include "ft/record.h"
#include "ft/stream.h"
#include "input.h"
#include "output_options.h"

/* Exit status when the input ends in something that the format does not take. */
#define IMPORT_REFUSED 255

struct import_job {
  const struct ft_layout *layout; /* that of -V */
  uint64_t mask;                  /* -m: the columns of CSV; all of layout's without it */
  struct input *input;
  struct ft_writer *writer;
  uint8_t *records; /* made, but not yet handed to the writer */
  size_t count;
};

struct import_format {
  const char *name;
  /* Takes all input; returns the exit status, after a message if it is not 0. */
  int (*run)(struct import_job *job);
};

extern const struct import_format import_cflowd, import_csv, import_nfcollector, import_wire;

/* Opens the stream on standard output: writes its header. Exits on failure. */
void import_begin(struct import_job *job, const struct output_options *options);
/* Room for a record, full of zeros; it becomes part of the stream with import_keep. */
uint8_t *import_record(struct import_job *job);
static inline void import_keep(struct import_job *job) {
  job->count++;
}
/* Hands count records to the writer, behind those kept before. */
void import_put(struct import_job *job, const void *records, size_t count);
/* Completes the stream; returns how many flows it has. */
uint64_t import_end(struct import_job *job);

#endif
