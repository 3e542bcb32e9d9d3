/* What tests of files that are replaced share: a file in a folder of its own. */
#ifndef SCRATCH_FILE_H
#define SCRATCH_FILE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/test-scratch.XXXXXX";
static char path[64];

static inline int make_folder(void **state) {
  (void)state;
  if (!mkdtemp(folder)) return -1;
  snprintf(path, sizeof path, "%s/state", folder);
  return 0;
}

static inline int remove_folder(void **state) {
  (void)state;
  unlink(path);
  return rmdir(folder); /* fails if a temporary file was left */
}

static inline void put(const char *text) {
  FILE *out = fopen(path, "w");
  assert_non_null(out);
  fputs(text, out);
  fclose(out);
}

#endif
