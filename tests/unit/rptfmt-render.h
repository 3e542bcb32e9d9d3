/* Runs flow-rptfmt, but for its main(), on a report in memory. */
#ifndef RPTFMT_RENDER_H
#define RPTFMT_RENDER_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "../../flow-rptfmt/format.h"

/* All that was written to a file so far, as a string to be freed. */
static inline char *written(FILE *file) {
  off_t size = lseek(fileno(file), 0, SEEK_END);
  char *text = malloc((size_t)size + 1);
  assert_non_null(text);
  assert_int_equal(pread(fileno(file), text, (size_t)size, 0), size);
  text[size] = '\0';
  return text;
}

/* The output, to be freed; NULL with a reason in err. */
static inline char *render(const struct format *format, const struct options *options,
                           const char *input, size_t length, struct ft_error *err) {
  static struct output out;
  FILE *stream = fmemopen((void *)(uintptr_t)input, length > 0 ? length : 1, "r");
  FILE *file = tmpfile();
  assert_non_null(stream);
  assert_non_null(file);
  if (length == 0) fgetc(stream);
  struct document document = {.sentences = ""};
  char *text = NULL;
  if (document_make(&document, stream, format, options, err) == 0) {
    output_init(&out, fileno(file), NULL);
    format->write(&out, options, &document);
    output_flush(&out);
    assert_int_equal(out.error, 0);
    text = written(file);
  }
  document_free(&document);
  fclose(stream);
  fclose(file);
  return text;
}

#endif
