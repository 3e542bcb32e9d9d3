/*
 * The files that flow-split writes (spec tools.md 4). A part is one sequence
 * of files, BASE.0, BASE.1 and so on, of which at most the last is being
 * written. There may be more parts than descriptors: those that have not been
 * written to for the longest time are closed and opened again when needed.
 */
#ifndef PART_H
#define PART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/replacement.h"
#include "ft/error.h"
#include "ft/stream.h"
#include "output_options.h"

struct part {
  char *base;      /* of the names of its files */
  uint64_t number; /* of the next file */
  /* The file that is being written; the rest counts only with a writer. */
  struct ft_writer *writer;
  struct ft_replacement file; /* in its place when it is complete */
  int fd;                     /* -1: closed for now */
  uint32_t start, end;
  struct part *newer, *older; /* those with a descriptor, by last use */
  struct part *next;          /* all parts */
};

struct parts {
  const struct ft_layout *layout;
  struct ft_column secs;
  const struct output_options *options;
  struct ft_header header; /* what all files have: the comment */
  uint64_t max_flows;      /* of a file; 0: any */
  uint64_t max_seconds;    /* between the export times of a file's flows; 0: any */
  struct part *all;
  struct part *newest, *oldest; /* of those with a descriptor */
};

/* options, kept, must outlive parts. 0, or -1 (memory). Clear with parts_clear. */
int parts_init(struct parts *parts, const struct ft_layout *layout,
               const struct output_options *options, struct ft_error *err);
/* A part without a file; base is copied. NULL: no memory. It belongs to parts. */
struct part *parts_add(struct parts *parts, const char *base, struct ft_error *err);
/*
 * Writes count records to the files of the part as the limits demand. 0; -1 with the
 * reason; there is no file at hand then.
 */
int part_put(struct parts *parts, struct part *part, const uint8_t *records, size_t count,
             struct ft_error *err);
/* Completes the files of all parts. What fails is told to log; 0, or -1 if anything did. */
int parts_finish(struct parts *parts, const struct ft_log *log);
void parts_clear(struct parts *parts);

#endif
