/* Filter files: messages, warnings, and files that are damaged. */
#include "filter-load.h"

#define P "filter-primitive p\n"

/* -- messages -- */

static void errors(void **state) {
  (void)state;
#define P       "filter-primitive p\n"
#define LOOKUP  "\nload_lookup(): failed"
#define RESOLVE "\nresolve_primitives(): failed"
  static const struct {
    const char *text, *want; /* ftfil_load(): failed follows */
  } cases[] = {
      {"filter-primitive\n", "line 1: Expecting name."},
      {P "filter-primitive P\n", "line 2: Name (P) previously defined."},
      {P "type", "line 2: Expecting type."},
      {P "type x", "line 2: Unrecognized type."},
      {P "type as\ntype as", "line 3: Type previously defined."},
      {P "type as\npermit", "line 3: Expecting permit/deny data."},
      {P "type as\ndefault", "line 3: Expecting permit or deny."},
      {P "type as\ndefault x", "line 3: Expecting permit or deny."},
      {P "type as\nmask", "line 3: Expecting mask value."},
      {P "type as\nmask 1", "line 3: Mask not supported for primitive."},
      {P "mask 1", "line 2: Mask not supported for primitive."},
      {P "type as\npermit 65536", "line 3: Value out of range." LOOKUP},
      {P "type engine\npermit 0-256", "line 3: Value out of range." LOOKUP},
      {P "type engine\npermit 4294967296", "line 3: Value out of range." LOOKUP},
      {P "type engine\npermit a-b", "line 3: symbol lookup for \"a\" failed." LOOKUP},
      {P "type tag\npermit a,b", "line 3: symbol lookup for \"a,b\" failed."},
      {P "type tag\npermit 4294967296", "line 3: Value out of range."},
      {P "type tag-mask\npermit 1", "line 3: Expecting mask."},
      {P "type ip-address-mask\npermit 1", "line 3: Expecting mask."},
      {P "type ip-address\npermit 256", "line 3: Bad address \"256\"."},
      {P "type ip-address-prefix\npermit 1/", "line 3: Bad address \"1/\"."},
      {P "type counter\npermit x", "line 3: Expecting counter."},
      {P "type counter\npermit x 1", "line 3: Expecting one of {lt,gt,eq,ne,le,ge}"},
      {P "type counter\npermit gt 5000000000", "line 3: Value out of range."},
      {P "type double\npermit lt", "line 3: Expecting counter."},
      {P "type time\npermit lt", "line 3: Expecting time value."},
      {P "type time\npermit x 1:2:3:4", "line 3: Unexpected text: 4"},
      {P "type time\npermit lt 5:00 pm", "line 3: Unexpected \"pm\"."},
      {P "type time-date\npermit lt", "line 3: Expecting time/date."},
      {P "type time-date\npermit x foo", "line 3: Cannot parse time/date."},
      {P "type time-date\npermit x now", "line 3: Expecting one of {lt,gt,eq,ne,le,ge}"},
      {P "type ip-port\npermit 80, 443", "line 3: Unexpected \"443\"."},
      {P "match a b", "line 2: Unexpected \"match\"."},
      {"permit 1", "line 1: Unexpected \"permit\"."},
      {"\n\nzzz", "line 3: Unexpected \"zzz\"."},
      {"filter-definition d\npermit 1", "line 2: Unexpected \"permit\"."},
      {"filter-definition d\nmatch", "line 2: Expecting match type."},
      {"filter-definition d\nmatch x", "line 2: Expecting match primitive."},
      {"filter-definition d\nor x", "line 2: Unexpected \"x\"."},
      {"filter-definition d\nmatch octets p\nfilter-definition e\nmatch X q",
       "Unable to resolve primitive \"q\" in filter-definition \"e\"." RESOLVE},
      {P "filter-definition d\nmatch X p",
       "Unknown match criteria \"X\" in filter-definition \"d\"." RESOLVE},
      {P "filter-definition d\nmatch octets p",
       "Primitive \"octets\" incompatible with match in filter-definition \"d\"." RESOLVE},
      {P "type counter\nfilter-definition d\nmatch start-time p",
       "Primitive \"start-time\" incompatible with match in filter-definition \"d\"." RESOLVE},
      {P "type rate\nfilter-definition d\nmatch random-sample p",
       "Primitive \"random-sample\" incompatible with match in filter-definition \"d\"." RESOLVE},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char want[512];
    assert_null(load(cases[i].text, strlen(cases[i].text)));
    snprintf(want, sizeof want, "%s\nftfil_load(): failed", cases[i].want);
    const char *got = err.text;
    if (!strncmp(want, "line", 4)) got = strstr(got, " line ") + 1;
    assert_string_equal(got, want);
  }
}

/* Errors that stand alone. */
static void final_errors(void **state) {
  (void)state;
  static const struct {
    const char *text, *want;
  } cases[] = {
      {P "permit 1", "parse_primitive_permitdeny(): internal error"},
      {P "default permit", "parse_primitive_default(): internal error"},
      {"# @{x", "ftvar: {x: Missing }"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    assert_null(load(cases[i].text, strlen(cases[i].text)));
    assert_string_equal(err.text, cases[i].want);
  }
  static const char *const rates[] = {"0", "-5", "x"};
  for (size_t i = 0; i < 3; i++) {
    char text[64];
    snprintf(text, sizeof text, P "type rate\npermit %s", rates[i]);
    assert_null(load(text, strlen(text)));
    assert_string_equal(strstr(err.text, "line"), "line 3: Rate can not be 0.");
  }
  ft_error_clear(&err);
  assert_null(ft_filters_load("/nonexistent/f", NULL, NULL, &err));
  assert_string_equal(err.text,
                      "open(/nonexistent/f): No such file or directory\nftfil_load(): failed");
}

static void repeated_lines_are_warned_of(void **state) {
  (void)state;
  static const struct {
    const char *lines, *want;
  } cases[] = {
      {"type ip-port\npermit 5-6\ndeny 6-7", "line 4: index 6 previously set as permit.|"},
      {"type ip-address\npermit 10\ndeny 10", "line 4: entry 10.0.0.0 previously set as permit.|"},
      {"type ip-address-mask\npermit 10 255\ndeny 10 255",
       "line 4: entry 10.0.0.0 255.0.0.0 previously set as permit.|"},
      {"type ip-address-prefix\ndeny 10.1.2.3/9\npermit 10/9",
       "line 4: entry 10/9 previously set as deny.|"},
      {"type counter\npermit gt 5\npermit gt 0x5\npermit ge 5",
       "line 4: entry gt 5 previously set as permit.|"},
      {"type double\npermit gt 0\npermit gt -0.0",
       "line 4: entry gt -0.000000 previously set as permit.|"},
      {"type time\ndeny lt 12\ndeny lt 12:0:0", "line 4: entry lt 12:0:0 previously set as deny.|"},
      {"type time-date\ndeny lt 1970-01-02 UTC\ndeny lt 1970-01-02 UTC",
       "line 4: entry lt 86400 previously set as deny.|"},
      {"type tag\npermit 255\ndeny 0xff", "line 4: entry 0xFF previously set as permit.|"},
      {"type tag-mask\npermit 1 2\ndeny 1 2", "line 4: entry 0x1 0x2 previously set as permit.|"},
      {"type rate\npermit 5\ndeny 6\ndefault deny",
       "line 4: Rate previously set.|line 5: No default mode for rate.|"},
      {"type counter\npermit gt 5\npermit gt 6", ""},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char text[256];
    snprintf(text, sizeof text, P "%s\n", cases[i].lines);
    struct ft_filters *filters = load(text, strlen(text));
    assert_non_null(filters);
    ft_filters_free(filters);
    assert_string_equal(warnings, cases[i].want);
  }
}

/* -- hostile files -- */

static const char whole[] =
    "# @{V:-a comment}\nfilter-primitive a\n type as\n permit 1-5,!7\n default permit\n"
    "filter-primitive b\n type ip-tos\n mask 0xe0\n permit 0xa0\n"
    "filter-primitive c\n type ip-address-prefix\n permit 10.1/16\n deny 10.1.2/24\n"
    "filter-primitive d\n type ip-address-mask\n permit 10 255\n"
    "filter-primitive e\n type ip-address\n permit 10.1.2.3\n"
    "filter-primitive f\n type counter\n permit ge 5\n deny lt @{N:-6}\n"
    "filter-primitive g\n type double\n permit ge 5.5\n"
    "filter-primitive h\n type time\n permit ge 5:30:10\n"
    "filter-primitive i\n type time-date\n permit ge 2005-11-14 12:00 (x)\n"
    "filter-primitive j\n type tag\n permit 0x10\n"
    "filter-primitive k\n type tag-mask\n permit 0x10 0xff\n"
    "filter-primitive l\n type rate\n deny 100\n"
    "filter-definition d\n match source-as a\n match ip-tos b\n match src-ip-addr c\n or\n"
    " match dst-ip-addr d\n match ip-nexthop-address e\n match octets f\n match bps g\n or\n"
    " match start-time h\n match end-time i\n match random-sample l\n invert\n";

/* Loads and runs whatever can be loaded. true: it could. */
static bool try_text(const char *text, size_t length) {
  struct ft_filters *filters = load(text, length);
  if (!filters) {
    assert_true(err.length > 0);
    return false;
  }
  const struct ft_filter_def *def = ft_filters_find(filters, "d");
  const struct ft_layout *layout = ft_layout_find(5, 0);
  struct ft_filter *filter = def ? ft_filter_compile(def, layout, &err) : NULL;
  uint8_t record[FT_RECORD_MAX], pass = 1;
  make_record(layout, record);
  if (filter) ft_filter_run(filter, record, 1, &pass);
  ft_filter_free(filter);
  ft_filters_free(filters);
  return true;
}

static void truncated_files(void **state) {
  (void)state;
  const size_t length = sizeof whole - 1;
  assert_true(try_text(whole, length));
  for (size_t i = 0; i < length; i++)
    try_text(whole, i);
}

/* Nothing here makes a host name of an address: that would ask the network. */
static void mutated_files(void **state) {
  (void)state;
  static const char with[] = {'\n', ' ', '\t', '#', '@', '{', '}',  '!',  '-',
                              ',',  ':', '.',  '/', '0', '9', '\0', '\r', (char)0xff};
  const size_t length = sizeof whole - 1;
  char text[sizeof whole];
  uint32_t random = 7;
  size_t loaded = 0;
  for (size_t i = 0; i < length * 4; i++) {
    memcpy(text, whole, length);
    text[i % length] = with[i % sizeof with];
    for (size_t more = i / length; more > 0; more--) {
      random = random * 1664525 + 1013904223;
      text[(random >> 8) % length] = with[random % sizeof with];
    }
    loaded += try_text(text, length);
  }
  assert_in_range(loaded, 10, length * 3);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(errors),
      cmocka_unit_test(final_errors),
      cmocka_unit_test(repeated_lines_are_warned_of),
      cmocka_unit_test(truncated_files),
      cmocka_unit_test(mutated_files),
  };
  return cmocka_run_group_tests(tests, make_path, remove_path);
}
