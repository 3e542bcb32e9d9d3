/*
 * flow-rptfmt: reports as text in each output format. Three octets choose the format and the
 * options, the rest is the report.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "../../flow-rptfmt/format.h"
#include "fuzz.h"

static const char *const sorts[] = {NULL, "+1", "-2", "flows", "-octets", "+duration", "99", "x"};
static const char *const fields[] = {"all", "flows", "ip-source-address,octets", "+flows", ""};
static const size_t widths[] = {0, 1, 20, 80};

#define PICK(table, number) ((table)[(number) % (sizeof(table) / sizeof *(table))])

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static char *words[] = {"flow-rptfmt", "-f", "html", NULL};
  static struct output out;
  if (size < 3) return 0;
  struct options options = {.argc = 3,
                            .argv = words,
                            .sort = PICK(sorts, data[1]),
                            .fields = PICK(fields, data[2]),
                            .width = PICK(widths, data[2] >> 6),
                            .limit = data[1] & 0x80 ? 2 : 0,
                            .bars = data[1] & 0x40 ? "flows" : NULL,
                            .title = data[1] & 0x20 ? "a <title> & more" : NULL,
                            .hide_header = data[0] & 4,
                            .names = data[0] & 8,
                            .percent = data[0] & 16};
  const struct format *format = formats[data[0] & 3];
  struct document document = {.names = {.log = &fuzz_log}};
  struct ft_error err = FT_ERROR_INIT;
  FILE *in = fuzz_stream(data + 3, size - 3);
  if (document_make(&document, in, format, &options, &err) == 0) {
    output_init(&out, fileno(fuzz_nowhere()), NULL);
    format->write(&out, &options, &document);
    output_flush(&out);
    FUZZ_HOLDS(out.error == 0);
  } else {
    FUZZ_HOLDS(err.length > 0);
  }
  document_free(&document);
  fclose(in);
  return 0;
}
