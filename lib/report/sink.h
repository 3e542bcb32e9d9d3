/*
 * Where an output goes: standard output, a file or a command (spec report.md 9).
 */
#ifndef REPORT_SINK_H
#define REPORT_SINK_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#include "base/replacement.h"
#include "ft/error.h"
#include "tree.h"

#define REP_PATH_SIZE 1024

struct rep_sink {
  FILE *file;
  bool is_command;
  bool fresh;                 /* nothing has been written to it: tables need their titles */
  char path[REP_PATH_SIZE];   /* empty: standard output */
  struct ft_replacement made; /* of a file that is written from its start */
  off_t size;                 /* of a file that is appended to, before; below 0: none */
};

/* The times of a report that a path may name. */
struct rep_times {
  uint64_t first, last;
  time_t now;
};

/* 0, or -1 with the reason. */
int rep_sink_open(struct rep_sink *sink, const struct rep_output *output,
                  const struct rep_times *times, uint32_t interval, FILE *out,
                  struct ft_error *err);
/*
 * write_error: what went wrong before, 0: nothing. A reader that has gone away
 * is no error. 0, or -1 with the reason.
 */
int rep_sink_close(struct rep_sink *sink, int write_error, const struct ft_log *log,
                   struct ft_error *err);

#endif
