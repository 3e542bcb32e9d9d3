/* Sets of prefixes as intervals: every look-up against a plain walk over the prefixes. */
#include <setjmp.h>
#include <stdarg.h>

#include <stdlib.h>

#include <cmocka.h>

#include "base/intervals.h"

static uint32_t random_state = 1;

static uint32_t next_random(void) {
  random_state ^= random_state << 13;
  random_state ^= random_state >> 17;
  random_state ^= random_state << 5;
  return random_state;
}

static uint32_t slow_find(const struct ft_prefix_result *list, size_t count, uint32_t value) {
  unsigned best = 0;
  uint32_t result = 0;
  for (size_t i = 0; i < count; i++) {
    struct ft_addr network = ft_addr_from_u32(value);
    ft_addr_mask(&network, list[i].prefix.length);
    if (!ft_addr_equal(&network, &list[i].prefix.addr) || list[i].prefix.length < best) continue;
    best = list[i].prefix.length;
    result = list[i].result;
  }
  return result;
}

/* Prefixes of random length around few bases, so that they nest and crowd; no two equal. */
static size_t make_prefixes(struct ft_prefix_result *list, size_t wanted, uint32_t spread) {
  size_t count = 0;
  for (size_t tries = 0; count < wanted && tries < wanted * 4; tries++) {
    struct ft_prefix prefix = {
        ft_addr_from_u32((next_random() % 4) * 0x55555555u ^ next_random() % spread),
        (uint8_t)(next_random() % 33)};
    ft_addr_mask(&prefix.addr, prefix.length);
    bool known = false;
    for (size_t i = 0; i < count && !known; i++)
      known = list[i].prefix.length == prefix.length &&
              ft_addr_equal(&list[i].prefix.addr, &prefix.addr);
    if (!known) list[count++] = (struct ft_prefix_result){prefix, next_random() % 5};
  }
  return count;
}

static void check_all(const struct ft_prefix_result *list, size_t count) {
  struct ft_intervals intervals = {0};
  assert_true(ft_intervals_of_prefixes(&intervals, list, count, 0, 4));
  for (size_t i = 0; i < count; i++) {
    uint32_t base = ft_addr_to_u32(&list[i].prefix.addr);
    uint32_t last =
        base | (list[i].prefix.length ? (uint32_t)(UINT64_C(0xffffffff) >> list[i].prefix.length)
                                      : UINT32_MAX);
    uint32_t probes[] = {base, base - 1, base + 1, last, last + 1, next_random()};
    for (size_t p = 0; p < sizeof probes / sizeof *probes; p++)
      assert_int_equal(ft_intervals_find(&intervals, probes[p]), slow_find(list, count, probes[p]));
  }
  assert_int_equal(ft_intervals_find(&intervals, 0), slow_find(list, count, 0));
  assert_int_equal(ft_intervals_find(&intervals, UINT32_MAX), slow_find(list, count, UINT32_MAX));
  ft_intervals_clear(&intervals);
}

static void prefixes(void **state) {
  (void)state;
  static struct ft_prefix_result list[1500];
  static const uint32_t spreads[] = {16, 300, 70000, 1u << 24, UINT32_MAX};
  for (size_t s = 0; s < sizeof spreads / sizeof *spreads; s++)
    for (size_t wanted = 0; wanted < 1500; wanted = wanted * 3 + 1)
      check_all(list, make_prefixes(list, wanted, spreads[s]));
}

static void wide_prefixes(void **state) {
  (void)state;
  struct ft_prefix_result list[3] = {{.result = 1}, {.result = 2}, {.result = 3}};
  assert_int_equal(ft_prefix_parse("10.0.0.0/8", &list[2].prefix, NULL), 0);
  for (size_t i = 0; i < 2; i++) {
    list[i].prefix.addr = (struct ft_addr){.width = 16, .octets = {0x20, 0x01, 0x0d, 0xb8}};
    list[i].prefix.length = i ? 128 : 32;
  }
  struct ft_intervals intervals = {0};
  assert_true(ft_intervals_of_prefixes(&intervals, list, 3, 9, 16));
  struct ft_addr addr = list[0].prefix.addr;
  assert_int_equal(ft_intervals_find_addr(&intervals, &addr), 2);
  addr.octets[15] = 1;
  assert_int_equal(ft_intervals_find_addr(&intervals, &addr), 1);
  addr.octets[0] = 0xff;
  assert_int_equal(ft_intervals_find_addr(&intervals, &addr), 9);
  addr = (struct ft_addr){.width = 16};
  assert_int_equal(ft_intervals_find_addr(&intervals, &addr), 9);
  ft_intervals_clear(&intervals);
}

/* Numbers of 64 bits next to the index, which knows 32 only. */
static void large_numbers(void **state) {
  (void)state;
  struct ft_intervals intervals = {0};
  assert_true(ft_intervals_reserve(&intervals, 101));
  ft_intervals_put(&intervals, 0, 0);
  for (uint64_t i = 1; i <= 100; i++)
    ft_intervals_put(&intervals, i << 27, (uint32_t)i);
  assert_true(ft_intervals_finish(&intervals));
  assert_non_null(intervals.index);
  for (uint64_t i = 1; i <= 100; i++) {
    assert_int_equal(ft_intervals_find(&intervals, i << 27), i);
    assert_int_equal(ft_intervals_find(&intervals, (i << 27) - 1), i - 1);
  }
  assert_int_equal(ft_intervals_find(&intervals, UINT64_MAX), 100);
  ft_intervals_clear(&intervals);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(prefixes),
      cmocka_unit_test(wide_prefixes),
      cmocka_unit_test(large_numbers),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
