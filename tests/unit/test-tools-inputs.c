/* Which files flow-cat and flow-merge read, and in what order. */
#include "config.h" /* nftw */

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <fcntl.h>
#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/folder.h"
#include "inputs.h"

#define NO_TIME 0

static char folder[] = "/tmp/test-tools-inputs.XXXXXX";
static unsigned log_lines;

static void count_line(void *arg, const char *text) {
  (void)arg, (void)text;
  log_lines++;
}
static const struct ft_log counting_log = {count_line, NULL};

/* A file without flows with these capture times. */
static void make_file(const char *path, uint32_t start, uint32_t end) {
  struct ft_error err = FT_ERROR_INIT;
  struct ft_header header;
  ft_header_init(&header);
  header.start = start;
  header.end = end;
  if (start != NO_TIME) ft_header_mark(&header, FT_TLV_START);
  if (end != NO_TIME) ft_header_mark(&header, FT_TLV_END);
  int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
  assert_true(fd >= 0);
  struct ft_writer *writer =
      ft_writer_open(fd, ft_layout_find(5, 0), &header, FT_ORDER_HOST, 0, &err);
  assert_non_null(writer);
  assert_int_equal(ft_writer_finish(writer, NULL, &err), 0);
  ft_writer_free(writer);
  ft_header_clear(&header);
  close(fd);
}

static void make_text(const char *path, const char *text) {
  FILE *file = fopen(path, "w");
  assert_non_null(file);
  fputs(text, file);
  fclose(file);
}

static int set_up(void **state) {
  (void)state;
  if (!mkdtemp(folder) || chdir(folder) < 0) return -1;
  assert_int_equal(mkdir("d", 0755), 0);
  assert_int_equal(mkdir("d/sub", 0755), 0);
  assert_int_equal(mkdir("d/tmpdir", 0755), 0);
  make_file("d/z", 100, 200);
  make_file("d/b", 300, 400);
  make_file("d/a", 300, 400);
  make_file("d/sub/n", 200, 300);
  make_file("d/tmpdir/m", 250, 260);
  make_file("d/tmp-v05", 50, NO_TIME);
  make_file("d/.dot", 600, 700);
  make_text("d/README", "no flows here");
  make_text("d/empty", "");
  assert_int_equal(symlink("nowhere", "d/dangling"), 0);
  make_file("early", 10, 20);
  make_file("timeless", NO_TIME, NO_TIME);
  make_file("tmp-one", 30, 40);
  log_lines = 0;
  return 0;
}

static int remove_entry(const char *path, const struct stat *st, int flag, struct FTW *ftw) {
  (void)st, (void)flag, (void)ftw;
  return remove(path);
}

static int tear_down(void **state) {
  (void)state;
  if (chdir("/") < 0) return -1;
  int status = nftw(folder, remove_entry, 1024, FTW_DEPTH | FTW_PHYS);
  strcpy(folder + sizeof(folder) - 7, "XXXXXX");
  return status;
}

/* The names of the inputs, each with a blank behind. */
static const char *names(const struct inputs *inputs) {
  static char text[1024];
  text[0] = 0;
  for (size_t i = 0; i < inputs->count; i++) {
    strcat(text, inputs->items[i].path ? inputs->items[i].path : "stdin");
    strcat(text, " ");
  }
  return text;
}

static void expect(char **arguments, size_t count, struct inputs_choice choice,
                   const char *expected) {
  struct ft_error err = FT_ERROR_INIT;
  struct inputs inputs;
  inputs_init(&inputs);
  assert_int_equal(inputs_collect(&inputs, arguments, count, &choice, &counting_log, &err), 0);
  assert_string_equal(names(&inputs), expected);
  inputs_free(&inputs);
}

#define ARGUMENTS(...) (char *[]){__VA_ARGS__}, sizeof((char *[]){__VA_ARGS__}) / sizeof(char *)

static void nothing_is_standard_input(void **state) {
  (void)state;
  expect(NULL, 0, (struct inputs_choice){0}, "stdin ");
  expect(ARGUMENTS("early", "-"), (struct inputs_choice){0}, "early stdin ");
}

static void folders_go_by_capture_start_then_path(void **state) {
  (void)state;
  expect(ARGUMENTS("d"), (struct inputs_choice){0}, "d/z d/sub/n d/tmpdir/m d/a d/b d/.dot ");
  /* README, empty: the reason and the file; dangling: one line */
  assert_int_equal(log_lines, 5);
}

static void arguments_keep_their_order(void **state) {
  (void)state;
  expect(ARGUMENTS("d/b", "early", "d/a"), (struct inputs_choice){0}, "d/b early d/a ");
}

static void global_list_is_stable(void **state) {
  (void)state;
  expect(ARGUMENTS("d/b", "early", "d/a", "timeless", "-"), (struct inputs_choice){.global = true},
         "timeless stdin early d/b d/a ");
}

static void names_with_tmp_need_all(void **state) {
  (void)state;
  expect(ARGUMENTS("tmp-one", "./tmp-one"), (struct inputs_choice){0}, "./tmp-one ");
  expect(ARGUMENTS("tmp-one", "./tmp-one"), (struct inputs_choice){.all = true},
         "tmp-one ./tmp-one ");
  expect(ARGUMENTS("d"), (struct inputs_choice){.all = true},
         "d/tmp-v05 d/z d/sub/n d/tmpdir/m d/a d/b d/.dot ");
}

static void missing_and_odd_arguments_are_left_out(void **state) {
  (void)state;
  expect(ARGUMENTS("nowhere", "/dev/null", "early"), (struct inputs_choice){0}, "early ");
  assert_int_equal(log_lines, 2);
}

static void too_many_levels_are_an_error(void **state) {
  (void)state;
  struct ft_error err = FT_ERROR_INIT;
  struct inputs_choice choice = {0};
  struct inputs inputs;
  inputs_init(&inputs);
  char path[512] = "deep";
  for (int i = 0; i <= FT_FOLDER_LEVELS; i++) {
    assert_int_equal(mkdir(path, 0755), 0);
    strcat(path, "/n");
  }
  char *argument = "deep";
  assert_int_equal(inputs_collect(&inputs, &argument, 1, &choice, NULL, &err), -1);
  assert_string_equal(err.text, "Limit of 50 nested directories reached.");
  inputs_free(&inputs);
}

static void expect_window(uint32_t start, uint32_t end, const char *expected) {
  struct ft_error err = FT_ERROR_INIT;
  struct inputs_choice choice = {0};
  struct inputs inputs;
  char *arguments[] = {"d/z", "d/sub/n", "d/a", "timeless", "-"};
  inputs_init(&inputs);
  assert_int_equal(inputs_collect(&inputs, arguments, 5, &choice, NULL, &err), 0);
  inputs_window(&inputs, start, end);
  assert_string_equal(names(&inputs), expected);
  inputs_free(&inputs);
}

static void window_looks_at_header_times(void **state) {
  (void)state;
  expect_window(0, 0, "d/z d/sub/n d/a timeless stdin ");
  expect_window(200, 0, "d/z d/sub/n timeless stdin ");
  expect_window(99, 0, "timeless stdin ");
  expect_window(0, 300, "d/sub/n d/a timeless stdin ");
  expect_window(0, 301, "d/a timeless stdin ");
  expect_window(200, 299, "d/sub/n timeless stdin ");
  expect_window(101, 199, "timeless stdin ");
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
  const struct CMUnitTest tests[] = {
      TEST(nothing_is_standard_input),    TEST(folders_go_by_capture_start_then_path),
      TEST(arguments_keep_their_order),   TEST(global_list_is_stable),
      TEST(names_with_tmp_need_all),      TEST(missing_and_odd_arguments_are_left_out),
      TEST(too_many_levels_are_an_error), TEST(window_looks_at_header_times),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
