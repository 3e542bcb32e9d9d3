/*
 * flow-rpt2rrd: an octet chooses the options, the first line is the list of -k, or what stands
 * before an empty line the file of -K; the rest is the report. When all went well, each key has
 * its file, and nothing else has one.
 */
#include "config.h"

#include "../../flow-rpt2rrd/feed.h"
#include "rrd-sink.h"

static const char *const fields[] = {"flows,octets,packets", "octets",
                                     "duration,flows,nosuch,flows",
                                     "ip_tos,i,f,l,a,b,c,packets,octets,flows"};
static const struct rrd_archive archives[] = {
    {"AVERAGE", "1", "600"}, {"MAX", "6", ""}, {"MAX", "288", "7"}};

enum { NAMES = 4, KEY_FILE = 8, DEBUG = 16, VERBOSE = 32, POSTFIX = 64 };

static void see(void *arg, const char *text) {
  bool *no_flow = arg;
  if (strstr(text, "covers no flow")) *no_flow = true;
  fuzz_log.line(fuzz_log.arg, text);
}

/* Takes the keys off the input. */
static bool take_keys(struct keys *keys, bool from_file, const uint8_t **data, size_t *size,
                      struct ft_error *err) {
  size_t length = 0, gap = from_file ? 2 : 1;
  while (length + gap <= *size && memcmp(*data + length, "\n\n", gap) != 0)
    length++;
  if (length + gap > *size) return false;
  char *list = fuzz_text(*data, length);
  int result = from_file ? keys_from_file(keys, fuzz_path(*data, length), err)
                         : keys_from_list(keys, list, err);
  free(list);
  *data += length + gap;
  *size -= length + gap;
  return result == 0 && keys->count > 0;
}

static bool is_stored(const struct fuzz_rrd *sink, const char *key, const char *postfix) {
  char path[4096 * 3];
  int length = snprintf(path, sizeof path, FUZZ_RRD_FOLDER "/%s%s.rrd", key, postfix);
  FUZZ_HOLDS(length > 0 && (size_t)length < sizeof path);
  for (char *c = path + strlen(FUZZ_RRD_FOLDER "/"); *c != '\0'; c++) {
    if (*c == '/') *c = '-';
  }
  const struct fuzz_rrd_file *file = fuzz_rrd_find(sink, path);
  return file && file->last >= 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size == 0) return 0;
  unsigned bits = *data++;
  struct fuzz_rrd sink = {.check = NULL};
  const struct rrd_tool tool = {fuzz_rrd_run, &sink};
  struct options options = {.fields = fields[bits & 3],
                            .names = bits & NAMES,
                            .rrd = {.tool = &tool,
                                    .folder = FUZZ_RRD_FOLDER,
                                    .postfix = bits & POSTFIX ? ".day" : "",
                                    .creating = "Creating RRD ",
                                    .type = "ABSOLUTE",
                                    .archives = archives,
                                    .archive_count = sizeof archives / sizeof *archives,
                                    .verbose = bits & VERBOSE,
                                    .debug = bits & DEBUG}};
  struct ft_error err = FT_ERROR_INIT;
  bool no_flow = false;
  const struct ft_log log = {see, &no_flow};
  size--;
  if (take_keys(&options.keys, bits & KEY_FILE, &data, &size, &err)) {
    FILE *in = fuzz_stream(data, size);
    int result = feed_report(&options, in, &log, &err);
    fclose(in);
    for (size_t i = 0; result == 0 && !no_flow && i < options.keys.count; i++) {
      const struct key *key = &options.keys.list[i];
      FUZZ_HOLDS(key->total || is_stored(&sink, key->text, options.rrd.postfix));
    }
    FUZZ_HOLDS(sink.count <= options.keys.row_count + 1);
    fuzz_rrd_end(&sink, result, &err);
  }
  keys_free(&options.keys);
  return 0;
}
