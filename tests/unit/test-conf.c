/* Variables, symbol tables, numbers, and the scanner of the definition languages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "conf/language.h"
#include "conf/names.h"

/* A file of its own, removed by drop_file. */
static char path[64];

static void make_file(const char *text, size_t length) {
  strcpy(path, "/tmp/test-conf-XXXXXX");
  int fd = mkstemp(path);
  assert_true(fd >= 0);
  assert_int_equal(write(fd, text, length), length);
  close(fd);
}

static void drop_file(void) {
  unlink(path);
}

/* -- variables -- */

static void variables_are_replaced(void **state) {
  (void)state;
  struct ft_vars *vars = ft_vars_new();
  struct ft_error err = FT_ERROR_INIT;
  assert_int_equal(ft_vars_set(vars, "A=old", &err), 0);
  assert_int_equal(ft_vars_set(vars, "A=5", &err), 0);
  assert_int_equal(ft_vars_set(vars, "B=x=y z", &err), 0);
  assert_int_equal(ft_vars_set(vars, "C=@A", &err), 0);
  static const struct {
    const char *line, *want;
  } good[] = {
      {"plain", "plain"},
      {"@A", "5"},
      {"@A@B", "5x=y z"},
      {"@{A}1", "51"},
      {"@A1", ""},
      {"@A_X", "5_X"},
      {"@", ""},
      {"a@b", "a"},
      {"@@A", "5"},
      {"@C", "@A"},
      {"@{D:-a b}|", "a b|"},
      {"@{A:-a b}|", "5|"},
      {"@{D:-}|", "|"},
      {"@{}|@{:-x}", "|x"},
      {"@{D:-@{B}}", "@{B}"},
      {"@a", ""},
  };
  for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
    char *text = ft_vars_expand(vars, good[i].line, &err);
    assert_string_equal(text, good[i].want);
    free(text);
  }
  char *untouched = ft_vars_expand(NULL, "@A @{", &err);
  assert_string_equal(untouched, "@A @{");
  free(untouched);
  assert_string_equal(err.text, "");
  ft_vars_free(vars);
}

static void variable_errors(void **state) {
  (void)state;
  struct ft_vars *vars = ft_vars_new();
  struct ft_error err = FT_ERROR_INIT;
  static const char *const bad_sets[] = {"A", "A=", "=5", "", "="};
  for (size_t i = 0; i < sizeof bad_sets / sizeof *bad_sets; i++) {
    char want[64];
    snprintf(want, sizeof want, "ftvar_pset(%s): failed", bad_sets[i]);
    assert_int_equal(ft_vars_set(vars, bad_sets[i], &err), -1);
    assert_string_equal(err.text, want);
    ft_error_clear(&err);
  }
  assert_int_equal(ft_vars_set(vars, "A=5", &err), 0);
  static const struct {
    const char *line, *want;
  } bad[] = {
      {"x @{A y", "ftvar: {A y: Missing }"},
      {"x @{A_B} y", "ftvar: {A_B}: missing :"},
      {"x @{A:y} z", "ftvar: {A: expecting -"},
  };
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    assert_null(ft_vars_expand(vars, bad[i].line, &err));
    assert_string_equal(err.text, bad[i].want);
    ft_error_clear(&err);
  }
  ft_vars_free(vars);
}

/* -- symbol tables -- */

static char warnings[4096];

static void keep_warning(void *arg, const char *text) {
  (void)arg;
  strncat(warnings, text, sizeof warnings - strlen(warnings) - 1);
  strncat(warnings, "|", sizeof warnings - strlen(warnings) - 1);
}

static const struct ft_log log_to_text = {keep_warning, NULL};

static void symbols_are_read(void **state) {
  (void)state;
  static const char text[] = "# comment\n\n  \t6 tcp\n0x11\tUDP \r\n010/x any name # here\n80 www\n"
                             "80 http\n443\nx y\n4294967296 big\n0 zero";
  make_file(text, sizeof text - 1);
  warnings[0] = '\0';
  struct ft_symbols *symbols = ft_symbols_load(path, &log_to_text);
  drop_file();
  uint32_t value = 0;
  assert_string_equal(ft_symbols_name(symbols, 6), "tcp");
  assert_string_equal(ft_symbols_name(symbols, 17), "UDP");
  assert_string_equal(ft_symbols_name(symbols, 8), "any name # here");
  assert_string_equal(ft_symbols_name(symbols, 80), "http");
  assert_string_equal(ft_symbols_name(symbols, 0), "zero");
  assert_null(ft_symbols_name(symbols, 443));
  assert_true(ft_symbols_value(symbols, "TCPxx", 3, &value) && value == 6);
  assert_true(ft_symbols_value(symbols, "udp", 3, &value) && value == 17);
  assert_true(ft_symbols_value(symbols, "http", 4, &value) && value == 80);
  assert_false(ft_symbols_value(symbols, "www", 3, &value));
  assert_false(ft_symbols_value(symbols, "ht", 2, &value));
  assert_false(ft_symbols_value(symbols, "httpd", 5, &value));
  assert_false(ft_symbols_value(symbols, "", 0, &value));
  char want[256];
  snprintf(want, sizeof want,
           "Missing field|%s line 9: Bad value \"x\".|%s line 10: Bad value \"4294967296\".|", path,
           path);
  assert_string_equal(warnings, want);
  ft_symbols_free(symbols);
}

/* The last group of 256 values is searched first, each group in the order of the file. */
static void names_of_several_values(void **state) {
  (void)state;
  char text[16384];
  size_t length = 0;
  for (int i = 1; i <= 260; i++)
    length += (size_t)sprintf(text + length, "%d %s\n", 1000 - i,
                              i == 2 || i == 258 || i == 260 ? "late"
                              : i == 3 || i == 200           ? "early"
                                                             : "other");
  make_file(text, length);
  struct ft_symbols *symbols = ft_symbols_load(path, NULL);
  drop_file();
  uint32_t value = 0;
  assert_true(ft_symbols_value(symbols, "late", 4, &value));
  assert_int_equal(value, 1000 - 258);
  assert_true(ft_symbols_value(symbols, "early", 5, &value));
  assert_int_equal(value, 1000 - 3);
  ft_symbols_free(symbols);
}

/* The table of text, read with warnings; to be freed. */
static struct ft_symbols *symbols_of(const char *text) {
  make_file(text, strlen(text));
  warnings[0] = '\0';
  struct ft_symbols *symbols = ft_symbols_load(path, &log_to_text);
  drop_file();
  assert_non_null(symbols);
  return symbols;
}

/* rptfmt.md 7: */
static void defect_15_blanks_behind_a_name(void **state) {
  (void)state;
  struct ft_symbols *symbols = symbols_of("1 one\r\n2 two \t\r\n3 the third\r");
  assert_string_equal(ft_symbols_name(symbols, 1), "one");
  assert_string_equal(ft_symbols_name(symbols, 2), "two");
  assert_string_equal(ft_symbols_name(symbols, 3), "the third");
  assert_string_equal(warnings, "");
  ft_symbols_free(symbols);
}

static void defect_16_value_without_name(void **state) {
  (void)state;
  struct ft_symbols *symbols = symbols_of("1\n2 two\n3 \r\n4 four\n5");
  assert_null(ft_symbols_name(symbols, 1));
  assert_string_equal(ft_symbols_name(symbols, 2), "two");
  assert_null(ft_symbols_name(symbols, 3));
  assert_string_equal(ft_symbols_name(symbols, 4), "four");
  assert_null(ft_symbols_name(symbols, 5));
  assert_string_equal(warnings, "Missing field|Missing field|Missing field|");
  ft_symbols_free(symbols);
}

static void defect_17_bad_values(void **state) {
  (void)state;
  struct ft_symbols *symbols =
      symbols_of("word w\n4294967296 more\n18446744073709551617 most\n4294967295 last\n");
  uint32_t value = 0;
  assert_null(ft_symbols_name(symbols, 0));
  assert_null(ft_symbols_name(symbols, 1));
  assert_true(ft_symbols_value(symbols, "last", 4, &value) && value == UINT32_MAX);
  assert_false(ft_symbols_value(symbols, "more", 4, &value));
  assert_false(ft_symbols_value(symbols, "most", 4, &value));
  assert_false(ft_symbols_value(symbols, "w", 1, &value));
  assert_non_null(strstr(warnings, " line 1: Bad value \"word\".|"));
  assert_non_null(strstr(warnings, " line 3: Bad value \"18446744073709551617\".|"));
  ft_symbols_free(symbols);
}

static void missing_symbols_are_a_warning(void **state) {
  (void)state;
  warnings[0] = '\0';
  struct ft_symbols *symbols = ft_symbols_load("/nonexistent/x.sym", &log_to_text);
  uint32_t value;
  assert_non_null(symbols);
  assert_null(ft_symbols_name(symbols, 0));
  assert_false(ft_symbols_value(symbols, "x", 1, &value));
  assert_string_equal(warnings, "open(/nonexistent/x.sym): No such file or directory|");
  ft_symbols_free(symbols);
}

static void configuration_folder(void **state) {
  (void)state;
  setenv("FLOW_TOOLS_CONFDIR", "/some/where", 1);
  char *file = ft_conf_path("cfg/filter.cfg");
  assert_string_equal(file, "/some/where/cfg/filter.cfg");
  free(file);
  setenv("FLOW_TOOLS_CONFDIR", "", 1);
  file = ft_conf_path("x");
  assert_int_equal(file[0], '/');
  free(file);
}

/* -- numbers -- */

static void numbers(void **state) {
  (void)state;
  static const struct {
    const char *text;
    bool fits;
    uint64_t value;
  } cases[] = {
      {"0", true, 0},
      {"53", true, 53},
      {"53#x", true, 53},
      {"", true, 0},
      {"x", true, 0},
      {"-", true, 0},
      {"+-5", true, 0},
      {"0x", true, 0},
      {"0x1F", true, 31},
      {"010", true, 8},
      {"089", true, 0},
      {"+7", true, 7},
      {"-1", true, 4294967295u},
      {"-4294967295", true, 1},
      {"4294967295", true, 4294967295u},
      {"0xffffffff", true, 4294967295u},
      {"4294967296", false, 0},
      {"-4294967296", false, 0},
      {"99999999999999999999999999", false, 0},
      {"0x100000000", false, 0},
  };
  uint64_t value;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    assert_int_equal(ft_number_parse(cases[i].text, UINT32_MAX, &value, NULL), cases[i].fits);
    if (cases[i].fits) assert_int_equal(value, cases[i].value);
  }
  assert_true(ft_number_parse("18446744073709551615", UINT64_MAX, &value, NULL));
  assert_int_equal(value, UINT64_MAX);
  assert_true(ft_number_parse("-1", UINT64_MAX, &value, NULL));
  assert_int_equal(value, UINT64_MAX);
  assert_false(ft_number_parse("18446744073709551616", UINT64_MAX, &value, NULL));
  int64_t decimal;
  assert_true(ft_decimal_parse("010", &decimal, NULL));
  assert_int_equal(decimal, 10);
  assert_true(ft_decimal_parse("-12x", &decimal, NULL));
  assert_int_equal(decimal, -12);
  assert_false(ft_decimal_parse("4294967296", &decimal, NULL));
}

static void list_items(void **state) {
  (void)state;
  const char *cursor = " ,+key,, -flows +\t", *item;
  size_t length;
  static const char *const want[] = {"+key", "-flows", "+\t"};
  for (size_t i = 0; i < 3; i++) {
    assert_true(ft_list_next(&cursor, " ,", &item, &length));
    assert_int_equal(length, strlen(want[i]));
    assert_memory_equal(item, want[i], length);
  }
  assert_false(ft_list_next(&cursor, " ,", &item, &length));
}

/* -- the scanner -- */

enum { ALPHA = 300, BETA, WORD, END, UNKNOWN };
static const struct ft_keyword keywords[] = {{"alpha", ALPHA}, {"beta", BETA}};
static const struct ft_language language = {keywords, 2, WORD, END, UNKNOWN};

static struct ft_scan *scan_text(const char *text, size_t length, const struct ft_vars *vars,
                                 struct ft_error *err) {
  make_file(text, length);
  struct ft_scan *scan = ft_scan_open(&language, path, vars, NULL, err);
  drop_file();
  assert_non_null(scan);
  return scan;
}

static void expect_tokens(struct ft_scan *scan, const int *tokens) {
  for (; *tokens; tokens++)
    assert_int_equal(ft_scan_token(scan), *tokens);
}

static void tokens_and_words(void **state) {
  (void)state;
  static const char text[] =
      "# alpha\n\n \t#x\n ALPHA one\ttwo  \nbeta\r\nbeta beta #\nbeta\0alpha";
  struct ft_error err = FT_ERROR_INIT;
  struct ft_scan *scan = scan_text(text, sizeof text - 1, NULL, &err);
  expect_tokens(scan, (const int[]){ALPHA, WORD, WORD, END, 0});
  assert_string_equal(ft_scan_next(scan), "one");
  assert_string_equal(ft_scan_need(scan, "more"), "two");
  assert_true(ft_scan_done(scan));
  assert_null(ft_scan_next(scan));
  expect_tokens(scan, (const int[]){UNKNOWN, END, BETA, WORD, WORD, END, 0});
  assert_string_equal(ft_scan_next(scan), "beta");
  assert_false(ft_scan_done(scan));
  char want[128];
  snprintf(want, sizeof want, "%s line 6: Unexpected \"#\".", path);
  assert_string_equal(err.text, want);
  ft_scan_free(scan);
}

static void text_ends_at_nul(void **state) {
  (void)state;
  struct ft_error err = FT_ERROR_INIT;
  struct ft_scan *scan = scan_text("alpha a\nbeta\0 x\nalpha\n", 21, NULL, &err);
  expect_tokens(scan, (const int[]){ALPHA, WORD, END, BETA, END, 0});
  assert_int_equal(ft_scan_token(scan), 0);
  assert_int_equal(ft_scan_token(scan), 0);
  ft_scan_free(scan);
}

static void rest_of_line(void **state) {
  (void)state;
  struct ft_error err = FT_ERROR_INIT;
  struct ft_scan *scan = scan_text("alpha  a b \nalpha\nalpha \nbeta x\t y", 35, NULL, &err);
  static const char *const want[] = {" a b ", NULL, ""};
  for (size_t i = 0; i < 3; i++) {
    int token;
    while ((token = ft_scan_token(scan)) != END)
      assert_int_not_equal(token, 0);
    const char *rest = ft_scan_rest(scan);
    if (want[i])
      assert_string_equal(rest, want[i]);
    else
      assert_null(rest);
    assert_true(ft_scan_done(scan));
  }
  expect_tokens(scan, (const int[]){BETA, WORD, WORD, END, 0});
  assert_string_equal(ft_scan_next(scan), "x");
  assert_string_equal(ft_scan_rest(scan), " y");
  ft_scan_free(scan);
}

static void names_by_the_thousand(void **state) {
  (void)state;
  enum { COUNT = 5000 };
  static char texts[COUNT][16];
  struct ft_names names = {0};
  assert_null(ft_names_find(&names, "n1"));
  for (int i = 0; i < COUNT; i++) {
    snprintf(texts[i], sizeof texts[i], "n%d", i);
    assert_true(ft_names_add(&names, texts[i], texts[i]));
  }
  for (int i = 0; i < COUNT; i++) {
    char other_case[16];
    snprintf(other_case, sizeof other_case, "N%d", i);
    assert_ptr_equal(ft_names_find(&names, other_case), texts[i]);
  }
  assert_null(ft_names_find(&names, "n5000"));
  assert_null(ft_names_find(&names, ""));
  ft_names_clear(&names);
}

static void variables_in_lines(void **state) {
  (void)state;
  struct ft_error err = FT_ERROR_INIT;
  struct ft_vars *vars = ft_vars_new();
  assert_int_equal(ft_vars_set(vars, "W=alpha a\nb", &err), 0);
  static const char text[] = "@NONE\n@W c\n# @{bad\nbeta\n";
  struct ft_scan *scan = scan_text(text, sizeof text - 1, vars, &err);
  expect_tokens(scan, (const int[]){ALPHA, WORD, WORD, END, 0});
  assert_string_equal(ft_scan_next(scan), "a\nb");
  assert_string_equal(ft_scan_next(scan), "c");
  assert_int_equal(ft_scan_token(scan), UNKNOWN);
  ft_scan_unexpected(scan);
  ft_error_add(&err, "dropped");
  assert_string_equal(err.text, "ftvar: {bad: Missing }");
  ft_scan_free(scan);
  ft_vars_free(vars);
}

static void messages_name_the_line(void **state) {
  (void)state;
  struct ft_error err = FT_ERROR_INIT;
  struct ft_scan *scan = scan_text("\nalpha 5000000000 1.2.3.4.5 10.1.2.3/8\n", 39, NULL, &err);
  expect_tokens(scan, (const int[]){ALPHA, WORD, WORD, WORD, END, 0});
  uint32_t number;
  struct ft_addr addr;
  struct ft_prefix prefix;
  char want[512];
  assert_false(ft_scan_need_number(scan, "Expecting x.", &number));
  assert_false(ft_scan_addr(scan, ft_scan_next(scan), &addr));
  assert_true(ft_scan_prefix(scan, ft_scan_next(scan), &prefix));
  assert_int_equal(ft_addr_to_u32(&prefix.addr), 0x0a000000);
  assert_null(ft_scan_need(scan, "Expecting y."));
  snprintf(want, sizeof want,
           "%s line 2: Value out of range.\n%s line 2: Bad address \"1.2.3.4.5\".\n"
           "%s line 2: Expecting y.",
           path, path, path);
  assert_string_equal(err.text, want);
  ft_scan_free(scan);
  ft_error_clear(&err);
  assert_null(ft_scan_open(&language, "/nonexistent/x", NULL, NULL, &err));
  assert_string_equal(err.text, "open(/nonexistent/x): No such file or directory");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(variables_are_replaced),
      cmocka_unit_test(variable_errors),
      cmocka_unit_test(symbols_are_read),
      cmocka_unit_test(names_of_several_values),
      cmocka_unit_test(missing_symbols_are_a_warning),
      cmocka_unit_test(defect_15_blanks_behind_a_name),
      cmocka_unit_test(defect_16_value_without_name),
      cmocka_unit_test(defect_17_bad_values),
      cmocka_unit_test(configuration_folder),
      cmocka_unit_test(numbers),
      cmocka_unit_test(list_items),
      cmocka_unit_test(tokens_and_words),
      cmocka_unit_test(text_ends_at_nul),
      cmocka_unit_test(rest_of_line),
      cmocka_unit_test(variables_in_lines),
      cmocka_unit_test(names_by_the_thousand),
      cmocka_unit_test(messages_name_the_line),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
