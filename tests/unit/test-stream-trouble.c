/* Streams: names of interfaces in headers; descriptors that fail in the middle. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "ft/stream.h"

static int scratch(void) {
  char path[] = "/tmp/test-stream-trouble.XXXXXX";
  int fd = mkstemp(path);
  assert_true(fd >= 0);
  unlink(path);
  return fd;
}

static struct ft_interface interface(enum ft_tlv type, const char *name, unsigned count) {
  struct ft_interface i = {.type = type,
                           .exporter = ft_addr_from_u32(0xc0000201),
                           .index_count = (uint16_t)count,
                           .index = malloc(count * sizeof *i.index),
                           .name = strdup(name)};
  assert_non_null(i.index);
  assert_non_null(i.name);
  for (unsigned k = 0; k < count; k++)
    i.index[k] = (uint16_t)(0x102 * (k + 1));
  return i;
}

static void interfaces_are_kept(void **state) {
  (void)state;
  for (enum ft_byte_order order = FT_ORDER_LITTLE; order <= FT_ORDER_BIG; order++) {
    struct ft_header header, again;
    int fd = scratch();
    ft_header_init(&header);
    ft_header_init(&again);
    header.interfaces = calloc(2, sizeof *header.interfaces);
    assert_non_null(header.interfaces);
    header.interface_count = 2;
    header.interfaces[0] = interface(FT_TLV_IFNAME, "ge-0/0/1", 1);
    header.interfaces[1] = interface(FT_TLV_IFALIAS, "uplinks", 3);
    struct ft_writer *w = ft_writer_open(fd, ft_layout_find(5, 0), &header, order, 0, NULL);
    assert_non_null(w);
    assert_int_equal(ft_writer_finish(w, NULL, NULL), 0);
    ft_writer_free(w);
    assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
    assert_int_equal(ft_header_read(fd, &again, NULL), 0);
    assert_int_equal(again.interface_count, 2);
    for (size_t i = 0; i < 2; i++) {
      const struct ft_interface *want = &header.interfaces[i], *got = &again.interfaces[i];
      assert_int_equal(got->type, want->type);
      assert_int_equal(ft_addr_to_u32(&got->exporter), 0xc0000201);
      assert_string_equal(got->name, want->name);
      assert_int_equal(got->index_count, want->index_count);
      assert_memory_equal(got->index, want->index, want->index_count * sizeof *want->index);
    }
    ft_header_clear(&header);
    ft_header_clear(&again);
    close(fd);
  }
}

/* -- reading -- */

static void keep_line(void *arg, const char *text) {
  snprintf(arg, 100, "%s", text);
}

static struct ft_writer *open_writer(int fd, int level) {
  struct ft_header header;
  ft_header_init(&header);
  struct ft_writer *w =
      ft_writer_open(fd, ft_layout_find(5, 0), &header, FT_ORDER_HOST, level, NULL);
  assert_non_null(w);
  return w;
}

/* What can be opened but not read takes the file's place behind its header. */
static void a_read_error_is_told(void **state) {
  (void)state;
  for (int level = 0; level <= 6; level += 6) {
    char line[100] = "";
    const struct ft_log log = {keep_line, line};
    struct ft_batch batch;
    int fd = scratch(), folder = open("/", O_RDONLY);
    struct ft_writer *w = open_writer(fd, level);
    assert_int_equal(ft_writer_finish(w, NULL, NULL), 0);
    ft_writer_free(w);
    assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
    struct ft_reader *reader = ft_reader_open(fd, &log, NULL);
    assert_non_null(reader);
    assert_int_equal(dup2(folder, fd), fd);
    assert_false(ft_reader_next(reader, &batch));
    assert_int_equal(ft_reader_damage(reader), FT_UNREADABLE);
    assert_string_equal(line, "read(): Is a directory");
    ft_reader_close(reader);
    close(folder);
    close(fd);
  }
}

/* -- writing -- */

static void expect_lines(struct ft_error *err, const char *first, const char *second) {
  char both[300];
  snprintf(both, sizeof both, "%s\n%s", first, second);
  assert_string_equal(err->text, both);
  ft_error_clear(err);
}

static void a_full_disk_is_told(void **state) {
  static uint8_t records[4096][FT_RECORD_MAX];
  (void)state;
  for (int level = 0; level <= 6; level += 6) {
    struct ft_error err = FT_ERROR_INIT;
    int fd = scratch(), full = open("/dev/full", O_WRONLY);
    if (full < 0) skip();
    struct ft_writer *w = open_writer(fd, level);
    assert_int_equal(dup2(full, fd), fd);
    assert_int_equal(ft_writer_put(w, records, 1, &err), 0); /* waits in memory */
    assert_int_equal(ft_writer_flush(w, &err), -1);
    expect_lines(&err, "writen(): No space left on device", "ftio_write(): failed");
    ft_writer_free(w);
    w = NULL;
    close(full);
    close(fd);
  }
}

static void a_header_must_fit_in_its_place(void **state) {
  struct ft_error err = FT_ERROR_INIT;
  struct ft_header longer;
  int fd = scratch();
  (void)state;
  struct ft_writer *w = open_writer(fd, 0);
  ft_header_init(&longer);
  assert_int_equal(ft_header_set_text(&longer, FT_TLV_COMMENT, "more than before", NULL), 0);
  assert_int_equal(ft_writer_finish(w, &longer, &err), -1);
  expect_lines(&err, "Header size change during rewrite not supported", "ftio_close(): failed");
  ft_header_clear(&longer);
  ft_writer_free(w);
  close(fd);
}

static void a_pipe_has_no_place_to_go_back_to(void **state) {
  struct ft_error err = FT_ERROR_INIT;
  struct ft_header header;
  int fds[2];
  (void)state;
  assert_int_equal(pipe(fds), 0);
  struct ft_writer *w = open_writer(fds[1], 0);
  ft_header_init(&header);
  assert_int_equal(ft_writer_finish(w, &header, &err), -1);
  char reason[100];
  snprintf(reason, sizeof reason, "lseek(): %s", strerror(ESPIPE)); /* as the C library has it */
  expect_lines(&err, reason, "ftio_close(): failed");
  ft_writer_free(w);
  close(fds[0]);
  close(fds[1]);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(interfaces_are_kept),
      cmocka_unit_test(a_read_error_is_told),
      cmocka_unit_test(a_full_disk_is_told),
      cmocka_unit_test(a_header_must_fit_in_its_place),
      cmocka_unit_test(a_pipe_has_no_place_to_go_back_to),
  };
  return cmocka_run_group_tests_name("trouble with streams", tests, NULL, NULL);
}
