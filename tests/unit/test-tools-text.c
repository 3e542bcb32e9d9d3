/* Text by hand: numbers, addresses, rows of comma separated values. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "export.h"
#include "format.h"
#include "text.h"

static void decimals_are_those_of_printf(void **state) {
  (void)state;
  static const uint64_t values[] = {0,     1,          9,          10,        11,   99,
                                    100,   101,        999,        1000,      1234, 9999,
                                    10000, UINT32_MAX, 1ull << 32, UINT64_MAX};
  for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
    char got[FT_DECIMAL_MAX + 1], want[FT_DECIMAL_MAX + 1];
    *ft_put_decimal(got, values[i]) = 0;
    snprintf(want, sizeof(want), "%llu", (unsigned long long)values[i]);
    assert_string_equal(got, want);
  }
}

static void octets_are_those_of_printf(void **state) {
  (void)state;
  for (unsigned value = 0; value < 256; value++) {
    char got[8] = "???????", want[8];
    *ft_put_octet(got, (uint8_t)value) = '\0';
    snprintf(want, sizeof(want), "%u", value);
    assert_string_equal(got, want);
    assert_int_equal(got[4], '?');
  }
}

static void expect_digits(uint64_t value, unsigned count, const char *want) {
  char got[32];
  *ft_put_digits(got, value, count) = '\0';
  assert_string_equal(got, want);
}

static void digits_are_the_low_ones(void **state) {
  (void)state;
  expect_digits(7, 1, "7");
  expect_digits(7, 2, "07");
  expect_digits(42, 3, "042");
  expect_digits(12345, 3, "345");
  expect_digits(0, 6, "000000");
}

static void columns_fit_into_what_is_blanked(void **state) {
  (void)state;
  for (int f = 0; f < FORMAT_COUNT; f++) {
    for (unsigned i = 0; i < formats[f].count; i++) {
      assert_in_range(formats[f].cells[i].width, 0, CELL_WIDTH_MAX);
      assert_in_range(strlen(formats[f].cells[i].after), 0, CELL_AFTER_MAX);
    }
    for (unsigned i = 0; i < formats[f].wide_count; i++) {
      assert_in_range(formats[f].wide_cells[i].width, 0, CELL_WIDTH_MAX);
      assert_in_range(strlen(formats[f].wide_cells[i].after), 0, CELL_AFTER_MAX);
    }
  }
}

static void expect_hex(uint64_t value, unsigned digits, const char *want) {
  char got[32];
  *text_hex(got, value, digits) = 0;
  assert_string_equal(got, want);
}

static void hex_has_at_least_its_digits(void **state) {
  (void)state;
  expect_hex(0, 1, "0");
  expect_hex(0, 4, "0000");
  expect_hex(0xabc, 2, "abc");
  expect_hex(0xabc, 8, "00000abc");
  expect_hex(UINT64_MAX, 16, "ffffffffffffffff");
}

static void pad_fills_and_never_cuts(void **state) {
  (void)state;
  char text[16] = "abc";
  *text_pad(text + 3, text, 5) = 0;
  assert_string_equal(text, "abc  ");
  *text_pad(text + 5, text, 3) = 0;
  assert_string_equal(text, "abc  ");
}

static void addresses_of_both_widths(void **state) {
  (void)state;
  uint8_t record[FT_RECORD_MAX] = {0};
  char got[FT_ADDR_TEXT_SIZE + 1];
  struct ft_column narrow = {4, 4};
  ft_store(record, narrow, 0xC0A8000A);
  *text_addr(got, record, narrow) = 0;
  assert_string_equal(got, "192.168.0.10");
  struct ft_column wide = {16, 16};
  struct ft_addr addr = {.width = 16, .octets = {0x20, 0x01, 0x0d, 0xb8, [15] = 1}};
  ft_store_addr(record, wide, &addr);
  *text_addr(got, record, wide) = 0;
  assert_string_equal(got, "2001:db8::1");
}

static void expect_row(const struct ft_layout *layout, uint64_t mask, const uint8_t *record,
                       const char *want) {
  struct csv_plan plan;
  char got[CSV_ROW_MAX + 1];
  csv_plan_make(&plan, layout, mask);
  *csv_row(&plan, record, got) = 0;
  assert_string_equal(got, want);
}

static void rows_have_the_fields_that_mask_and_layout_share(void **state) {
  (void)state;
  const struct ft_layout *v5 = ft_layout_find(5, 0);
  uint8_t record[FT_RECORD_MAX] = {0};
  ft_store(record, ft_column(v5, FT_F_SRCADDR), 0x0A000001);
  ft_store(record, ft_column(v5, FT_F_DOCTETS), UINT32_MAX);
  ft_store(record, ft_column(v5, FT_F_PROT), 6);
  expect_row(v5, 0x1000, record, "10.0.0.1\n");
  expect_row(v5, 0x201040, record, "4294967295,10.0.0.1,6\n");
  /* src_tag is not in version 5 */
  expect_row(v5, 0x400001000, record, "10.0.0.1\n");
  struct csv_plan plan;
  csv_plan_make(&plan, v5, 0x400000000);
  assert_int_equal(plan.count, 0);
}

static void widest_rows_fit(void **state) {
  (void)state;
  const struct ft_layout *layout;
  for (size_t i = 0; (layout = ft_layout_at(i)) != NULL; i++) {
    uint8_t record[FT_RECORD_MAX];
    char row[CSV_ROW_MAX];
    struct csv_plan plan;
    memset(record, 0xff, sizeof(record));
    csv_plan_make(&plan, layout, UINT64_MAX);
    assert_true(plan.count > 0);
    char *end = csv_row(&plan, record, row);
    assert_true(end <= row + sizeof(row));
    assert_int_equal(end[-1], '\n');
  }
}

static void times_are_local_and_remembered(void **state) {
  (void)state;
  static struct text_clock clock;
  text_clock_init(&clock);
  setenv("TZ", "EST5", 1);
  tzset();
  /* the same slot in turn, and the zero that an empty slot holds */
  for (int round = 0; round < 2; round++) {
    assert_int_equal(text_clock_local(&clock, 0)->tm_hour, 19);
    assert_int_equal(text_clock_local(&clock, 0)->tm_mday, 31);
    assert_int_equal(text_clock_local(&clock, TEXT_CLOCK_SLOTS * 3600u)->tm_mday, 11);
  }
  assert_int_equal(text_clock_local(&clock, UINT32_MAX)->tm_year, 206);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(decimals_are_those_of_printf),
      cmocka_unit_test(octets_are_those_of_printf),
      cmocka_unit_test(digits_are_the_low_ones),
      cmocka_unit_test(columns_fit_into_what_is_blanked),
      cmocka_unit_test(hex_has_at_least_its_digits),
      cmocka_unit_test(pad_fills_and_never_cuts),
      cmocka_unit_test(addresses_of_both_widths),
      cmocka_unit_test(rows_have_the_fields_that_mask_and_layout_share),
      cmocka_unit_test(widest_rows_fit),
      cmocka_unit_test(times_are_local_and_remembered),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
