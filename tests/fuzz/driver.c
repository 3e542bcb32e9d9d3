/*
 * Gives a target each file of a corpus once, in place of libFuzzer: for every compiler.
 * Prints one line of TAP. What a target prints is dropped.
 *
 *   TARGET CORPUS-FOLDER
 */
#include "config.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fuzz.h"

static FILE *results, *troubles;

static int fail(const char *what) {
  fprintf(results, "not ok 1 - %s\n", what);
  return 1;
}

/* A file as memory of exactly its size, so that reading behind it shows. */
static bool run_file(const char *path) {
  FILE *in = fopen(path, "rb");
  if (!in) return false;
  long end = fseek(in, 0, SEEK_END) == 0 ? ftell(in) : -1;
  size_t size = end > 0 ? (size_t)end : 0;
  uint8_t *data = malloc(size ? size : 1);
  rewind(in);
  bool good = end >= 0 && data && fread(data, 1, size, in) == size;
  fclose(in);
  if (good) LLVMFuzzerTestOneInput(data, size);
  free(data);
  return good;
}

/* How many files; -1 after a failure. */
static int run_folder(const char *folder) {
  DIR *dir = opendir(folder);
  int count = 0;
  if (!dir) return -1;
  for (const struct dirent *entry; count >= 0 && (entry = readdir(dir)) != NULL;) {
    char path[4096];
    if (entry->d_name[0] == '.') continue;
    snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
    /* The last one is what a crash was about. */
    fprintf(troubles, "%s\n", path);
    count = run_file(path) ? count + 1 : -1;
  }
  closedir(dir);
  return count;
}

/* Where a descriptor led to; from now on it leads nowhere. */
static FILE *take_away(FILE *stream) {
  int fd = fileno(stream), kept = dup(fd), nowhere = open("/dev/null", O_WRONLY);
  if (kept < 0 || nowhere < 0 || dup2(nowhere, fd) < 0) exit(1);
  close(nowhere);
  FILE *file = fdopen(kept, "w");
  if (!file) exit(1);
  setvbuf(file, NULL, _IONBF, 0);
  return file;
}

int main(int argc, char **argv) {
  if (argc != 2) {
    fprintf(stderr, "Usage: %s CORPUS-FOLDER\n", argv[0]);
    return 1;
  }
  results = take_away(stdout);
  /* Sanitizers write to descriptor 2: that one is left as it is. */
  troubles = stderr;
  int count = run_folder(argv[1]);
  if (count < 0) return fail("cannot read the corpus");
  if (count == 0) return fail("the corpus is empty");
  fprintf(results, "ok 1 - %d inputs\n", count);
  return 0;
}
