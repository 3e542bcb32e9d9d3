/*
 * Values into RRD files, by the program rrdtool that PATH finds: one process a
 * call, no shell (spec rptfmt.md 2.3 and 3).
 */
#ifndef RRD_H
#define RRD_H

#include <stdbool.h>
#include <stddef.h>

#include "ft/error.h"

struct rrd_archive {
  const char *function; /* AVERAGE, MAX */
  const char *steps;    /* of 300 seconds */
  const char *rows;     /* NULL or "": there is no such archive */
};

/*
 * What runs rrdtool. words: its name, what it is to do, the file and the rest; a NULL ends them.
 * 0, or -1 with the reason.
 */
struct rrd_tool {
  int (*run)(void *arg, char *const *words, struct ft_error *err);
  void *arg;
};

/* What is done with files of one kind. */
struct rrd {
  const struct rrd_tool *tool; /* NULL: the program that PATH finds */
  const char *folder;
  const char *postfix;  /* between the key and `.rrd` */
  const char *creating; /* what is said before the name of a new file */
  const char *type;     /* of all data sources */
  const char *const *sources;
  size_t source_count;
  const struct rrd_archive *archives;
  size_t archive_count;
  bool verbose; /* tells which file is updated */
  bool debug;   /* shows what rrdtool is given, on standard error */
};

/* Signals as rrd_say and rrd_store need them; to be called before both. */
void rrd_init(void);
/*
 * To standard output, at once. Quiet if nobody reads it any more; other failures are
 * `write error: REASON` and exit status 1.
 */
void rrd_say(const char *format, ...) FT_PRINTF(1, 2);
/* Is it a time that rrd_store takes: decimal digits alone? */
bool rrd_is_time(const char *text);
/*
 * Stores a value for each source in FOLDER/KEYPOSTFIX.rrd, where `-` stands for every `/` of the
 * key. The file is made first if it does not exist. time: seconds since 1970. 0, or -1 with
 * the reason: no time, a value that rrdtool would not take for one, rrdtool fails (what it says
 * goes to standard error) or cannot be run, no memory.
 */
int rrd_store(const struct rrd *rrd, const char *key, const char *time, const char *const *values,
              struct ft_error *err);

#endif
