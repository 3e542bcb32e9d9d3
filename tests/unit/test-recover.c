/* What becomes of leftovers when their flows cannot be read, or somebody opens them meanwhile. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "collect/recover.h"
#include "ft/stream.h"

#define LEFTOVER "tmp-v05.2026-11-23.120000+0000"
#define FINISHED "ft-v05.2026-11-23.120000+0000"
#define FLOWS    100000

/* -- system calls of the library that come by here -- */

/* Reads that are let through before one fails; negative: all are. */
static int reads_left = -1;

ssize_t read(int fd, void *data, size_t size) {
  if (reads_left == 0) {
    errno = EIO;
    return -1;
  }
  if (reads_left > 0) reads_left--;
  return syscall(SYS_read, fd, data, size);
}

#ifdef F_SETLEASE
/* Another program opens the file as soon as there is a lease on it. */
static bool open_leased;
static pid_t opener;

static void open_from_elsewhere(void) {
  opener = fork();
  if (opener == 0) {
    int fd = open(LEFTOVER, O_RDONLY); /* waits for the end of the lease */
    _exit(fd >= 0 ? 0 : 1);
  }
  struct timespec pause = {0, 200000000}; /* the signal comes now */
  nanosleep(&pause, NULL);
}

int fcntl(int fd, int command, ...) {
  va_list arguments;
  va_start(arguments, command);
  long argument = va_arg(arguments, long);
  va_end(arguments);
#ifdef SYS_fcntl64
  int result = (int)syscall(SYS_fcntl64, fd, command, argument);
#else
  int result = (int)syscall(SYS_fcntl, fd, command, argument);
#endif
  if (open_leased && command == F_SETLEASE && argument == F_WRLCK && result == 0)
    open_from_elsewhere();
  return result;
}
#endif

/* -- leftovers -- */

static void make_leftover(int level) {
  const struct ft_layout *layout = ft_layout_find(5, 0);
  uint8_t *records = calloc(FLOWS, layout->size);
  struct ft_header header;
  assert_non_null(records);
  for (uint32_t i = 0; i < FLOWS; i++)
    memcpy(records + i * layout->size, &i, sizeof i);
  ft_header_init(&header);
  header.flags = FT_FLAG_STREAMING;
  ft_header_mark(&header, FT_TLV_FLAGS);
  int fd = open(LEFTOVER, O_WRONLY | O_CREAT | O_TRUNC, 0644);
  assert_true(fd >= 0);
  struct ft_writer *writer = ft_writer_open(fd, layout, &header, FT_ORDER_HOST, level, NULL);
  assert_non_null(writer);
  assert_int_equal(ft_writer_put(writer, records, FLOWS, NULL), 0);
  assert_int_equal(ft_writer_flush(writer, NULL), 0);
  ft_writer_free(writer); /* not finished: it was killed */
  close(fd);
  free(records);
}

static bool exists(const char *path) {
  struct stat status;
  return stat(path, &status) == 0;
}

static void keep_line(void *arg, const char *text) {
  char *lines = arg;
  size_t length = strlen(lines);
  snprintf(lines + length, 1000 - length, "%s\n", text);
}

static void recover(char lines[1000]) {
  const struct ft_log log = {keep_line, lines};
  *lines = '\0';
  assert_int_equal(ft_recover(".", NULL, NULL, &log, NULL), 0);
}

static void expect_recovered(void) {
  char lines[1000], want[100];
  snprintf(want, sizeof want, "recovered ./%s: %d flows\n", FINISHED, FLOWS);
  recover(lines);
  assert_string_equal(lines, want);
  assert_true(exists(FINISHED) && !exists(LEFTOVER));
  assert_int_equal(unlink(FINISHED), 0);
}

/* Whichever read fails, the leftover stays as it is; the next start recovers all of it. */
static void a_read_error_costs_no_flows(void **state) {
  (void)state;
  for (int level = 0; level <= 6; level += 6) {
    make_leftover(level);
    char lines[1000];
    int reads = 0;
    for (; reads < 100; reads++) {
      reads_left = reads;
      recover(lines);
      reads_left = -1;
      if (strstr(lines, "recovered ./") != NULL) break;
      assert_non_null(strstr(lines, "not recovered"));
      assert_true(exists(LEFTOVER) && !exists(FINISHED));
    }
    assert_in_range(reads, 3, 99); /* some within the records */
    unlink(FINISHED);
    make_leftover(level);
    expect_recovered();
  }
}

static void whoever_opens_a_leftover_does_not_end_us(void **state) {
  (void)state;
#ifndef F_SETLEASE
  skip();
#else
  make_leftover(0);
  open_leased = true;
  opener = 0;
  expect_recovered();
  open_leased = false;
  if (opener == 0) skip(); /* no leases on this file system */
  int status;
  assert_int_equal(waitpid(opener, &status, 0), opener);
  assert_int_equal(status, 0);
#endif
}

static int enter_scratch_folder(void **state) {
  static char folder[] = "/tmp/test-recover-XXXXXX";
  *state = mkdtemp(folder);
  return *state != NULL ? chdir(folder) : -1;
}

static int leave_scratch_folder(void **state) {
  unlink(LEFTOVER);
  unlink(FINISHED);
  return chdir("/") != 0 || rmdir(*state) != 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_read_error_costs_no_flows),
      cmocka_unit_test(whoever_opens_a_leftover_does_not_end_us),
  };
  return cmocka_run_group_tests(tests, enter_scratch_folder, leave_scratch_folder);
}
