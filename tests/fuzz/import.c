/*
 * flow-import's formats. The first octet chooses format and version of the stream, which goes
 * to standard output: run it with that on /dev/null.
 */
#include "config.h"

#include "../../flow-import/import.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const struct import_format *const formats[] = {&import_cflowd, &import_csv,
                                                        &import_nfcollector, &import_wire};
  static const char *const layouts[] = {"5", "1005", "1", "7", "8.1", "8.5", "6", "8.14"};
  static const struct output_options options;
  static struct input input;
  if (size == 0) return 0;
  const struct import_format *format = formats[data[0] & 3];
  struct import_job job = {.layout = ft_layout_parse(layouts[data[0] >> 2 & 7], 0, NULL),
                           .input = &input};
  job.mask = job.layout->mask;
  input_init(&input, fuzz_descriptor(data + 1, size - 1));
  import_begin(&job, &options);
  int status = format->run(&job);
  FUZZ_HOLDS(status == 0 || status == 1 || status == IMPORT_REFUSED);
  import_end(&job);
  return 0;
}
