/* What was broken in the first flow-rptfmt, by the numbers of spec rptfmt.md 7. */
#include "rptfmt-render.h"

#include <stdio.h>
#include <sys/stat.h>

static const struct options headless = {.fields = "all", .hide_header = true, .width = 80};

static void check(const struct options *options, const char *input, const char *wanted) {
  struct ft_error err = FT_ERROR_INIT;
  char *got = render(&format_ascii, options, input, strlen(input), &err);
  assert_string_equal(err.text, "");
  assert_non_null(got);
  assert_string_equal(got, wanted);
  free(got);
}

static void check_fails(const char *input, const char *wanted) {
  struct ft_error err = FT_ERROR_INIT;
  assert_null(render(&format_ascii, &headless, input, strlen(input), &err));
  assert_string_equal(err.text, wanted);
}

#define REPORT "# recn: k*,n\na,1\n"

static void defect_1_records_shown(void **state) {
  (void)state;
  const char *input = "# records:  3\n# records_shown:  2\n# record x\n" REPORT;
  check(&headless, input, "a 1\n\n");
  struct options options = headless;
  options.hide_header = false;
  char *argv[] = {(char[]){"x"}, NULL};
  options.argc = 1;
  options.argv = argv;
  check(&options, input, "# records:  3\n# records_shown:  2\n# record x\n#  ['x']\nk n\na 1\n\n");
}

/* -- summary-detail -- */

/* A report whose first share is this text, all others 0. */
static char *detail(const char *share) {
  static char text[4096];
  char *end = text;
  end += sprintf(end, "# rec2: time_real,aflowtime,aps,afs,apf,fps,fps_real");
  for (int i = 7; i <= 110; i++)
    end += sprintf(end, ",s%d", i);
  end += sprintf(end, "\n0,0,0,0,0,0,0,%s", share);
  for (int i = 8; i <= 110; i++)
    end += sprintf(end, ",0.000000");
  strcpy(end, "\n");
  return text;
}

static void check_share(const char *share, const char *wanted) {
  struct ft_error err = FT_ERROR_INIT;
  const char *input = detail(share);
  char *got = render(&format_ascii, &headless, input, strlen(input), &err);
  assert_string_equal(err.text, "");
  assert_non_null(got);
  char line[64];
  snprintf(line, sizeof line, " 480\n   %s .000 .000 ", wanted);
  assert_non_null(strstr(got, line));
  free(got);
}

static void defect_2_whole_share(void **state) {
  (void)state;
  check_share("1.000000", "1.00");
  check_share("0.134000", ".134");
  check_share("0.999900", "1.00");
  check_share("0.999400", ".999");
  check_share("12.500000", "12.5");
}

static void defect_3_no_number(void **state) {
  (void)state;
  check_share("nan", ".000");
  check_share("-nan", ".000");
  check_share("inf", ".000");
  check_share("-inf", ".000");
}

/* -- names -- */

static char folder[] = "/tmp/test-rptfmt-defects.XXXXXX";

static void write_symbols(const char *name, const char *text) {
  char path[128];
  snprintf(path, sizeof path, "%s/sym/%s", folder, name);
  FILE *file = fopen(path, "w");
  assert_non_null(file);
  fputs(text, file);
  assert_int_equal(fclose(file), 0);
}

static void remove_symbols(const char *name) {
  char path[128];
  snprintf(path, sizeof path, "%s/sym/%s", folder, name);
  assert_int_equal(unlink(path), 0);
}

static const struct options named = {
    .fields = "all", .hide_header = true, .names = true, .width = 80};

static void defect_4_columns_without_table(void **state) {
  (void)state;
  write_symbols("tcp-port.sym", "80 http\n");
  write_symbols("ip-type.sym", "2 class C unicast\n");
  check(&named,
        "# recn: ip-source-address*,ip-port*,ip-destination-address-type*,flows\n"
        "80,80,2,80\n",
        "80                http    class C unicast             80   \n\n");
  remove_symbols("tcp-port.sym");
  remove_symbols("ip-type.sym");
}

static void defect_5_symbol_files(void **state) {
  (void)state;
  write_symbols("ip-prot.sym", "# comment\n\n0x06 t c p\n  # another\n17\tudp # 17\n");
  check(&named, "# recn: ip-protocol*,n\n6,1\n17,2\n06,3\n",
        "t c p       1\nudp # 17    2\nt c p       3\n\n");
  remove_symbols("ip-prot.sym");
  /* No file: the numbers stay. */
  check(&named, "# recn: ip-protocol*,n\n6,1\n", "6           1\n\n");
}

/* -- numbers -- */

static void defect_6_sort_decimals(void **state) {
  (void)state;
  struct options options = headless;
  options.sort = "-n";
  check(&options, "# recn: k*,n\na,9.5\nb,10.25\nc,text\nd,10.3\n",
        "c text \nd 10.3 \nb 10.25\na 9.5  \n\n");
}

static void defect_7_percent(void **state) {
  (void)state;
  struct options options = headless;
  options.percent = true;
  check(&options, "# recn: k*,n,zero\na,0.5,0\nb,1.5,0\n",
        "a 25.000000 0.000000\nb 75.000000 0.000000\n\n");
}

/* -- lines -- */

static void defect_8_empty_line(void **state) {
  (void)state;
  check(&headless, "# recn: k*,n\na,1\n\n \t\nb,2\n\n", "a 1\nb 2\n\n");
}

static void defect_9_totals_of_the_next_report(void **state) {
  (void)state;
  check(&headless, "# rec1: flows\n1\n" REPORT "# rec1: x,y,z\n7,8,9\n" REPORT "# rec2: q\n5,5\n",
        "a 1\na 1\n\n");
}

static void defect_10_other_columns(void **state) {
  (void)state;
  check_fails(REPORT "# recn: k*,m\nb,2\n", "line 3: a report with other columns");
  check_fails(REPORT "# recn: k*,n,m\n", "line 3: a report with other columns");
  check_fails(REPORT "# recn: k*\n", "line 3: a report with other columns");
}

static void defect_11_line_numbers(void **state) {
  (void)state;
  check_fails(REPORT "b\n", "line 3: 1 values, 2 are needed");
  check_fails("# rec1: a,b,c\n1,2\n" REPORT, "line 2: 2 values, 3 are needed");
  check_fails("# records: 1\n# rec1: a,b,c\n", "line 3: the input ends where values should be");
}

static int set_up(void **state) {
  (void)state;
  char sym[128];
  if (!mkdtemp(folder)) return -1;
  snprintf(sym, sizeof sym, "%s/sym", folder);
  return mkdir(sym, 0700) == 0 ? setenv("FLOW_TOOLS_CONFDIR", folder, 1) : -1;
}

static int tear_down(void **state) {
  (void)state;
  char sym[128];
  snprintf(sym, sizeof sym, "%s/sym", folder);
  return rmdir(sym) == 0 ? rmdir(folder) : -1;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(defect_1_records_shown),
      cmocka_unit_test(defect_2_whole_share),
      cmocka_unit_test(defect_3_no_number),
      cmocka_unit_test(defect_4_columns_without_table),
      cmocka_unit_test(defect_5_symbol_files),
      cmocka_unit_test(defect_6_sort_decimals),
      cmocka_unit_test(defect_7_percent),
      cmocka_unit_test(defect_8_empty_line),
      cmocka_unit_test(defect_9_totals_of_the_next_report),
      cmocka_unit_test(defect_10_other_columns),
      cmocka_unit_test(defect_11_line_numbers),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
