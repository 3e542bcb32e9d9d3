/* The input of flow-import: octets for the binary formats, lines for the others. */
#ifndef INPUT_H
#define INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define INPUT_SIZE 65536

struct input {
  int fd;
  bool ended;  /* nothing more can be read */
  bool failed; /* because of an error, for which there was a message */
  size_t at, end;
  uint64_t lines; /* taken so far */
  char data[INPUT_SIZE + 1];
};

/* A line without its end; the octet behind it can be read and is no digit. */
struct input_line {
  const char *text;
  size_t size;
  bool too_long; /* for the buffer: dropped, size 0 */
};

void input_init(struct input *input, int fd);
/*
 * Reads on until size octets (up to INPUT_SIZE) wait at data + at, or the input
 * ends; returns how many wait.
 */
size_t input_need(struct input *input, size_t size);
/* Done with size octets of those that wait. */
static inline void input_take(struct input *input, size_t size) {
  input->at += size;
}
/*
 * The next line, the last one even without a newline; a carriage return before
 * the newline is no part of it. False at the end. Valid until the next call.
 */
bool input_line(struct input *input, struct input_line *line);

#endif
