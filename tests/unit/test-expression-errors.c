/* Filter expressions: what is said of errors, and hostile texts. */
#include "expression-flow.h"

/* -- errors -- */

struct wrong {
  const char *text;
  unsigned column;
  const char *what;
};

/* The three lines of an error. */
static void check_error(const struct wrong *wrong) {
  char want[1024];
  ft_error_clear(&err);
  struct ft_filters *filters = ft_filters_expression(wrong->text, &log_to_text, &err);
  if (filters) fail_msg("accepted: %s", wrong->text);
  snprintf(want, sizeof want, "expression column %u: %s\n%s\n%*s^", wrong->column, wrong->what,
           wrong->text, (int)wrong->column - 1, "");
  assert_string_equal(err.text, want);
}

static void errors(void **state) {
  (void)state;
  static const struct wrong cases[] = {
      {"", 1, "the expression is empty"},
      {"port", 5, "expected a value, found the end"},
      {"port and", 6, "expected a value, found \"and\""},
      {"port 80 or", 11, "expected a test, found the end"},
      {"port 80,", 9, "expected a value, found the end"},
      {"port 80 443", 9, "expected \"and\" or \"or\", found \"443\""},
      {"port 80 port 443", 9, "expected \"and\" or \"or\", found \"port\""},
      {"tcp udp", 5, "expected \"and\" or \"or\", found \"udp\""},
      {"port 80 and and tcp", 13, "expected a test, found \"and\""},
      {"and tcp", 1, "expected a test, found \"and\""},
      {"not", 4, "expected a test, found the end"},
      {"src", 4, "expected a keyword or an address, found the end"},
      {"src dst port 80", 5, "expected a keyword or an address, found \"dst\""},
      {"src not port 80", 5, "expected a keyword or an address, found \"not\""},
      {"next or dst port 80", 9, "only src and dst can be joined"},
      {"src and src port 80", 9, "only src and dst can be joined"},
      {"()", 2, "expected a test, found \")\""},
      {"(tcp", 5, "expected \"and\", \"or\" or \")\", found the end"},
      {"((tcp) udp", 8, "expected \"and\", \"or\" or \")\", found \"udp\""},
      {"(tcp))", 6, "expected \"and\" or \"or\", found \")\""},
      {"port [80", 9, "expected a value or \"]\", found the end"},
      {"port [80 or 81]", 10, "expected a value or \"]\", found \"or\""},
      {"port []", 7, "expected a value, found \"]\""},
      {"port \"80", 6, "the quotation is not closed"},
      {"tcp and 'x", 9, "the quotation is not closed"},
      {"port 80 & tcp", 9, "unexpected character '&'"},
      {"port -80", 6, "unexpected character '-'"},
      {"prot tcp", 1, "unknown keyword \"prot\""},
      {"foo", 1, "unknown keyword \"foo\""},
      {"tcp and 80", 9, "\"80\" needs a keyword such as host or port"},
      {"packets > 5 or tcp and 6", 24, "\"6\" needs a keyword such as host or port"},
      {"port 99999", 6, "port 99999 is beyond 65535"},
      {"port 80-65536", 6, "port 80-65536 is beyond 65535"},
      {"tos 256", 5, "tos 256 is beyond 255"},
      {"proto 256", 7, "proto 256 is beyond 255"},
      {"as 65536", 4, "as 65536 is beyond 65535"},
      {"prefix-len 33", 12, "prefix-len 33 is beyond 32"},
      {"flags 256", 7, "flags 256 is beyond 255"},
      {"octets 18446744073709551616", 8,
       "octets 18446744073709551616 is beyond 18446744073709551615"},
      {"octets 18446744073709552k", 8, "octets 18446744073709552k is beyond 18446744073709551615"},
      {"port 90-80", 6, "the range 90-80 is empty"},
      {"pps 2-1", 5, "the range 2-1 is empty"},
      {"port 80x", 6, "unknown port \"80x\""},
      {"port 1k", 6, "unknown port \"1k\""},
      {"port nosuchport", 6, "unknown port \"nosuchport\""},
      {"tcp and port in [80, nosuchport]", 22, "unknown port \"nosuchport\""},
      {"proto nosuch", 7, "unknown proto \"nosuch\""},
      {"as nosuch", 4, "unknown as \"nosuch\""},
      {"tag nosuch", 5, "unknown tag \"nosuch\""},
      {"if eth0", 4, "bad number \"eth0\""},
      {"octets 10x", 8, "bad number \"10x\""},
      {"octets 1-", 8, "bad number \"1-\""},
      {"packets 1-2-3", 9, "bad number \"1-2-3\""},
      {"bps nan", 5, "bad number \"nan\""},
      {"bps 1.5.5", 5, "bad number \"1.5.5\""},
      {"bps .", 5, "bad number \".\""},
      {"octets > 5,6", 12, "a comparison takes one value"},
      {"octets > 5 or 6", 15, "a comparison takes one value"},
      {"octets > 5-6", 10, "a range cannot be compared so"},
      {"flags SZ", 8, "unknown flag 'Z' (they are FSRPAUEC, and X for the first six)"},
      {"flags 1-2", 7, "flags have no ranges"},
      {"host > 10.0.0.1", 6, "host goes with = and != only"},
      {"src net lt 10.0.0.1", 9, "net goes with = and != only"},
      {"host 10.0.0.0/8", 6, "bad address \"10.0.0.0/8\""},
      {"host 1.2.3.400", 6, "bad address \"1.2.3.400\""},
      {"host 1.2.3.4.5", 6, "bad address \"1.2.3.4.5\""},
      {"src net nosuchhost", 9, "bad address \"nosuchhost\""},
      {"host 2001:::1", 6, "bad address \"2001:::1\""},
      {"net 10/", 5, "bad address \"10/\""},
      {"net /8", 5, "unexpected character '/'"},
      {"net 10/8/8", 5, "bad address \"10/8/8\""},
      {"net 10/33", 5, "a prefix of more than 32 bits"},
      {"net ::/129", 5, "a prefix of more than 128 bits"},
      {"net 10/8 mask 255.0.0.0", 15, "a length and a mask"},
      {"net 10 mask ::1", 13, "bad address \"::1\""},
      {"net 10 mask 256", 13, "bad address \"256\""},
      {"net 10 mask", 12, "expected a value, found the end"},
      {"port 80 mask 255", 14, "a mask goes with net only"},
      {"host 10.0.0.1 mask 255.0.0.0", 20, "a mask goes with net only"},
      {"start > \"no such day\"", 10, "\"no such day\" is no date"},
      {"host ''", 7, "empty value"},
      {"in port 80", 1, "in does not go with port"},
      {"tcp and next port 80", 9, "next does not go with port"},
      {"src octets 5", 1, "src does not go with octets"},
      {"src and dst proto 6", 1, "src does not go with proto"},
      {"exporter if 5", 1, "exporter does not go with if"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    check_error(&cases[i]);
}

/* Columns are characters, lines stay lines, and of a long text a part is shown. */
static void places_are_shown(void **state) {
  (void)state;
  ft_error_clear(&err);
  assert_null(ft_filters_expression("tag '\xc3\xa4' and ! \xc3\xb6", NULL, &err));
  assert_non_null(strstr(err.text, "expression column 15: unexpected character '\xc3\xb6'\n"));
  ft_error_clear(&err);
  assert_null(ft_filters_expression("tcp\nand\t$\x01", NULL, &err));
  assert_string_equal(err.text,
                      "expression column 9: unexpected character '$'\ntcp and $ \n        ^");
  char text[1000];
  memset(text, ' ', sizeof text);
  text[500] = '$';
  text[999] = '\0';
  ft_error_clear(&err);
  assert_null(ft_filters_expression(text, NULL, &err));
  const char *shown = strchr(err.text, '\n') + 1, *caret = strchr(shown, '\n') + 1;
  assert_int_equal(strncmp(shown, "...", 3), 0);
  assert_int_equal(shown[strlen(caret) - 1], '$');
  assert_true(caret - shown < 140);
}

/* -- hostile texts -- */

static const char whole[] =
    "src net 10.1.0.0/16 and (dst port 80,443 or port in [http-alt, 8000-8100 53]) and not udp\n"
    "or tcp src and dst port != 5 && flags SA || !host 2001:db8::1 and 10.0.0.1 or 10.2.3.4\n"
    "or net 10.0.0.0 mask 255.0.255.0 and packets 1k-2k and bps >= 1.5m and start < '1 day ago'";

/* Reads and runs whatever can be read. true: it could. */
static bool try_text(const char *text) {
  ft_error_clear(&err);
  struct ft_filters *filters = ft_filters_expression(text, NULL, &err);
  if (!filters) {
    assert_true(err.length > 0);
    return false;
  }
  struct ft_filter *filter = ft_filter_compile(ft_filters_find(filters, "default"), tagged, &err);
  uint8_t pass = 1;
  assert_non_null(filter);
  ft_filter_run(filter, flow, 1, &pass);
  ft_filter_free(filter);
  ft_filters_free(filters);
  return true;
}

static void cut_texts(void **state) {
  (void)state;
  char text[sizeof whole];
  assert_true(try_text(whole));
  for (size_t i = 0; i < sizeof whole - 1; i++) {
    memcpy(text, whole, i);
    text[i] = '\0';
    try_text(text);
    try_text(whole + i);
  }
}

static void mutated_texts(void **state) {
  (void)state;
  static const char with[] = " ()[],!=<>&|'\"0:./-$\n\xff";
  char text[sizeof whole];
  uint32_t random = 7;
  size_t good = 0;
  for (size_t i = 0; i < (sizeof whole - 1) * 4; i++) {
    memcpy(text, whole, sizeof whole);
    text[i % (sizeof whole - 1)] = with[i % (sizeof with - 1)];
    for (size_t more = i / (sizeof whole - 1); more > 0; more--) {
      random = random * 1664525 + 1013904223;
      text[(random >> 8) % (sizeof whole - 1)] = with[random % (sizeof with - 1)];
    }
    good += try_text(text);
  }
  assert_in_range(good, 10, sizeof whole * 3);
}

static char *repeated(const char *part, size_t count, const char *last) {
  size_t length = strlen(part);
  char *text = malloc(length * count + strlen(last) + 1);
  for (size_t i = 0; i < count; i++)
    memcpy(text + i * length, part, length);
  strcpy(text + length * count, last);
  return text;
}

static void long_and_deep_texts(void **state) {
  (void)state;
  static const struct {
    const char *part;
    size_t count;
    const char *last;
    bool good;
  } cases[] = {
      {"tcp or ", 20000, "udp", true},
      {"tcp and ", 20000, "udp", true},
      {"udp and tcp or ", 20000, "udp", true},
      {"not ", 1000, "udp", true},
      {"not ", 100000, "udp", false},
      {"(", 100000, "udp", false},
      {"tcp and (udp or (", 25, "udp", false},
      {"tcp and (", 100000, "udp", false},
      {"[", 100000, "udp", false},
      {"port 80,", 1, "443", true},
      {"x", 300, "", false},
      {"port 80 or ", 1, "99999999999999999999999999999999999999", false},
      {"\xff", 100000, "", false},
      {"\x80", 1000, "", false},
      {"'", 100001, "", false},
      {" ", 100000, "tcp", true},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char *text = repeated(cases[i].part, cases[i].count, cases[i].last);
    if (try_text(text) != cases[i].good) fail_msg("%zu %s", i, cases[i].part);
    free(text);
  }
  char *list = repeated("1,", 20000, "2"), *text = malloc(strlen(list) + 20);
  sprintf(text, "packets %s", list);
  assert_true(try_text(text));
  free(list);
  free(text);
}

/* Nested as deep as is allowed, and one level deeper. */
static void depth_is_bounded(void **state) {
  (void)state;
  char text[4000];
  bool good = true;
  unsigned levels = 0;
  for (; good && levels < 200; levels++) {
    text[0] = '\0';
    for (unsigned i = 0; i <= levels; i++)
      strcat(text, i % 2 ? "tcp or (" : "tcp and (");
    strcat(text, "udp");
    for (unsigned i = 0; i <= levels; i++)
      strcat(text, ")");
    good = try_text(text);
  }
  assert_in_range(levels, 40, 100);
  assert_non_null(strstr(err.text, "nested too deep"));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(errors),
      cmocka_unit_test(places_are_shown),
      cmocka_unit_test(cut_texts),
      cmocka_unit_test(mutated_texts),
      cmocka_unit_test(long_and_deep_texts),
      cmocka_unit_test(depth_is_bounded),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
