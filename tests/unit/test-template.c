/* Datagrams with templates: NetFlow version 9 (RFC 3954), IPFIX (RFC 7011), pfflowd.md 5.4. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "ft/netflow.h"
#include "template-decode.h"

enum { SRC4 = 8, DST4 = 12, SRC6 = 27, DST6 = 28, SRCPORT = 7, DSTPORT = 11, PROT = 4 };
enum { PACKETS = 2, OCTETS = 1, FIRST = 22, LAST = 21, START_MS = 152, END_MS = 153 };

#define SECS   1130760000u
#define UPTIME 1000000000u

/* What one run of an encoder sent. */
struct run {
  struct decoder decoder;
  size_t datagrams, records, announced[64], announcements, largest;
  struct {
    unsigned id;
    uint64_t port, packets, octets, first, last;
    uint8_t source[16];
  } seen[4096];
  int fail; /* what the sink returns */
};
static struct run run;

static void keep(void *arg, const struct decoder *decoder, unsigned id, const uint8_t *data) {
  struct run *r = arg;
  bool v9 = decoder->version == 9;
  size_t width = 0;
  const uint8_t *source = element_at(decoder, id, id == 256 ? SRC4 : SRC6, data, &width);
  assert_non_null(source);
  assert_int_equal(width, id == 256 ? 4 : 16);
  assert_true(r->records < 4096);
  memcpy(r->seen[r->records].source, source, width);
  r->seen[r->records].id = id;
  r->seen[r->records].port = element(decoder, id, SRCPORT, data);
  r->seen[r->records].packets = element(decoder, id, PACKETS, data);
  r->seen[r->records].octets = element(decoder, id, OCTETS, data);
  r->seen[r->records].first = element(decoder, id, v9 ? FIRST : START_MS, data);
  r->seen[r->records].last = element(decoder, id, v9 ? LAST : END_MS, data);
  r->records++;
}

static int take(void *arg, const uint8_t *data, size_t size) {
  struct run *r = arg;
  if (r->fail != 0) return r->fail;
  /* From memory of exactly that size, so that reading beyond it is noticed. */
  uint8_t *copy = malloc(size);
  assert_non_null(copy);
  memcpy(copy, data, size);
  decode_datagram(&r->decoder, copy, size);
  free(copy);
  if (size > r->largest) r->largest = size;
  if (r->decoder.has_templates) r->announced[r->announcements++] = r->datagrams;
  r->datagrams++;
  return 0;
}

static struct ft_template_encoder *start(unsigned version, size_t payload_max) {
  const struct ft_layout *layouts[] = {ft_layout_wide(4), ft_layout_wide(16)};
  struct ft_template_options options = {
      .version = version, .payload_max = payload_max, .layouts = layouts, .layout_count = 2};
  memset(&run, 0, sizeof run);
  run.decoder = (struct decoder){.version = version, .record = keep, .arg = &run};
  struct ft_template_encoder *e = ft_template_encoder_new(&options, take, &run, NULL);
  assert_non_null(e);
  return e;
}

/* A flow with number as its port; 10.0.0.1 or 2001:db8::1; nanoseconds of the header. */
static void make(uint8_t *record, size_t wide, uint16_t number, uint32_t secs, uint32_t nsecs) {
  const struct ft_layout *layout = ft_layout_wide(wide ? 16 : 4);
  struct ft_addr source = {.width = wide ? 16 : 4, .octets = {0x20, 0x01, 0x0d, 0xb8, [15] = 1}};
  if (!wide) source = ft_addr_from_u32(0x0a000001);
  memset(record, 0, FT_RECORD_MAX);
  ft_store(record, ft_column(layout, FT_F_UNIX_SECS), secs);
  ft_store(record, ft_column(layout, FT_F_UNIX_NSECS), nsecs);
  ft_store(record, ft_column(layout, FT_F_SYSUPTIME), UPTIME);
  ft_store(record, ft_column(layout, FT_F_FIRST), UPTIME - 60000);
  ft_store(record, ft_column(layout, FT_F_LAST), UPTIME);
  ft_store(record, ft_column(layout, FT_F_SRCPORT), number);
  ft_store(record, ft_column(layout, FT_F_PROT), 6);
  ft_store(record, ft_column(layout, FT_F_DPKTS), UINT64_C(0x8000000000000001));
  ft_store(record, ft_column(layout, FT_F_DOCTETS), UINT64_C(0x123456789abcdef0));
  ft_store_addr(record, ft_column(layout, FT_F_SRCADDR), &source);
}

static void put(struct ft_template_encoder *e, size_t wide, uint16_t number, uint32_t secs,
                uint32_t nsecs) {
  uint8_t record[FT_RECORD_MAX];
  make(record, wide, number, secs, nsecs);
  assert_int_equal(ft_template_encoder_put(e, wide, record, 1), 0);
}

static void assert_elements(const struct decoded_template *t, unsigned count,
                            const unsigned numbers[], const unsigned widths[]) {
  assert_int_equal(t->count, count);
  for (unsigned i = 0; i < count; i++) {
    assert_int_equal(t->numbers[i], numbers[i]);
    assert_int_equal(t->widths[i], widths[i]);
  }
}

static void templates_are_those_of_the_chapter(void **unused) {
  (void)unused;
  struct ft_template_encoder *e = start(9, 0);
  put(e, 1, 1, SECS, 0);
  ft_template_encoder_flush(e);
  const struct decoded_template *t = run.decoder.templates;
  assert_elements(&t[0], 9,
                  (unsigned[]){SRC4, DST4, SRCPORT, DSTPORT, PROT, PACKETS, OCTETS, FIRST, LAST},
                  (unsigned[]){4, 4, 2, 2, 1, 8, 8, 4, 4});
  assert_elements(&t[1], 9,
                  (unsigned[]){SRC6, DST6, SRCPORT, DSTPORT, PROT, PACKETS, OCTETS, FIRST, LAST},
                  (unsigned[]){16, 16, 2, 2, 1, 8, 8, 4, 4});
  ft_template_encoder_free(e);
  e = start(10, 0);
  put(e, 0, 1, SECS, 0);
  ft_template_encoder_flush(e);
  assert_elements(
      &t[0], 9, (unsigned[]){SRC4, DST4, SRCPORT, DSTPORT, PROT, PACKETS, OCTETS, START_MS, END_MS},
      (unsigned[]){4, 4, 2, 2, 1, 8, 8, 8, 8});
  ft_template_encoder_free(e);
}

static void records_come_back_in_order(void **unused) {
  (void)unused;
  static const uint8_t ipv4[] = {10, 0, 0, 1}, ipv6[16] = {0x20, 0x01, 0x0d, 0xb8, [15] = 1};
  for (unsigned version = 9; version <= 10; version++) {
    struct ft_template_encoder *e = start(version, 0);
    for (uint16_t i = 0; i < 1000; i++)
      put(e, i % 3 == 0 || i % 7 == 0, i, SECS, 0);
    assert_int_equal(ft_template_encoder_flush(e), 0);
    assert_int_equal(ft_template_encoder_flush(e), 0); /* nothing is left */
    assert_int_equal(run.records, 1000);
    for (unsigned i = 0; i < 1000; i++) {
      bool wide = i % 3 == 0 || i % 7 == 0;
      assert_int_equal(run.seen[i].id, wide ? 257 : 256);
      assert_int_equal(run.seen[i].port, i);
      assert_memory_equal(run.seen[i].source, wide ? ipv6 : ipv4, wide ? 16 : 4);
      assert_true(run.seen[i].packets == UINT64_C(0x8000000000000001));
      assert_true(run.seen[i].octets == UINT64_C(0x123456789abcdef0));
    }
    assert_int_equal(run.decoder.domain, 0);
    assert_true(run.datagrams > 30);
    ft_template_encoder_free(e);
  }
}

static void datagrams_are_bounded_and_full(void **unused) {
  (void)unused;
  static const size_t bounds[] = {0, 1432, 1000, 301, 180};
  for (unsigned version = 9; version <= 10; version++)
    for (size_t b = 0; b < sizeof bounds / sizeof *bounds; b++) {
      size_t bound = bounds[b] != 0 ? bounds[b] : 1432, record = version == 9 ? 37 : 45;
      struct ft_template_encoder *e = start(version, bounds[b]);
      for (uint16_t i = 0; i < 500; i++)
        put(e, 0, i, SECS, 0);
      ft_template_encoder_flush(e);
      assert_true(run.largest <= bound);
      /* No room for another record was left. */
      assert_true(run.largest + record + 4 > bound);
      assert_int_equal(run.records, 500);
      ft_template_encoder_free(e);
    }
}

static void templates_return_after_20_datagrams(void **unused) {
  (void)unused;
  for (unsigned version = 9; version <= 10; version++) {
    struct ft_template_encoder *e = start(version, 0);
    for (uint16_t i = 0; i < 65; i++) {
      put(e, i % 2, i, SECS + i / 10, 0);
      ft_template_encoder_flush(e);
    }
    assert_int_equal(run.announcements, 4);
    for (size_t i = 0; i < 4; i++)
      assert_int_equal(run.announced[i], 20 * i);
    ft_template_encoder_free(e);
  }
}

static void templates_return_after_30_seconds(void **unused) {
  (void)unused;
  /* Tenths of a second of the datagrams, and whether templates go ahead. */
  static const struct {
    int tenths;
    bool announced;
  } steps[] = {{5, true},   {300, false}, {304, false}, {305, true},  {604, false},
               {605, true}, {500, false}, {305, true},  {300, false}, {5, true}};
  struct ft_template_encoder *e = start(10, 0);
  for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
    put(e, 0, (uint16_t)i, SECS + (uint32_t)steps[i].tenths / 10,
        (uint32_t)(steps[i].tenths % 10) * 100000000);
    ft_template_encoder_flush(e);
    assert_int_equal(run.decoder.has_templates, steps[i].announced);
  }
  ft_template_encoder_free(e);
}

/* The decoder compares; here the numbers are seen to be those of the RFCs. */
static void sequence_numbers(void **unused) {
  (void)unused;
  for (unsigned version = 9; version <= 10; version++) {
    struct ft_template_encoder *e = start(version, 0);
    for (uint16_t i = 0; i < 5; i++) {
      for (uint16_t j = 0; j < 7; j++)
        put(e, j % 2, j, SECS, 0);
      ft_template_encoder_flush(e);
      assert_int_equal(run.decoder.sequence, version == 9 ? i : i * 7);
    }
    ft_template_encoder_free(e);
  }
}

static void version_9_tells_whole_seconds(void **unused) {
  (void)unused;
  struct ft_template_encoder *e = start(9, 0);
  put(e, 0, 1, SECS, 250999999);
  ft_template_encoder_flush(e);
  assert_int_equal(run.decoder.secs, SECS);
  assert_int_equal(run.decoder.uptime, UPTIME - 250);
  assert_int_equal(run.seen[0].first, UPTIME - 60000);
  assert_int_equal(run.seen[0].last, UPTIME);
  /* Booted within this second: all uptimes move, what they mean does not. */
  uint8_t record[FT_RECORD_MAX];
  const struct ft_layout *layout = ft_layout_wide(4);
  make(record, 0, 2, SECS, 900000000);
  ft_store(record, ft_column(layout, FT_F_SYSUPTIME), 300);
  ft_store(record, ft_column(layout, FT_F_FIRST), 100);
  ft_store(record, ft_column(layout, FT_F_LAST), 200);
  assert_int_equal(ft_template_encoder_put(e, 0, record, 1), 0);
  ft_template_encoder_flush(e);
  assert_int_equal(run.seen[1].first - run.decoder.uptime, 900 - 300 + 100);
  assert_int_equal(run.seen[1].last - run.decoder.uptime, 900 - 300 + 200);
  ft_template_encoder_free(e);
}

static void ipfix_tells_milliseconds(void **unused) {
  (void)unused;
  struct ft_template_encoder *e = start(10, 0);
  put(e, 0, 1, SECS, 250999999);
  put(e, 1, 1, 3, 0); /* 60 s before that there was no 1970 */
  ft_template_encoder_flush(e);
  assert_true(run.seen[0].first == SECS * UINT64_C(1000) + 250 - 60000);
  assert_true(run.seen[0].last == SECS * UINT64_C(1000) + 250);
  assert_true(run.seen[1].first == 0);
  assert_true(run.seen[1].last == 3000);
  ft_template_encoder_free(e);
}

/* A record with another clock needs another header. */
static void clocks_are_kept_apart(void **unused) {
  (void)unused;
  struct ft_template_encoder *e = start(9, 0);
  put(e, 0, 1, SECS, 0);
  put(e, 0, 2, SECS, 0);
  put(e, 0, 3, SECS + 1, 0);
  put(e, 0, 4, SECS + 1, 1000000);
  assert_int_equal(run.datagrams, 2);
  ft_template_encoder_flush(e);
  assert_int_equal(run.datagrams, 3);
  assert_int_equal(run.records, 4);
  ft_template_encoder_free(e);
}

/* Records of a stream: what they have is carried, in the width that they have. */
static void records_of_version_5(void **unused) {
  (void)unused;
  static const struct {
    enum ft_field_id field;
    unsigned element, width;
  } fields[] = {{FT_F_SRCADDR, 8, 4},   {FT_F_DSTADDR, 12, 4},     {FT_F_NEXTHOP, 15, 4},
                {FT_F_INPUT, 10, 2},    {FT_F_OUTPUT, 14, 2},      {FT_F_DPKTS, 2, 4},
                {FT_F_DOCTETS, 1, 4},   {FT_F_SRCPORT, 7, 2},      {FT_F_DSTPORT, 11, 2},
                {FT_F_PROT, 4, 1},      {FT_F_TOS, 5, 1},          {FT_F_TCP_FLAGS, 6, 1},
                {FT_F_SRC_AS, 16, 2},   {FT_F_DST_AS, 17, 2},      {FT_F_SRC_MASK, 9, 1},
                {FT_F_DST_MASK, 13, 1}, {FT_F_ENGINE_TYPE, 38, 1}, {FT_F_ENGINE_ID, 39, 1}};
  const struct ft_layout *layout = ft_layout_find(5, 0);
  struct ft_template_options options = {
      .version = 9, .domain = 77, .layouts = &layout, .layout_count = 1};
  memset(&run, 0, sizeof run);
  run.decoder = (struct decoder){.version = 9, .record = keep, .arg = &run};
  struct ft_template_encoder *e = ft_template_encoder_new(&options, take, &run, NULL);
  assert_non_null(e);
  uint8_t record[FT_RECORD_MAX] = {0};
  for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
    ft_store(record, ft_column(layout, fields[i].field), 100 + i);
  assert_int_equal(ft_template_encoder_put(e, 0, record, 1), 0);
  ft_template_encoder_flush(e);
  assert_int_equal(run.decoder.domain, 77);
  const struct decoded_template *t = &run.decoder.templates[0];
  assert_int_equal(t->count, sizeof fields / sizeof *fields + 2); /* the two times */
  for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
    unsigned at = 0;
    while (at < t->count && t->numbers[at] != fields[i].element)
      at++;
    assert_true(at < t->count);
    assert_int_equal(t->widths[at], fields[i].width);
  }
  ft_template_encoder_free(e);
}

static void refusals(void **unused) {
  (void)unused;
  const struct ft_layout *layouts[FT_TEMPLATE_LAYOUTS + 1];
  for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++)
    layouts[i] = ft_layout_wide(16);
  static const struct {
    unsigned version;
    size_t payload_max, count;
    const char *text;
  } cases[] = {
      {5, 0, 1, "Unsupported export version"},
      {11, 0, 1, "Unsupported export version"},
      {9, 0, FT_TEMPLATE_LAYOUTS + 1, "Too many templates"},
      {9, 100, 1, "Templates do not fit into a datagram of 100 octets"},
      {10, FT_DATAGRAM_MAX + 1, 1, "Templates do not fit into a datagram of 2049 octets"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct ft_error err = FT_ERROR_INIT;
    struct ft_template_options options = {.version = cases[i].version,
                                          .payload_max = cases[i].payload_max,
                                          .layouts = layouts,
                                          .layout_count = cases[i].count};
    assert_null(ft_template_encoder_new(&options, take, &run, &err));
    assert_string_equal(err.text, cases[i].text);
    ft_error_clear(&err);
  }
  assert_null(ft_layout_wide(8));
}

static void what_the_sink_returns(void **unused) {
  (void)unused;
  struct ft_template_encoder *e = start(9, 0);
  put(e, 0, 1, SECS, 0);
  run.fail = 7;
  assert_int_equal(ft_template_encoder_flush(e), 7);
  run.fail = 0;
  run.decoder.expected = 1; /* the collector is to see the gap */
  put(e, 0, 2, SECS + 60, 0);
  assert_int_equal(ft_template_encoder_flush(e), 0);
  ft_template_encoder_free(e);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(templates_are_those_of_the_chapter),
      cmocka_unit_test(records_come_back_in_order),
      cmocka_unit_test(datagrams_are_bounded_and_full),
      cmocka_unit_test(templates_return_after_20_datagrams),
      cmocka_unit_test(templates_return_after_30_seconds),
      cmocka_unit_test(sequence_numbers),
      cmocka_unit_test(version_9_tells_whole_seconds),
      cmocka_unit_test(ipfix_tells_milliseconds),
      cmocka_unit_test(clocks_are_kept_apart),
      cmocka_unit_test(records_of_version_5),
      cmocka_unit_test(refusals),
      cmocka_unit_test(what_the_sink_returns),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
