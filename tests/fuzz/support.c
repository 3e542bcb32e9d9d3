#include "config.h"

#include "fuzz.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <unistd.h>

void fuzz_broken(const char *condition) {
  fprintf(stderr, "does not hold: %s\n", condition);
  abort();
}

/* Without memory for the harness there is nothing to be found out. */
static void *must(void *pointer) {
  if (!pointer) fuzz_broken("there is memory");
  return pointer;
}

/* Nothing is left behind, however the run ends. */
static int nameless_file(void) {
#ifdef HAVE_MEMFD_CREATE
  int fd = memfd_create("input", 0);
#else
  int fd = fileno((FILE *)must(tmpfile()));
#endif
  FUZZ_HOLDS(fd >= 0);
  return fd;
}

int fuzz_descriptor(const uint8_t *data, size_t size) {
  static int fd = -1;
  if (fd < 0) fd = nameless_file();
  FUZZ_HOLDS(ftruncate(fd, 0) == 0 && pwrite(fd, data, size, 0) == (ssize_t)size);
  FUZZ_HOLDS(lseek(fd, 0, SEEK_SET) == 0);
  return fd;
}

const char *fuzz_path(const uint8_t *data, size_t size) {
  static char path[32];
  snprintf(path, sizeof path, "/dev/fd/%d", fuzz_descriptor(data, size));
  return path;
}

FILE *fuzz_stream(const uint8_t *data, size_t size) {
  if (size > 0) return must(fmemopen((void *)(uintptr_t)data, size, "r"));
  return must(fopen("/dev/null", "r"));
}

char *fuzz_text(const uint8_t *data, size_t size) {
  char *text = must(malloc(size + 1));
  if (size > 0) memcpy(text, data, size);
  text[size] = '\0';
  size_t length = strlen(text) + 1;
  return must(realloc(text, length));
}

FILE *fuzz_nowhere(void) {
  static FILE *nowhere;
  if (!nowhere) nowhere = must(fopen("/dev/null", "w"));
  return nowhere;
}

static void read_line(void *arg, const char *text) {
  (void)arg;
  fprintf(fuzz_nowhere(), "%s\n", text);
}
const struct ft_log fuzz_log = {read_line, NULL};

void fuzz_definitions(const uint8_t *data, size_t size, const char *keyword, fuzz_visit *visit,
                      void *arg) {
  char *text = fuzz_text(data, size), *lines = text;
  for (char *line; (line = strsep(&lines, "\n")) != NULL;) {
    char *words, *first = strtok_r(line, " \t\r", &words);
    char *name = first ? strtok_r(NULL, " \t\r", &words) : NULL;
    if (name && !strcasecmp(first, keyword)) visit(arg, name);
  }
  free(text);
}

/* Numbers as small as those in configurations, and a duration that no report takes long for. */
static void make_likely(uint8_t *record, const struct ft_layout *layout, size_t i) {
  for (unsigned slot = 0; slot < layout->slot_count && i % 4; slot++) {
    struct ft_column column = ft_column(layout, layout->slots[slot].field);
    ft_store(record, column, ft_load(record, column) % (i % 4 == 1 ? 8 : 1024));
  }
  ft_store(record, ft_column(layout, FT_F_UNIX_SECS), 1131969600 + i * 40);
  ft_store(record, ft_column(layout, FT_F_FIRST), 5000 + i * 1000);
  ft_store(record, ft_column(layout, FT_F_LAST), 5000 + i * 1100);
}

uint8_t *fuzz_records(const struct ft_layout *layout) {
  static uint8_t records[FUZZ_RECORDS * FT_RECORD_MAX];
  uint64_t chance = 1;
  for (size_t i = 0; i < sizeof records; i++) {
    chance = chance * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    records[i] = (uint8_t)(chance >> 33);
  }
  for (size_t i = 0; i < FUZZ_RECORDS; i++)
    make_likely(records + i * layout->size, layout, i);
  return records;
}

bool fuzz_next(const uint8_t **data, size_t *size, struct fuzz_piece *piece, uint8_t **copy) {
  if (*size < 3) return false;
  size_t claimed = (size_t)(*data)[1] << 8 | (*data)[2];
  *piece = (struct fuzz_piece){.tag = (*data)[0], .size = claimed};
  *data += 3;
  *size -= 3;
  if (piece->size > *size) piece->size = *size;
  piece->data = *copy = must(malloc(piece->size ? piece->size : 1));
  if (piece->size > 0) memcpy(*copy, *data, piece->size);
  *data += piece->size;
  *size -= piece->size;
  return true;
}
