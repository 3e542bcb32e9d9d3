/*
 * What the original does wrong, by the numbers of filter.md 12. D10 to D13 and D17 are about
 * flow-filter and its lists (test-acl*.c, test-criteria.c, test-lists.c); D5 is the golden case
 * filter/new-d5-capture-times.
 */
#include "filter-load.h"

#include <netdb.h>
#include <sys/stat.h>
#include <time.h>

#include "ft/report.h"
#include "ft/xlate.h"

#define P "filter-primitive p\n"

/* Instead of the system's, for libft too: there are no hosts, and no network is asked. */
int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
                struct addrinfo **found) {
  (void)node;
  (void)service;
  (void)hints;
  (void)found;
  return EAI_NONAME;
}

/* Loading text fails; the error without the file's name is want and the closing line. */
static void check_refused(const char *text, const char *want) {
  char whole[512];
  assert_null(load(text, strlen(text)));
  snprintf(whole, sizeof whole, "%s\nftfil_load(): failed", want);
  const char *got = strncmp(want, "line", 4) ? err.text : strstr(err.text, " line ") + 1;
  if (strcmp(got, whole) != 0) fail_msg("%s\n%s", text, err.text);
}

/* Whether lines of a primitive permit the record, asked about item. */
static bool permits(const char *type, const char *lines, const char *item,
                    const struct ft_layout *layout, const uint8_t *record) {
  char text[512];
  snprintf(text, sizeof text, P "type %s\n%s\nfilter-definition d\nmatch %s p\n", type, lines,
           item);
  struct ft_filters *filters = load(text, strlen(text));
  if (!filters) fail_msg("%s\n%s", text, err.text);
  struct ft_filter *filter = ft_filter_compile(ft_filters_find(filters, "d"), layout, &err);
  ft_filters_free(filters);
  uint8_t pass = 1;
  ft_filter_run(filter, record, 1, &pass);
  ft_filter_free(filter);
  return pass;
}

static void d1_counter_for_a_time(void **state) {
  (void)state;
  static const char *const items[] = {"start-time", "end-time"};
  for (size_t i = 0; i < 2; i++) {
    char text[200], want[200];
    snprintf(text, sizeof text, P "type counter\npermit gt 5\nfilter-definition d\nmatch %s p\n",
             items[i]);
    snprintf(want, sizeof want,
             "Primitive \"%s\" incompatible with match in filter-definition \"d\".\n"
             "resolve_primitives(): failed",
             items[i]);
    check_refused(text, want);
  }
}

/* The bits beyond the length do not count, whatever the other lines are. */
static void d2_prefix_with_host_bits(void **state) {
  (void)state;
  static const char *const lines[] = {
      "permit 192.168.0.10/24",
      "permit 192.168.0.10/24\ndeny 192.168.0.0/16",
      "permit 192.168.0.200/24\ndeny 192.168.0.255/16\ndeny 10.1.2.3/1",
  };
  static const struct {
    uint32_t address;
    bool permit;
  } cases[] = {{0xc0a80000, true},  {0xc0a80001, true},  {0xc0a8000a, true}, {0xc0a800ff, true},
               {0xc0a7ffff, false}, {0xc0a80100, false}, {0, false}};
  const struct ft_layout *layout = ft_layout_find(5, 0);
  uint8_t record[FT_RECORD_MAX];
  make_record(layout, record);
  for (size_t l = 0; l < sizeof lines / sizeof *lines; l++)
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
      ft_store(record, ft_column(layout, FT_F_SRCADDR), cases[i].address);
      if (permits("ip-address-prefix", lines[l], "src-ip-addr", layout, record) != cases[i].permit)
        fail_msg("%s: %x", lines[l], cases[i].address);
    }
  /* so they are no other prefix */
  permits("ip-address-prefix", "permit 192.168.0.10/24\ndeny 192.168.0.0/24", "src-ip-addr", layout,
          record);
  assert_string_equal(warnings, "line 4: entry 192.168/24 previously set as permit.|");
}

static void d3_malformed_addresses(void **state) {
  (void)state;
  static const char *const types[] = {"ip-address", "ip-address-prefix", "ip-address-mask"};
  static const char *const addresses[] = {
      "10.0.0.1,10.0.0.2", "256",      "10.0.0.256", "1.2.3.4.5", "10.0.0.-1", "*", "10_1", "::",
      "nosuchhost",        "10.0.0.1x"};
  static const char *const lengths[] = {"10.0.0.0/",          "10/-1",  "10.0.0.0/+8", "10/8,11/8",
                                        "10.0.0.0/255.0.0.0", "10/8/8", "10/0.",       "/8x"};
  char text[200], want[200];
  for (size_t t = 0; t < 3; t++)
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
      snprintf(text, sizeof text, P "type %s\npermit %s%s\n", types[t], addresses[i],
               t == 2 ? " 255" : "");
      snprintf(want, sizeof want, "line 3: Bad address \"%s\".", addresses[i]);
      check_refused(text, want);
    }
  for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
    snprintf(text, sizeof text, P "type ip-address-prefix\npermit %s\n", lengths[i]);
    snprintf(want, sizeof want, "line 3: Bad address \"%s\".", lengths[i]);
    check_refused(text, want);
  }
  check_refused(P "type ip-address\npermit 10.0.0.1/32\n", "line 3: Bad address \"10.0.0.1/32\".");
  check_refused(P "type ip-address-mask\npermit 10 256\n", "line 3: Bad address \"256\".");
  /* Lengths of more than 32 are 32. */
  const struct ft_layout *layout = ft_layout_find(5, 0);
  uint8_t record[FT_RECORD_MAX];
  make_record(layout, record);
  assert_true(permits("ip-address-prefix", "permit 10.1.2.3/33", "src-ip-addr", layout, record));
  assert_true(
      permits("ip-address-prefix", "permit 10.1.2.3/999999999999", "src-ip-addr", layout, record));
  assert_false(permits("ip-address-prefix", "permit 10.1.2.2/33", "src-ip-addr", layout, record));
}

static void d4_engine_values(void **state) {
  (void)state;
  static const char *const values[] = {"256", "257", "65535", "0-256", "255,300", "65536"};
  for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
    char text[200];
    snprintf(text, sizeof text, P "type engine\npermit %s\n", values[i]);
    check_refused(text, "line 3: Value out of range.\nload_lookup(): failed");
  }
}

/* -- D6, D14: in the languages that are read by the same rules -- */

static bool loads_xlate(void) {
  struct ft_xlates *xlates = ft_xlates_load(path, NULL, &log_to_text, &err);
  ft_xlates_free(xlates);
  return xlates;
}

static bool loads_report(void) {
  struct ft_reports *reports = ft_reports_load(path, NULL, &log_to_text, &err);
  ft_reports_free(reports);
  return reports;
}

static bool loads_filter(void) {
  struct ft_filters *filters = ft_filters_load(path, NULL, &log_to_text, &err);
  ft_filters_free(filters);
  return filters;
}

static void d6_long_lines(void **state) {
  (void)state;
  static bool (*const loaders[])(void) = {loads_filter, loads_xlate, loads_report};
  enum { LONG = 100000 };
  char *text = malloc(LONG + 100);
  for (size_t i = 0; i < 3; i++) {
    size_t length = (size_t)sprintf(text, "# ");
    memset(text + length, 'x', LONG);
    length += LONG;
    fill_file(text, length);
    assert_true(loaders[i]());
    length += (size_t)sprintf(text + length, "\nwrong\n");
    fill_file(text, length);
    assert_false(loaders[i]());
    assert_non_null(strstr(err.text, " line 2: Unexpected \"wrong\"."));
    assert_string_equal(warnings, "");
  }
  /* A long word, and after it statements that count. */
  const struct ft_layout *layout = ft_layout_find(5, 0);
  uint8_t record[FT_RECORD_MAX], pass = 1;
  make_record(layout, record);
  size_t length = (size_t)sprintf(text, P "type ip-port\npermit 443");
  for (size_t i = 0; i < 300; i++)
    length += (size_t)sprintf(text + length, ",%zu", 2000 + i);
  length +=
      (size_t)sprintf(text + length, "\npermit 80\nfilter-definition d\nmatch dst-ip-port p\n");
  struct ft_filters *filters = load(text, length);
  assert_non_null(filters);
  struct ft_filter *filter = ft_filter_compile(ft_filters_find(filters, "d"), layout, &err);
  ft_filter_run(filter, record, 1, &pass);
  assert_int_equal(pass, 1);
  ft_filter_free(filter);
  ft_filters_free(filters);
  free(text);
}

static void d7_samples_without_a_rate(void **state) {
  (void)state;
  static const char want[] =
      "Primitive \"random-sample\" incompatible with match in filter-definition \"d\".\n"
      "resolve_primitives(): failed";
  check_refused(P "type rate\nfilter-definition d\nmatch random-sample p\n", want);
  check_refused(P "type rate\ndefault permit\nfilter-definition d\nmatch random-sample p\n", want);
  static const char *const rates[] = {"-1", "-100", "0"};
  for (size_t i = 0; i < sizeof rates / sizeof *rates; i++) {
    char text[100];
    snprintf(text, sizeof text, P "type rate\npermit %s\n", rates[i]);
    assert_null(load(text, strlen(text)));
    assert_string_equal(strstr(err.text, "line"), "line 3: Rate can not be 0.");
  }
}

/* Days that a month lacks are counted on into the next one. */
static void d8_months_without_the_day(void **state) {
  (void)state;
  static const struct {
    const char *text, *same;
  } cases[] = {
      {"2005-01-31 1 month", "2005-03-03"},     {"2004-01-31 1 month", "2004-03-02"},
      {"2005-03-31 1 month ago", "2005-03-03"}, {"2005-05-31 1 month", "2005-07-01"},
      {"2004-02-29 1 year", "2005-03-01"},      {"2005-12-31 2 months", "2006-03-03"},
      {"2005-01-28 1 month", "2005-02-28"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    uint32_t got, want;
    assert_true(ft_date_parse(cases[i].text, 1131969600, &got));
    assert_true(ft_date_parse(cases[i].same, 1131969600, &want));
    assert_int_equal(got, want);
  }
}

static void d9_names_of_as(void **state) {
  (void)state;
  char folder[] = "/tmp/test-defects-XXXXXX", sym[80], asn[80], tag[80];
  assert_non_null(mkdtemp(folder));
  snprintf(sym, sizeof sym, "%s/sym", folder);
  snprintf(asn, sizeof asn, "%s/sym/asn.sym", folder);
  snprintf(tag, sizeof tag, "%s/sym/tag.sym", folder);
  assert_int_equal(mkdir(sym, 0700), 0);
  FILE *file = fopen(asn, "w");
  fputs("65535 home\n7 both\n", file);
  fclose(file);
  file = fopen(tag, "w");
  fputs("8 both\n65535 campus\n", file);
  fclose(file);
  setenv("FLOW_TOOLS_CONFDIR", folder, 1);

  const struct ft_layout *layout = ft_layout_find(5, 0);
  uint8_t record[FT_RECORD_MAX];
  make_record(layout, record);
  assert_true(permits("as", "permit home", "source-as", layout, record));
  assert_true(permits("as", "permit campus", "source-as", layout, record));
  assert_false(permits("as", "permit both", "source-as", layout, record));
  ft_store(record, ft_column(layout, FT_F_SRC_AS), 7);
  assert_true(permits("as", "permit both", "source-as", layout, record));
  check_refused(P "type as\npermit nobody\n",
                "line 3: symbol lookup for \"nobody\" failed.\nload_lookup(): failed");
  unsetenv("FLOW_TOOLS_CONFDIR");
  unlink(asn);
  unlink(tag);
  rmdir(sym);
  rmdir(folder);
}

static void d14_numbers_beyond_32_bits(void **state) {
  (void)state;
  static const char *const lines[] = {
      "type counter\npermit gt 4294967296",  "type counter\npermit gt 0x100000000",
      "type counter\npermit gt -4294967297", "type tag\npermit 4294967296",
      "type tag-mask\npermit 1 4294967296",  "type tag-mask\npermit 4294967296 1",
      "type ip-tos\nmask 4294967296",        "type time\npermit lt 4294967296",
      "type rate\npermit 4294967296",        "type counter\npermit gt 99999999999999999999999",
  };
  char text[200];
  for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
    snprintf(text, sizeof text, P "%s\n", lines[i]);
    check_refused(text, "line 3: Value out of range.");
  }
  static const char *const lists[] = {"ip-port", "as", "ip-protocol", "ifindex", "engine"};
  for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
    snprintf(text, sizeof text, P "type %s\npermit 4294967296\n", lists[i]);
    check_refused(text, "line 3: Value out of range.\nload_lookup(): failed");
  }
  static const struct {
    bool (*loads)(void);
    const char *text;
  } others[] = {
      {loads_xlate, "xlate-action a\ntype scale\nscale 4294967296\n"},
      {loads_xlate, "xlate-action a\ntype tag-mask\nmask 1 4294967296\n"},
      {loads_report, "stat-report r\ntype octets\nscale 4294967296\n"},
  };
  for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
    fill_file(others[i].text, strlen(others[i].text));
    assert_false(others[i].loads());
    if (!strstr(err.text, " line 3: Value out of range.\n")) fail_msg("%s", err.text);
  }
  /* A sign still wraps. */
  const struct ft_layout *layout = ft_layout_find(5, 0);
  uint8_t record[FT_RECORD_MAX];
  make_record(layout, record);
  ft_store(record, ft_column(layout, FT_F_DOCTETS), 4294967295);
  assert_true(permits("counter", "permit eq -1", "octets", layout, record));
}

static void d15_warning_about_a_repeated_time(void **state) {
  (void)state;
  static const char text[] = P "type time\npermit lt 12:05:09\ndeny gt 1\ndeny lt 12:5:9\n"
                               "permit gt 1:00:00\n";
  ft_filters_free(load(text, sizeof text - 1));
  assert_string_equal(warnings, "line 5: entry lt 12:5:9 previously set as permit.|"
                                "line 6: entry gt 1:0:0 previously set as deny.|");
}

/* The flow starts at 11:59:50. */
static void d16_times_beyond_a_day(void **state) {
  (void)state;
  static const struct {
    const char *lines;
    bool permit;
  } cases[] = {
      {"permit lt 24:00", true},
      {"permit gt 24:00", false},
      {"deny ge 24:00\npermit eq 11:59:50", true},
      {"deny gt 25:00\ndeny gt 99:99:99\npermit gt 11:59:49", true},
      {"deny gt 25:00\npermit lt 11:59:50", false},
      {"permit eq 11:58:110", true},
  };
  const struct ft_layout *layout = ft_layout_find(5, 0);
  uint8_t record[FT_RECORD_MAX];
  make_record(layout, record);
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    if (permits("time", cases[i].lines, "start-time", layout, record) != cases[i].permit)
      fail_msg("%s", cases[i].lines);
}

/* Long words are shown whole; endless ones leave room for the closing line. */
static void d18_long_words_in_messages(void **state) {
  (void)state;
  static const size_t lengths[] = {1000, 1023, 1024, 1900, 10000};
  for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
    char *text = malloc(lengths[i] + 1);
    memset(text, 'w', lengths[i]);
    assert_null(load(text, lengths[i]));
    text[lengths[i]] = '\0';
    const char *shown = strchr(err.text, '"') + 1;
    size_t length = strspn(shown, "w");
    assert_in_range(length, lengths[i] < 1900 ? lengths[i] : 1900, lengths[i]);
    assert_string_equal(strrchr(err.text, '\n'), "\nftfil_load(): failed");
    free(text);
  }
}

/* The octets are 1000; V, of the program, is a limit in the filter file that xlate includes. */
static void d19_variables_in_an_included_filter(void **state) {
  (void)state;
  char filter_path[] = "/tmp/test-defects-filter-XXXXXX", text[300];
  static const char filter[] = P "type counter\npermit gt @{V:-1}\nfilter-definition f\n"
                                 "match octets p\n";
  int fd = mkstemp(filter_path);
  assert_int_equal(write(fd, filter, sizeof filter - 1), sizeof filter - 1);
  close(fd);
  int length = snprintf(text, sizeof text,
                        "include-filter %s\nxlate-action a\ntype ip-port-privacy-mask\n"
                        "xlate-definition d\nterm\nfilter f\naction a\n",
                        filter_path);
  static const struct {
    const char *variable;
    bool changed;
  } cases[] = {{"V=999", true}, {"V=1000", false}, {"W=5000", true}};
  const struct ft_layout *layout = ft_layout_find(5, 0);
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct ft_vars *vars = ft_vars_new();
    assert_int_equal(ft_vars_set(vars, cases[i].variable, &err), 0);
    fill_file(text, (size_t)length);
    struct ft_xlates *xlates = ft_xlates_load(path, vars, &log_to_text, &err);
    assert_string_equal(err.text, "");
    struct ft_xlate *xlate = ft_xlate_compile(ft_xlates_find(xlates, "d"), layout, NULL, &err);
    uint8_t record[FT_RECORD_MAX];
    make_record(layout, record);
    ft_xlate_run(xlate, record, 1, 0);
    assert_int_equal(ft_load(record, ft_column(layout, FT_F_DSTPORT)), cases[i].changed ? 0 : 80);
    ft_xlate_free(xlate);
    ft_xlates_free(xlates);
    ft_vars_free(vars);
  }
  unlink(filter_path);
}

static int set_up(void **state) {
  setenv("TZ", "UTC", 1);
  tzset();
  return make_path(state);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(d1_counter_for_a_time),
      cmocka_unit_test(d2_prefix_with_host_bits),
      cmocka_unit_test(d3_malformed_addresses),
      cmocka_unit_test(d4_engine_values),
      cmocka_unit_test(d6_long_lines),
      cmocka_unit_test(d7_samples_without_a_rate),
      cmocka_unit_test(d8_months_without_the_day),
      cmocka_unit_test(d9_names_of_as),
      cmocka_unit_test(d14_numbers_beyond_32_bits),
      cmocka_unit_test(d15_warning_about_a_repeated_time),
      cmocka_unit_test(d16_times_beyond_a_day),
      cmocka_unit_test(d18_long_words_in_messages),
      cmocka_unit_test(d19_variables_in_an_included_filter),
  };
  return cmocka_run_group_tests(tests, set_up, remove_path);
}
