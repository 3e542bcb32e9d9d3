/*
 * Buffered writing to a descriptor. Errors are remembered, and all later
 * output is dropped: writers of long tables ask output_stopped() now and then,
 * the main program asks for the error at the end.
 */
#ifndef RPTFMT_OUTPUT_H
#define RPTFMT_OUTPUT_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "ft/error.h"

struct output {
  int fd;
  int error;                         /* errno of the first failure, or 0 */
  const volatile sig_atomic_t *stop; /* set by a signal; may be NULL */
  size_t used;
  char buffer[65536];
};

void output_init(struct output *out, int fd, const volatile sig_atomic_t *stop);
void output_bytes(struct output *out, const char *bytes, size_t length);
void output_text(struct output *out, const char *text);
void output_char(struct output *out, char c);
void output_fill(struct output *out, char c, size_t count);
/* For short pieces: what exceeds 256 octets is cut off. */
void output_format(struct output *out, const char *format, ...) FT_PRINTF(2, 3);
void output_flush(struct output *out);
/* The signal came, or writing failed: more output is of no use. */
bool output_stopped(const struct output *out);

#endif
