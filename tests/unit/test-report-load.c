/* The loader of report files: messages, and files cut off or changed anywhere. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "ft/report.h"

static char config_path[] = "/tmp/test-report-load-XXXXXX";

static void write_config(const char *text, size_t length) {
  FILE *f = fopen(config_path, "w");
  assert_non_null(f);
  assert_int_equal(fwrite(text, 1, length, f), length);
  assert_int_equal(fclose(f), 0);
}

static const char full_config[] =
    "# all statements\n"
    "include-filter /nonexistent\n"
    "stat-report one\n type ip-source/destination-address\n scale 100\n tag-mask 1 0xff\n"
    " ip-source-address-format prefix-len\n ip-destination-address-format prefix-mask\n"
    " output\n  path |cat > /dev/null\n  time now\n  tally 5\n  format csv\n  sort +key1\n"
    "  records 10\n  fields +index,-key2 +pps\n  options +header,+totals\n"
    "stat-report two\n type octets\n output\n fields -generic\n"
    "stat-definition a\n report one\n report two\n time-series 300\n records 7\n"
    "stat-definition b\n report two\n";

/* Whatever the file, there is a result or a reason. */
static void load_any(const char *text, size_t length) {
  struct ft_error err = FT_ERROR_INIT;
  write_config(text, length);
  struct ft_reports *reports = ft_reports_load(config_path, NULL, NULL, &err);
  assert_true(reports ? err.length == 0 : err.length > 0);
  ft_reports_free(reports);
}

static void truncated_files(void **state) {
  (void)state;
  for (size_t length = 0; length < sizeof full_config; length++)
    load_any(full_config, length);
}

static void mutated_files(void **state) {
  (void)state;
  uint32_t seed = 7;
  for (int round = 0; round < 3000; round++) {
    char text[sizeof full_config];
    memcpy(text, full_config, sizeof text);
    for (int change = 0; change < 1 + round % 4; change++) {
      seed = seed * 1664525 + 1013904223;
      size_t place = (seed >> 8) % (sizeof text - 1);
      seed = seed * 1664525 + 1013904223;
      static const char odd[] = " \n\t#+-,|@{}0\r\x01\xff";
      text[place] =
          (char)(seed & 0x80000000 ? (uint8_t)odd[(seed >> 8) % (sizeof odd - 1)] : seed >> 16);
    }
    load_any(text, sizeof text - 1);
  }
}

static void check_error(const char *config, const char *expected) {
  struct ft_error err = FT_ERROR_INIT;
  write_config(config, strlen(config));
  assert_null(ft_reports_load(config_path, NULL, NULL, &err));
  const char *text = err.text;
  size_t path = strlen(config_path);
  if (!strncmp(text, config_path, path)) text += path;
  assert_string_equal(text, expected);
}

static void messages(void **state) {
  (void)state;
  check_error("stat-report r\n output\n", " line 2: Must set type first.\nftstat_load(): failed");
  check_error("stat-report r\nstat-definition d\n report r\n",
              "Report \"r\" has no type.\nftstat_load(): failed");
  check_error("stat-definition d\n report R\n",
              "Unable to resolve report \"R\" in stat-definition \"d\".\n"
              "resolve_reports(): failed\nftstat_load(): failed");
  check_error("stat-report r type octets\n",
              " line 1: Unexpected \"type\".\nftstat_load(): failed");
  check_error("stat-report r\n type octets\n output\n fields\t\t+key\n",
              " line 4: Expecting +field or -field.\nftstat_load(): failed");
  check_error("stat-report r\n type octets\n output\n fields +key1\n",
              " line 4: field \"key1\" selected not available for report.\nftstat_load(): failed");
  check_error("stat-report r\n type octets\n output\nstat-report s\n sort +key\n",
              " line 5: Not in report output.\nftstat_load(): failed");
}

/* A variable error in an included file ends the run at once: no closing line behind it. */
static void error_in_an_included_file(void **state) {
  (void)state;
  char filter_path[] = "/tmp/test-report-filter-XXXXXX", config[200];
  static const char filter[] = "# @{x\n";
  int fd = mkstemp(filter_path);
  assert_true(fd >= 0);
  assert_int_equal(write(fd, filter, sizeof filter - 1), sizeof filter - 1);
  assert_int_equal(close(fd), 0);
  snprintf(config, sizeof config, "include-filter %s\nstat-report r\ntype ip-protocol\nfilter f\n",
           filter_path);
  check_error(config, "ftvar: {x: Missing }");
  assert_int_equal(unlink(filter_path), 0);
}

static int make_config_file(void **state) {
  (void)state;
  int fd = mkstemp(config_path);
  return fd < 0 || close(fd);
}

static int remove_config_file(void **state) {
  (void)state;
  return unlink(config_path);
}

int main(void) {
  static const struct CMUnitTest tests[] = {
      cmocka_unit_test(truncated_files),
      cmocka_unit_test(mutated_files),
      cmocka_unit_test(messages),
      cmocka_unit_test(error_in_an_included_file),
  };
  return cmocka_run_group_tests(tests, make_config_file, remove_config_file);
}
