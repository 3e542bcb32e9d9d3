/* Filter expressions: what they permit. */
#include "expression-flow.h"
#include "filter-load.h"

/* Whether an expression permits a record; it must be a good one. */
static bool permits(const char *text, const struct ft_layout *layout, const uint8_t *record) {
  ft_error_clear(&err);
  warnings[0] = '\0';
  struct ft_filters *filters = ft_filters_expression(text, &log_to_text, &err);
  if (!filters) fail_msg("%s: %s", text, err.text);
  struct ft_filter *filter = ft_filter_compile(ft_filters_find(filters, "default"), layout, &err);
  ft_filters_free(filters);
  if (!filter) fail_msg("%s: %s", text, err.text);
  uint8_t pass = 1;
  ft_filter_run(filter, record, 1, &pass);
  ft_filter_free(filter);
  return pass;
}

struct judged {
  const char *text;
  bool permit;
};

static void judge(const struct judged *cases, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (permits(cases[i].text, tagged, flow) != cases[i].permit)
      fail_msg("%s: not %d", cases[i].text, cases[i].permit);
}
#define JUDGE(cases) judge(cases, sizeof(cases) / sizeof *(cases))

/* The flow: tcp 10.1.2.3:1024 -> 192.168.0.1:80. */
static void keywords(void **state) {
  (void)state;
  static const struct judged cases[] = {
      {"any", true},
      {"host 10.1.2.3", true},
      {"host 192.168.0.1", true},
      {"host 10.1.2.4", false},
      {"src host 10.1.2.3", true},
      {"dst host 10.1.2.3", false},
      {"source host 10.1.2.3 and destination host 192.168.0.1", true},
      {"host helios", true},
      {"src 10.1.2.3", true},
      {"dst 10.1.2.3", false},
      {"src 10/8", true},
      {"ip 10/8", true},
      {"address 10.1.2.3", true},
      {"next host 10.9.9.9", true},
      {"nexthop 10.9.9.9", true},
      {"nexthop 10.9.9.8", false},
      {"next net 10.9/16", true},
      {"exporter 192.0.2.1", true},
      {"router ip 192.0.2.1", true},
      {"exporter net 192.0.3.0/24", false},
      {"net 10.1.2.0/24", true},
      {"net 10.1.2.77/24", true},
      {"src net 10.1.3.0/24", false},
      {"net 10", true},
      {"net 10.1", true},
      {"net 10.2", false},
      {"net 10.1.2", true},
      {"net 192.168", true},
      {"net 10.1.2.0", false},
      {"net 0/0", true},
      {"net 10.0.0.3 mask 255.0.0.255", true},
      {"net 10.0.0.4 mask 255.0.0.255", false},
      {"net 10.77.0.3 netmask 255.0.0.255", true},
      {"net 10.0.0.4 mask 255.0.0.255, 10.0.0.3 mask 255.0.0.255", true},
      {"port 80", true},
      {"port 1024", true},
      {"src port 80", false},
      {"dst port 80", true},
      {"portrange 79-81", true},
      {"port 0x50", true},
      {"port web", true},
      {"port WEB", true},
      {"port web-alt", false},
      {"port domain", false},
      {"port > 1023", true},
      {"port > 1024", false},
      {"dst port < 80", false},
      {"dst port <= 80", true},
      {"dst port >= 80", true},
      {"dst port > 79", true},
      {"dst port gt 79", true},
      {"dst port lt 80", false},
      {"dst port ge 80 and dst port le 80 and dst port eq 80", true},
      {"dst port ne 80", false},
      {"dst port != 81", true},
      {"dst port <> 81", true},
      {"dst port == 80", true},
      {"proto 6", true},
      {"proto tcp", true},
      {"protocol TCP", true},
      {"proto udp", false},
      {"proto odd", false},
      {"proto > 5", true},
      {"tcp", true},
      {"udp", false},
      {"icmp", false},
      {"if 3", true},
      {"if 4", true},
      {"if 5", false},
      {"in if 3", true},
      {"in if 4", false},
      {"out if 4", true},
      {"src if 3", true},
      {"as 65535", true},
      {"src as 2", false},
      {"dst as 2", true},
      {"dst as two", true},
      {"packets 10", true},
      {"packets > 9", true},
      {"packets > 10", false},
      {"packets 5-10", true},
      {"packets 11-20", false},
      {"packets 1-5,9-11", true},
      {"octets = 1k", true},
      {"bytes 1K", true},
      {"bytes < 1m", true},
      {"bytes > 1g", false},
      {"bytes < 1t", true},
      {"duration 2500", true},
      {"duration > 2500", false},
      {"pps 4", true},
      {"pps > 3.9", true},
      {"pps 3.5-4", true},
      {"pps 4.5-5", false},
      {"bps 3.2k", true},
      {"bps >= 3.2k", true},
      {"bps != 3200", false},
      {"tos 0xb8", true},
      {"tos < 0xb8", false},
      {"flags S", true},
      {"flags AS", true}, /* not the keyword */
      {"flags in [F AS]", true},
      {"flags sap", true},
      {"flags AF", false},
      {"flags X", false},
      {"flags 0x12", true},
      {"flags 0x13", false},
      {"flags 0", false},
      {"flags = SA", false},
      {"flags = SAP", true},
      {"flags != SAP", false},
      {"flags > 0x19", true},
      {"flags S and not flags F", true},
      {"flags S and not flags A", false},
      {"flags in [F, R, SA]", true},
      {"tag 7", true},
      {"src tag 0x10001", true},
      {"dst tag 0x10001", false},
      {"dst tag campus", true},
      {"tag > 65536", true},
      {"src tag 65536-65538", true},
      {"prefix-len 24", true},
      {"dst prefix-len 16", true},
      {"engine-id 5 and engine-type 1", true},
      {"start = '2005-11-14 11:59:50 gmt'", true},
      {"start < \"2005-11-14 12:00 gmt\"", true},
      {"end > \"2005-11-14 12:00 gmt\"", false},
      {"start > '1 hour ago'", false},
      {"end < yesterday", true},
  };
  JUDGE(cases);
}

static void lists(void **state) {
  (void)state;
  static const struct judged cases[] = {
      {"port 80,443", true},
      {"port 443, 80", true},
      {"port in [80, 443]", true},
      {"port in [443 80]", true},
      {"port [443 80]", true},
      {"port in 443,80", true},
      {"port in [443, 8000-8100]", false},
      {"port in [443, 70-90]", true},
      {"port = 443,80", true},
      {"dst port != 443,80", false},
      {"dst port != 443,81", true},
      {"proto in [tcp udp]", true},
      {"proto in [udp, icmp, 50]", false},
      {"host in [10.9.9.9, 192.168.0.1]", true},
      {"net in [172.16/12 192.168/16]", true},
      {"ip in [172.16.0.1, 10/8]", true},
      {"host 10.9.9.9 or 192.168.0.1", true},
      /* `or` between values makes a list, which is one test. */
      {"udp and port 443 or 80", false},
      {"tcp and port 443 or 80", true},
      {"not port 443 or 80", false},
      {"not port 443 or 81", true},
      {"port 443 or 80 or tag 9", true},
      {"port 443 or tag 7", true},
      {"port 443 or 444, 80", true},
  };
  JUDGE(cases);
}

/* A value without a keyword takes that of the test before. */
static void carried_qualifiers(void **state) {
  (void)state;
  static const struct judged cases[] = {
      {"host 10.1.2.3 and 192.168.0.1", true},
      {"src host 10.1.2.3 and 192.168.0.1", false},
      {"host 10.1.2.3 and not 192.168.0.1", false},
      {"host 10.1.2.3 and (10.1.2.4 or 192.168.0.1)", true},
      {"host 10.1.2.3 and (10.1.2.4 or 192.168.0.2)", false},
      {"dst port 81 or tcp and 80", true},
      {"dst port 81 or tcp and 1024", false},
      {"port in [81] or 80", true},
      {"src 10.1.2.3 and 10/8", true},
      {"src 10.1.2.3 and 192.168/16", false},
      {"port = 80 and 1024", true},
  };
  JUDGE(cases);
}

static void sides(void **state) {
  (void)state;
  static const struct judged cases[] = {
      {"src or dst port 80", true},
      {"dst or src port 80", true},
      {"src and dst port 80", false},
      {"src and dst port 80,1024", true},
      {"dst and src net 0/0", true},
      {"src || dst port 80", true},
      {"src or dst 10/8", true},
      {"src and dst 10/8", false},
      {"src and dst port > 79", true},
      {"src and dst port > 80", false},
      /* Without a side `!=` is `not ... =`; with one or two it is said of each. */
      {"port != 80", false},
      {"port != 81", true},
      {"src or dst port != 80", true},
      {"src and dst port != 80", false},
      {"src and dst port != 81", true},
      {"src port != 80", true},
      {"host != 10.1.2.3", false},
      {"dst host != 10.1.2.3", true},
  };
  JUDGE(cases);
}

static void precedence(void **state) {
  (void)state;
  static const struct judged cases[] = {
      {"tcp or udp and udp", true},
      {"(tcp or udp) and udp", false},
      {"udp and udp or tcp", true},
      {"not udp and tcp", true},
      {"not tcp or tcp", true},
      {"not (tcp or tcp)", false},
      {"not not tcp", true},
      {"! tcp", false},
      {"!tcp || !udp", true},
      {"!tcp && tcp", false},
      {"!(udp)and(tcp)", true},
      {"NOT UDP AND TCP", true},
      {"tcp port 80", true},
      {"udp port 80", false},
      {"tcp dst port 80", true},
      {"tcp src port 80", false},
      {"not tcp src port 80", true},
      {"not tcp port 80", false},
      {"tcp port 443 or udp port 80 or tcp port 80", true},
      {"tcp host 10.1.2.3", true},
      {"any and not any", false},
      {"\n tcp\tand\n  dst  port\t80 ", true},
      {"dst port>79 and dst port<81", true},
      {"src net 10.1.0.0/16 and dst port 80 and not proto udp", true},
  };
  JUDGE(cases);
}

/* -- other layouts -- */

static void addresses_of_16_octets(void **state) {
  (void)state;
  struct ft_slot slots[] = {{.field = FT_F_SRCADDR, .width = 16},
                            {.field = FT_F_DSTADDR, .width = 16, .offset = 16}};
  struct ft_layout layout = {.size = 32,
                             .slot_count = 2,
                             .slots = slots,
                             .mask = FT_FIELD_BIT(SRCADDR) | FT_FIELD_BIT(DSTADDR)};
  static const uint8_t record[32] = {
      0x20, 0x01, 0x0d, 0xb8, [15] = 1, [16] = 0xfe, [17] = 0x80, [31] = 2};
  static const struct judged cases[] = {
      {"host 2001:db8::1", true},
      {"src host 2001:db8::1 and dst fe80::2", true},
      {"dst host 2001:db8::1", false},
      {"host 2001:db8::2", false},
      {"net 2001:db8::/32", true},
      {"net 2001:db8::7/126", false},
      {"net 2001:db8::3/126", true},
      {"src 2001:db8::/127", true},
      {"src net 2001:db8::1", true},
      {"net 2001::1 mask ffff::ffff", true},
      {"net ::/0", true},
      {"net 0/0", false},
      {"host in [10.0.0.1, fe80::2]", true},
      {"host != fe80::2", false},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    if (permits(cases[i].text, &layout, record) != cases[i].permit) fail_msg("%s", cases[i].text);
  /* and they are in no address of four */
  assert_false(permits("host 2001:db8::1 or net ::/0", tagged, flow));
}

static void fields_are_those_of_definitions(void **state) {
  (void)state;
  const struct ft_layout *v5 = ft_layout_find(5, 0), *v8 = ft_layout_find(8, 1);
  struct ft_filters *filters =
      ft_filters_expression("src tag 1 or packets > 5", &log_to_text, &err);
  assert_non_null(filters);
  const struct ft_filter_def *def = ft_filters_find(filters, "default");
  assert_string_equal(ft_filter_def_name(def), "default");
  assert_int_equal(ft_filter_def_fields(def), FT_FIELD_BIT(SRC_TAG) | FT_FIELD_BIT(DPKTS));
  assert_null(ft_filters_find(filters, "other"));
  ft_error_clear(&err);
  assert_null(ft_filter_compile(def, v5, &err));
  assert_string_equal(err.text, "Filter references a field not in flow.");
  ft_filters_free(filters);

  uint8_t record[FT_RECORD_MAX] = {0};
  ft_store(record, ft_column(v8, FT_F_DFLOWS), 12);
  assert_true(permits("flows 12", v8, record));
  assert_false(permits("flows > 12", v8, record));
}

/* -- the same as definitions -- */

static void expressions_are_as_definitions(void **state) {
  (void)state;
  static const char file[] = "filter-primitive lan\ntype ip-address-prefix\npermit 10.1.0.0/20\n"
                             "filter-primitive web\ntype ip-port\npermit 80,443,1000-1100\n"
                             "filter-primitive udp\ntype ip-protocol\npermit 17\n"
                             "filter-primitive not-udp\ntype ip-protocol\ndeny 17\ndefault permit\n"
                             "filter-primitive big\ntype counter\npermit gt 1000\n"
                             "filter-definition d\nmatch src-ip-addr lan\nmatch dst-ip-port "
                             "web\nmatch ip-protocol not-udp\n"
                             "or\nmatch ip-protocol udp\nmatch octets big\n";
  static const char text[] = "src net 10.1.0.0/20 and dst port 80,443,1000-1100 and not proto udp "
                             "or udp and octets > 1k";
  enum { COUNT = 3000 };
  const struct ft_layout *layout = ft_layout_find(5, 0);
  struct ft_filters *filters[2] = {load(file, sizeof file - 1),
                                   ft_filters_expression(text, NULL, &err)};
  uint8_t *records = calloc(COUNT, layout->size), pass[2][COUNT];
  uint32_t random = 1;
  memset(pass, 1, sizeof pass);
  for (size_t i = 0; i < COUNT; i++) {
    uint8_t *record = records + i * layout->size;
    random = random * 1664525 + 1013904223;
    ft_store(record, ft_column(layout, FT_F_SRCADDR), 0x0a010000 + (random >> 19));
    ft_store(record, ft_column(layout, FT_F_DSTPORT), random >> 8 & 0x7ff);
    ft_store(record, ft_column(layout, FT_F_PROT), random >> 8 & 1 ? 17 : 6);
    ft_store(record, ft_column(layout, FT_F_DOCTETS), random >> 20);
  }
  size_t passed = 0;
  for (size_t i = 0; i < 2; i++) {
    const char *name = i ? "default" : "d";
    struct ft_filter *filter = ft_filter_compile(ft_filters_find(filters[i], name), layout, &err);
    ft_filter_run(filter, records, COUNT, pass[i]);
    ft_filter_free(filter);
    ft_filters_free(filters[i]);
  }
  assert_memory_equal(pass[0], pass[1], COUNT);
  for (size_t i = 0; i < COUNT; i++)
    passed += pass[0][i];
  assert_in_range(passed, 100, COUNT - 100);
  free(records);
}

/* -- symbol tables -- */

/* A name that only the system knows, and tables that are not there. */
static void names_of_the_system(void **state) {
  (void)state;
  assert_true(permits("proto tcp and not port domain", tagged, flow));
  assert_string_equal(warnings, "");
  setenv("FLOW_TOOLS_CONFDIR", "/nowhere", 1);
  assert_false(permits("proto udp", tagged, flow));
  assert_string_equal(warnings, "");
  ft_store(flow, ft_column(tagged, FT_F_DSTPORT), 53);
  assert_true(permits("port domain", tagged, flow));
  ft_store(flow, ft_column(tagged, FT_F_DSTPORT), 80);
  assert_non_null(strstr(warnings, "open(/nowhere/sym/tcp-port.sym): "));
  setenv("FLOW_TOOLS_CONFDIR", folder, 1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(keywords),
      cmocka_unit_test(lists),
      cmocka_unit_test(carried_qualifiers),
      cmocka_unit_test(sides),
      cmocka_unit_test(precedence),
      cmocka_unit_test(addresses_of_16_octets),
      cmocka_unit_test(fields_are_those_of_definitions),
      cmocka_unit_test(expressions_are_as_definitions),
      cmocka_unit_test(names_of_the_system),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
