#include "output.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

void output_init(struct output *out, int fd, const volatile sig_atomic_t *stop) {
  out->fd = fd;
  out->error = 0;
  out->stop = stop;
  out->used = 0;
}

void output_flush(struct output *out) {
  size_t done = 0;
  while (done < out->used && !out->error) {
    ssize_t written = write(out->fd, out->buffer + done, out->used - done);
    if (written >= 0)
      done += (size_t)written;
    else if (errno != EINTR)
      out->error = errno;
  }
  out->used = 0;
}

void output_bytes(struct output *out, const char *bytes, size_t length) {
  while (length > sizeof out->buffer - out->used) {
    size_t part = sizeof out->buffer - out->used;
    memcpy(out->buffer + out->used, bytes, part);
    out->used += part;
    bytes += part;
    length -= part;
    output_flush(out);
  }
  memcpy(out->buffer + out->used, bytes, length);
  out->used += length;
}

void output_text(struct output *out, const char *text) {
  output_bytes(out, text, strlen(text));
}

void output_char(struct output *out, char c) {
  if (out->used == sizeof out->buffer) output_flush(out);
  out->buffer[out->used++] = c;
}

void output_fill(struct output *out, char c, size_t count) {
  for (; count > 0; count--)
    output_char(out, c);
}

void output_format(struct output *out, const char *format, ...) {
  char text[257];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  output_text(out, text);
}

bool output_stopped(const struct output *out) {
  return out->error != 0 || (out->stop != NULL && *out->stop != 0);
}
