/* Reports: order, arithmetic, formats, wide addresses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "ft/report.h"
#include "report/table.h"
#include "report/text.h"

/* A record of a test: what is not named is 0 (first: 1000, last: first + duration). */
struct flow {
  uint32_t source, destination, packets, octets, duration, seconds;
  uint16_t source_port, destination_port;
  uint8_t source_mask;
};

static void set(uint8_t *record, const struct ft_layout *layout, enum ft_field_id field,
                uint64_t value) {
  struct ft_column column = ft_column(layout, field);
  struct ft_addr addr = ft_addr_from_u32((uint32_t)value);
  if (ft_field_info(field)->kind == FT_KIND_ADDRESS) {
    if (column.width != addr.width) { /* a mapped address */
      addr.width = column.width;
      memmove(addr.octets + column.width - 4, addr.octets, 4);
      memset(addr.octets, 0xfd, column.width - 4u);
    }
    ft_store_addr(record, column, &addr);
  } else {
    ft_store(record, column, value);
  }
}

static uint8_t *make_records(const struct ft_layout *layout, const struct flow *flows,
                             size_t count) {
  uint8_t *records = calloc(count ? count : 1, layout->size);
  assert_non_null(records);
  for (size_t i = 0; i < count; i++) {
    uint8_t *record = records + i * layout->size;
    set(record, layout, FT_F_SRCADDR, flows[i].source);
    set(record, layout, FT_F_DSTADDR, flows[i].destination);
    set(record, layout, FT_F_DPKTS, flows[i].packets);
    set(record, layout, FT_F_DOCTETS, flows[i].octets);
    set(record, layout, FT_F_FIRST, 1000);
    set(record, layout, FT_F_LAST, 1000 + flows[i].duration);
    set(record, layout, FT_F_SYSUPTIME, 1000);
    set(record, layout, FT_F_UNIX_SECS, flows[i].seconds);
    set(record, layout, FT_F_SRCPORT, flows[i].source_port);
    set(record, layout, FT_F_DSTPORT, flows[i].destination_port);
    set(record, layout, FT_F_SRC_MASK, flows[i].source_mask);
  }
  return records;
}

static char config_path[] = "/tmp/test-report-XXXXXX";

static void write_config(const char *text, size_t length) {
  FILE *f = fopen(config_path, "w");
  assert_non_null(f);
  assert_int_equal(fwrite(text, 1, length, f), length);
  assert_int_equal(fclose(f), 0);
}

static struct ft_reports *load(const char *config) {
  struct ft_error err = FT_ERROR_INIT;
  write_config(config, strlen(config));
  struct ft_reports *reports = ft_reports_load(config_path, NULL, NULL, &err);
  if (!reports) fail_msg("%s", err.text);
  return reports;
}

/* What definition d of the file prints for the records, allocated. */
static char *run_on(const struct ft_layout *layout, const char *config, uint8_t *records,
                    size_t count) {
  struct ft_error err = FT_ERROR_INIT;
  struct ft_header header;
  char *text = NULL;
  size_t length = 0;
  FILE *out = open_memstream(&text, &length);
  struct ft_reports *reports = load(config);
  ft_header_init(&header);
  struct ft_report_run *run = ft_report_run_new(reports, "D", layout, &header, out, NULL, &err);
  if (!run) fail_msg("%s", err.text);
  /* In two batches: what is kept between them must not matter. */
  struct ft_batch batch = {records, count / 3};
  assert_int_equal(ft_report_run_put(run, &batch, &err), 0);
  batch = (struct ft_batch){records + count / 3 * layout->size, count - count / 3};
  assert_int_equal(ft_report_run_put(run, &batch, &err), 0);
  assert_int_equal(ft_report_run_finish(run, &err), 0);
  ft_report_run_free(run);
  ft_reports_free(reports);
  fclose(out);
  return text;
}

static void check_on(const struct ft_layout *layout, const char *config, const struct flow *flows,
                     size_t count, const char *expected) {
  uint8_t *records = make_records(layout, flows, count);
  char *text = run_on(layout, config, records, count);
  assert_string_equal(text, expected);
  free(text);
  free(records);
}

static void check(const char *config, const struct flow *flows, size_t count,
                  const char *expected) {
  check_on(ft_layout_find(5, 0), config, flows, count, expected);
}

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define DEFINITION   "stat-definition d\n report r\n"

/* -- types -- */

static void every_type_once(void **state) {
  (void)state;
  size_t count = 0;
  const char *name;
  for (; (name = ft_report_type_name(count)) != NULL; count++) {
    for (size_t i = 0; i < count; i++)
      assert_string_not_equal(name, ft_report_type_name(i));
  }
  assert_int_equal(count, 78);
}

/* Each type counts the same records, in all formats, without and with a prefix. */
static void every_type_counts(void **state) {
  (void)state;
  static const struct flow flows[] = {
      {1, 2, 3, 400, 500, 600, 7, 8, 9}, {2, 1, 3, 400, 0, 601, 7, 8, 9}, {.octets = 1}};
  const struct ft_layout *layout = ft_layout_find(1005, 0);
  uint8_t *records = make_records(layout, flows, COUNT(flows));
  const char *name;
  for (size_t i = 0; (name = ft_report_type_name(i)) != NULL; i++) {
    char config[512];
    snprintf(config, sizeof config,
             "stat-report r\n type %s\n ip-source-address-format prefix-mask\n"
             " output\n options +totals\n output\n format csv\n output\n format json\n" DEFINITION,
             name);
    char *text = run_on(layout, config, records, COUNT(flows));
    assert_non_null(strstr(text, ",1,2,800,6,500\n")); /* totals: 1 ignored */
    assert_non_null(strstr(text, "\"ignores\":1,\"flows\":2,\"octets\":800,\"packets\":6"));
    free(text);
    text = run_on(layout, config, records, 0);
    assert_non_null(strstr(text, "0,0,0,0,0,0\n"));
    assert_non_null(strstr(text, "\"first\":null,\"last\":null"));
    assert_null(strstr(text, "nan"));
    free(text);
  }
  free(records);
}

/* -- order -- */

/* Rows in blocks of 65,536 by first appearance, the last block first. */
static void natural_order(void **state) {
  (void)state;
  enum { ROWS = 2 * 65536 + 1000 };
  const struct ft_layout *layout = ft_layout_find(5, 0);
  uint8_t *records = calloc(ROWS, layout->size);
  for (uint32_t i = 0; i < ROWS; i++) {
    set(records + i * layout->size, layout, FT_F_SRCADDR, i * 2654435761u);
    set(records + i * layout->size, layout, FT_F_DPKTS, 1);
    set(records + i * layout->size, layout, FT_F_DOCTETS, i);
  }
  char *text = run_on(layout,
                      "stat-report r\n type ip-source-address\n output\n fields "
                      "-key,-flows,-packets,-duration\n" DEFINITION,
                      records, ROWS);
  char *line = strchr(text, '\n') + 1;
  for (uint32_t place = 0; place < ROWS; place++) {
    uint32_t row = place < 1000           ? 131072 + place
                   : place < 1000 + 65536 ? 65536 + place - 1000
                                          : place - 1000 - 65536;
    assert_int_equal(strtoul(line, &line, 10), row);
    assert_int_equal(*line++, '\n');
  }
  assert_int_equal(*line, '\0');
  free(text);
  free(records);
}

static const struct flow ties[] = {{.source = 4, .packets = 1, .octets = 5},
                                   {.source = 3, .packets = 1, .octets = 9},
                                   {.source = 2, .packets = 1, .octets = 5},
                                   {.source = 1, .packets = 1, .octets = 7}};

#define ORDER_REPORT                                                                               \
  "stat-report r\n type ip-source-address\n output\n fields -flows,-packets,-duration\n"

/* Largest first turns the ties around, smallest first does not. */
static void stable_sort(void **state) {
  (void)state;
  check(ORDER_REPORT " sort +octets\n" DEFINITION, ties, COUNT(ties),
        "# recn: ip-source-address*,octets\n0.0.0.3,9\n0.0.0.1,7\n0.0.0.2,5\n0.0.0.4,5\n");
  check(ORDER_REPORT " sort -octets\n" DEFINITION, ties, COUNT(ties),
        "# recn: ip-source-address*,octets\n0.0.0.4,5\n0.0.0.2,5\n0.0.0.1,7\n0.0.0.3,9\n");
  check(ORDER_REPORT " sort +key\n" DEFINITION, ties, COUNT(ties),
        "# recn: ip-source-address*,octets\n0.0.0.4,5\n0.0.0.3,9\n0.0.0.2,5\n0.0.0.1,7\n");
}

/* The second output takes the order of the first, the third starts anew. */
static void shared_order(void **state) {
  (void)state;
  check("stat-report r\n type ip-source-address\n"
        " output\n fields -flows,-packets,-duration\n sort +octets\n"
        " output\n fields -flows,-packets,-duration,-octets\n records 2\n"
        " output\n fields -flows,-packets,-duration\n sort -octets\n records 4\n" DEFINITION,
        ties, COUNT(ties),
        "# recn: ip-source-address*,octets\n0.0.0.3,9\n0.0.0.1,7\n0.0.0.2,5\n0.0.0.4,5\n"
        "# recn: ip-source-address*\n0.0.0.3\n0.0.0.1\n# stop, hit record limit.\n"
        "# recn: ip-source-address*,octets\n0.0.0.4,5\n0.0.0.2,5\n0.0.0.1,7\n0.0.0.3,9\n"
        "# stop, hit record limit.\n");
}

/* Sorting an array type by its key after another field. */
static void d7_array_sorts_by_key_again(void **state) {
  (void)state;
  static const struct flow flows[] = {{.source_port = 9, .packets = 2, .octets = 1},
                                      {.source_port = 5, .packets = 1, .octets = 1}};
  check("stat-report r\n type ip-source-port\n"
        " output\n fields -flows,-octets,-duration\n"
        " output\n fields -flows,-octets,-duration\n sort +packets\n"
        " output\n fields -flows,-octets,-duration\n"
        " output\n fields -flows,-octets,-duration\n sort -key\n" DEFINITION,
        flows, COUNT(flows),
        "# recn: ip-source-port*,packets\n5,1\n9,2\n# recn: ip-source-port*,packets\n9,2\n5,1\n"
        "# recn: ip-source-port*,packets\n5,1\n9,2\n# recn: ip-source-port*,packets\n5,1\n9,2\n");
}

/* -- arithmetic -- */

/* Means of the rates of records; a minimum of 0 is no minimum. */
static void rates(void **state) {
  (void)state;
  static const struct flow flows[] = {{.packets = 10, .octets = 0, .duration = 1000},
                                      {.packets = 20, .octets = 500, .duration = 500},
                                      {.packets = 30, .octets = 900, .duration = 0}};
  check("stat-report r\n type ip-protocol\n output\n"
        " fields -key,-flows,-octets,-packets,-duration,+bps,+pps,+frecs\n" DEFINITION,
        flows, COUNT(flows),
        "# recn: avg-bps,min-bps,max-bps,avg-pps,min-pps,max-pps,frecs\n"
        "4000.000000,8000.000000,8000.000000,25.000000,10.000000,40.000000,2\n");
}

static void tally_and_percent(void **state) {
  (void)state;
  check(ORDER_REPORT " sort +octets\n tally 2\n options +percent-total\n records 3\n" DEFINITION,
        ties, COUNT(ties),
        "# recn: ip-source-address*,octets\n0.0.0.3,34.615385\n0.0.0.1,26.923077\n"
        "#TALLY %recs=50.000 %flows=50.000 %octets=61.538 %packets=50.000\n"
        "0.0.0.2,19.230769\n# stop, hit record limit.\n");
}

/* Each record counts once in the totals, twice in rows: twice in one if they are the same. */
static void two_rows(void **state) {
  (void)state;
  static const struct flow flows[] = {
      {.packets = 1, .octets = 1, .source_port = 7, .destination_port = 7},
      {.packets = 1, .octets = 1, .source_port = 7, .destination_port = 3}};
  check("stat-report r\n type ip-port\n output\n options +totals\n" DEFINITION, flows, COUNT(flows),
        "# rec1: records,ignores,flows,octets,packets,duration\n2,0,2,2,2,0\n"
        "# recn: ip-port*,flows,octets,packets,duration\n3,1,1,1,0\n7,3,3,3,0\n");
}

static void distinct_values(void **state) {
  (void)state;
  static const struct flow flows[] = {{.source = 1, .destination = 5, .packets = 1},
                                      {.source = 1, .destination = 6, .packets = 1},
                                      {.source = 2, .destination = 5, .packets = 1},
                                      {.source = 1, .destination = 5, .packets = 1}};
  check("stat-report r\n type ip-source-address-destination-count\n output\n sort +count\n"
        " fields -octets,-packets,-duration\n" DEFINITION,
        flows, COUNT(flows),
        "# recn: ip-source-address*,ip-destination-address-count,flows\n"
        "0.0.0.1,2,3\n0.0.0.2,1,1\n");
}

/* 3 packets over 3 seconds; the last record ends before it starts and is left out. */
static void linear(void **state) {
  (void)state;
  static const struct flow flows[] = {{.packets = 3, .octets = 6, .duration = 2000, .seconds = 50},
                                      {.packets = 3, .duration = (uint32_t)-900, .seconds = 60}};
  check("stat-report r\n type linear-interpolated-flows-octets-packets\n output\n"
        " fields -flows\n options +totals\n" DEFINITION,
        flows, COUNT(flows),
        "# rec1: records,ignores,flows,octets,packets,duration\n3,0,2,6,6,4294968396\n"
        "# recn: unix-secs*,octets,packets\n50,2.000000,1.000000\n51,2.000000,1.000000\n"
        "52,2.000000,1.000000\n");
}

/* An interval spans N seconds inclusive and starts with a flow. */
static void time_series(void **state) {
  (void)state;
  static const struct flow flows[] = {{.packets = 1, .seconds = 100},
                                      {.packets = 1, .seconds = 110},
                                      {.packets = 1, .seconds = 111},
                                      {.packets = 1, .seconds = 90}};
  check("stat-report r\n type ip-protocol\n output\n format csv\n"
        " fields -octets,-packets,-duration,+index\n"
        "stat-definition d\n time-series 10\n report r\n",
        flows, COUNT(flows), "interval,index,ip-protocol,flows\n0,0,0,2\n1,1,0,2\n");
}

/* Nothing is divided by 0: no octets, no duration. */
static void d3_zero_divisors(void **state) {
  (void)state;
  static const struct flow flows[] = {{.source = 1, .packets = 5}, {.source = 2, .packets = 5}};
  check("stat-report r\n type ip-source-address\n output\n fields -flows,-packets,+pps\n"
        " options +percent-total\n tally 1\n" DEFINITION,
        flows, COUNT(flows),
        "# recn: ip-source-address*,octets,duration,avg-pps,min-pps,max-pps\n"
        "0.0.0.1,0.000000,0.000000,0.000000,0.000000,0.000000\n"
        "#TALLY %recs=50.000 %flows=50.000 %octets=0.000 %packets=50.000 %avg-bps=0.000 "
        "%avg-pps=0.000\n"
        "0.0.0.2,0.000000,0.000000,0.000000,0.000000,0.000000\n");
}

/* The value of a column in the one row of comma separated text. */
static double column_value(const char *text, const char *title) {
  const char *value = strchr(text, '\n') + 1;
  size_t length = strlen(title);
  while (strncmp(text, title, length) != 0 || (text[length] != ',' && text[length] != '\n')) {
    text = strchr(text, ',') + 1;
    value = strchr(value, ',') + 1;
  }
  return strtod(value, NULL);
}

/* Twice 2^31 packets and octets are many, not none. */
static void d10_large_flows_are_large(void **state) {
  (void)state;
  static const struct flow flows[] = {{.packets = 0x80000000, .octets = 0x80000000}};
  const struct ft_layout *layout = ft_layout_find(5, 0);
  uint8_t *records = make_records(layout, flows, COUNT(flows));
  char *text = run_on(layout,
                      "stat-report r\n type summary-detail\n scale 2\n output\n"
                      " format csv\n" DEFINITION,
                      records, COUNT(flows));
  assert_true(column_value(text, "fpsize_other") == 1);
  assert_true(column_value(text, "fosize_other") == 1);
  assert_true(column_value(text, "fpsize1") == 0);
  assert_true(column_value(text, "fosize32") == 0);
  assert_true(column_value(text, "psize32") == 1);
  free(text);
  free(records);
}

/* -- addresses -- */

static void prefixes(void **state) {
  (void)state;
  static const struct flow flows[] = {{.source = 0x0a010203, .packets = 1, .source_mask = 8},
                                      {.source = 0x0a020304, .packets = 1, .source_mask = 8},
                                      {.source = 0x0a020304, .packets = 1, .source_mask = 0},
                                      {.source = 0x0a020304, .packets = 1, .source_mask = 33}};
#define PREFIX_REPORT(format)                                                                      \
  "stat-report r\n type ip-source-address\n ip-source-address-format prefix-mask\n output\n"       \
  " fields -octets,-packets,-duration\n sort -key\n format " format "\n" DEFINITION
  check(PREFIX_REPORT("ascii"), flows, COUNT(flows),
        "# recn: ip-source-address*,flows\n10/8,2\n10.2.3.4/0,1\n10.2.3.4/0,1\n");
  check(PREFIX_REPORT("csv"), flows, COUNT(flows),
        "ip-source-address,flows\n10.0.0.0/8,2\n10.2.3.4/0,1\n10.2.3.4/0,1\n");
}

/* A layout that no version has yet: only layouts know how wide addresses are. */
static void wide_addresses(void **state) {
  (void)state;
  static const struct ft_slot slots[] = {
      {FT_F_UNIX_SECS, 4, false, 0, FT_NOT_SENT}, {FT_F_UNIX_NSECS, 4, false, 4, FT_NOT_SENT},
      {FT_F_SYSUPTIME, 4, false, 8, FT_NOT_SENT}, {FT_F_DPKTS, 8, false, 16, FT_NOT_SENT},
      {FT_F_DOCTETS, 8, false, 24, FT_NOT_SENT},  {FT_F_FIRST, 4, false, 32, FT_NOT_SENT},
      {FT_F_LAST, 4, false, 36, FT_NOT_SENT},     {FT_F_SRCADDR, 16, false, 40, FT_NOT_SENT},
      {FT_F_DSTADDR, 16, false, 56, FT_NOT_SENT}, {FT_F_SRCPORT, 2, false, 72, FT_NOT_SENT},
      {FT_F_SRC_MASK, 1, false, 74, FT_NOT_SENT}, {FT_F_DST_MASK, 1, false, 75, FT_NOT_SENT}};
  struct ft_layout layout = {
      .name = "wide", .size = 80, .slot_count = COUNT(slots), .slots = slots};
  for (size_t i = 0; i < COUNT(slots); i++)
    layout.mask |= ft_field_info(slots[i].field)->bit;
  static const struct flow flows[] = {
      {.source = 0x20, .destination = 1, .packets = 1, .source_port = 80, .source_mask = 128},
      {.source = 0x10, .destination = 1, .packets = 1, .source_port = 81, .source_mask = 16},
      {.source = 0x10, .destination = 1, .packets = 1, .source_port = 80, .source_mask = 16},
      {.source = 0x11, .destination = 2, .packets = 1, .source_port = 80, .source_mask = 16}};
  check_on(&layout,
           "stat-report r\n type ip-source/destination-address/ip-source-port\n"
           " ip-source-address-format prefix-mask\n output\n"
           " fields -octets,-packets,-duration\n sort -key1\n format csv\n" DEFINITION,
           flows, COUNT(flows),
           "ip-source-address,ip-destination-address,ip-source-port,flows\n"
           "fdfd::/16,fdfd:fdfd:fdfd:fdfd:fdfd:fdfd:0:1,81,1\n"
           "fdfd::/16,fdfd:fdfd:fdfd:fdfd:fdfd:fdfd:0:1,80,1\n"
           "fdfd::/16,fdfd:fdfd:fdfd:fdfd:fdfd:fdfd:0:2,80,1\n"
           "fdfd:fdfd:fdfd:fdfd:fdfd:fdfd:0:20/128,fdfd:fdfd:fdfd:fdfd:fdfd:fdfd:0:1,80,1\n");
}

/* -- parts -- */

static void table_keeps_rows(void **state) {
  (void)state;
  enum { KEYS = 100000 };
  struct rep_table table;
  union rep_cell *cells[2];
  rep_table_init(&table, 2, 1);
  for (int round = 0; round < 2; round++) {
    for (uint64_t i = 0; i < KEYS; i += 2) {
      uint64_t keys[] = {i * i, i, i * i, i + 1};
      uint32_t rows[2];
      assert_int_equal(rep_table_find(&table, keys, 2, rows, cells), 0);
      assert_int_equal(rows[0], i);
      assert_int_equal(rows[1], i + 1);
      assert_int_equal(rep_table_row(&table, rows[1])[2].n++, round);
    }
  }
  assert_int_equal(table.count, KEYS);
  rep_table_clear(&table);
  uint32_t row;
  assert_int_equal(rep_table_find(&table, (const uint64_t[]){1, 1}, 1, &row, cells), 0);
  assert_int_equal(row, 0);
  assert_int_equal(rep_table_row(&table, row)[2].n, 0);
  rep_table_free(&table);
}

static void check_fraction(struct rep_text *text, double number) {
  char expected[400];
  snprintf(expected, sizeof expected, "%f", number);
  text->length = 0;
  rep_text_double(text, number);
  rep_text_char(text, '\0');
  assert_string_equal(text->data, expected);
}

/* The same text as printf's %f, also in the middle between two last digits. */
static void fractions(void **state) {
  (void)state;
  static const double odd[] = {0,
                               0.5,
                               1,
                               1e-7,
                               5e-7,
                               4.9999999e-7,
                               0.9999995,
                               0.99999949999,
                               999999.9999999,
                               4503599627370495.5,
                               9007199254740993.0,
                               1e18,
                               9.3e18,
                               1e300,
                               0x1p-1074,
                               0x1p-128,
                               0x1p63};
  struct rep_text *text = malloc(sizeof *text);
  rep_text_start(text, stderr);
  for (size_t i = 0; i < COUNT(odd); i++)
    check_fraction(text, odd[i]);
  for (int i = 0; i < 1280; i++)
    check_fraction(text, i / 128.0);
  uint64_t seed = 1;
  for (int i = 0; i < 100000; i++) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    check_fraction(text, (double)(seed >> 20) / (double)(1 + (seed & 0xfffff)));
  }
  free(text);
}

static void missing_fields(void **state) {
  (void)state;
  struct ft_error err = FT_ERROR_INIT;
  struct ft_header header;
  ft_header_init(&header);
  struct ft_reports *reports = load("stat-report r\n type source-tag\n" DEFINITION);
  assert_true(ft_reports_has(reports, "D"));
  assert_false(ft_reports_has(reports, "r"));
  assert_null(ft_report_run_new(reports, "d", ft_layout_find(5, 0), &header, stdout, NULL, &err));
  assert_string_equal(err.text, "Report definition references a field not in flow.");
  ft_reports_free(reports);
}

static int make_config_file(void **state) {
  (void)state;
  setenv("TZ", "UTC", 1);
  int fd = mkstemp(config_path);
  return fd < 0 || close(fd);
}

static int remove_config_file(void **state) {
  (void)state;
  return unlink(config_path);
}

int main(void) {
  static const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_type_once),
      cmocka_unit_test(every_type_counts),
      cmocka_unit_test(natural_order),
      cmocka_unit_test(stable_sort),
      cmocka_unit_test(shared_order),
      cmocka_unit_test(d7_array_sorts_by_key_again),
      cmocka_unit_test(rates),
      cmocka_unit_test(tally_and_percent),
      cmocka_unit_test(two_rows),
      cmocka_unit_test(distinct_values),
      cmocka_unit_test(linear),
      cmocka_unit_test(time_series),
      cmocka_unit_test(d3_zero_divisors),
      cmocka_unit_test(d10_large_flows_are_large),
      cmocka_unit_test(prefixes),
      cmocka_unit_test(wide_addresses),
      cmocka_unit_test(table_keeps_rows),
      cmocka_unit_test(fractions),
      cmocka_unit_test(missing_fields),
  };
  return cmocka_run_group_tests(tests, make_config_file, remove_config_file);
}
