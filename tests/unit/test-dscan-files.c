/* flow-dscan: state files and suppress files, which may come from anywhere. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "scratch-file.h"
#include "state.h"
#include "suppress.h"

static char told[4096];

static void add_line(void *arg, const char *text) {
  (void)arg;
  size_t length = strlen(told);
  snprintf(told + length, sizeof told - length, "%s|", text);
}
static const struct ft_log log_to_text = {add_line, NULL};

static struct scans *make(void) {
  const struct scans_options options = {
      .destinations = 200, .ports = 64, .timeout = 90000, .limit = SCANS_LIMIT};
  struct scans *scans = scans_new(&options);
  assert_non_null(scans);
  told[0] = '\0';
  return scans;
}

/* What reading gives back: true, or the lines of the error go to told. */
static bool read_text(struct scans *scans, const char *text, size_t length) {
  struct ft_error err = FT_ERROR_INIT;
  FILE *in = fmemopen((void *)(uintptr_t)text, length ? length : 1, "r");
  assert_non_null(in);
  if (!length) getc(in);
  bool good = state_read(scans, in, &log_to_text, &err);
  fclose(in);
  ft_log_error(&log_to_text, &err);
  return good;
}

static char *written(const struct scans *scans) {
  char *text;
  size_t size;
  FILE *out = open_memstream(&text, &size);
  state_write(scans, out);
  fclose(out);
  return text;
}

static void expect_state(const char *in, const char *out, const char *messages) {
  struct scans *scans = make();
  assert_true(read_text(scans, in, strlen(in)));
  char *text = written(scans);
  assert_string_equal(text, out);
  assert_string_equal(told, messages);
  free(text);
  scans_free(scans);
}

static void expect_failure(const char *in, const char *messages) {
  struct scans *scans = make();
  assert_false(read_text(scans, in, strlen(in)));
  assert_string_equal(told, messages);
  scans_free(scans);
}

/* -- state files -- */

static const char sample[] = "H 1 2 0 0.0.0.1\n"
                             "I  17 10.0.0.1\n"
                             "P 3 22 80 443\n"
                             "I  18 10.0.0.2\n"
                             "H 2 1 2 0.0.0.2\n"
                             "I  4294967295 10.0.0.3\n"
                             "P 7 0 1 2 3 4 5 1023\n"
                             "H 3 0 1 0.0.0.3\n"
                             ".\n";

static void states_are_written_as_they_were_read(void **state) {
  (void)state;
  expect_state(sample, sample, "");
  expect_state(".\n", ".\n", "");
}

static void sources_go_to_the_head_of_the_bucket_named(void **state) {
  (void)state;
  expect_state("H 9 0 1 0.0.0.1 H 9 0 2 0.0.0.2 H 8 0 1 0.0.0.9 .",
               "H 8 0 1 0.0.0.9\nH 9 0 2 0.0.0.2\nH 9 0 1 0.0.0.1\n.\n", "");
}

/* Only the one in its own bucket is met again, and of two the one read last. */
static void which_source_is_met_again(void **state) {
  (void)state;
  static const char text[] = "H 5 0 1 0.0.0.7\nH 7 1 0 0.0.0.7\nI  1 9.9.9.9\nH 7 1 0 0.0.0.7\n"
                             "I  1 8.8.8.8\n.\n";
  struct scans *scans = make();
  assert_true(read_text(scans, text, sizeof text - 1));
  struct ft_addr src = ft_addr_from_u32(7), dst = ft_addr_from_u32(0x08080808);
  assert_int_equal(scans_see(scans, &src, &dst, 80, 1), SCANS_KNOWN);
  dst = ft_addr_from_u32(0x09090909);
  assert_int_equal(scans_see(scans, &src, &dst, 80, 2), SCANS_NEW);
  scans_free(scans);
}

static void high_ports_are_ignored(void **state) {
  (void)state;
  expect_state("H 1 1 0 0.0.0.1\nI  1 1.1.1.1\nP 4 1024 70000 7 1023\n.\nrest",
               "H 1 1 0 0.0.0.1\nI  1 1.1.1.1\nP 2 7 1023\n.\n", "");
}

static void an_early_end_is_a_warning(void **state) {
  (void)state;
  expect_state("", ".\n", "fscanf(): EOF|");
  expect_state("H 1 0 1 0.0.0.1\n", "H 1 0 1 0.0.0.1\n.\n", "fscanf(): EOF|");
  expect_state("H 1 0 1", ".\n", "fscanf(): EOF|");
}

static void unknown_letters(void **state) {
  (void)state;
  expect_failure("X 1\n.\n", "Unknown record type: X|load_state(): failed|");
  expect_failure("\033[2J\n.\n", "Unknown record type: ?|load_state(): failed|");
}

static void defect_10_buckets_out_of_range_are_recomputed(void **state) {
  (void)state;
  static const char *const buckets[] = {"65536", "-1", "-0x", "4294967297",
                                        "99999999999999999999999999999999"};
  for (size_t i = 0; i < sizeof buckets / sizeof *buckets; i++) {
    char text[128];
    snprintf(text, sizeof text, "H %s 0 1 10.66.0.1\n.\n", buckets[i]);
    if (strcmp(buckets[i], "-0x") == 0)
      expect_failure(text, "load_state(): failed|");
    else
      expect_state(text, "H 2627 0 1 10.66.0.1\n.\n", "");
  }
}

static void defect_10_misplaced_lines_and_long_words(void **state) {
  (void)state;
  static const char *const texts[] = {
      "I  1 1.1.1.1\n.\n",
      "P 1 22\n.\n",
      "H 1 0 0 0.0.0.1\nP 1 22\n.\n",
      "H 1 0 0 0.0.0.1\nI  1 1.1.1.1\nH 2 0 0 0.0.0.2\nP 1 22\n.\n",
      "H 1 0 0 0.0.0.1\nI  1 1.1.1.1\nP 2 22\n.\n",
      "H 1 0 0 0.0.0.1\nI  1 1.1.1.1\nP -1\n.\n",
      "H 1 0 0 0.0.0.1\nI  1 1.1.1.1\nP 4294967296 1\n.\n",
      "H 1 x 0 0.0.0.1\n.\n",
      "H 1 4294967296 0 0.0.0.1\n.\n",
      "H 1 0 0 localhost\n.\n",
      "H 1 0 0 1.2.3.256\n.\n",
      "H 1 0 0 1.2.3.4.5\n.\n",
      "H 1 0 0 0.0.0.1\nI  1 ::1\n.\n",
      "H 1 0 0 1111111111111111111111111111111111111111111111111111111111111111\n",
  };
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
    expect_failure(texts[i], "load_state(): failed|");
}

static void states_larger_than_the_limit(void **state) {
  (void)state;
  struct scans *scans = make();
  scans->options.limit = 3;
  assert_false(read_text(scans, sample, sizeof sample - 1));
  assert_string_equal(told, "Out of memory|load_state(): failed|");
  scans_free(scans);
}

/* Flows and the ager over whatever has been loaded, then what is written must load again. */
static void use_and_reload(struct scans *scans) {
  for (uint32_t i = 1; i < 40; i++) {
    struct ft_addr src = ft_addr_from_u32(i % 4), dst = ft_addr_from_u32(0x0a000000 + i % 11);
    if (scans->entries.width == 16) src.width = dst.width = 16;
    assert_int_not_equal(scans_see(scans, &src, &dst, i * 3, i), SCANS_NO_MEMORY);
  }
  uint32_t work;
  for (int runs = 0; runs < 3; runs++)
    scans_age(scans, 50, &work);
  char *text = written(scans);
  struct scans *again = make();
  assert_true(read_text(again, text, strlen(text)));
  assert_string_equal(told, "");
  assert_int_equal(again->entries.count, scans->entries.count);
  scans_free(again);
  free(text);
}

static void states_cut_at_each_octet(void **state) {
  (void)state;
  for (size_t length = 0; length < sizeof sample; length++) {
    struct scans *scans = make();
    char *cut = strndup(sample, length); /* so that reading beyond is noticed */
    assert_true(read_text(scans, cut, length));
    assert_string_equal(told, length < sizeof sample - 2 ? "fscanf(): EOF|" : "");
    use_and_reload(scans);
    free(cut);
    scans_free(scans);
  }
}

static void damaged_states(void **state) {
  (void)state;
  static const char octets[] = "HIP. \n0123456789-:x\xff";
  uint32_t random = 7;
  int loaded = 0;
  for (int round = 0; round < 4000; round++) {
    char text[sizeof sample];
    memcpy(text, sample, sizeof text);
    for (int i = 0; i <= round % 3; i++) {
      random = random * 1103515245 + 12345;
      text[random / 65536 % (sizeof text - 1)] = octets[random / 256 % sizeof octets];
    }
    struct scans *scans = make();
    if (read_text(scans, text, sizeof text - 1)) {
      use_and_reload(scans);
      loaded++;
    } else {
      assert_non_null(strstr(told, "load_state(): failed|"));
    }
    scans_free(scans);
  }
  assert_in_range(loaded, 400, 3600);
}

static void wide_addresses_come_back(void **state) {
  (void)state;
  expect_state("H 8192 1 0 2001::1\nI  5 2001:db8::2\nP 1 22\n.\n",
               "H 8192 1 0 2001::1\nI  5 2001:db8::2\nP 1 22\n.\n", "");
}

/* -- files -- */

static void defect_11_states_that_cannot_be_written(void **state) {
  (void)state;
  struct ft_error err = FT_ERROR_INIT;
  struct scans *scans = make();
  assert_false(state_save(scans, "/nonexistent/state", &err));
  assert_string_equal(err.text, "fopen(/nonexistent/state): failed");
  ft_error_clear(&err);
  assert_false(state_save(scans, folder, &err));
  ft_error_clear(&err);
  assert_false(state_save(scans, "/dev/full", &err));
  assert_string_equal(err.text, "write(/dev/full): No space left on device");
  scans_free(scans);
}

/* -- suppress files -- */

static bool load(struct suppress *suppress, const char *text) {
  struct ft_error err = FT_ERROR_INIT;
  told[0] = '\0';
  put(text);
  bool good = suppress_load(suppress, path, &log_to_text, NULL, &err);
  ft_log_error(&log_to_text, &err);
  return good;
}

static void lines_that_are_wrong(void **state) {
  (void)state;
  struct suppress suppress;
  assert_true(load(&suppress, "# comment\n\n \t\n10.0.0.1 - -\n10.0.0.2 6 - -\n10.0.0.2 - - -\n"
                              "- 6 - -\n10.0.0.3 tcp - -\n10.0.0.4 6 65536 -\n300.1 - - -\n"
                              "10.0.0.5 - - - -\n10.0.0.6 - -"));
  assert_string_equal(told, "suppress parser: syntax error: 10.0.0.1 - -\n|"
                            "suppress parser: dup ip: 10.0.0.2 - - -\n|"
                            "suppress parser: no src ip wildcard|"
                            "suppress parser: syntax error: 10.0.0.3 tcp - -\n|"
                            "suppress parser: syntax error: 10.0.0.4 6 65536 -\n|"
                            "suppress parser: syntax error: 300.1 - - -\n|"
                            "suppress parser: syntax error: 10.0.0.6 - -|");
  assert_int_equal(suppress.entries.count, 2);
  suppress_free(&suppress);
}

static void defect_7_all_columns_count(void **state) {
  (void)state;
  static const struct {
    uint32_t addr;
    struct suppress_flow flow;
    bool matches;
  } cases[] = {
      {1, {6, 1, 2}, true},    {2, {6, 1, 2}, true},     {2, {17, 1, 2}, false},
      {3, {6, 25, 2}, true},   {3, {6, 26, 2}, false},   {4, {6, 1, 80}, true},
      {4, {6, 80, 1}, false},  {5, {6, 25, 80}, true},   {5, {6, 25, 81}, false},
      {5, {6, 24, 80}, false}, {5, {17, 25, 80}, false}, {6, {6, 1, 2}, false},
  };
  struct suppress suppress;
  assert_true(load(&suppress, "0.0.0.1 - - -\n0.0.0.2 6 - -\n0.0.0.3 - 25 -\n0.0.0.4 - - 80\n"
                              "\t 0.0.0.5\t6  25 80\n"));
  assert_string_equal(told, "");
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct ft_addr addr = ft_addr_from_u32(cases[i].addr);
    assert_int_equal(suppress_matches(&suppress, &addr, &cases[i].flow), cases[i].matches);
  }
  suppress_free(&suppress);
}

static void suppress_files_must_be_there(void **state) {
  (void)state;
  struct ft_error err = FT_ERROR_INIT;
  struct suppress suppress;
  assert_false(suppress_load(&suppress, "/nonexistent/x.src", NULL, NULL, &err));
  assert_string_equal(err.text, "fopen(/nonexistent/x.src): failed");
  suppress_free(&suppress);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(states_are_written_as_they_were_read),
      cmocka_unit_test(sources_go_to_the_head_of_the_bucket_named),
      cmocka_unit_test(which_source_is_met_again),
      cmocka_unit_test(high_ports_are_ignored),
      cmocka_unit_test(an_early_end_is_a_warning),
      cmocka_unit_test(unknown_letters),
      cmocka_unit_test(defect_10_buckets_out_of_range_are_recomputed),
      cmocka_unit_test(defect_10_misplaced_lines_and_long_words),
      cmocka_unit_test(states_larger_than_the_limit),
      cmocka_unit_test(states_cut_at_each_octet),
      cmocka_unit_test(damaged_states),
      cmocka_unit_test(wide_addresses_come_back),
      cmocka_unit_test(defect_11_states_that_cannot_be_written),
      cmocka_unit_test(lines_that_are_wrong),
      cmocka_unit_test(defect_7_all_columns_count),
      cmocka_unit_test(suppress_files_must_be_there),
  };
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
