/* flow-dscan's state files: what is written of a state that was read is read as the same. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "../../flow-dscan/state.h"
#include "fuzz.h"

static struct scans *make(void) {
  static const struct scans_options options = {
      .destinations = 8, .ports = 8, .timeout = 100, .limit = 4096, .removals = &fuzz_log};
  struct scans *scans = scans_new(&options);
  FUZZ_HOLDS(scans != NULL);
  return scans;
}

static char *written(const struct scans *scans, size_t *size) {
  char *text;
  FILE *out = open_memstream(&text, size);
  FUZZ_HOLDS(out != NULL);
  state_write(scans, out);
  FUZZ_HOLDS(!ferror(out) && fclose(out) == 0);
  return text;
}

static bool read_state(struct scans *scans, const uint8_t *data, size_t size) {
  struct ft_error err = FT_ERROR_INIT;
  FILE *in = fuzz_stream(data, size);
  bool good = state_read(scans, in, &fuzz_log, &err);
  FUZZ_HOLDS(good || err.length > 0);
  fclose(in);
  return good;
}

/* Flows from and to what the file may name, and the ager. */
static void watch(struct scans *scans) {
  uint32_t work;
  for (uint32_t flow = 0; flow < 200; flow++) {
    struct ft_addr src = ft_addr_from_u32(UINT32_C(0x0a000000) + flow % 3);
    struct ft_addr dst = ft_addr_from_u32(UINT32_C(0xc0a80000) + flow % 17);
    scans_see(scans, &src, &dst, flow % 29, flow);
  }
  for (unsigned run = 0; run < 64 && !scans_age(scans, 300, &work); run++) {
  }
}

/* What is written of a state that data is read as; NULL if it is none. watched: flows follow. */
static char *rewrite(const char *data, size_t size, bool watched, size_t *written_size) {
  struct scans *scans = make();
  char *text = NULL;
  if (read_state(scans, (const uint8_t *)data, size)) text = written(scans, written_size);
  if (watched) watch(scans);
  scans_free(scans);
  return text;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  size_t sizes[3];
  char *texts[3] = {rewrite((const char *)data, size, true, &sizes[0])};
  if (!texts[0]) return 0;
  /* Reading turns the order of sources round, twice is as it was. */
  for (int i = 1; i < 3; i++) {
    texts[i] = rewrite(texts[i - 1], sizes[i - 1], false, &sizes[i]);
    FUZZ_HOLDS(texts[i] != NULL);
  }
  FUZZ_HOLDS(sizes[0] == sizes[2] && !memcmp(texts[0], texts[2], sizes[0]));
  for (int i = 0; i < 3; i++)
    free(texts[i]);
  return 0;
}
