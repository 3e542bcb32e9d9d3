/* Streams: what is written is read again; cut off and damaged input. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>

#include <cmocka.h>

#include "ft/stream.h"

/* A file without a name. */
static int scratch(void) {
  FILE *f = tmpfile();
  assert_non_null(f);
  int fd = dup(fileno(f));
  fclose(f);
  return fd;
}

static void fill(uint8_t *data, size_t size, uint32_t seed) {
  for (size_t i = 0; i < size; i++) {
    seed = seed * 1664525 + 1013904223;
    data[i] = (uint8_t)(seed >> 24);
  }
}

/* Writes count records and completes the header. */
static int write_stream(const struct ft_layout *layout, enum ft_byte_order order, int level,
                        const uint8_t *records, size_t count) {
  int fd = scratch();
  struct ft_header header;
  ft_header_init(&header);
  header.flows = 0;
  ft_header_mark(&header, FT_TLV_FLOWS);
  assert_int_equal(ft_header_set_text(&header, FT_TLV_COMMENT, "a comment", NULL), 0);
  struct ft_writer *w = ft_writer_open(fd, layout, &header, order, level, NULL);
  assert_non_null(w);
  /* One record, which is buffered, and many, which need not be. */
  assert_int_equal(ft_writer_put(w, records, 1, NULL), 0);
  assert_int_equal(ft_writer_put(w, records + layout->size, count / 2 - 1, NULL), 0);
  assert_int_equal(ft_writer_flush(w, NULL), 0);
  assert_int_equal(ft_writer_put(w, records + count / 2 * layout->size, count - count / 2, NULL),
                   0);
  header.flows = (uint32_t)ft_writer_count(w);
  header.flags = FT_FLAG_DONE;
  assert_int_equal(ft_writer_finish(w, &header, NULL), 0);
  assert_int_equal(ft_writer_octets(w), lseek(fd, 0, SEEK_END));
  ft_writer_free(w);
  ft_header_clear(&header);
  assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
  return fd;
}

static void every_version_order_and_level(void **state) {
  (void)state;
  enum { COUNT = 3001 };
  const struct ft_layout *layout;
  for (size_t i = 0; (layout = ft_layout_at(i)) != NULL; i++)
    for (int order = FT_ORDER_LITTLE; order <= FT_ORDER_BIG; order++)
      for (int level = 0; level <= 9; level += 3) {
        uint8_t *in = malloc(COUNT * layout->size);
        fill(in, COUNT * layout->size, (uint32_t)i);
        int fd = write_stream(layout, (enum ft_byte_order)order, level, in, COUNT);
        struct ft_reader *r = ft_reader_open(fd, NULL, NULL);
        assert_non_null(r);
        const struct ft_header *h = ft_reader_header(r);
        assert_int_equal(h->flows, COUNT);
        assert_int_equal(h->order, order);
        assert_int_equal(h->flags, FT_FLAG_DONE | (level > 0 ? FT_FLAG_COMPRESS : 0));
        assert_string_equal(h->comment, "a comment");
        size_t count = 0;
        struct ft_batch batch;
        while (ft_reader_next(r, &batch)) {
          assert_true(count + batch.count <= COUNT);
          assert_memory_equal(batch.records, in + count * layout->size, batch.count * layout->size);
          count += batch.count;
        }
        assert_int_equal(count, COUNT);
        assert_int_equal(ft_reader_damage(r), FT_WHOLE);
        ft_reader_close(r);
        close(fd);
        free(in);
      }
}

static void count_line(void *arg, const char *text) {
  assert_true(text[0] != '\0');
  ++*(unsigned *)arg;
}

/* Reads size octets as a stream; only records that are whole and right may come out. */
static void read_damaged(const uint8_t *stream, size_t size, const uint8_t *records,
                         size_t record_size, bool compare) {
  int fd = scratch();
  unsigned lines = 0;
  const struct ft_log log = {count_line, &lines};
  struct ft_error err = FT_ERROR_INIT;
  assert_int_equal(write(fd, stream, size), size);
  assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
  struct ft_reader *r = ft_reader_open(fd, &log, &err);
  if (r == NULL) {
    assert_true(err.length > 0);
  } else {
    struct ft_batch batch;
    size_t at = 0;
    while (ft_reader_next(r, &batch)) {
      if (compare) assert_memory_equal(batch.records, records + at, batch.count * record_size);
      at += batch.count * record_size;
    }
    assert_int_equal(lines, ft_reader_damage(r) != FT_WHOLE);
    assert_false(ft_reader_next(r, &batch));
    ft_reader_close(r);
  }
  close(fd);
}

static void truncation_at_every_octet(void **state) {
  (void)state;
  static const unsigned versions[] = {5, 1005};
  for (size_t v = 0; v < 2; v++)
    for (int level = 0; level <= 9; level += 9) {
      const struct ft_layout *layout = ft_layout_find(versions[v], 0);
      uint8_t records[7 * FT_RECORD_MAX], stream[4096];
      fill(records, sizeof records, versions[v]);
      int fd = write_stream(layout, FT_ORDER_LITTLE, level, records, 7);
      ssize_t size = read(fd, stream, sizeof stream);
      assert_true(size > 7 * layout->size);
      close(fd);
      for (ssize_t n = 0; n <= size; n++)
        read_damaged(stream, (size_t)n, records, layout->size,
                     ft_byte_order_host() == FT_ORDER_LITTLE);
    }
}

/* The octets that size octets of a zlib stream inflate to. */
static size_t inflated_size(uint8_t *data, size_t size, size_t room) {
  uint8_t *out = malloc(room);
  z_stream z = {.next_in = data, .avail_in = (uInt)size, .next_out = out, .avail_out = (uInt)room};
  assert_int_equal(inflateInit(&z), Z_OK);
  inflate(&z, Z_SYNC_FLUSH);
  inflateEnd(&z);
  free(out);
  return room - z.avail_out;
}

/*
 * A cut compressed stream gives all that its octets hold, also what inflate had no
 * room for when it took the last of them: equal records need less than a bit each.
 */
static void cut_behind_the_last_room(void **state) {
  (void)state;
  enum { COUNT = 6000 };
  const struct ft_layout *layout = ft_layout_find(5, 0);
  const size_t room = (size_t)COUNT * layout->size;
  uint8_t *records = calloc(COUNT, layout->size), *stream = malloc(65536);
  int fd = write_stream(layout, FT_ORDER_HOST, 9, records, COUNT);
  ssize_t size = read(fd, stream, 65536);
  close(fd);
  assert_in_range(size, 100, 65535);
  size_t header = ft_byte_order_host() == FT_ORDER_LITTLE ? stream[4] : stream[7];
  for (size_t cut = (size_t)size / 2; cut < (size_t)size; cut++) {
    size_t count = 0;
    struct ft_batch batch;
    fd = scratch();
    assert_int_equal(write(fd, stream, cut), cut);
    lseek(fd, 0, SEEK_SET);
    struct ft_reader *r = ft_reader_open(fd, NULL, NULL);
    assert_non_null(r);
    while (ft_reader_next(r, &batch))
      count += batch.count;
    assert_int_equal(count, inflated_size(stream + header, cut - header, room) / layout->size);
    ft_reader_close(r);
    close(fd);
  }
  free(stream);
  free(records);
}

static void mutations_never_crash(void **state) {
  (void)state;
  const struct ft_layout *layout = ft_layout_find(5, 0);
  for (int level = 0; level <= 6; level += 6) {
    uint8_t records[5 * FT_RECORD_MAX], stream[2048], damaged[2048];
    fill(records, sizeof records, 1);
    int fd = write_stream(layout, FT_ORDER_BIG, level, records, 5);
    ssize_t size = read(fd, stream, sizeof stream);
    close(fd);
    uint32_t seed = 7;
    for (int round = 0; round < 3000; round++) {
      memcpy(damaged, stream, (size_t)size);
      for (int k = 0; k < 3; k++) {
        seed = seed * 1664525 + 1013904223;
        damaged[(seed >> 8) % (k == 0 ? 60 : (size_t)size)] = (uint8_t)(seed >> 24);
      }
      read_damaged(damaged, (size_t)size, records, layout->size, false);
    }
  }
}

/* A header of an old fixed stream; its records become version 5 records. */
static void old_streams(void **state) {
  (void)state;
  uint8_t stream[360 + 60] = {0xcf, 0x10, 2, 1, 0, 5};
  stream[360 + 3] = 100; /* unix_secs 100 */
  stream[360 + 7] = 9;   /* msecs 9 */
  stream[360 + 48] = 0x1b;
  int fd = scratch();
  assert_int_equal(write(fd, stream, sizeof stream), sizeof stream);
  lseek(fd, 0, SEEK_SET);
  struct ft_reader *r = ft_reader_open(fd, NULL, NULL);
  assert_non_null(r);
  const struct ft_layout *layout = ft_reader_layout(r);
  assert_int_equal(layout->version, 5);
  assert_true(ft_reader_header(r)->flags & FT_FLAG_XLATE);
  struct ft_batch batch;
  assert_true(ft_reader_next(r, &batch));
  assert_int_equal(batch.count, 1);
  assert_int_equal(ft_load(batch.records, ft_column(layout, FT_F_UNIX_SECS)), 100);
  assert_int_equal(ft_load(batch.records, ft_column(layout, FT_F_UNIX_NSECS)), 9000000);
  assert_int_equal(ft_load(batch.records, ft_column(layout, FT_F_TCP_FLAGS)), 0x1b);
  ft_reader_close(r);
  close(fd);
}

static void header_limits(void **state) {
  (void)state;
  struct ft_header header;
  struct ft_error err = FT_ERROR_INIT;
  char *text = malloc(16400);
  memset(text, 'c', 16400);
  for (size_t length = 16357; length <= 16358; length++) {
    int fd = scratch();
    ft_header_init(&header);
    text[length] = '\0';
    ft_header_set_text(&header, FT_TLV_COMMENT, text, NULL);
    text[length] = 'c';
    struct ft_writer *w = ft_writer_open(fd, ft_layout_find(5, 0), &header, FT_ORDER_BIG, 0, &err);
    assert_int_equal(w != NULL, length == 16357);
    ft_writer_free(w);
    ft_header_clear(&header);
    close(fd);
  }
  assert_string_equal(err.text, "ftio_write_header(): failed");
  free(text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_version_order_and_level),
      cmocka_unit_test(truncation_at_every_octet),
      cmocka_unit_test(cut_behind_the_last_room),
      cmocka_unit_test(mutations_never_crash),
      cmocka_unit_test(old_streams),
      cmocka_unit_test(header_limits),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
