/* Read before each unit test by analyzers only: an assertion that fails ends the test there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#undef assert_true
#define assert_true(c) ((c) ? (void)0 : abort())
#undef assert_non_null
#define assert_non_null(p) ((p) ? (void)0 : abort())
#undef fail
#define fail() abort()
#undef fail_msg
#define fail_msg(...) (print_error(__VA_ARGS__), abort())
