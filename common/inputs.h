/*
 * The input files of flow-cat and flow-merge: which ones, in what order
 * (spec tools.md 1.1, 1.4).
 */
#ifndef INPUTS_H
#define INPUTS_H

#include <stdbool.h>
#include <stddef.h>

#include "ft/error.h"
#include "ft/stream.h"

/* Standard input, or a file that had a readable header. */
struct input {
  char *path;              /* NULL: standard input */
  size_t argument;         /* index of the argument it comes from */
  struct ft_header header; /* empty for standard input */
};

struct inputs {
  size_t count, room;
  struct input *items;
};

struct inputs_choice {
  bool all;    /* -a: also names that begin with tmp */
  bool global; /* -g: one list for all arguments */
};

/* Takes a letter that getopt returned if it is one of -a, -g, -m. False: another one. */
bool inputs_option(struct inputs_choice *choice, int letter);

void inputs_init(struct inputs *inputs);
void inputs_free(struct inputs *inputs);
/*
 * Finds and orders the files of the arguments; no argument is standard input.
 * What is left out for a reason that the user should know goes to log. 0, or
 * -1: too many nested directories, or no memory.
 */
int inputs_collect(struct inputs *inputs, char *const *arguments, size_t count,
                   const struct inputs_choice *choice, const struct ft_log *log,
                   struct ft_error *err);
/*
 * A regular file that is written to at its end and read as well would never come to an end.
 * output: a descriptor. 0, or -1: it is one of the inputs and not empty.
 */
int inputs_refuse_output(const struct inputs *inputs, int output, struct ft_error *err);
/*
 * Keeps the files inside a window by the capture times of their headers: start
 * alone: not begun after it; end alone: not ended before it; both: begun between
 * them. 0 means not given. Standard input and files without the time that is looked
 * at stay.
 */
void inputs_window(struct inputs *inputs, uint32_t start, uint32_t end);

#endif
