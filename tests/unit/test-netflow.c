/* Datagrams: encode and decode, checks, sequence numbers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "ft/netflow.h"

#define RECORDS 200

/* Collects what the encoder sends, decoded again. */
struct collector {
  const struct ft_layout *layout;
  struct ft_sequence *sequence;
  uint8_t records[RECORDS * FT_RECORD_MAX];
  size_t count, datagrams;
};

static int collect(void *arg, const uint8_t *data, size_t size) {
  struct collector *c = arg;
  struct ft_datagram d;
  const struct ft_addr exporter = ft_addr_from_u32(0x7f000001);
  assert_int_equal(ft_datagram_check(data, size, &d, NULL), 0);
  assert_ptr_equal(d.layout, c->layout);
  assert_int_equal(ft_sequence_follow(c->sequence, &d).verdict, FT_SEQUENCE_OK);
  assert_true(c->count + d.count <= RECORDS);
  ft_datagram_decode(&d, &exporter, c->records + c->count * c->layout->size);
  c->count += d.count;
  c->datagrams++;
  return 0;
}

/* A record with something in every field; a few clocks and engines, so that datagrams break. */
static void make_record(const struct ft_layout *layout, uint8_t *record, uint32_t n) {
  memset(record, 0, layout->size);
  for (size_t s = 0; s < layout->slot_count; s++) {
    const struct ft_slot *slot = &layout->slots[s];
    n = n * 1664525 + 1013904223;
    ft_store(record, (struct ft_column){slot->offset, slot->width}, n >> 3);
  }
}

static void set(const struct ft_layout *layout, uint8_t *record, enum ft_field_id field,
                uint64_t value) {
  ft_store(record, ft_column(layout, field), value);
}

static void every_version_comes_back(void **state) {
  (void)state;
  const struct ft_layout *layout;
  for (size_t i = 0; (layout = ft_layout_at(i)) != NULL; i++) {
    if (layout->wire_size == 0) {
      assert_null(ft_encoder_new(layout, collect, NULL, NULL));
      continue;
    }
    struct collector *c = calloc(1, sizeof *c);
    uint8_t *in = calloc(RECORDS, layout->size);
    c->layout = layout;
    c->sequence = ft_sequence_new();
    struct ft_encoder *e = ft_encoder_new(layout, collect, c, NULL);
    for (uint32_t k = 0; k < RECORDS; k++) {
      uint8_t *record = in + k * layout->size;
      make_record(layout, record, k + 1);
      set(layout, record, FT_F_UNIX_SECS, 1000 + k / 90);
      set(layout, record, FT_F_UNIX_NSECS, 5);
      set(layout, record, FT_F_SYSUPTIME, 7);
      set(layout, record, FT_F_ENGINE_TYPE, k / 70);
      set(layout, record, FT_F_ENGINE_ID, 9);
      set(layout, record, FT_F_EXADDR, 0x7f000001);
      assert_int_equal(ft_encoder_put(e, record, 1), 0);
    }
    assert_int_equal(ft_encoder_flush(e), 0);
    assert_int_equal(ft_encoder_flush(e), 0);
    assert_int_equal(c->count, RECORDS);
    assert_memory_equal(c->records, in, RECORDS * layout->size);
    ft_encoder_free(e);
    ft_sequence_free(c->sequence);
    free(in);
    free(c);
  }
}

static int keep(void *arg, const uint8_t *data, size_t size) {
  memcpy(arg, data, size);
  return 0;
}

/* No version has these widths yet; the codec takes them from the layout all the same. */
static void wide_fields_come_back(void **state) {
  (void)state;
  static const struct ft_slot slots[] = {{FT_F_DOCTETS, 8, false, 0, 16},
                                         {FT_F_SRCADDR, 16, false, 8, 0},
                                         {FT_F_PROT, 1, false, 24, 24}};
  static const struct ft_layout wide = {.version = 5,
                                        .size = 25,
                                        .wire_header = 24,
                                        .wire_size = 25,
                                        .wire_max = 30,
                                        .slot_count = 3,
                                        .slots = slots};
  uint8_t in[2 * 25], out[sizeof in], data[FT_DATAGRAM_MAX];
  const struct ft_addr exporter = {0};
  for (size_t i = 0; i < sizeof in; i++)
    in[i] = (uint8_t)(i * 37 + 1);
  struct ft_encoder *e = ft_encoder_new(&wide, keep, data, NULL);
  assert_int_equal(ft_encoder_put(e, in, 2), 0);
  assert_int_equal(ft_encoder_flush(e), 0);
  assert_memory_equal(data + 24, in + 8, 16);
  assert_int_equal(data[24 + 16], ft_load(in, (struct ft_column){0, 8}) >> 56);
  struct ft_datagram d = {.layout = &wide, .data = data, .size = 24 + sizeof in, .count = 2};
  ft_datagram_decode(&d, &exporter, out);
  assert_memory_equal(out, in, sizeof in);
  ft_encoder_free(e);
}

static int store(void *arg, const uint8_t *data, size_t size) {
  memcpy(arg, data, size);
  return (int)size;
}

/* Any count, size or version octet that does not fit is refused, and never read beyond. */
static void damaged_datagrams_are_refused(void **state) {
  (void)state;
  const struct ft_layout *layout;
  for (size_t i = 0; (layout = ft_layout_at(i)) != NULL; i++) {
    if (layout->wire_size == 0) continue;
    uint8_t data[FT_DATAGRAM_MAX], record[FT_RECORD_MAX];
    struct ft_encoder *e = ft_encoder_new(layout, store, data, NULL);
    make_record(layout, record, 3);
    assert_int_equal(ft_encoder_put(e, record, 1), 0);
    size_t size = (size_t)ft_encoder_flush(e);
    assert_int_equal(size, layout->wire_header + layout->wire_size);
    for (size_t n = 0; n < size; n++) {
      uint8_t *part = malloc(n > 0 ? n : 1); /* so that a sanitizer sees a read too far */
      struct ft_datagram d;
      memcpy(part, data, n);
      assert_int_equal(ft_datagram_check(part, n, &d, NULL), -1);
      free(part);
    }
    struct ft_datagram d;
    data[3] = 2;
    assert_int_equal(ft_datagram_check(data, size, &d, NULL), -1);
    data[2] = 0xff;
    assert_int_equal(ft_datagram_check(data, size, &d, NULL), -1);
    data[2] = data[3] = 0;
    bool padded = layout->agg_method >= 6 && layout->agg_method <= 8;
    assert_int_equal(ft_datagram_check(data, size, &d, NULL), padded ? 0 : -1);
    assert_int_equal(ft_datagram_check(data, layout->wire_header, &d, NULL), 0);
    ft_encoder_free(e);
  }
}

static struct ft_sequence_check follow(struct ft_sequence *s, uint8_t engine, uint32_t sequence,
                                       unsigned count) {
  struct ft_datagram d = {.layout = ft_layout_find(5, 0), .count = count};
  d.engine_id = engine;
  d.sequence = sequence;
  return ft_sequence_follow(s, &d);
}

static void sequence_accounting(void **state) {
  (void)state;
  struct ft_sequence *s = ft_sequence_new();
  assert_int_equal(follow(s, 0, 4294967290u, 30).verdict, FT_SEQUENCE_OK);
  assert_int_equal(follow(s, 0, 24, 6).verdict, FT_SEQUENCE_OK);
  struct ft_sequence_check c = follow(s, 0, 80, 10);
  assert_int_equal(c.verdict, FT_SEQUENCE_LOST);
  assert_int_equal(c.lost, 50);
  assert_int_equal(c.expected, 30);
  assert_int_equal(follow(s, 0, 80, 10).verdict, FT_SEQUENCE_RESET); /* repeated */
  assert_int_equal(follow(s, 0, 90, 0).verdict, FT_SEQUENCE_OK);
  assert_int_equal(follow(s, 0, 90 + 999, 0).verdict, FT_SEQUENCE_LOST);
  assert_int_equal(follow(s, 0, 90 + 999 + 1000, 0).verdict, FT_SEQUENCE_RESET);
  for (unsigned engine = 1; engine < 256; engine++)
    assert_int_equal(follow(s, (uint8_t)engine, engine, 1).verdict, FT_SEQUENCE_OK);
  for (unsigned engine = 1; engine < 256; engine++)
    assert_int_equal(follow(s, (uint8_t)engine, engine + 1, 1).verdict, FT_SEQUENCE_OK);
  ft_sequence_free(s);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_version_comes_back),
      cmocka_unit_test(wide_fields_come_back),
      cmocka_unit_test(damaged_datagrams_are_refused),
      cmocka_unit_test(sequence_accounting),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
