/* flow-rpt2rrd: which column is which data source, which keys are asked for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "../../flow-rpt2rrd/feed.h"
#include "../../flow-rpt2rrd/slots.h"
#include "lines.h"

/* -- order of the data sources (spec rptfmt.md 2.4) -- */

static void check_slots(const uint64_t *hashes, size_t count, const char *wanted) {
  size_t order[64];
  char text[256] = "";
  assert_int_equal(slots_order(hashes, count, order), 0);
  for (size_t i = 0; i < count; i++)
    snprintf(text + strlen(text), sizeof text - strlen(text), "%s%d", i > 0 ? " " : "",
             (int)hashes[order[i]]);
  assert_string_equal(text, wanted);
}

static void test_slots(void **state) {
  (void)state;
  check_slots(NULL, 0, "");
  check_slots((uint64_t[]){1, 2, 3}, 3, "1 2 3");
  check_slots((uint64_t[]){6, 7, 8}, 3, "8 6 7");
  /* 8 finds slot 0 taken: 5 * 0 + 8 + 1 = 9, slot 1. */
  check_slots((uint64_t[]){0, 8}, 2, "0 8");
  check_slots((uint64_t[]){8, 0}, 2, "8 0");
  /* 9 finds slot 1 taken: 5 * 1 + 9 + 1 = 15, slot 7. */
  check_slots((uint64_t[]){1, 9, 2}, 3, "1 2 9");
  /* 33 finds slot 1 taken: 5 + 33 + 1 = 39, slot 7; taken: 195 + 1 + 1 = 197, slot 5. */
  check_slots((uint64_t[]){1, 7, 33}, 3, "1 33 7");
  /* The sixth makes a table of 32. */
  check_slots((uint64_t[]){8, 9, 10, 11, 12}, 5, "8 9 10 11 12");
  check_slots((uint64_t[]){6, 7, 8, 9, 10}, 5, "8 9 10 6 7");
  check_slots((uint64_t[]){6, 7, 8, 9, 10, 11}, 6, "6 7 8 9 10 11");
  check_slots((uint64_t[]){36, 3, 4, 5, 6, 7}, 6, "3 4 5 6 7 36");
}

static void test_many_slots(void **state) {
  (void)state;
  uint64_t hashes[1000];
  size_t order[1000];
  for (size_t i = 0; i < 1000; i++)
    hashes[i] = 999 - i;
  assert_int_equal(slots_order(hashes, 1000, order), 0);
  for (size_t i = 0; i < 1000; i++)
    assert_int_equal(order[i], 999 - i);
}

/* Known hashes of 64-bit Python 2.7: hash("") is 0, hash("a") 12416037344. */
static void test_hash(void **state) {
  (void)state;
  assert_true(slots_hash("") == 0);
  assert_true(slots_hash("a") == UINT64_C(12416037344));
}

static void check_columns(const char *fields, const char *line, const char *wanted) {
  char *copy = strdup(line);
  const char *titles[64], *parts[64];
  size_t columns[64], count, title_count = list_count(copy);
  assert_non_null(copy);
  list_split(copy, titles, title_count);
  assert_int_equal(feed_columns(fields, titles, title_count, columns, &count), 0);
  size_t wanted_count = *wanted == '\0' ? 0 : list_count(wanted);
  char *names = strdup(wanted);
  assert_non_null(names);
  list_split(names, parts, 64);
  assert_int_equal(count, wanted_count);
  for (size_t i = 0; i < count; i++)
    assert_string_equal(titles[columns[i]], parts[i]);
  free(names);
  free(copy);
}

#define USUAL "flows,octets,packets"
static void test_columns(void **state) {
  (void)state;
  check_columns(USUAL, "ip-protocol,flows,octets,packets,duration", USUAL);
  check_columns("packets,octets,flows", "ip-protocol,flows,octets,packets", USUAL);
  check_columns(USUAL, "a,b,c,d,e,flows,octets,packets", USUAL);
  check_columns(USUAL, "a,b,c,d,e,f,flows,octets,packets", "packets,flows,octets");
  check_columns("octets,nosuch,octets,Flows", "a,flows,octets", "octets");
  check_columns("nosuch", "a,flows,octets", "");
  check_columns("", "a,flows", "");
  /* Of two columns with a title the last one counts. */
  check_columns("a", "a,b,a", "a");
  check_columns("b,c,d,e,f,g,h", "a,b,c,d,e,f,g,h,i,j", "b,c,d,e,f,g,h");
}

/* -- keys -- */

static void check_key(const struct keys *keys, const char *text, bool wanted, bool total) {
  const struct key *key = keys_find(keys, text);
  assert_int_equal(key != NULL, wanted);
  if (key) assert_int_equal(key->total, total);
}

static void test_key_list(void **state) {
  (void)state;
  struct keys keys = {.count = 0};
  struct ft_error err = FT_ERROR_INIT;
  assert_int_equal(keys_from_list(&keys, "dropped", &err), 0);
  assert_int_equal(keys_from_list(&keys, "17, 6,17,total_flows,6/8", &err), 0);
  assert_int_equal(keys_prepare(&keys, &err), 0);
  assert_int_equal(keys.row_count, 3);
  check_key(&keys, "17", true, false);
  check_key(&keys, " 6", true, false);
  check_key(&keys, "6/8", true, false);
  check_key(&keys, "total_flows", true, true);
  check_key(&keys, "6", false, false);
  check_key(&keys, "dropped", false, false);
  keys_free(&keys);
}

/* Defect 12: comments and empty lines anywhere. */
static void test_defect_12_key_file(void **state) {
  (void)state;
  char path[] = "/tmp/test-rpt2rrd.XXXXXX";
  int fd = mkstemp(path);
  assert_true(fd >= 0);
  FILE *file = fdopen(fd, "w");
  assert_non_null(file);
  fputs("# first\n6\n\n  # second\n  17\t\r\n\n47", file);
  fclose(file);
  struct keys keys = {.count = 0};
  struct ft_error err = FT_ERROR_INIT;
  assert_int_equal(keys_from_file(&keys, path, &err), 0);
  unlink(path);
  assert_int_equal(keys_prepare(&keys, &err), 0);
  assert_int_equal(keys.row_count, 3);
  check_key(&keys, "6", true, false);
  check_key(&keys, "17", true, false);
  check_key(&keys, "47", true, false);
  keys_free(&keys);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_slots),    cmocka_unit_test(test_many_slots),
      cmocka_unit_test(test_hash),     cmocka_unit_test(test_columns),
      cmocka_unit_test(test_key_list), cmocka_unit_test(test_defect_12_key_file),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
