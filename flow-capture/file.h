/* One capture file: made, filled, finished (spec capture.md 2.4). */
#ifndef CAPTURE_FILE_H
#define CAPTURE_FILE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "collect/clock.h"
#include "collect/intake.h"
#include "ft/error.h"
#include "ft/stream.h"

#define CAPTURE_PATH_SIZE (2 * FT_CAPTURE_NAME_SIZE)

/* The same for all files of a collector. */
struct capture_kind {
  int nesting, level;
  enum ft_byte_order order;
  struct ft_header header; /* host name, comment, the counters at 0 */
};

/*
 * The main thread makes it; then it is the writing thread's, which hands it back
 * when it is finished. The atomic members may be looked at in between.
 */
struct capture_file {
  struct capture_file *next; /* in the list of finished files */
  const struct capture_kind *kind;
  const struct ft_layout *layout;
  time_t opened, closed;
  struct ft_intake_counts counts; /* for the header, set before finishing */
  int fd;
  struct ft_writer *writer; /* NULL: there is no file, the records are dropped */
  uint64_t header_octets;
  uint64_t safe_records; /* flushed to the file */
  uint64_t lost_records; /* taken but perhaps not stored */
  atomic_uint_fast64_t octets;
  atomic_bool failed; /* nothing more can be stored */
  bool finished;      /* complete under its final name */
  char open_path[CAPTURE_PATH_SIZE], path[CAPTURE_PATH_SIZE];
};

/* Prepares the header that all files share. 0 or -1. */
int capture_kind_init(struct capture_kind *kind, const char *comment, struct ft_error *err);
/* Whether the header can be written at all, tried on /dev/null. 0 or -1. */
int capture_kind_check(const struct capture_kind *kind, struct ft_error *err);

/*
 * A file with its folders and its first header; its name is the first free second
 * from opened on. On a full disk the reason is in err and the result has no
 * writer. NULL if the file cannot be made for another reason.
 */
struct capture_file *capture_file_open(const struct capture_kind *kind,
                                       const struct ft_layout *layout, time_t opened,
                                       struct ft_error *err);
/* Stores records, or counts them as lost once something failed: then -1 that one time. */
int capture_file_put(struct capture_file *file, const uint8_t *records, size_t count,
                     struct ft_error *err);
int capture_file_flush(struct capture_file *file, struct ft_error *err);
/*
 * Completes the header and gives the file its final name. A file that failed keeps
 * its first name, or goes if it holds no flows. 0, or -1 if completing failed.
 */
int capture_file_finish(struct capture_file *file, struct ft_error *err);
void capture_file_free(struct capture_file *file);

#endif
