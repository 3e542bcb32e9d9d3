/* flow-stat: the order of the lines (stat.md 1.4), on the tables of flow-report. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "keyed.h"
#include "report/tree.h"

#define KEYS 140000

static struct keyed keyed;
static const struct key_kind by_hash = {.by_key = false}, by_key = {.by_key = true};

static uint32_t add_row(const uint64_t *key) {
  uint32_t row;
  union rep_cell *cells;
  assert_int_equal(rep_table_find(&keyed.table, key, 1, &row, &cells), 0);
  cells[keyed.keys[0].words + CELL_FLOWS].n++;
  return row;
}

static void begin(const uint8_t *codes, unsigned count, uint8_t format) {
  const struct rep_report report = {.address_format = {format, format}};
  memset(&keyed, 0, sizeof keyed);
  rep_keys_bind(&keyed.keys[0], codes, count, &report, false, ft_layout_find(5, 0));
  rep_table_init(&keyed.table, keyed.keys[0].words, CELLS);
}

static void end(void) {
  rep_order_free(&keyed.order);
  rep_table_free(&keyed.table);
}

/* Keys that count up, all with the same counters. */
static void make_rows(void) {
  const uint8_t code = REP_K_SA;
  begin(&code, 1, 0);
  for (uint64_t key = 0; key < KEYS; key++)
    add_row(&key);
}

static uint64_t key_at(size_t place) {
  return rep_table_row(&keyed.table, rep_order_row(&keyed.order, place))->n;
}

static void order(const struct key_kind *kind, int sort) {
  rep_order_free(&keyed.order);
  assert_int_equal(keyed_order(&keyed, kind, sort), 0);
}

static void expect_order(const struct key_kind *kind, int sort, uint32_t first, uint32_t second,
                         uint32_t last) {
  make_rows();
  order(kind, sort);
  assert_int_equal(keyed.order.rows, KEYS);
  assert_int_equal(key_at(0), first);
  assert_int_equal(key_at(1), second);
  assert_int_equal(key_at(KEYS - 1), last);
  end();
}

static void blocks_of_keys_newest_first(void **state) {
  (void)state;
  expect_order(&by_hash, 0, 131072, 131073, 65535);
}

static void equal_ones_keep_their_order_or_its_reverse(void **state) {
  (void)state;
  expect_order(&by_hash, -2, 131072, 131073, 65535);
  expect_order(&by_hash, 2, 65535, 65534, 131072);
  expect_order(&by_key, -2, 0, 1, KEYS - 1);
  expect_order(&by_key, 2, KEYS - 1, KEYS - 2, 0);
}

static void keys_sort_as_numbers(void **state) {
  (void)state;
  expect_order(&by_hash, -1, 0, 1, KEYS - 1);
  expect_order(&by_hash, 1, KEYS - 1, KEYS - 2, 0);
  expect_order(&by_key, 0, KEYS - 1, KEYS - 2, 0);
}

static void tables_leave_out_keys_without_flows(void **state) {
  (void)state;
  make_rows();
  rep_table_row(&keyed.table, 5)[keyed.keys[0].words + CELL_FLOWS].n = 0;
  order(&by_key, -1);
  assert_int_equal(keyed.order.rows, KEYS - 1);
  assert_int_equal(key_at(5), 6);
  order(&by_hash, -1);
  assert_int_equal(keyed.order.rows, KEYS);
  end();
}

/* The mask length is part of the key, but prefixes are compared by address only. */
static void prefixes_compare_by_address(void **state) {
  (void)state;
  const uint8_t code = REP_K_SA;
  const uint64_t keys[] = {UINT64_C(0x0a000002) << 8 | 8, UINT64_C(0x0a000001) << 8 | 32,
                           UINT64_C(0x0a000001) << 8 | 24, UINT64_C(0x0a000001) << 8 | 30};
  begin(&code, 1, REP_PREFIX_LEN | REP_PREFIX_MASK);
  for (size_t i = 0; i < 4; i++)
    add_row(&keys[i]);
  order(&by_hash, -1);
  assert_int_equal(key_at(0), keys[1]);
  assert_int_equal(key_at(1), keys[2]);
  assert_int_equal(key_at(2), keys[3]);
  assert_int_equal(key_at(3), keys[0]);
  order(&by_hash, 1);
  assert_int_equal(key_at(0), keys[0]);
  assert_int_equal(key_at(1), keys[3]);
  end();
}

static void columns_that_there_are(void **state) {
  (void)state;
  const uint8_t codes[] = {REP_K_SA, REP_K_DA};
  begin(codes, 1, 0);
  assert_true(keyed_can_sort(&keyed, 0));
  assert_true(keyed_can_sort(&keyed, 5));
  assert_true(keyed_can_sort(&keyed, -5));
  assert_false(keyed_can_sort(&keyed, 6));
  assert_false(keyed_can_sort(&keyed, -6));
  end();
  begin(codes, 2, 0);
  assert_true(keyed_can_sort(&keyed, 6));
  assert_false(keyed_can_sort(&keyed, -7));
  end();
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(blocks_of_keys_newest_first),
      cmocka_unit_test(equal_ones_keep_their_order_or_its_reverse),
      cmocka_unit_test(keys_sort_as_numbers),
      cmocka_unit_test(tables_leave_out_keys_without_flows),
      cmocka_unit_test(prefixes_compare_by_address),
      cmocka_unit_test(columns_that_there_are),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
