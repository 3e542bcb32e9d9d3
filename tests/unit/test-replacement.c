/* A file that takes the place of another one as a whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "replacement.h"
#include "scratch-file.h"

static void expect_content(const char *text) {
  char have[256];
  FILE *in = fopen(path, "r");
  assert_non_null(in);
  have[fread(have, 1, sizeof have - 1, in)] = '\0';
  fclose(in);
  assert_string_equal(have, text);
}

static void a_file_is_replaced_as_a_whole(void **state) {
  (void)state;
  struct replacement file;
  struct stat status;
  mode_t mask = umask(027);
  put("old");
  assert_int_equal(chmod(path, 0604), 0);
  assert_true(replacement_open(&file, path));
  fputs("new", file.out);
  fflush(file.out);
  expect_content("old"); /* a crash now would leave this */
  assert_true(replacement_finish(&file));
  expect_content("new");
  assert_int_equal(stat(path, &status), 0);
  assert_int_equal(status.st_mode & 0777, 0604);
  unlink(path);
  assert_true(replacement_open(&file, path));
  assert_true(replacement_finish(&file));
  assert_int_equal(stat(path, &status), 0);
  assert_int_equal(status.st_mode & 0777, 0640);
  umask(mask);
}

static void a_link_stays_a_link(void **state) {
  (void)state;
  char link[80];
  struct stat status;
  struct replacement file;
  snprintf(link, sizeof link, "%s/link", folder);
  put("old");
  assert_int_equal(symlink("state", link), 0);
  assert_true(replacement_open(&file, link));
  fputs("new", file.out);
  assert_true(replacement_finish(&file));
  expect_content("new");
  assert_int_equal(lstat(link, &status), 0);
  assert_true(S_ISLNK(status.st_mode));
  unlink(link);
}

static void devices_are_written_themselves(void **state) {
  (void)state;
  struct replacement file;
  struct stat status;
  assert_true(replacement_open(&file, "/dev/full"));
  fputs("x", file.out);
  assert_false(replacement_finish(&file));
  assert_int_equal(stat("/dev/full", &status), 0);
  assert_true(S_ISCHR(status.st_mode));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_file_is_replaced_as_a_whole),
      cmocka_unit_test(a_link_stays_a_link),
      cmocka_unit_test(devices_are_written_themselves),
  };
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
