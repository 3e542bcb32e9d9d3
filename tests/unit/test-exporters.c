/* What collectors remember of who sends to them, and what strangers can make them do. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "collect/intake.h"
#include "collect/limit.h"
#include "collect/numbering.h"

/* -- log lines are collected here -- */

struct lines {
  int count;
  char last[512];
};

static void keep_line(void *arg, const char *text) {
  struct lines *lines = arg;
  lines->count++;
  snprintf(lines->last, sizeof lines->last, "%s", text);
}

/* -- log limit -- */

static const struct ft_log_kind kinds[] = {{"thing()", "src_ip"}, {"other", "src_ip"}};

/* How many of count lines are shown. */
static int pass_lines(struct ft_log_limits *limits, size_t kind, uint32_t peer, int count,
                      int64_t now) {
  struct ft_addr addr = ft_addr_from_u32(peer);
  int passed = 0;
  for (int i = 0; i < count; i++)
    passed += ft_log_limits_pass(limits, kind, &addr, now);
  return passed;
}

static void log_lines_are_limited(void **state) {
  (void)state;
  struct lines lines = {0};
  struct ft_log log = {keep_line, &lines};
  struct ft_log_limits *limits = ft_log_limits_new(kinds, 2, &log);
  assert_int_equal(pass_lines(limits, 0, 0x0A000001, FT_LOG_BURST + 50, 1000), FT_LOG_BURST);
  /* Another kind, another peer: a series of their own. */
  assert_int_equal(pass_lines(limits, 1, 0x0A000001, 5, 1000), 5);
  assert_int_equal(pass_lines(limits, 0, 0x0A000002, 5, 1000), 5);
  ft_log_limits_report(limits, 1059, false);
  assert_int_equal(lines.count, 0);
  ft_log_limits_report(limits, 1060, false);
  assert_int_equal(lines.count, 1);
  assert_string_equal(lines.last, "thing(): src_ip=10.0.0.1: repeated 50 times");
  /* The series goes on: a summary a minute, no more. */
  assert_int_equal(pass_lines(limits, 0, 0x0A000001, 7, 1061), 0);
  ft_log_limits_report(limits, 1119, false);
  assert_int_equal(lines.count, 1);
  ft_log_limits_report(limits, 1120, false);
  assert_string_equal(lines.last, "thing(): src_ip=10.0.0.1: repeated 7 times");
  /* After a quiet minute lines are shown again. */
  ft_log_limits_report(limits, 1180, false);
  assert_int_equal(lines.count, 2);
  assert_int_equal(pass_lines(limits, 0, 0x0A000001, 3, 1181), 3);
  ft_log_limits_report(limits, 1181, true);
  assert_int_equal(lines.count, 2);
  ft_log_limits_free(limits);
}

/* One line each of a hundred thousand forged sources: neither log nor memory fill up. */
static void log_lines_of_all_peers_are_limited(void **state) {
  (void)state;
  struct lines lines = {0};
  struct ft_log log = {keep_line, &lines};
  struct ft_log_limits *limits = ft_log_limits_new(kinds, 2, &log);
  int passed = 0;
  for (uint32_t peer = 0; peer < 100000; peer++)
    passed += pass_lines(limits, 0, peer, 1, 1000);
  assert_int_equal(passed, FT_LOG_BURST_ALL);
  ft_log_limits_report(limits, 1000, true);
  assert_int_equal(lines.count, 1);
  assert_string_equal(lines.last, "thing(): repeated 99000 times");
  ft_log_limits_free(limits);
}

/* -- intake -- */

/* A version 5 or 7 datagram without records. */
static struct ft_received empty_datagram(uint8_t *data, uint8_t version, uint32_t source,
                                         uint32_t sequence) {
  memset(data, 0, 24);
  data[1] = version;
  for (int i = 0; i < 4; i++)
    data[16 + i] = (uint8_t)(sequence >> (24 - 8 * i));
  return (struct ft_received){.data = data,
                              .size = 24,
                              .source = ft_addr_from_u32(source),
                              .destination = ft_addr_from_u32(0x7F000001)};
}

static void intake_counts(void **state) {
  (void)state;
  struct lines lines = {0};
  struct ft_log log = {keep_line, &lines};
  struct ft_addr any = ft_addr_from_u32(0);
  struct ft_intake *intake = ft_intake_new(&any, &log);
  struct ft_datagram datagram;
  uint8_t data[24];
  struct ft_received r = empty_datagram(data, 5, 0x0A000001, 100);
  struct ft_exporter *first = ft_intake_datagram(intake, &r, 1000, &datagram);
  assert_non_null(first);
  assert_string_equal(lines.last,
                      "New exporter: time=1000 src_ip=10.0.0.1 dst_ip=127.0.0.1 d_version=5");
  assert_ptr_equal(ft_intake_layout(intake), ft_layout_find(5, 0));
  r = empty_datagram(data, 5, 0x0A000001, 107);
  assert_ptr_equal(ft_intake_datagram(intake, &r, 1000, &datagram), first);
  assert_string_equal(lines.last, "ftpdu_seq_check(): src_ip=10.0.0.1 dst_ip=127.0.0.1 "
                                  "d_version=5 expecting=100 received=107 lost=7");
  r = empty_datagram(data, 7, 0x0A000001, 5);
  struct ft_exporter *second = ft_intake_datagram(intake, &r, 1000, &datagram);
  assert_ptr_not_equal(second, first);
  const struct ft_translation *translation;
  assert_int_equal(ft_intake_translation(intake, datagram.layout, &translation, NULL), 0);
  assert_non_null(translation);
  r.size = 23;
  assert_null(ft_intake_datagram(intake, &r, 1000, &datagram));
  assert_int_equal(ft_intake_counts(intake)->lost, 7);
  assert_int_equal(ft_intake_counts(intake)->corrupt, 1);
  lines.count = 0;
  ft_intake_stat(intake, 1001, 999, NULL, NULL);
  assert_int_equal(lines.count, 2); /* the newest first */
  assert_string_equal(lines.last, "STAT: now=1001 startup=999 src_ip=10.0.0.1 dst_ip=127.0.0.1 "
                                  "d_ver=5 pkts=2 flows=0 lost=7 reset=0");
  ft_intake_free(intake);
}

/* The number of STAT lines: exporters that are remembered. */
static int count_exporters(const struct ft_intake *intake, struct lines *lines) {
  int before = lines->count;
  ft_intake_stat(intake, 1000, 1000, NULL, NULL);
  return lines->count - before;
}

/*
 * A million forged sources, and a real one among them: all are taken, so many are remembered,
 * the real one always, because it is heard of often.
 */
static void exporters_are_bounded(void **state) {
  (void)state;
  struct lines lines = {0};
  struct ft_log log = {keep_line, &lines};
  struct ft_addr any = ft_addr_from_u32(0);
  struct ft_intake *intake = ft_intake_new(&any, &log);
  struct ft_datagram datagram;
  uint8_t data[24];
  time_t start = time(NULL);
  for (uint32_t i = 0; i < 1000000; i++) {
    struct ft_received r = empty_datagram(data, 5, 0x0B000000 + i, i);
    assert_non_null(ft_intake_datagram(intake, &r, 1000, &datagram));
    if (i % 1000 != 0) continue;
    r = empty_datagram(data, 5, 0x0A000001, 7);
    struct ft_exporter *real = ft_intake_datagram(intake, &r, 1000, &datagram);
    assert_int_equal(real->packets, i / 1000 + 1);
  }
  assert_true(time(NULL) - start < 60); /* a second or two, unless something is not bounded */
  assert_int_equal(ft_intake_counts(intake)->resets, 0);
  assert_int_equal(lines.count, FT_LOG_BURST_ALL + 1); /* new exporters; that there are too many */
  assert_int_equal(count_exporters(intake, &lines), FT_EXPORTERS_MAX);
  assert_non_null(strstr(lines.last, "src_ip=10.0.0.1 "));
  ft_intake_free(intake);
}

/* Forged engines cost memory too: who has had so many is forgotten for the next ones. */
static void engines_are_bounded(void **state) {
  (void)state;
  struct lines lines = {0};
  struct ft_log log = {keep_line, &lines};
  struct ft_addr any = ft_addr_from_u32(0);
  struct ft_intake *intake = ft_intake_new(&any, &log);
  struct ft_datagram datagram;
  uint8_t data[24];
  for (uint32_t source = 1; source <= 6; source++) {
    struct ft_received r = empty_datagram(data, 5, source, 0);
    for (unsigned engine = 0; engine < 65536; engine++) {
      data[20] = (uint8_t)engine;
      data[21] = (uint8_t)(engine >> 8);
      struct ft_exporter *exporter = ft_intake_datagram(intake, &r, 1000, &datagram);
      assert_int_equal(exporter->packets, engine + 1);
    }
  }
  assert_int_equal(count_exporters(intake, &lines), FT_ENGINES_MAX / 65536);
  ft_intake_free(intake);
}

/* -- numbers per source -- */

/* The number that a datagram of two records gets. */
static uint32_t number_of(struct ft_numbering *numbering, uint32_t source, uint8_t engine) {
  uint8_t data[24 + 2 * 48];
  struct ft_addr addr = ft_addr_from_u32(source);
  memset(data, 0, sizeof data);
  data[1] = 5;
  data[3] = 2;
  data[16] = 0xFF;
  data[21] = engine;
  ft_numbering_apply(numbering, &addr, data, sizeof data);
  return (uint32_t)data[16] << 24 | (uint32_t)data[17] << 16 | (uint32_t)data[18] << 8 | data[19];
}

static void numbers_per_source(void **state) {
  (void)state;
  struct ft_numbering *numbering = ft_numbering_new();
  for (uint32_t i = 0; i < 3; i++) {
    assert_int_equal(number_of(numbering, 1, 0), 2 * i);
    assert_int_equal(number_of(numbering, 2, 0), 2 * i);
    assert_int_equal(number_of(numbering, 1, 7), 2 * i);
  }
  /* Version 1 has no number to be changed. */
  uint8_t data[16] = {0, 1}, before[16];
  struct ft_addr addr = ft_addr_from_u32(1);
  memcpy(before, data, sizeof data);
  ft_numbering_apply(numbering, &addr, data, sizeof data);
  assert_memory_equal(data, before, sizeof data);
  ft_numbering_free(numbering);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(log_lines_are_limited), cmocka_unit_test(log_lines_of_all_peers_are_limited),
      cmocka_unit_test(intake_counts),         cmocka_unit_test(exporters_are_bounded),
      cmocka_unit_test(engines_are_bounded),   cmocka_unit_test(numbers_per_source),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
