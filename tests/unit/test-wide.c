/* Integers of 128 bits: edges everywhere, and any numbers where the compiler has __int128. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "wide.h"

static void check_text(struct wide value, const char *wanted) {
  char text[WIDE_TEXT_SIZE];
  assert_string_equal(wide_text(value, text), wanted);
}

static void test_text(void **state) {
  (void)state;
  check_text(wide_from(0), "0");
  check_text(wide_from(-1), "-1");
  check_text(wide_from_unsigned(UINT64_MAX), "18446744073709551615");
  check_text(WIDE_MAX, "170141183460469231731687303715884105727");
  check_text(WIDE_MIN, "-170141183460469231731687303715884105728");
}

static void test_overflow(void **state) {
  (void)state;
  struct wide result = wide_from(7);
  assert_false(wide_add(WIDE_MAX, wide_from(1), &result));
  assert_false(wide_add(WIDE_MIN, wide_from(-1), &result));
  assert_false(wide_subtract(wide_from(0), WIDE_MIN, &result));
  assert_false(wide_subtract(WIDE_MIN, wide_from(1), &result));
  assert_int_equal(wide_to_int64(result), 7);
  assert_true(wide_add(WIDE_MAX, WIDE_MIN, &result));
  check_text(result, "-1");
  assert_true(wide_subtract(wide_from_unsigned(UINT64_MAX), wide_from(-1), &result));
  check_text(result, "18446744073709551616");
}

static void test_digits(void **state) {
  (void)state;
  struct wide value = wide_from(0);
  const char *digits = "12345678901234567890123456789012345678";
  for (const char *p = digits; *p != '\0'; p++)
    assert_true(wide_append_digit(&value, (unsigned)(*p - '0')));
  check_text(value, digits);
  assert_true(wide_append_digit(&value, 9));
  check_text(value, "123456789012345678901234567890123456789");
  assert_false(wide_append_digit(&value, 0));
  check_text(value, "123456789012345678901234567890123456789");
}

static void test_conversions(void **state) {
  (void)state;
  assert_int_equal(wide_to_int64(WIDE_MAX), INT64_MAX);
  assert_int_equal(wide_to_int64(WIDE_MIN), INT64_MIN);
  assert_int_equal(wide_to_int64(wide_from(INT64_MIN)), INT64_MIN);
  assert_true(wide_to_double(wide_from_unsigned(UINT64_MAX)) == 18446744073709551616.0);
  assert_true(wide_to_double(WIDE_MIN) == -170141183460469231731687303715884105728.0);
  assert_true(wide_to_double(wide_from(-3)) == -3.0);
  assert_true(wide_compare(wide_from(-1), wide_from_unsigned(0)) < 0);
  assert_true(wide_compare(wide_from_unsigned(UINT64_MAX), wide_from(INT64_MAX)) > 0);
  assert_true(wide_compare(WIDE_MIN, WIDE_MIN) == 0);
}

#ifdef __SIZEOF_INT128__
static uint64_t random64(uint64_t *seed) {
  *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return *seed ^ *seed >> 29;
}

static __int128 native(struct wide value) {
  return (__int128)((unsigned __int128)(uint64_t)value.high << 64 | value.low);
}

/* Of all magnitudes. */
static struct wide any_wide(uint64_t *seed) {
  unsigned shift = (unsigned)(random64(seed) >> 32) % 128;
  struct wide value = {(int64_t)random64(seed), random64(seed)};
  __int128 shifted = native(value) >> shift;
  return (struct wide){(int64_t)(shifted >> 64), (uint64_t)shifted};
}

static void test_against_the_compiler(void **state) {
  (void)state;
  uint64_t seed = 1;
  for (int i = 0; i < 200000; i++) {
    struct wide a = any_wide(&seed), b = any_wide(&seed), result;
    __int128 wanted;
    bool fits = !__builtin_add_overflow(native(a), native(b), &wanted);
    assert_int_equal(wide_add(a, b, &result), fits);
    if (fits) assert_true(native(result) == wanted);
    fits = !__builtin_sub_overflow(native(a), native(b), &wanted);
    bool done = wide_subtract(a, b, &result);
    assert_true(done == fits || wide_compare(b, WIDE_MIN) == 0);
    if (done) assert_true(native(result) == wanted);
    assert_true(wide_to_double(a) == (double)native(a));
    assert_int_equal(wide_compare(a, b), (native(a) > native(b)) - (native(a) < native(b)));
    if (wide_negative(a)) continue;
    uint32_t by = (uint32_t)random64(&seed) | 1;
    result = a;
    assert_int_equal(wide_divide(&result, by), (uint32_t)(native(a) % by));
    assert_true(native(result) == native(a) / by);
  }
}
#endif

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_text),
      cmocka_unit_test(test_overflow),
      cmocka_unit_test(test_digits),
      cmocka_unit_test(test_conversions),
#ifdef __SIZEOF_INT128__
      cmocka_unit_test(test_against_the_compiler),
#endif
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
