/*
 * Properties of random records: what goes through datagrams, streams and translations
 * comes back. The random numbers are the same in every run; ROUNDTRIP_SEED in the
 * environment gives others. A failure prints the seed and the record.
 */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>
#include <zlib.h>

#include "ft/netflow.h"
#include "ft/stream.h"

#define SEED     UINT64_C(20250614)
#define RECORDS  700
#define EXPORTER 0x7f000001
#define ROUNDS   20
/* Enough for a stream of the RECORDS widest records, whatever zlib makes of them. */
#define STREAM_MAX (RECORDS * FT_RECORD_MAX + 4096)

static uint64_t seed, generator;

/* splitmix64: every seed is as good as another. */
static uint64_t random64(void) {
  uint64_t z = generator += UINT64_C(0x9e3779b97f4a7c15);
  z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
  return z ^ z >> 31;
}

static size_t random_below(size_t bound) {
  return (size_t)(random64() % bound);
}

static int start(void **state) {
  (void)state;
  const char *text = getenv("ROUNDTRIP_SEED");
  generator = seed = text != NULL ? strtoull(text, NULL, 0) : SEED;
  return 0;
}

static void print_octets(const char *label, const uint8_t *data, size_t size) {
  print_error("%s", label);
  for (size_t i = 0; i < size; i++)
    print_error("%02x", data[i]);
  print_error("\n");
}

/* All count records are the same, or the first that differs is shown. */
static void expect_records(const char *what, const struct ft_layout *layout,
                           const uint8_t *expected, const uint8_t *got, size_t count) {
  for (size_t i = 0; i < count; i++, expected += layout->size, got += layout->size) {
    if (memcmp(expected, got, layout->size) == 0) continue;
    print_error("%s, seed %" PRIu64 ", version %s, record %zu of %zu\n", what, seed, layout->name,
                i, count);
    print_octets("  expected ", expected, layout->size);
    print_octets("  got      ", got, layout->size);
    fail();
  }
}

static void expect_count(const char *what, const struct ft_layout *layout, size_t expected,
                         size_t got) {
  if (expected == got) return;
  print_error("%s, seed %" PRIu64 ", version %s: %zu expected, got %zu\n", what, seed, layout->name,
              expected, got);
  fail();
}

/* A value of any size: 0, few bits, all bits. */
static uint64_t random_value(void) {
  return random64() >> random_below(65) % 64;
}

static void random_fields(const struct ft_layout *layout, uint8_t *record) {
  memset(record, 0, layout->size);
  for (size_t s = 0; s < layout->slot_count; s++) {
    const struct ft_slot *slot = &layout->slots[s];
    ft_store(record, (struct ft_column){slot->offset, slot->width}, random_value());
  }
}

/* Any octets, also those that no field uses; half of the records can be compressed. */
static void random_records(const struct ft_layout *layout, uint8_t *records, size_t count) {
  for (size_t i = 0; i < count; i++, records += layout->size) {
    if (random64() & 1)
      memset(records, (int)random_below(256), layout->size);
    else
      for (size_t k = 0; k < layout->size; k++)
        records[k] = (uint8_t)random64();
  }
}

/* -- datagrams -- */

struct collector {
  const struct ft_layout *layout;
  struct ft_sequence *sequence;
  uint8_t records[RECORDS * FT_RECORD_MAX];
  size_t count;
};

static int collect(void *arg, const uint8_t *data, size_t size) {
  struct collector *c = arg;
  struct ft_datagram d;
  const struct ft_addr exporter = ft_addr_from_u32(EXPORTER);
  assert_int_equal(ft_datagram_check(data, size, &d, NULL), 0);
  assert_ptr_equal(d.layout, c->layout);
  assert_in_range(d.count, 1, c->layout->wire_max);
  assert_int_equal(ft_sequence_follow(c->sequence, &d).verdict, FT_SEQUENCE_OK);
  assert_true(c->count + d.count <= RECORDS);
  ft_datagram_decode(&d, &exporter, c->records + c->count * c->layout->size);
  c->count += d.count;
  return 0;
}

/* Fields that all records of a datagram share: now and then another clock or engine. */
static void mix_stamps(const struct ft_layout *layout, uint8_t *records, size_t count) {
  static const enum ft_field_id shared[] = {FT_F_UNIX_SECS, FT_F_UNIX_NSECS, FT_F_SYSUPTIME,
                                            FT_F_ENGINE_TYPE, FT_F_ENGINE_ID};
  enum { SHARED = sizeof shared / sizeof *shared };
  uint64_t values[SHARED] = {0};
  size_t odds = 1 + random_below(80);
  for (size_t i = 0; i < count; i++, records += layout->size) {
    if (random_below(odds) == 0) values[random_below(SHARED)] = random_below(5);
    for (size_t k = 0; k < SHARED; k++)
      ft_store(records, ft_column(layout, shared[k]), values[k]);
    ft_store(records, ft_column(layout, FT_F_EXADDR), EXPORTER);
  }
}

/* Puts of any size, datagrams sent before they are full. */
static void encode_at_random(struct ft_encoder *e, const struct ft_layout *layout,
                             const uint8_t *records, size_t count) {
  for (size_t part; count > 0; count -= part) {
    part = 1 + random_below(count);
    if (part > 90) part = 90;
    assert_int_equal(ft_encoder_put(e, records, part), 0);
    if (random_below(10) == 0) assert_int_equal(ft_encoder_flush(e), 0);
    records += part * layout->size;
  }
  assert_int_equal(ft_encoder_flush(e), 0);
}

static void datagrams_of(const struct ft_layout *layout) {
  struct collector *c = calloc(1, sizeof *c);
  uint8_t *in = malloc(RECORDS * layout->size);
  size_t count = 1 + random_below(RECORDS);
  assert_true(c != NULL && in != NULL);
  c->layout = layout;
  c->sequence = ft_sequence_new();
  for (size_t i = 0; i < count; i++)
    random_fields(layout, in + i * layout->size);
  mix_stamps(layout, in, count);
  struct ft_encoder *e = ft_encoder_new(layout, collect, c, NULL);
  assert_non_null(e);
  encode_at_random(e, layout, in, count);
  expect_count("datagrams", layout, count, c->count);
  expect_records("datagrams", layout, in, c->records, count);
  ft_encoder_free(e);
  ft_sequence_free(c->sequence);
  free(c);
  free(in);
}

static void decoded_is_what_was_encoded(void **state) {
  (void)state;
  const struct ft_layout *layout;
  for (size_t i = 0; (layout = ft_layout_at(i)) != NULL; i++)
    for (int round = 0; round < ROUNDS && layout->wire_size > 0; round++)
      datagrams_of(layout);
}

/* -- streams -- */

/* A file without a name. */
static int scratch(void) {
  FILE *f = tmpfile();
  assert_non_null(f);
  int fd = dup(fileno(f));
  fclose(f);
  return fd;
}

/* Puts of any size; without a descriptor where the writer says that it needs none. */
static void put_at_random(struct ft_writer *w, int fd, const struct ft_layout *layout,
                          const uint8_t *records, size_t count) {
  for (size_t part; count > 0; count -= part) {
    part = 1 + random_below(count);
    if (ft_writer_holds(w, part)) ft_writer_set_fd(w, -1);
    assert_int_equal(ft_writer_put(w, records, part, NULL), 0);
    ft_writer_set_fd(w, fd);
    records += part * layout->size;
  }
}

/* The octets of a stream of these records; the number of octets. */
static size_t write_stream(const struct ft_layout *layout, enum ft_byte_order order, int level,
                           const uint8_t *records, size_t count, uint8_t *stream) {
  int fd = scratch();
  struct ft_header header;
  ft_header_init(&header);
  struct ft_writer *w = ft_writer_open(fd, layout, &header, order, level, NULL);
  assert_non_null(w);
  put_at_random(w, fd, layout, records, count);
  assert_int_equal(ft_writer_finish(w, NULL, NULL), 0);
  assert_int_equal(ft_writer_count(w), count);
  ft_writer_free(w);
  assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
  ssize_t size = read(fd, stream, STREAM_MAX);
  assert_in_range(size, 1, STREAM_MAX - 1);
  close(fd);
  return (size_t)size;
}

/* Reads size octets with a reader of any size; the number of records. */
static size_t read_stream(const struct ft_layout *layout, const uint8_t *stream, size_t size,
                          uint8_t *records, bool *damaged) {
  int fd = scratch();
  struct ft_batch batch;
  size_t count = 0;
  assert_int_equal(write(fd, stream, size), size);
  assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
  struct ft_reader *r = ft_reader_open_sized(fd, random_below(1 << 18), NULL, NULL);
  assert_non_null(r);
  assert_ptr_equal(ft_reader_layout(r), layout);
  while (ft_reader_next(r, &batch)) {
    assert_true(count + batch.count <= RECORDS);
    memcpy(records + count * layout->size, batch.records, batch.count * layout->size);
    count += batch.count;
  }
  *damaged = ft_reader_damage(r) != FT_WHOLE;
  ft_reader_close(r);
  close(fd);
  return count;
}

struct buffers {
  uint8_t in[RECORDS * FT_RECORD_MAX], out[RECORDS * FT_RECORD_MAX];
  uint8_t first[STREAM_MAX], other[STREAM_MAX], again[STREAM_MAX];
};

/* Reads what write_stream made of the count records of b->in. */
static void expect_stream(struct buffers *b, const struct ft_layout *layout, const uint8_t *stream,
                          size_t size, size_t count) {
  bool damaged;
  expect_count("stream", layout, count, read_stream(layout, stream, size, b->out, &damaged));
  expect_records("stream", layout, b->in, b->out, count);
  assert_false(damaged);
}

static void streams_of(struct buffers *b, const struct ft_layout *layout, enum ft_byte_order order,
                       int level) {
  enum ft_byte_order other = order == FT_ORDER_BIG ? FT_ORDER_LITTLE : FT_ORDER_BIG;
  size_t count = random_below(RECORDS + 1);
  random_records(layout, b->in, count);
  size_t size = write_stream(layout, order, level, b->in, count, b->first);
  expect_stream(b, layout, b->first, size, count);
  /* by way of the other byte order and another level to the same octets */
  size_t other_size = write_stream(layout, other, 9 - level, b->out, count, b->other);
  expect_stream(b, layout, b->other, other_size, count);
  size_t again_size = write_stream(layout, order, level, b->out, count, b->again);
  expect_count("octets of a stream", layout, size, again_size);
  assert_memory_equal(b->first, b->again, size);
}

static void written_is_what_was_read(void **state) {
  (void)state;
  static const int levels[] = {0, 1, 6, 9};
  const struct ft_layout *layout;
  struct buffers *b = malloc(sizeof *b);
  assert_non_null(b);
  for (size_t i = 0; (layout = ft_layout_at(i)) != NULL; i++)
    for (int order = FT_ORDER_LITTLE; order <= FT_ORDER_BIG; order++)
      for (size_t l = 0; l < sizeof levels / sizeof *levels; l++)
        streams_of(b, layout, (enum ft_byte_order)order, levels[l]);
  free(b);
}

/* How many octets these make after inflating, by zlib alone. */
static size_t inflated_size(const uint8_t *data, size_t size) {
  z_stream z = {.next_in = (uint8_t *)(uintptr_t)data, .avail_in = (uInt)size};
  uint8_t out[4096];
  assert_int_equal(inflateInit(&z), Z_OK);
  int rc = Z_OK;
  while (rc == Z_OK) {
    z.next_out = out;
    z.avail_out = sizeof out;
    rc = inflate(&z, Z_NO_FLUSH);
  }
  size_t total = z.total_out;
  inflateEnd(&z);
  return total;
}

/* Cut off anywhere, every record that the octets hold comes out, and no other. */
static void cut_streams_of(struct buffers *b, const struct ft_layout *layout, int level) {
  enum { HEADER = 36 }; /* no header here is longer */
  bool damaged;
  random_records(layout, b->in, RECORDS);
  if (level > 1) memset(b->in, 0, sizeof b->in); /* much from few octets */
  size_t size = write_stream(layout, FT_ORDER_HOST, level, b->in, RECORDS, b->first);
  uint32_t header; /* in host order, as the stream is */
  memcpy(&header, b->first + 4, sizeof header);
  for (int round = 0; round < ROUNDS; round++) {
    size_t cut = HEADER + random_below(size - HEADER);
    size_t data = level > 0 ? inflated_size(b->first + header, cut - header) : cut - header;
    size_t count = read_stream(layout, b->first, cut, b->out, &damaged);
    expect_count("cut off stream", layout, data / layout->size, count);
    expect_records("cut off stream", layout, b->in, b->out, count);
    assert_int_equal(damaged, data % layout->size != 0);
  }
}

static void cut_off_streams_give_all_they_have(void **state) {
  (void)state;
  const struct ft_layout *layout;
  struct buffers *b = malloc(sizeof *b);
  assert_non_null(b);
  for (size_t i = 0; (layout = ft_layout_at(i)) != NULL; i++)
    for (int level = 0; level <= 9; level += level == 0 ? 1 : 8)
      cut_streams_of(b, layout, level);
  free(b);
}

/* -- translations -- */

/* The record with those fields only that the other layout has, too. */
static void keep_common(const struct ft_layout *layout, const struct ft_layout *other,
                        const uint8_t *record, uint8_t *common) {
  memset(common, 0, layout->size);
  for (int f = 0; f < FT_FIELD_COUNT; f++) {
    struct ft_column column = ft_column(layout, (enum ft_field_id)f);
    if (column.width != 0 && ft_column(other, (enum ft_field_id)f).width != 0)
      ft_store(common, column, ft_load(record, column));
  }
}

static void translations_of(const struct ft_layout *from, const struct ft_layout *to) {
  enum { COUNT = 50 };
  uint8_t in[COUNT * FT_RECORD_MAX], there[COUNT * FT_RECORD_MAX], back[COUNT * FT_RECORD_MAX];
  uint8_t expected[COUNT * FT_RECORD_MAX];
  struct ft_translation *forth = ft_translation_new(from, to, NULL);
  if (forth == NULL) return;
  struct ft_translation *home = ft_translation_new(to, from, NULL);
  assert_non_null(home);
  random_records(from, in, COUNT);
  ft_translate(forth, in, there, COUNT);
  ft_translate(home, there, back, COUNT);
  for (size_t i = 0; i < COUNT; i++)
    keep_common(from, to, in + i * from->size, expected + i * from->size);
  expect_records(to->name, from, from == to ? in : expected, back, COUNT);
  ft_translation_free(forth);
  ft_translation_free(home);
}

static void translations_there_and_back_keep_common_fields(void **state) {
  (void)state;
  const struct ft_layout *from, *to;
  for (size_t i = 0; (from = ft_layout_at(i)) != NULL; i++)
    for (size_t k = 0; (to = ft_layout_at(k)) != NULL; k++)
      translations_of(from, to);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup(decoded_is_what_was_encoded, start),
      cmocka_unit_test_setup(written_is_what_was_read, start),
      cmocka_unit_test_setup(cut_off_streams_give_all_they_have, start),
      cmocka_unit_test_setup(translations_there_and_back_keep_common_fields, start),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
