/* LIST, the numbers of one word. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "conf/list.h"

/* One more octet than needed, to see that it is left alone. */
static uint8_t bits[FT_NUMBER_LIST_SIZE(65536) + 1];

/* The members as text: ranges `A-B`, blanks between them. */
static const char *members(uint32_t limit) {
  static char text[256];
  size_t used = 0;
  text[0] = '\0';
  for (uint32_t i = 0; i < limit; i++) {
    if (!ft_number_list_has(bits, i)) continue;
    uint32_t last = i;
    while (last + 1 < limit && ft_number_list_has(bits, last + 1))
      last++;
    used += (size_t)snprintf(text + used, sizeof text - used, used ? " %u" : "%u", i);
    if (last > i) used += (size_t)snprintf(text + used, sizeof text - used, "-%u", last);
    i = last;
  }
  return text;
}

static void lists_are_read(void **state) {
  (void)state;
  static const struct {
    const char *list;
    uint32_t limit;
    const char *members;
  } cases[] = {
      {"1,3", 65536, "1 3"},
      {"1-3", 65536, "1-3"},
      {"1-3,7-9", 65536, "1-3 7-9"},
      {"3-1", 65536, "3"},
      {"1-3-5", 65536, "1-3 5"},
      {"1-3--5", 65536, "1-3 5"},
      {"1-3-5-7", 65536, "1-3 5-7"},
      {",2", 65536, "0 2"},
      {",,2", 65536, "0 2"},
      {"-", 65536, "0"},
      {",", 65536, "0"},
      {"-,2", 65536, "0 2"},
      {"1,", 65536, "1"},
      {"1-", 65536, "1"},
      {"1,,3", 65536, "1 3"},
      {"1,-3", 65536, "1 3"},
      {"1-,3", 65536, "1 3"},
      {"", 65536, ""},
      {" \t", 65536, ""},
      {"!", 65536, "0-65535"},
      {" !1", 65536, "0 2-65535"},
      {"!1,3-65535", 65536, "0 2"},
      {"!,3", 10, "1-2 4-9"},
      {"1 -3", 65536, "1-3"},
      {"1, 3", 65536, "1 3"},
      {"1#x,3", 65536, "1 3"},
      {"#x", 65536, "0"},
      {"!!1", 10, "1-9"},
      {"0x1-0X3,010", 65536, "1-3 8"},
      {"-0,+5", 65536, "0 5"},
      {"65535", 65536, "65535"},
      {"255", 256, "255"},
      {"!0-254", 256, "255"},
      {"!7", 9, "0-6 8"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct ft_error err = FT_ERROR_INIT;
    memset(bits, 0xa5, sizeof bits);
    if (!ft_number_list_parse(cases[i].list, cases[i].limit, bits, &err))
      fail_msg("%s: %s", cases[i].list, err.text);
    assert_string_equal(members(cases[i].limit), cases[i].members);
    assert_int_equal(bits[FT_NUMBER_LIST_SIZE(cases[i].limit)], 0xa5);
    if (cases[i].limit % 8) assert_int_equal(bits[cases[i].limit / 8] >> cases[i].limit % 8, 0);
  }
}

static void lists_are_refused(void **state) {
  (void)state;
  static const struct {
    const char *list;
    uint32_t limit;
  } cases[] = {
      {"65536", 65536},
      {"1-65536", 65536},
      {"256", 256},
      {"!256", 256},
      {"9", 9},
      {"-1", 65536},
      {" -1", 65536},
      {"!-1", 65536},
      {"1--3", 65536},
      {"-4294967295", 65536},           /* 1 modulo 2^32 */
      {"-18446744073709551615", 65536}, /* 1 modulo 2^64 */
      {"4294967297", 65536},
      {"18446744073709551617", 65536},
      {"tcp", 256},
      {"6,udp", 256},
      {"6-udp", 256},
      {"6, udp", 256},
      {"-x", 256},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct ft_error err = FT_ERROR_INIT;
    if (ft_number_list_parse(cases[i].list, cases[i].limit, bits, &err))
      fail_msg("%s was taken", cases[i].list);
    assert_string_equal(err.text, "load_lookup(): failed");
  }
}

int main(void) {
  static const struct CMUnitTest tests[] = {
      cmocka_unit_test(lists_are_read),
      cmocka_unit_test(lists_are_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
