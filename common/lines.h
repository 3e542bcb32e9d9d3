/*
 * The lines of a text input (a report, a log, a list of keys), and lists with
 * commas within them. What the former scripts share (spec rptfmt.md 1.2, 2.2, 3).
 */
#ifndef LINES_H
#define LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "ft/error.h"

struct lines {
  FILE *stream;
  char *buffer; /* of the line that was read last */
  size_t room;
  size_t number; /* of that line, from 1 */
  size_t length;
};
#define LINES_INIT(file)                                                                           \
  { .stream = (file) }

/*
 * The next line, without the white space at both ends; its length is in lines->length. It may
 * be changed, and is good until the next call. An octet 0 becomes the substitute character.
 * NULL: the end, or lines_check tells why not.
 */
char *lines_next(struct lines *lines);
/* After a NULL: 0 at the end of the input, -1 with the reason after a failure. */
int lines_check(const struct lines *lines, struct ft_error *err);
void lines_free(struct lines *lines);

bool text_starts_with(const char *text, const char *prefix);

/* How many parts the commas make of text: at least 1. */
size_t list_count(const char *text);
/* Cuts text at its commas into at most count parts; returns how many there are. */
size_t list_split(char *text, const char **parts, size_t count);

/* The names in a `# rec1: `, `# rec2: ` or `# recn: ` line begin here, whatever stands before. */
static inline size_t lines_names_start(const struct lines *lines) {
  const size_t prefix = sizeof "# recn: " - 1;
  return lines->length < prefix ? lines->length : prefix;
}
/* `line N: FOUND values, WANTED are needed`. Returns -1. */
int lines_too_few(const struct lines *lines, size_t found, size_t wanted, struct ft_error *err);

#endif
