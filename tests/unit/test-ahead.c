/* Reading ahead: the same flows as without, a bound on what is held, giving up midway. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <fcntl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "ahead.h"

#define FILES 100
#define BATCH 500

static char folder[] = "/tmp/test-ahead.XXXXXX";

/* A compressed file of batches * BATCH flows, whose srcport tells the file. */
static void make_file(const char *path, uint16_t mark, unsigned batches) {
  const struct ft_layout *layout = ft_layout_find(5, 0);
  struct ft_error err = FT_ERROR_INIT;
  struct ft_header header;
  uint8_t *records = calloc(BATCH, layout->size);
  assert_non_null(records);
  for (size_t i = 0; i < BATCH; i++)
    memcpy(records + i * layout->size + 48, &mark, sizeof mark);
  int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
  assert_true(fd >= 0);
  ft_header_init(&header);
  struct ft_writer *writer = ft_writer_open(fd, layout, &header, FT_ORDER_HOST, 1, &err);
  assert_non_null(writer);
  for (unsigned i = 0; i < batches; i++)
    assert_int_equal(ft_writer_put(writer, records, BATCH, &err), 0);
  assert_int_equal(ft_writer_finish(writer, NULL, &err), 0);
  ft_writer_free(writer);
  close(fd);
  free(records);
}

static void name_file(char *path, size_t size, unsigned number) {
  snprintf(path, size, "%s/%03u", folder, number);
}

static void collect(struct inputs *inputs, unsigned files, unsigned batches) {
  static const struct inputs_choice choice = {.all = false};
  struct ft_error err = FT_ERROR_INIT;
  char path[64], *arguments[] = {folder};
  for (unsigned i = 0; i < files; i++) {
    name_file(path, sizeof path, i);
    make_file(path, (uint16_t)i, batches);
  }
  inputs_init(inputs);
  assert_int_equal(inputs_collect(inputs, arguments, 1, &choice, NULL, &err), 0);
  assert_int_equal(inputs->count, files);
}

static void remove_files(struct inputs *inputs) {
  for (size_t i = 0; i < inputs->count; i++)
    unlink(inputs->items[i].path);
  inputs_free(inputs);
}

static size_t read_all(struct ahead_file *file, uint16_t mark) {
  struct ft_batch batch;
  size_t count = 0;
  while (ahead_next(file, NULL, &batch)) {
    for (size_t i = 0; i < batch.count; i++)
      assert_memory_equal((const uint8_t *)batch.records + i * 64 + 48, &mark, sizeof mark);
    count += batch.count;
  }
  assert_int_equal(ahead_damage(file), FT_WHOLE);
  ahead_close(file);
  return count;
}

static void files_come_in_order(void **state) {
  (void)state;
  struct inputs inputs;
  collect(&inputs, FILES, 3);
  struct ahead *ahead = ahead_start(&inputs, 4);
  assert_non_null(ahead);
  for (size_t i = 0; i < FILES; i++) {
    struct ahead_file *file = ahead_file(ahead, i);
    assert_non_null(file);
    assert_int_equal(read_all(file, (uint16_t)i), 3 * BATCH);
  }
  ahead_free(ahead);
  remove_files(&inputs);
}

static int lowest_descriptor(void) {
  int fd = dup(STDERR_FILENO);
  close(fd);
  /* cppcheck-suppress deallocret; only the number is wanted */
  return fd;
}

/* However small the files are: each that is open costs buffers and a descriptor. */
static void few_files_are_held(void **state) {
  (void)state;
  const struct timespec while_threads_work = {0, 300000000};
  struct inputs inputs;
  char path[64];
  collect(&inputs, FILES, 1);
  int before = lowest_descriptor();
  struct ahead *ahead = ahead_start(&inputs, 2);
  assert_non_null(ahead);
  struct ahead_file *file = ahead_file(ahead, 0);
  assert_non_null(file);
  nanosleep(&while_threads_work, NULL);
  assert_in_range(lowest_descriptor(), before, before + 2);
  name_file(path, sizeof path, FILES - 1);
  unlink(path);
  assert_int_equal(read_all(file, 0), BATCH);
  assert_null(ahead_file(ahead, FILES - 1)); /* it was not looked at too early */
  ahead_free(ahead);
  remove_files(&inputs);
}

/* Also of the file whose turn it is, if the records are used slowly. */
static void memory_is_bounded(void **state) {
  (void)state;
  const struct timespec slowly = {0, 100000000};
  struct inputs inputs;
  struct rusage use;
  struct ft_batch batch;
  collect(&inputs, 2, 12000);
  struct ahead *ahead = ahead_start(&inputs, 2);
  assert_non_null(ahead);
  struct ahead_file *file = ahead_file(ahead, 0);
  assert_non_null(file);
  for (int round = 0; round < 15; round++) {
    assert_true(ahead_next(file, NULL, &batch));
    nanosleep(&slowly, NULL);
  }
  assert_int_equal(getrusage(RUSAGE_SELF, &use), 0);
  /* Kibibytes; the address sanitizer takes twice the octets. */
  assert_in_range(use.ru_maxrss, 0, 5 * (AHEAD_OCTETS / 2048));
  assert_true(read_all(file, 0) > 0);
  assert_int_equal(read_all(ahead_file(ahead, 1), 1), (size_t)12000 * BATCH);
  ahead_free(ahead);
  remove_files(&inputs);
}

/* After a signal or a write error the thread may still be reading the file. */
static void a_file_can_be_given_up(void **state) {
  (void)state;
  struct inputs inputs;
  struct ft_batch batch;
  collect(&inputs, 3, 1000);
  for (int round = 0; round < 5; round++) {
    struct ahead *ahead = ahead_start(&inputs, 3);
    assert_non_null(ahead);
    struct ahead_file *file = ahead_file(ahead, 0);
    assert_non_null(file);
    assert_true(ahead_next(file, NULL, &batch));
    ahead_close(file);
    ahead_free(ahead);
  }
  remove_files(&inputs);
}

static int set_up(void **state) {
  (void)state;
  return mkdtemp(folder) != NULL ? 0 : -1;
}

static int tear_down(void **state) {
  (void)state;
  return rmdir(folder);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(files_come_in_order),
      cmocka_unit_test(few_files_are_held),
      cmocka_unit_test(memory_is_bounded),
      cmocka_unit_test(a_file_can_be_given_up),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
