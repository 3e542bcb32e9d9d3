/* flow-stat: counters by key and the order of the lines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "keyed.h"

static void fill(struct tally *tally, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) {
    uint8_t key[4] = {(uint8_t)(i >> 24), (uint8_t)(i >> 16), (uint8_t)(i >> 8), (uint8_t)i};
    struct counts *c = tally_find(tally, key);
    assert_non_null(c);
    c->flows++;
  }
}

static void same_key_same_counters(void **state) {
  (void)state;
  struct tally tally;
  tally_init(&tally, 4);
  fill(&tally, 100000);
  fill(&tally, 100000);
  assert_int_equal(tally.count, 100000);
  for (size_t i = 0; i < tally.count; i++)
    assert_int_equal(tally.counts[i].flows, 2);
  tally_free(&tally);
}

static const struct key_kind by_hash = {.parts = 1}, by_key = {.parts = 1, .by_key = true};

/* 140000 keys that count up, all with the same counters. */
static void make_keyed(struct keyed *keyed) {
  memset(keyed, 0, sizeof(*keyed));
  keyed->parts = keyed->key_count = 1;
  keyed->keys[0][0].compared = 4;
  tally_init(&keyed->tally, 4);
  fill(&keyed->tally, 140000);
}

static void expect_order(const struct key_kind *kind, int sort, uint32_t first, uint32_t second,
                         uint32_t last) {
  struct keyed keyed;
  size_t count;
  make_keyed(&keyed);
  uint32_t *order = keyed_order(&keyed, kind, sort, &count);
  assert_non_null(order);
  assert_int_equal(count, 140000);
  assert_int_equal(order[0], first);
  assert_int_equal(order[1], second);
  assert_int_equal(order[count - 1], last);
  free(order);
  tally_free(&keyed.tally);
}

static void blocks_of_keys_newest_first(void **state) {
  (void)state;
  expect_order(&by_hash, 0, 131072, 131073, 65535);
}

static void equal_ones_keep_their_order_or_its_reverse(void **state) {
  (void)state;
  expect_order(&by_hash, -2, 131072, 131073, 65535);
  expect_order(&by_hash, 2, 65535, 65534, 131072);
  expect_order(&by_key, -2, 0, 1, 139999);
  expect_order(&by_key, 2, 139999, 139998, 0);
}

static void keys_sort_as_numbers(void **state) {
  (void)state;
  expect_order(&by_hash, -1, 0, 1, 139999);
  expect_order(&by_hash, 1, 139999, 139998, 0);
  expect_order(&by_key, 0, 139999, 139998, 0);
}

static void tables_leave_out_keys_without_flows(void **state) {
  (void)state;
  struct keyed keyed;
  size_t count;
  make_keyed(&keyed);
  keyed.tally.counts[5].flows = 0;
  uint32_t *order = keyed_order(&keyed, &by_key, -1, &count);
  assert_int_equal(count, 139999);
  assert_int_equal(order[5], 6);
  free(order);
  order = keyed_order(&keyed, &by_hash, -1, &count);
  assert_int_equal(count, 140000);
  free(order);
  tally_free(&keyed.tally);
}

static void columns_that_there_are(void **state) {
  (void)state;
  struct keyed keyed = {.parts = 1};
  assert_true(keyed_can_sort(&keyed, 0));
  assert_true(keyed_can_sort(&keyed, 5));
  assert_true(keyed_can_sort(&keyed, -5));
  assert_false(keyed_can_sort(&keyed, 6));
  assert_false(keyed_can_sort(&keyed, -6));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(same_key_same_counters),
      cmocka_unit_test(blocks_of_keys_newest_first),
      cmocka_unit_test(equal_ones_keep_their_order_or_its_reverse),
      cmocka_unit_test(keys_sort_as_numbers),
      cmocka_unit_test(tables_leave_out_keys_without_flows),
      cmocka_unit_test(columns_that_there_are),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
