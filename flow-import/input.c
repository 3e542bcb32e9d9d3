#include "input.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "prog.h"

void input_init(struct input *in, int fd) {
  in->fd = fd;
  in->ended = in->failed = false;
  in->at = in->end = 0;
  in->lines = 0;
}

/* Reads what one read gives. False at the end, and if there is no room. */
static bool read_more(struct input *in) {
  if (in->at > 0 && in->end == INPUT_SIZE) {
    memmove(in->data, in->data + in->at, in->end - in->at);
    in->end -= in->at;
    in->at = 0;
  }
  if (in->ended || in->end == INPUT_SIZE) return false;
  ssize_t got;
  do {
    got = read(in->fd, in->data + in->end, INPUT_SIZE - in->end);
  } while (got < 0 && errno == EINTR);
  if (got > 0) {
    in->end += (size_t)got;
    return true;
  }
  in->ended = true;
  if (got < 0) {
    prog_message_system("read()");
    in->failed = true;
  }
  return false;
}

size_t input_need(struct input *in, size_t size) {
  if (in->at == in->end) in->at = in->end = 0;
  if (INPUT_SIZE - in->at < size) {
    memmove(in->data, in->data + in->at, in->end - in->at);
    in->end -= in->at;
    in->at = 0;
  }
  while (in->end - in->at < size && read_more(in)) {
  }
  return in->end - in->at;
}

static bool give_line(struct input *in, struct input_line *line, size_t size) {
  line->text = in->data + in->at;
  line->size = size;
  line->too_long = false;
  if (size > 0 && line->text[size - 1] == '\r') line->size--;
  in->lines++;
  return true;
}

/* The buffer is full and has no newline: drops everything up to the next one. */
static bool drop_line(struct input *in, struct input_line *line) {
  const char *newline = NULL;
  do {
    in->at = in->end = 0;
    if (!read_more(in)) break;
    newline = memchr(in->data, '\n', in->end);
  } while (!newline);
  if (newline) in->at = (size_t)(newline + 1 - in->data);
  in->lines++;
  *line = (struct input_line){.text = "", .size = 0, .too_long = true};
  return true;
}

bool input_line(struct input *in, struct input_line *line) {
  size_t seen = 0;
  for (;;) {
    const char *start = in->data + in->at;
    size_t have = in->end - in->at;
    const char *newline = memchr(start + seen, '\n', have - seen);
    if (newline) {
      size_t size = (size_t)(newline - start);
      give_line(in, line, size);
      in->at += size + 1;
      return true;
    }
    seen = have;
    if (read_more(in)) continue;
    if (!in->ended) return drop_line(in, line);
    if (have == 0) return false;
    in->data[in->end] = '\n';
    give_line(in, line, in->end - in->at);
    in->at = in->end;
    return true;
  }
}
