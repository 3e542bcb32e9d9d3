/*
 * Expiry of capture files (spec capture.md 2.7): a list of the finished files of
 * a folder, oldest first by the capture start in their headers, from whose old
 * end files are removed until the limits are kept.
 */
#ifndef COLLECT_EXPIRE_H
#define COLLECT_EXPIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ft/error.h"

/* A limit of 0 is none. */
struct ft_expire_limits {
  uint64_t files;
  uint64_t octets;
};

/*
 * A size: a number in C notation, then nothing or b, K, M, G. 0, or -1 with
 * `scan_size(): failed`.
 */
int ft_size_parse(const char *text, uint64_t *size, struct ft_error *err);

struct ft_expire;

/* An empty list; NULL without memory. */
struct ft_expire *ft_expire_new(void);
void ft_expire_free(struct ft_expire *expire);

/*
 * Adds the flow files below folder and sorts. Entries that are no flow files, or
 * cannot be examined, are named to log and left out. 0, or -1 with the reason
 * and `ftfile_scandir(): failed`.
 */
int ft_expire_load(struct ft_expire *expire, const char *folder, const struct ft_log *log,
                   struct ft_error *err);
/* Adds the newest file; path is copied. 0, or -1 (no memory). */
int ft_expire_add(struct ft_expire *expire, const char *path, uint64_t octets, uint32_t start,
                  struct ft_error *err);

/*
 * Keeps ft_expire_run from the newest file of the complete list if that looks like the open
 * file of a collector: a name that begins with tmp, changed less than a day before now (seconds
 * since 1970). It counts all the same.
 */
void ft_expire_spare_open(struct ft_expire *expire, int64_t now);

/*
 * Removes the oldest files until the limits are kept. open_octets: size of a file
 * that is being written, which counts but is not in the list. dry_run: only says
 * what would go, either limit by itself.
 */
void ft_expire_run(struct ft_expire *expire, const struct ft_expire_limits *limits,
                   uint64_t open_octets, bool dry_run, const struct ft_log *log);
/* A line for each file. */
void ft_expire_dump(const struct ft_expire *expire, const struct ft_log *log);

#endif
