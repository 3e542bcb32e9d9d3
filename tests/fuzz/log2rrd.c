/* flow-log2rrd: the log of collectors. Only STAT: lines are stored. */
#include "config.h"

#include <ctype.h>

#include "../../flow-log2rrd/log.h"
#include "rrd-sink.h"

/* The names of files are made of words of a line. */
static void check(const char *name, size_t sources) {
  bool fanout = fuzz_rrd_starts(name, "fanout.");
  FUZZ_HOLDS(fanout || fuzz_rrd_starts(name, "capture."));
  FUZZ_HOLDS(sources == (fanout ? 4 : 3));
  for (; *name != '\0'; name++)
    FUZZ_HOLDS(!isspace((unsigned char)*name));
}

static size_t count_stat(const uint8_t *data, size_t size) {
  static const char stat[] = "STAT:";
  size_t count = 0;
  for (size_t i = 0; i + sizeof stat - 1 <= size; i++)
    count += memcmp(data + i, stat, sizeof stat - 1) == 0;
  return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct fuzz_rrd sink = {.check = check};
  const struct rrd_tool tool = {fuzz_rrd_run, &sink};
  struct ft_error err = FT_ERROR_INIT;
  FILE *in = fuzz_stream(data, size);
  int result = log_store(FUZZ_RRD_FOLDER, &tool, in, &err);
  fclose(in);
  FUZZ_HOLDS(sink.updates <= count_stat(data, size));
  fuzz_rrd_end(&sink, result, &err);
  return 0;
}
