/* What filters permit. */
#include "filter-load.h"

#include <time.h>

#include "filter/plan.h"

#define P "filter-primitive p\n"

/* Whether definition d of a file permits the record. */
static bool permits(const char *text, const struct ft_layout *layout, const uint8_t *record) {
  struct ft_filters *filters = load(text, strlen(text));
  if (!filters) fail_msg("%s: %s", text, err.text);
  struct ft_filter *filter = ft_filter_compile(ft_filters_find(filters, "D"), layout, &err);
  ft_filters_free(filters);
  if (!filter) fail_msg("%s: %s", text, err.text);
  uint8_t pass = 1;
  ft_filter_run(filter, record, 1, &pass);
  ft_filter_free(filter);
  return pass;
}

struct judged {
  const char *item, *type, *lines;
  bool permit;
};

static void items_are_judged(void **state) {
  (void)state;
  setenv("TZ", "UTC", 1);
  tzset();
  static const struct judged cases[] = {
      {"ip-destination-port", "ip-port", "permit 80", true},
      {"dst-ip-port", "ip-port", "permit !80\ndefault permit", false},
      {"ip-destination-port", "ip-port", "permit 79-81", true},
      {"ip-destination-port", "ip-port", "permit 81-79", false},
      {"ip-destination-port", "ip-port", "permit 80\ndeny 80", false},
      {"ip-destination-port", "ip-port", "default deny\ndefault permit", true},
      {"source-as", "as", "permit 65535", true},
      {"ip-tos", "ip-tos", "mask 0xe0\npermit 0xa0", true},
      {"ip-tos", "ip-tos", "permit 0xb8\nmask 0xe0", false},
      {"src-ip-addr-prefix-len", "ip-address-prefix-len", "permit 24", true},
      {"src-ip-addr", "ip-address", "permit 10.1.2.3", true},
      {"src-ip-addr", "ip-address", "permit 10.1.2.3\ndeny 10.1.2.3", false},
      {"src-ip-addr", "ip-address", "permit 10.1.2.2\npermit 10.1.2.4", false},
      {"src-ip-addr", "ip-address", "deny 10.1.2.3\ndefault permit", false},
      {"src-ip-addr", "ip-address-mask", "permit 10.0.0.3 255.0.0.255", true},
      {"src-ip-addr", "ip-address-mask", "permit 10.1.0.3 255.0.0.255", false},
      {"src-ip-addr", "ip-address-mask", "permit 10 255\ndeny 10.1 255.255", true},
      {"src-ip-addr", "ip-address-prefix", "permit 10\ndeny 10.1/16", false},
      {"src-ip-addr", "ip-address-prefix", "deny 10.1/16\npermit 10.1.2.3", true},
      {"src-ip-addr", "ip-address-prefix", "permit 10.1.2.0/31", false},
      {"src-ip-addr", "ip-address-prefix", "permit 10.1.2.2/31", true},
      {"src-ip-addr", "ip-address-prefix", "permit 0/0", true},
      {"src-ip-addr", "ip-address-prefix", "permit 0/0\ndeny 0/1", false},
      {"dst-ip-addr", "ip-address-prefix", "permit 128/1\ndeny 255/8", true},
      {"octets", "counter", "permit gt 999", true},
      {"octets", "counter", "permit gt 1000", false},
      {"octets", "counter", "permit ge 1000", true},
      {"octets", "counter", "deny ne 1000\ndefault permit", true},
      {"octets", "counter", "permit lt 2000\ndeny eq 1000", true},
      {"octets", "counter", "deny eq 1000\npermit lt 2000", false},
      {"octets", "counter", "permit lt -1", true},
      {"octets", "counter", "permit le 999", false},
      {"octets", "counter", "permit le 1000", true},
      {"octets", "counter", "permit lt 1000", false},
      {"octets", "counter", "permit lt 1001", true},
      {"octets", "counter", "permit ge 1001", false},
      {"octets", "counter", "permit ne 1000", false},
      {"octets", "counter", "permit ne 1001", true},
      {"pps", "double", "permit ne 4", false},
      {"pps", "double", "permit le 4", true},
      {"pps", "double", "permit ge 4", true},
      {"pps", "double", "permit lt 4", false},
      {"pps", "double", "permit lt 4.001", true},
      {"duration", "counter", "permit eq 2500", true},
      {"pps", "double", "permit eq 4", true},
      {"bps", "double", "permit gt 3199.5", true},
      {"bps", "double", "permit gt 3200", false},
      {"start-time", "time", "permit eq 11:59:50", true},
      {"start-time", "time", "permit lt 12", true},
      {"start-time", "time", "permit lt 11:59:50", false},
      {"start-time", "time", "permit le 24:00", true},
      {"start-time", "time", "permit ge -1:00", true},
      {"start-time", "time", "permit le -1:00", false},
      {"end-time", "time", "permit eq 11:59:53", true},
      {"end-time", "time", "permit gt 11:58:112", true},
      {"start-time", "time-date", "permit eq 2005-11-14 11:59:50", true},
      {"start-time", "time-date", "permit lt 600 seconds ago", true},
      {"start-time", "time-date", "permit gt  yesterday", false},
      {"random-sample", "rate", "permit 1", true},
      {"random-sample", "rate", "deny 1", false},
  };
  const struct ft_layout *layout = ft_layout_find(5, 0);
  uint8_t record[FT_RECORD_MAX];
  make_record(layout, record);
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    const struct judged *c = &cases[i];
    char text[512];
    snprintf(text, sizeof text,
             "filter-primitive p\ntype %s\n%s\nfilter-definition d\nmatch %s P\n", c->type,
             c->lines, c->item);
    if (permits(text, layout, record) != c->permit) fail_msg("%s", text);
  }
}

static void tags_are_judged(void **state) {
  (void)state;
  static const struct judged cases[] = {
      {"source-tag", "tag", "permit 0x10001", true},
      {"src-tag", "tag", "permit 65537\ndeny 65537", false},
      {"src-tag", "tag", "permit 1", false},
      {"src-tag", "tag-mask", "permit 1 0xffff", true},
      {"src-tag", "tag-mask", "permit 0x10001 0xffff", false},
      {"dst-tag", "tag-mask", "permit 0 0", true},
  };
  const struct ft_layout *layout = ft_layout_find(1005, 0);
  uint8_t record[FT_RECORD_MAX];
  make_record(layout, record);
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char text[512];
    snprintf(text, sizeof text,
             "filter-primitive p\ntype %s\n%s\nfilter-definition d\nmatch %s P\n", cases[i].type,
             cases[i].lines, cases[i].item);
    if (permits(text, layout, record) != cases[i].permit) fail_msg("%s", text);
  }
}

#define TWO "filter-primitive y\ntype ip-port\npermit 80\nfilter-primitive n\ntype ip-port\n"
#define YES "match ip-destination-port y\n"
#define NO  "match ip-destination-port n\n"

static void groups(void **state) {
  (void)state;
  static const struct {
    const char *lines;
    bool permit;
  } cases[] = {
      {"", false},
      {"invert\n", true},
      {YES, true},
      {NO, false},
      {YES NO, false},
      {YES "or\n" NO, true},
      {NO "or\n" YES, true},
      {NO YES "or\n" YES NO, false},
      {"or\n or\n" YES "or\n", true},
      {"or\n", false},
      {"invert\ninvert\n" YES, false},
      {NO "invert\n" NO, true},
  };
  const struct ft_layout *layout = ft_layout_find(7, 0);
  uint8_t record[FT_RECORD_MAX];
  make_record(layout, record);
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char text[512];
    snprintf(text, sizeof text, TWO "filter-definition d\n%s", cases[i].lines);
    if (permits(text, layout, record) != cases[i].permit) fail_msg("%s", text);
  }
}

/* More records than are looked at in one go; records that were out stay out. */
static void batches(void **state) {
  (void)state;
  enum { COUNT = 5000 };
  const struct ft_layout *layout = ft_layout_find(5, 0);
  uint8_t *records = malloc((size_t)COUNT * layout->size), pass[COUNT];
  for (size_t i = 0; i < COUNT; i++) {
    make_record(layout, records + i * layout->size);
    ft_store(records + i * layout->size, ft_column(layout, FT_F_DSTPORT), i);
    pass[i] = i % 3 != 0;
  }
  static const char text[] =
      "filter-primitive low\ntype ip-port\npermit 0-99\nfilter-primitive odd\ntype ip-port\n"
      "permit 4001,4003\nfilter-definition d\nmatch dst-ip-port low\nor\nmatch dst-ip-port odd\n";
  struct ft_filters *filters = load(text, sizeof text - 1);
  struct ft_filter *filter = ft_filter_compile(ft_filters_find(filters, "d"), layout, &err);
  ft_filter_run(filter, records, COUNT, pass);
  for (size_t i = 0; i < COUNT; i++)
    assert_int_equal(pass[i], i % 3 != 0 && (i < 100 || i == 4001 || i == 4003));
  ft_filter_free(filter);
  ft_filters_free(filters);
  free(records);
}

static void samples(void **state) {
  (void)state;
  enum { COUNT = 100000 };
  const struct ft_layout *layout = ft_layout_find(5, 0);
  uint8_t *records = calloc(COUNT, layout->size), *pass = malloc(COUNT);
  static const struct {
    const char *line;
    int low, high;
  } cases[] = {{"permit 10", 9000, 11000}, {"deny 10", 89000, 91000}};
  for (size_t c = 0; c < 2; c++) {
    char text[256];
    snprintf(text, sizeof text,
             "filter-primitive r\ntype rate\n%s\nfilter-definition d\nmatch random-sample r\n",
             cases[c].line);
    struct ft_filters *filters = load(text, strlen(text));
    struct ft_filter *filter = ft_filter_compile(ft_filters_find(filters, "d"), layout, &err);
    int passed = 0;
    memset(pass, 1, COUNT);
    ft_filter_run(filter, records, COUNT, pass);
    for (size_t i = 0; i < COUNT; i++)
      passed += pass[i];
    assert_in_range(passed, cases[c].low, cases[c].high);
    ft_filter_free(filter);
    ft_filters_free(filters);
  }
  free(records);
  free(pass);
}

/* Local time across the end of daylight saving, and in a zone of half hours. */
static void time_of_day_is_local(void **state) {
  (void)state;
  static const struct {
    const char *zone;
    uint32_t seconds;
    const char *time;
  } cases[] = {
      {"EST5EDT,M4.1.0,M10.5.0", 1130651999, "1:59:59"},
      {"EST5EDT,M4.1.0,M10.5.0", 1130652000, "1:00"},
      {"EST5EDT,M4.1.0,M10.5.0", 1130655600, "2"},
      {"IST-5:30", 1131969600, "17:30"},
      {"XXX11:07:30", 1131969600, "0:52:30"},
  };
  const struct ft_layout *layout = ft_layout_find(5, 0);
  uint8_t record[FT_RECORD_MAX] = {0};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    setenv("TZ", cases[i].zone, 1);
    tzset();
    char text[256];
    ft_store(record, ft_column(layout, FT_F_UNIX_SECS), cases[i].seconds);
    snprintf(text, sizeof text,
             "filter-primitive p\ntype time\npermit eq %s\nfilter-definition d\n"
             "match start-time p\n",
             cases[i].time);
    if (!permits(text, layout, record)) fail_msg("%s %s", cases[i].zone, cases[i].time);
  }
  setenv("TZ", "UTC", 1);
  tzset();
}

/* -- fields -- */

static void missing_fields_are_refused(void **state) {
  (void)state;
  static const char text[] =
      "filter-primitive p\ntype tag\npermit 1\nfilter-primitive a\ntype ip-address\n"
      "filter-definition d\nmatch src-ip-addr a\nor\nmatch source-tag p\nfilter-definition e\n";
  struct ft_filters *filters = load(text, sizeof text - 1);
  const struct ft_filter_def *def = ft_filters_find(filters, "d");
  assert_int_equal(ft_filter_def_fields(def), FT_FIELD_BIT(SRC_TAG) | FT_FIELD_BIT(SRCADDR));
  assert_string_equal(ft_filter_def_name(def), "d");
  assert_null(ft_filter_compile(def, ft_layout_find(5, 0), &err));
  assert_string_equal(err.text, "Filter references a field not in flow.");
  struct ft_filter *filter =
      ft_filter_compile(ft_filters_find(filters, "E"), ft_layout_find(5, 0), &err);
  assert_non_null(filter);
  ft_filter_free(filter);
  assert_null(ft_filters_find(filters, "f"));
  ft_filters_free(filters);
}

/* -- ranges -- */

/* Prefixes of 16 octets, against a plain search for the longest one. */
static void wide_prefixes(void **state) {
  (void)state;
  struct ft_entries entries = {0};
  static const struct {
    uint8_t first, second, last;
    uint8_t length;
    bool permit;
  } prefixes[] = {
      {0x20, 0x01, 0, 16, true},  {0x20, 0x01, 0, 20, false}, {0x20, 0x01, 7, 128, true},
      {0x20, 0x01, 8, 125, true}, {0xff, 0, 0, 8, true},      {0xff, 0xff, 0, 16, false},
      {0xfe, 0x80, 0, 10, true},  {0, 0, 0, 127, true},
  };
  const size_t count = sizeof prefixes / sizeof *prefixes;
  for (size_t i = 0; i < count; i++) {
    struct ft_entry entry = {.addr = {.width = 16}, .length = prefixes[i].length};
    entry.addr.octets[0] = prefixes[i].first;
    entry.addr.octets[1] = prefixes[i].second;
    entry.addr.octets[15] = prefixes[i].last;
    entry.permit = prefixes[i].permit;
    assert_true(ft_entries_add(&entries, &entry));
  }
  struct ft_slot slot = {.field = FT_F_SRCADDR, .width = 16};
  struct ft_layout layout = {
      .size = 16, .slot_count = 1, .slots = &slot, .mask = FT_FIELD_BIT(SRCADDR)};
  struct ft_primitive primitive = {.type = &ft_primitive_types[FT_TYPE_PREFIX], .entries = entries};
  struct ft_formula *formula = ft_formula_test(ft_match_item_find("src-ip-addr"), &primitive);
  assert_non_null(formula);
  struct ft_filter *filter = ft_formula_compile(formula, &layout, &err);
  ft_formula_free(formula);
  assert_non_null(filter);
  static const uint8_t firsts[] = {0, 0x20, 0xfe, 0xff}, seconds[] = {0, 1, 0x80, 0xbf, 0xc0, 0xff};
  for (size_t n = 0; n < 4 * 6 * 3 * 20; n++) {
    struct ft_addr addr = {.width = 16};
    uint8_t pass = 1, record[16];
    addr.octets[0] = firsts[n % 4];
    addr.octets[1] = seconds[n / 4 % 6];
    addr.octets[2] = (uint8_t)(n / 24 % 3 * 0x0f);
    addr.octets[15] = (uint8_t)(n / 72);
    ft_store_addr(record, ft_column(&layout, FT_F_SRCADDR), &addr);
    ft_filter_run(filter, record, 1, &pass);
    int longest = -1;
    bool want = false;
    for (size_t i = 0; i < count; i++) {
      struct ft_addr network = addr;
      ft_addr_mask(&network, entries.list[i].length);
      if (!ft_addr_equal(&network, &entries.list[i].addr) || entries.list[i].length <= longest)
        continue;
      longest = entries.list[i].length;
      want = entries.list[i].permit;
    }
    assert_int_equal(pass, want);
  }
  ft_filter_free(filter);
  ft_entries_clear(&entries);
}

/* Addresses of the file have four octets: wider fields match none of them. */
static void narrow_lines_and_wide_fields(void **state) {
  (void)state;
  struct ft_slot slot = {.field = FT_F_SRCADDR, .width = 16};
  struct ft_layout layout = {
      .size = 16, .slot_count = 1, .slots = &slot, .mask = FT_FIELD_BIT(SRCADDR)};
  uint8_t record[16] = {0};
  static const char *const types[] = {"ip-address", "ip-address-prefix"};
  for (size_t i = 0; i < 2; i++) {
    char text[256];
    snprintf(text, sizeof text,
             P "type %s\npermit 0.0.0.0\nfilter-definition d\nmatch src-ip-addr p\n", types[i]);
    assert_false(permits(text, &layout, record));
  }
  assert_false(permits(P "type ip-address-mask\npermit 0 0\nfilter-definition d\n"
                         "match src-ip-addr p\n",
                       &layout, record));
}

static void many_values(void **state) {
  (void)state;
  enum { COUNT = 20000 };
  char *text = malloc(COUNT * 32 + 200);
  size_t length = (size_t)sprintf(text, P "type tag\n");
  for (unsigned i = 0; i < COUNT; i++)
    length += (size_t)sprintf(text + length, "permit %u\n", i * 3);
  length += (size_t)sprintf(text + length, "filter-definition d\nmatch source-tag p\n");
  struct ft_filters *filters = load(text, length);
  const struct ft_layout *layout = ft_layout_find(1005, 0);
  struct ft_filter *filter = ft_filter_compile(ft_filters_find(filters, "d"), layout, &err);
  uint8_t record[FT_RECORD_MAX] = {0};
  for (unsigned i = 0; i < COUNT * 3 + 10; i++) {
    uint8_t pass = 1;
    ft_store(record, ft_column(layout, FT_F_SRC_TAG), i);
    ft_filter_run(filter, record, 1, &pass);
    assert_int_equal(pass, i % 3 == 0 && i < COUNT * 3);
  }
  ft_filter_free(filter);
  ft_filters_free(filters);
  free(text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(items_are_judged),
      cmocka_unit_test(tags_are_judged),
      cmocka_unit_test(groups),
      cmocka_unit_test(batches),
      cmocka_unit_test(samples),
      cmocka_unit_test(time_of_day_is_local),
      cmocka_unit_test(missing_fields_are_refused),
      cmocka_unit_test(wide_prefixes),
      cmocka_unit_test(narrow_lines_and_wide_fields),
      cmocka_unit_test(many_values),
  };
  return cmocka_run_group_tests(tests, make_path, remove_path);
}
