/* flow-rptfmt: numbers for people, escaping, sums and the formats text and page. */
#include "rptfmt-render.h"

#include <time.h>

#include "../../flow-rptfmt/chars.h"
#include "../../flow-rptfmt/human.h"

static void test_octets(void **state) {
  (void)state;
  static const struct {
    uint64_t octets;
    const char *text;
  } cases[] = {
      {0, "0 B"},
      {1023, "1023 B"},
      {1024, "1.00 KB"},
      {1048523, "1023.95 KB"},
      {1048570, "1023.99 KB"},
      {1048571, "1.00 MB"},
      {1048575, "1.00 MB"},
      {1048576, "1.00 MB"},
      {6150813, "5.87 MB"},
      {1073741823, "1.00 GB"},
      {UINT64_C(1) << 40, "1.00 TB"},
      {UINT64_C(1) << 50, "1.00 PB"},
      {UINT64_MAX, "16.00 EB"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char text[HUMAN_SIZE];
    human_octets(wide_from_unsigned(cases[i].octets), text);
    assert_string_equal(text, cases[i].text);
  }
}

static void test_duration(void **state) {
  (void)state;
  static const struct {
    uint64_t milliseconds;
    const char *text;
  } cases[] = {
      {0, "0.0 s"},
      {199, "0.1 s"},
      {53268, "53.2 s"},
      {59999, "59.9 s"},
      {60000, "1m 00s"},
      {507493, "8m 27s"},
      {3599999, "59m 59s"},
      {3600000, "1h 00m"},
      {43500000, "12h 05m"},
      {359999999, "99h 59m"},
      {360000000, "4d 04h"},
      {442800000, "5d 03h"},
      {UINT64_MAX, "213503982334d 14h"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char text[HUMAN_SIZE];
    human_duration(wide_from_unsigned(cases[i].milliseconds), text);
    assert_string_equal(text, cases[i].text);
  }
}

static void test_bitrate(void **state) {
  (void)state;
  static const struct {
    double rate;
    const char *text;
  } cases[] = {
      {0, "0 bps"},          {999.4, "999 bps"},
      {999.5, "1.00 kbps"},  {999994, "999.99 kbps"},
      {999996, "1.00 Mbps"}, {7431726.545455, "7.43 Mbps"},
      {1e9, "1.00 Gbps"},    {2.5e12, "2.50 Tbps"},
      {1e300, "1e+300 bps"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char text[HUMAN_SIZE];
    human_bitrate(cases[i].rate, text);
    assert_string_equal(text, cases[i].text);
  }
}

static void test_count_and_time(void **state) {
  (void)state;
  char text[HUMAN_SIZE];
  human_count(wide_from(0), text);
  assert_string_equal(text, "0");
  human_count(wide_from(999), text);
  assert_string_equal(text, "999");
  human_count(wide_from(4417), text);
  assert_string_equal(text, "4,417");
  human_count(wide_from_unsigned(UINT64_MAX), text);
  assert_string_equal(text, "18,446,744,073,709,551,615");
  setenv("TZ", "CET-1", 1);
  tzset();
  assert_true(human_time(wide_from(1132012805), text));
  assert_string_equal(text, "2005-11-15 01:00:05");
  human_zone(wide_from(1132012805), text);
  assert_string_equal(text, "CET");
  assert_false(human_time(wide_from(-1), text));
  assert_false(human_time(WIDE_MAX, text));
  setenv("TZ", "UTC", 1);
  tzset();
}

static void test_numbers(void **state) {
  (void)state;
  static const char *const bad[] = {"",     " ",   "+",   "-",   ".",  "1x",
                                    "0x10", "1e5", "nan", "1 2", "1,2"};
  struct number number;
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    assert_false(number_parse(bad[i], &number));
  assert_true(number_parse(" +007 ", &number));
  assert_true(number.integer && wide_to_int64(number.whole) == 7 && number.fraction == 0);
  assert_true(number_parse("-1.25", &number));
  assert_true(wide_to_int64(number.whole) == -2 && number.fraction == UINT64_C(750000000000000000));
  /* More digits than any counter has. */
  const char *many = "99999999999999999999999999999999999999999999999999";
  assert_true(number_parse(many, &number));
  assert_false(number.integer);
  assert_true(wide_compare(number.whole, WIDE_MAX) < 0);
  assert_true(number_value(many, &number) == 1e50);
}

static void test_sums_beyond_64_bits(void **state) {
  (void)state;
  struct sum sum = SUM_INIT;
  struct number number;
  const char *largest = "18446744073709551615";
  assert_true(number_parse(largest, &number));
  for (int i = 0; i < 3; i++)
    sum_add(&sum, largest, &number);
  char text[WIDE_TEXT_SIZE];
  assert_true(sum.exact);
  assert_string_equal(wide_text(sum.whole, text), "55340232221128654845");
  assert_true(number_parse("0.5", &number));
  sum_add(&sum, "0.5", &number);
  assert_false(sum.exact);
  assert_string_equal(wide_text(WIDE_MIN, text), "-170141183460469231731687303715884105728");
}

static void check_html(const char *text, const char *wanted) {
  static struct output out;
  FILE *file = tmpfile();
  assert_non_null(file);
  output_init(&out, fileno(file), NULL);
  chars_html(&out, text, NULL);
  output_flush(&out);
  char *got = written(file);
  assert_string_equal(got, wanted);
  free(got);
  fclose(file);
}

#define REPLACED "\xef\xbf\xbd"

static void test_escaping(void **state) {
  (void)state;
  check_html("<a href='x'>&\"</a>", "&lt;a href=&#39;x&#39;&gt;&amp;&quot;&lt;/a&gt;");
  check_html("caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80",
             "caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80");
  check_html("\t\x1b[1m\x7f", REPLACED REPLACED "[1m" REPLACED);
  check_html("\xc2\x85", REPLACED); /* a control character beyond ASCII */
  check_html("\xff"
             "a\x80",
             REPLACED "a" REPLACED);
  check_html("\xc0\xaf", REPLACED REPLACED); /* too long for a slash */
  check_html("\xe0\x80\xbc", REPLACED REPLACED REPLACED);
  check_html("\xed\xa0\x80", REPLACED REPLACED REPLACED); /* a surrogate */
  check_html("\xf4\x90\x80\x80", REPLACED REPLACED REPLACED REPLACED);
  check_html("\xe2\x82", REPLACED REPLACED); /* cut off */
  check_html("\xc3<", REPLACED "&lt;");
}

static void test_characters(void **state) {
  (void)state;
  const char *text = "a\xc3\xa9\xff"
                     "b";
  assert_int_equal(chars_count(text, NULL), 4);
  assert_string_equal(chars_skip(text, 2), "\xff"
                                           "b");
  assert_string_equal(chars_skip(text, 9), "");
}

static const struct options plain = {.fields = "all", .width = 80};

static void check(const struct format *format, const struct options *options, const char *input,
                  const char *wanted) {
  struct ft_error err = FT_ERROR_INIT;
  char *got = render(format, options, input, strlen(input), &err);
  assert_string_equal(err.text, "");
  assert_non_null(got);
  assert_string_equal(got, wanted);
  free(got);
}

static void check_fails(const struct format *format, const struct options *options,
                        const char *input) {
  struct ft_error err = FT_ERROR_INIT;
  assert_null(render(format, options, input, strlen(input), &err));
  assert_true(err.length > 0);
}

static void test_text_cells(void **state) {
  (void)state;
  check(&format_text, &plain,
        "# recn: ip-protocol*,flows,octets,first,avg-bps\n"
        "t\xff\tcp,1234,812,0,999.5\nudp,x,6150813,-1,y\n",
        "protocol\n--------\n\n"
        "protocol  flows   octets   share                first    avg bps\n"
        "--------  -----  -------  ------  -------------------  ---------\n"
        "t"
        "??cp     1,234   812 B     0.0%  1970-01-01 00:00:00  1.00 kbps\n"
        "udp           x  5.87 MB  100.0%                   -1          y\n\n"
        "1 KB = 1024 octets. share: part of all octets of the report.\n");
}

static void test_text_narrow(void **state) {
  (void)state;
  struct options options = plain;
  options.width = 30;
  options.hide_header = true;
  check(&format_text, &options,
        "# recn: packet size/flow*,tag*,flows\nabcdefghijklmnopqrst,caf\xc3\xa9,1\n",
        "packet size/\n"
        "flow          tag   flows   share\n"
        "------------  ----  -----  ------\n"
        "abcdefghijk~  caf\xc3\xa9      1  100.0%\n\n"
        "share: part of all flows of the report.\n");
}

static void test_text_sections(void **state) {
  (void)state;
  struct options options = plain;
  options.bars = "flows";
  check(&format_text, &options,
        "# rec1: records,flows\n9,30\n# recn: a*,flows\nx,10\n#TALLY %recs=1.0\ny,5\n"
        "# stop, hit record limit.\n# name:  second\n# records:  0\n# recn: b*,flows\n",
        "a\n-\nShown    2 of 9 records\n\n"
        "a           flows   share\n"
        "----------  -----  ------\n"
        "x              10   33.3%\n"
        "y               5   16.7%\n"
        "----------  -----  ------\n"
        "others (7)     15   50.0%\n"
        "total          30  100.0%\n\n"
        "second\n------\nShown    0 of 0 records\n\nno rows\n\n"
        "share: part of all flows of the report.\n");
}

static void test_text_both_ends(void **state) {
  (void)state;
  struct options options = plain;
  options.hide_header = true;
  check(&format_text, &options, "# rec1: records,flows\n9,10\n# recn: ip-port*,flows\nx,10\n",
        "port   flows   share\n"
        "-----  -----  ------\n"
        "x         10  100.0%\n"
        "-----  -----  ------\n"
        "total     10\n\n"
        "share: part of all flows of the report.\n");
}

static void test_text_percent(void **state) {
  (void)state;
  struct options options = plain;
  options.percent = true;
  options.sort = "-flows";
  check(&format_text, &options, "# recn: index,a*,flows\n0,x,1\n1,y,3\n",
        "a\n-\n\nindex  a   flows\n-----  -  ------\n    1  y  75.00%\n    0  x  25.00%\n\n");
  check_fails(&format_text, &options, "# recn: a*,flows\nx,y\n");
  check_fails(&format_text, &options, "");
}

static void test_bad_field(void **state) {
  (void)state;
  struct options options = plain;
  options.bars = "nothing";
  check_fails(&format_page, &options, "# recn: a*,flows\n");
  options.bars = NULL;
  options.sort = "flows";
  check_fails(&format_ascii, &options, "# recn: a*,flows\n");
}

/* Equal rows keep their order, text is after all numbers, 64 bits count. */
static void test_sort(void **state) {
  (void)state;
  struct options options = plain;
  options.hide_header = true;
  options.sort = "+n";
  const char *input = "# recn: k*,n\na,18446744073709551615\nb,x\nc,18446744073709551614\n"
                      "d,-0.5\ne,-1.5\nf,007\ng,7\nh,\n";
  check(&format_ascii, &options, input,
        "e -1.5                \nd -0.5                \nf 007                 \n"
        "g 7                   \nc 18446744073709551614\na 18446744073709551615\n"
        "h                     \nb x                   \n\n");
  options.sort = "-n";
  options.limit = 2;
  check(&format_ascii, &options, input, "b x                   \nh                      \n");
}

static void test_page_escapes(void **state) {
  (void)state;
  struct options options = plain;
  options.title = "<t>";
  struct ft_error err = FT_ERROR_INIT;
  const char *input = "# name: \"n\"\n# recn: <k>*,\"q\"\n</svg><script>,1\n";
  char *page = render(&format_page, &options, input, strlen(input), &err);
  assert_non_null(page);
  assert_non_null(strstr(page, "<h1>&lt;t&gt;</h1>"));
  assert_non_null(strstr(page, "<h2>&quot;n&quot;</h2>"));
  assert_non_null(strstr(page, "aria-label=\"Bar chart: &quot;q&quot; by &lt;k&gt;."));
  assert_non_null(
      strstr(page, "&lt;/svg&gt;&lt;script&gt;</text><rect x=\"240\" y=\"4\" width=\"400.0\""));
  assert_null(strstr(page, "<script"));
  free(page);
}

static void test_chart_label(void **state) {
  (void)state;
  struct ft_error err = FT_ERROR_INIT;
  const char *input = "# recn: k*,n\n1234567890123456789012345678901234,2\n"
                      "12345678901234567890123456789012345,1\n";
  char *page = render(&format_page, &plain, input, strlen(input), &err);
  assert_non_null(page);
  assert_non_null(strstr(page, "\"end\">1234567890123456789012345678901234</text>"));
  assert_non_null(strstr(page, "\"end\">123456789012345678901234567890123\xe2\x80\xa6</text>"));
  assert_non_null(
      strstr(page, "width=\"200.0\" height=\"16\" rx=\"2\"/><text x=\"446.0\" y=\"38\">1<"));
  free(page);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_octets),        cmocka_unit_test(test_duration),
      cmocka_unit_test(test_bitrate),       cmocka_unit_test(test_count_and_time),
      cmocka_unit_test(test_numbers),       cmocka_unit_test(test_sums_beyond_64_bits),
      cmocka_unit_test(test_escaping),      cmocka_unit_test(test_characters),
      cmocka_unit_test(test_text_cells),    cmocka_unit_test(test_text_narrow),
      cmocka_unit_test(test_text_sections), cmocka_unit_test(test_text_both_ends),
      cmocka_unit_test(test_text_percent),  cmocka_unit_test(test_bad_field),
      cmocka_unit_test(test_sort),          cmocka_unit_test(test_page_escapes),
      cmocka_unit_test(test_chart_label),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
