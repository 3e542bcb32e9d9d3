/* What collectors share: address arguments, names, boundaries, expiry, what senders change. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "collect/clock.h"
#include "collect/endpoint.h"
#include "collect/expire.h"
#include "collect/privacy.h"
#include "collect/substitute.h"
#include "ft/stream.h"

/* Rules instead of names of zones: the test must not need the zone database. */
#define BERLIN   "CET-1CEST,M3.5.0,M10.5.0/3"
#define NEW_YORK "EST5EDT,M3.2.0,M11.1.0"

static void set_zone(const char *zone) {
  setenv("TZ", zone, 1);
  tzset();
}

/* Seconds since 1970 of a UTC time `2024-03-31 01:00:00`. */
static time_t utc(const char *text) {
  struct tm tm = {0};
  assert_int_equal(sscanf(text, "%d-%d-%d %d:%d:%d", &tm.tm_year, &tm.tm_mon, &tm.tm_mday,
                          &tm.tm_hour, &tm.tm_min, &tm.tm_sec),
                   6);
  tm.tm_year -= 1900;
  tm.tm_mon -= 1;
  return timegm(&tm);
}

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

/* -- addresses -- */

static void address_arguments(void **state) {
  (void)state;
  static const struct {
    const char *text;
    uint32_t local, remote;
    uint16_t port;
    uint8_t ttl;
  } good[] = {
      {"127.0.0.1/0/12345", 0x7F000001, 0, 12345, 0},
      {"127.7.9.91", 0x7F07095B, 0, 9991, 0},
      {"127.7/0/9991", 0x7F070000, 0, 9991, 0},
      {"127.7.9.91//0", 0x7F07095B, 0, 9991, 0},
      {"", 0, 0, 9991, 0},
      {"///", 0, 0, 9991, 0},
      {"0/10/20x", 0, 0x0A000000, 20, 0},
      {"127.1 2/10\t/20", 0x7F010000, 0x0A000000, 20, 0},
      {"10.0.0.1/239.1.2.3/7/16", 0x0A000001, 0xEF010203, 7, 16},
      {"0/0/65535/255/more", 0, 0, 65535, 255},
  };
  for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
    struct ft_endpoint e;
    assert_int_equal(ft_endpoint_parse(good[i].text, &e, NULL), 0);
    assert_int_equal(ft_addr_to_u32(&e.local), good[i].local);
    assert_int_equal(ft_addr_to_u32(&e.remote), good[i].remote);
    assert_int_equal(e.port, good[i].port);
    assert_int_equal(e.ttl, good[i].ttl);
  }
  static const char *const bad[] = {
      "256/0/1",   "1.2.3.4.5/0/1", "0/0/65536",   "0/0/-1",
      "0/0/1/256", "9991",          "0/1.2.3.999", "0/0/99999999999999999999"};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    struct ft_endpoint e;
    struct ft_error err = FT_ERROR_INIT;
    char expected[64];
    snprintf(expected, sizeof expected, "bad address: %s", bad[i]);
    assert_int_equal(ft_endpoint_parse(bad[i], &e, &err), -1);
    assert_string_equal(err.text, expected);
  }
}

static void socket_addresses(void **state) {
  (void)state;
  struct sockaddr_storage storage;
  struct ft_addr v4 = ft_addr_from_u32(0x0A010203), v6 = {.width = 16, .octets = {0x20, 0x01}};
  ft_sockaddr_set(&storage, &v4, 9991);
  struct ft_addr back = ft_sockaddr_get(&storage);
  assert_true(ft_addr_equal(&back, &v4));
  ft_sockaddr_set(&storage, &v6, 9991);
  back = ft_sockaddr_get(&storage);
  assert_true(ft_addr_equal(&back, &v6));
}

/* -- names -- */

static void check_name(const char *zone, const char *at, unsigned version, unsigned method,
                       const char *expected) {
  char name[FT_CAPTURE_NAME_SIZE];
  set_zone(zone);
  const struct ft_layout *layout = ft_layout_find(version, method);
  assert_non_null(layout);
  size_t length = ft_capture_name(name, FT_CAPTURE_FINISHED, layout, utc(at));
  assert_string_equal(name, expected);
  assert_int_equal(length, strlen(expected));
}

static void names_of_files(void **state) {
  (void)state;
  check_name("UTC", "2005-05-11 12:03:07", 5, 0, "ft-v05.2005-05-11.120307+0000");
  check_name("EDT4", "2005-05-11 04:15:00", 5, 0, "ft-v05.2005-05-11.001500-0400");
  check_name("IST-5:30", "2005-12-31 23:00:00", 1, 0, "ft-v01.2006-01-01.043000+0530");
  check_name("NST3:30", "2005-01-01 00:00:00", 7, 0, "ft-v07.2004-12-31.203000-0330");
  check_name("LOC-5:45:10", "2005-01-01 00:00:00", 1005, 0, "ft-v1005.2005-01-01.054510+0545");
  check_name("LOC0:30:59", "2005-01-01 01:00:00", 8, 3, "ft-v08m03.2005-01-01.002901-0030");
  check_name("UTC", "2005-01-01 01:00:00", 8, 14, "ft-v08m14.2005-01-01.010000+0000");
  char name[FT_CAPTURE_NAME_SIZE];
  ft_capture_name(name, FT_CAPTURE_OPEN, ft_layout_find(6, 0), utc("2005-01-01 01:00:00"));
  assert_string_equal(name, "tmp-v06.2005-01-01.010000+0000");
}

static void names_of_folders(void **state) {
  (void)state;
  static const char *const expected[] = {
      "2006/2006-01/2006-01-01", "2006-01/2006-01-01", "2006-01-01", "", "2006", "2006/2006-01",
      "2006/2006-01/2006-01-01"};
  set_zone("IST-5:30");
  for (int nesting = -3; nesting <= 3; nesting++) {
    char folder[FT_CAPTURE_NAME_SIZE] = "x";
    assert_int_equal(ft_capture_folder(folder, nesting, utc("2005-12-31 23:00:00")),
                     strlen(expected[nesting + 3]));
    assert_string_equal(folder, expected[nesting + 3]);
  }
}

/* The repeated hour has the same local times with another offset. */
static void names_of_the_repeated_hour(void **state) {
  (void)state;
  check_name(BERLIN, "2024-10-27 00:30:00", 5, 0, "ft-v05.2024-10-27.023000+0200");
  check_name(BERLIN, "2024-10-27 01:30:00", 5, 0, "ft-v05.2024-10-27.023000+0100");
  check_name(NEW_YORK, "2024-11-03 05:30:00", 5, 0, "ft-v05.2024-11-03.013000-0400");
  check_name(NEW_YORK, "2024-11-03 06:30:00", 5, 0, "ft-v05.2024-11-03.013000-0500");
}

/* -- rotation -- */

static void check_boundary(const char *zone, unsigned rotations, const char *opened,
                           const char *expected) {
  set_zone(zone);
  /* A moment into the second, as files are opened. */
  int64_t boundary = ft_rotation_boundary(utc(opened) * FT_NANOSECONDS + 1000, rotations);
  assert_int_equal(boundary, utc(expected) * FT_NANOSECONDS);
}

static void boundaries(void **state) {
  (void)state;
  check_boundary("UTC", 143, "2005-05-11 12:03:07", "2005-05-11 12:10:00");
  check_boundary("UTC", 143, "2005-05-11 12:10:00", "2005-05-11 12:20:00");
  check_boundary("UTC", 95, "2005-05-11 23:59:59", "2005-05-12 00:00:00");
  check_boundary("UTC", 0, "2005-05-11 00:00:00", "2005-05-12 00:00:00");
  check_boundary("UTC", 1439, "2005-05-11 00:00:59", "2005-05-11 00:01:00");
  check_boundary("IST-5:30", 0, "2005-05-11 18:00:00", "2005-05-11 18:30:00");
  check_boundary("LOC-0:00:40", 143, "2005-05-11 12:09:00", "2005-05-11 12:09:20");
}

/* 86400 / 7 is no whole number: the boundaries must meet midnight all the same. */
static void fractional_boundaries(void **state) {
  (void)state;
  set_zone("UTC");
  int64_t start = utc("2005-05-11 00:00:00") * FT_NANOSECONDS, at = start;
  for (int i = 0; i < 7; i++)
    at = ft_rotation_boundary(at, 6);
  assert_int_equal(at, start + 86400 * FT_NANOSECONDS);
}

static void boundaries_over_daylight_saving(void **state) {
  (void)state;
  /* Spring, one file a day: an hour late before the change, right after it. */
  check_boundary(BERLIN, 0, "2024-03-30 23:00:00", "2024-03-31 23:00:00");
  check_boundary(BERLIN, 0, "2024-03-31 10:00:00", "2024-03-31 22:00:00");
  check_boundary(NEW_YORK, 0, "2024-03-10 05:00:00", "2024-03-11 05:00:00");
  check_boundary(NEW_YORK, 0, "2024-03-10 08:00:00", "2024-03-11 04:00:00");
  /* Autumn: 23:00, then midnight. */
  check_boundary(BERLIN, 0, "2024-10-26 22:30:00", "2024-10-27 22:00:00");
  check_boundary(BERLIN, 0, "2024-10-27 22:00:00", "2024-10-27 23:00:00");
  check_boundary(NEW_YORK, 0, "2024-11-03 04:30:00", "2024-11-04 04:00:00");
  check_boundary(NEW_YORK, 0, "2024-11-04 04:00:00", "2024-11-04 05:00:00");
  /* Every ten minutes: the same minutes on both sides. */
  check_boundary(BERLIN, 143, "2024-03-31 00:55:00", "2024-03-31 01:00:00");
  check_boundary(BERLIN, 143, "2024-03-31 01:00:00", "2024-03-31 01:10:00");
  check_boundary(BERLIN, 143, "2024-10-27 00:55:00", "2024-10-27 01:00:00");
  check_boundary(BERLIN, 143, "2024-10-27 01:00:00", "2024-10-27 01:10:00");
  check_boundary(NEW_YORK, 143, "2024-11-04 04:55:00", "2024-11-04 05:00:00");
}

/* -- STAT lines -- */

/* The minutes after 12:mm at which a report is due, looked at every second. */
static void check_stat_minutes(unsigned interval, int from, const int *expected, size_t count) {
  struct ft_stat_clock clock;
  set_zone("UTC");
  time_t noon = utc("2005-05-11 12:00:00");
  ft_stat_clock_init(&clock, interval);
  size_t found = 0;
  for (time_t t = noon + from * 60; found < count && t < noon + 3 * 3600; t++)
    if (ft_stat_clock_due(&clock, t)) assert_int_equal((t - noon) / 60, expected[found++]);
  assert_int_equal(found, count);
}

static void minutes_of_stat_lines(void **state) {
  (void)state;
  check_stat_minutes(3, 2, (const int[]){2, 3, 6, 9}, 4);
  check_stat_minutes(7, 43, (const int[]){43, 49, 56, 63, 67, 74}, 6);
  check_stat_minutes(60, 10, (const int[]){10, 60, 120}, 3);
  check_stat_minutes(1, 59, (const int[]){59, 60, 61}, 3);
  struct ft_stat_clock never;
  ft_stat_clock_init(&never, 0);
  assert_false(ft_stat_clock_due(&never, 0));
}

/* -- sizes and expiry -- */

static void sizes(void **state) {
  (void)state;
  static const struct {
    const char *text;
    uint64_t size;
  } good[] = {{"0", 0},
              {"10", 10},
              {"0x10", 16},
              {"010", 8},
              {"2b", 1024},
              {"3K", 3072},
              {"5M", 5242880},
              {"2G", 2147483648},
              {"2Gig", 2147483648},
              {"2G-1", 2147483648},
              {"17179869183G", UINT64_C(17179869183) << 30}};
  static const char *const bad[] = {"10k", "5T",  "-1",           "",
                                    "K",   "10Q", "17179869184G", "99999999999999999999"};
  uint64_t size;
  for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
    assert_int_equal(ft_size_parse(good[i].text, &size, NULL), 0);
    assert_int_equal(size, good[i].size);
  }
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    struct ft_error err = FT_ERROR_INIT;
    assert_int_equal(ft_size_parse(bad[i], &size, &err), -1);
    assert_string_equal(err.text, "scan_size(): failed");
  }
}

/* A flow file with this capture start, filled up to size octets. */
static void make_flow_file(const char *path, uint32_t start, off_t size) {
  FILE *f = fopen(path, "w");
  assert_non_null(f);
  struct ft_header header;
  ft_header_init(&header);
  header.start = start;
  ft_header_mark(&header, FT_TLV_START);
  struct ft_writer *w =
      ft_writer_open(fileno(f), ft_layout_find(5, 0), &header, FT_ORDER_HOST, 0, NULL);
  assert_non_null(w);
  ft_writer_free(w);
  assert_int_equal(ftruncate(fileno(f), size), 0);
  fclose(f);
}

static int enter_scratch_folder(void **state) {
  static char folder[] = "/tmp/test-collect-XXXXXX";
  *state = mkdtemp(folder);
  return *state != NULL ? chdir(folder) : -1;
}

static int leave_scratch_folder(void **state) {
  char command[128];
  snprintf(command, sizeof command, "rm -rf '%s'", (const char *)*state);
  return chdir("/") != 0 || system(command) != 0;
}

static void expiry(void **state) {
  (void)state;
  struct lines lines = {0};
  struct ft_log log = {keep_line, &lines};
  assert_int_equal(mkdir("sub", 0755), 0);
  make_flow_file("ft-c", 300, 1000);
  make_flow_file("tmp-a", 100, 1000);
  make_flow_file("sub/cf-b", 200, 1000);
  make_flow_file("other", 1, 1000);
  assert_int_equal(symlink("nowhere", "ft-dangling"), 0);
  assert_int_equal(mkfifo("ft-pipe", 0600), 0);
  struct ft_expire *expire = ft_expire_new();
  assert_int_equal(ft_expire_load(expire, ".", &log, NULL), 0);
  assert_int_equal(lines.count, 3); /* other, the link, the pipe */
  assert_int_equal(ft_expire_add(expire, "./ft-new", 500, 400, NULL), 0);

  struct ft_expire_limits limits = {.files = 3, .octets = 2600};
  lines.count = 0;
  ft_expire_run(expire, &limits, 0, true, &log);
  assert_int_equal(lines.count, 2); /* one by count, one by size, both from the full list */
  assert_int_equal(access("tmp-a", F_OK), 0);
  ft_expire_run(expire, &limits, 0, false, &log);
  assert_string_equal(lines.last, "remove/1 ./tmp-a");
  assert_int_equal(access("tmp-a", F_OK), -1);
  assert_int_equal(access("sub/cf-b", F_OK), 0);
  ft_expire_run(expire, &limits, 101, false, &log);
  assert_string_equal(lines.last, "remove/2 ./sub/cf-b");
  assert_int_equal(access("sub/cf-b", F_OK), -1);
  assert_int_equal(access("ft-c", F_OK), 0);
  ft_expire_dump(expire, &log);
  assert_string_equal(lines.last, "name=./ft-new  size=500  time=400");
  limits.octets = 1;
  ft_expire_run(expire, &limits, 0, false, &log);
  assert_int_equal(access("ft-c", F_OK), -1);
  assert_int_equal(access("other", F_OK), 0);
  ft_expire_free(expire);

  struct ft_error err = FT_ERROR_INIT;
  expire = ft_expire_new();
  assert_int_equal(ft_expire_load(expire, "nosuch", &log, &err), -1);
  assert_non_null(strstr(err.text, "ftfile_scandir(): failed"));
  ft_expire_free(expire);
}

/* -- AS numbers for 0 -- */

static void substituted_as(void **state) {
  (void)state;
  static const struct {
    unsigned version, method;
    bool source, destination;
  } cases[] = {{1, 0, false, false}, {5, 0, true, true},  {6, 0, true, true},
               {7, 0, true, true},   {8, 1, true, true},  {8, 2, false, false},
               {8, 3, true, false},  {8, 4, false, true}, {8, 5, true, true},
               {8, 8, false, false}, {8, 9, true, true},  {8, 11, true, false},
               {8, 12, false, true}, {8, 13, true, true}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    const struct ft_layout *layout = ft_layout_find(cases[i].version, cases[i].method);
    struct ft_column source = ft_column(layout, FT_F_SRC_AS),
                     destination = ft_column(layout, FT_F_DST_AS);
    uint8_t records[2 * FT_RECORD_MAX] = {0};
    struct ft_substitute substitute;
    if (source.width > 0) ft_store(records + layout->size, source, 9);
    ft_substitute_bind(&substitute, 64999, layout);
    ft_substitute_apply(&substitute, layout->size, records, 2);
    assert_int_equal(ft_load(records, source), cases[i].source ? 64999 : 0);
    assert_int_equal(ft_load(records, destination), cases[i].destination ? 64999 : 0);
    assert_int_equal(ft_load(records + layout->size, source), cases[i].source ? 9 : 0);
  }
}

/* -- privacy mask -- */

static void privacy_mask(void **state) {
  (void)state;
  const struct ft_layout *layout = ft_layout_find(5, 0);
  struct ft_column source = ft_column(layout, FT_F_SRCADDR),
                   destination = ft_column(layout, FT_F_DSTADDR);
  uint8_t records[2 * FT_RECORD_MAX] = {0};
  ft_store(records, source, 0x0A010203);
  ft_store(records, destination, 0xEF010203);
  ft_store(records + layout->size, source, 0x0A010203);
  ft_store(records + layout->size, destination, 0xF0010203);
  struct ft_addr mask = ft_addr_from_u32(0xFF00FF00);
  struct ft_privacy privacy;
  ft_privacy_bind(&privacy, &mask, layout);
  ft_privacy_apply(&privacy, layout->size, records, 2);
  assert_int_equal(ft_load(records, source), 0x0A010203);
  assert_int_equal(ft_load(records + layout->size, source), 0x0A000200);
  assert_int_equal(ft_load(records + layout->size, destination), 0xF0000200);

  /* Version 8 is left alone. */
  layout = ft_layout_find(8, 5);
  ft_store(records, ft_column(layout, FT_F_SRCADDR), 0x0A010203);
  ft_privacy_bind(&privacy, &mask, layout);
  ft_privacy_apply(&privacy, layout->size, records, 1);
  assert_int_equal(ft_load(records, ft_column(layout, FT_F_SRCADDR)), 0x0A010203);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(address_arguments),
      cmocka_unit_test(socket_addresses),
      cmocka_unit_test(names_of_files),
      cmocka_unit_test(names_of_folders),
      cmocka_unit_test(names_of_the_repeated_hour),
      cmocka_unit_test(boundaries),
      cmocka_unit_test(fractional_boundaries),
      cmocka_unit_test(boundaries_over_daylight_saving),
      cmocka_unit_test(minutes_of_stat_lines),
      cmocka_unit_test(sizes),
      cmocka_unit_test_setup_teardown(expiry, enter_scratch_folder, leave_scratch_folder),
      cmocka_unit_test(substituted_as),
      cmocka_unit_test(privacy_mask),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
