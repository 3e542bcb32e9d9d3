/* Rows of text as records, lines of any length. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "columns.h"
#include "input.h"

/* The value of field after a row of that one column; UINT64_MAX: refused. */
static uint64_t value_of(enum ft_field_id field, bool c_notation, const char *text) {
  const struct ft_layout *v5 = ft_layout_find(5, 0);
  struct columns columns = {.separator = ',', .c_notation = c_notation};
  uint8_t record[FT_RECORD_MAX] = {0};
  columns_add(&columns, v5, field);
  if (columns_parse(&columns, text, text + strlen(text), record)) return UINT64_MAX;
  return ft_load(record, ft_column(v5, field));
}

static void numbers_are_those_of_c(void **state) {
  (void)state;
  assert_int_equal(value_of(FT_F_DPKTS, true, ""), 0);
  assert_int_equal(value_of(FT_F_DPKTS, true, "12"), 12);
  assert_int_equal(value_of(FT_F_DPKTS, true, " \t12x"), 12);
  assert_int_equal(value_of(FT_F_DPKTS, true, "010"), 8);
  assert_int_equal(value_of(FT_F_DPKTS, true, "08"), 0);
  assert_int_equal(value_of(FT_F_DPKTS, true, "0"), 0);
  assert_int_equal(value_of(FT_F_DPKTS, true, "0x"), 0);
  assert_int_equal(value_of(FT_F_DPKTS, true, "0xg"), 0);
  assert_int_equal(value_of(FT_F_DPKTS, true, "0XfF"), 255);
  assert_int_equal(value_of(FT_F_DPKTS, true, "-1"), UINT32_MAX);
  assert_int_equal(value_of(FT_F_DPKTS, true, "+7"), 7);
  assert_int_equal(value_of(FT_F_DPKTS, true, "4294967297"), 1);
  assert_int_equal(value_of(FT_F_DPKTS, true, "18446744073709551617"), 1);
  assert_int_equal(value_of(FT_F_SRCPORT, true, "65537"), 1);
  assert_int_equal(value_of(FT_F_PROT, true, "257"), 1);
  assert_int_equal(value_of(FT_F_DPKTS, false, "010"), 10);
  assert_int_equal(value_of(FT_F_DPKTS, false, "0x10"), 0);
}

static void addresses_lack_octets_at_the_right(void **state) {
  (void)state;
  assert_int_equal(value_of(FT_F_SRCADDR, true, ""), 0);
  assert_int_equal(value_of(FT_F_SRCADDR, true, "  "), 0);
  assert_int_equal(value_of(FT_F_SRCADDR, true, "10"), 0x0a000000);
  assert_int_equal(value_of(FT_F_SRCADDR, true, "10.1"), 0x0a010000);
  assert_int_equal(value_of(FT_F_SRCADDR, true, " 1.2.3.4 x"), 0x01020304);
  assert_int_equal(value_of(FT_F_SRCADDR, true, "257.256.255.1"), 0x0100ff01);
  assert_int_equal(value_of(FT_F_SRCADDR, true, "localhost"), 0x7f000001);
}

static void what_is_no_address_is_refused(void **state) {
  (void)state;
  assert_int_equal(value_of(FT_F_SRCADDR, true, "1.2.3.4.5"), UINT64_MAX);
  assert_int_equal(value_of(FT_F_SRCADDR, true, "1.2.3.4."), UINT64_MAX);
  assert_int_equal(value_of(FT_F_SRCADDR, true, "1-2"), UINT64_MAX);
  assert_int_equal(value_of(FT_F_SRCADDR, true, "::1"), UINT64_MAX);
}

static void rows_may_have_too_few_columns_or_too_many(void **state) {
  (void)state;
  const struct ft_layout *v1 = ft_layout_find(1, 0);
  struct columns columns = {.separator = '|'};
  uint8_t record[FT_RECORD_MAX] = {0};
  columns_add(&columns, v1, FT_F_SRC_AS); /* which version 1 lacks */
  columns_add(&columns, v1, FT_F_DPKTS);
  columns_add(&columns, v1, FT_FIELD_COUNT);
  columns_add(&columns, v1, FT_F_DOCTETS);
  const char *row = "9|1|x|2|3|4";
  assert_null(columns_parse(&columns, row, row + strlen(row), record));
  assert_int_equal(ft_load(record, ft_column(v1, FT_F_DPKTS)), 1);
  assert_int_equal(ft_load(record, ft_column(v1, FT_F_DOCTETS)), 2);
  memset(record, 0, sizeof(record));
  assert_null(columns_parse(&columns, row, row + 3, record));
  assert_int_equal(ft_load(record, ft_column(v1, FT_F_DPKTS)), 1);
  assert_int_equal(ft_load(record, ft_column(v1, FT_F_DOCTETS)), 0);
}

/* A field that records carry, but that is no field of the version. */
static void hidden_fields_are_dropped(void **state) {
  (void)state;
  const struct ft_layout *v8_10 = ft_layout_find(8, 10);
  struct columns columns = {.separator = ','};
  columns_add(&columns, v8_10, FT_F_INPUT);
  assert_int_equal(columns.list[0].kind, COLUMN_DROPPED);
}

static struct input input;

static void open_input(const char *text, size_t size) {
  FILE *file = tmpfile();
  assert_non_null(file);
  assert_int_equal(fwrite(text, 1, size, file), size);
  rewind(file);
  input_init(&input, dup(fileno(file)));
  fclose(file);
}

static void expect_line(const char *want) {
  struct input_line line;
  assert_true(input_line(&input, &line));
  assert_false(line.too_long);
  assert_int_equal(line.size, strlen(want));
  assert_memory_equal(line.text, want, line.size);
}

static void lines_end_in_newlines_or_the_end(void **state) {
  (void)state;
  struct input_line line;
  open_input("a\n\nb\r\n\rc", 8);
  expect_line("a");
  expect_line("");
  expect_line("b");
  expect_line("\rc");
  assert_false(input_line(&input, &line));
  assert_int_equal(input.lines, 4);
  close(input.fd);
}

static void lines_that_do_not_fit_are_dropped(void **state) {
  (void)state;
  struct input_line line;
  size_t size = 3 * INPUT_SIZE;
  char *text = malloc(size);
  assert_non_null(text);
  memset(text, '1', size);
  memcpy(text, "first\n", 6);
  memcpy(text + size - 6, "\nlast\n", 6);
  open_input(text, size);
  free(text);
  expect_line("first");
  assert_true(input_line(&input, &line));
  assert_true(line.too_long);
  expect_line("last");
  assert_false(input_line(&input, &line));
  close(input.fd);
}

static void octets_are_waited_for(void **state) {
  (void)state;
  open_input("abcdef", 6);
  assert_true(input_need(&input, 4) >= 4);
  input_take(&input, 4);
  assert_int_equal(input_need(&input, 4), 2);
  assert_memory_equal(input.data + input.at, "ef", 2);
  assert_false(input.failed);
  close(input.fd);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(numbers_are_those_of_c),
      cmocka_unit_test(addresses_lack_octets_at_the_right),
      cmocka_unit_test(what_is_no_address_is_refused),
      cmocka_unit_test(rows_may_have_too_few_columns_or_too_many),
      cmocka_unit_test(hidden_fields_are_dropped),
      cmocka_unit_test(lines_end_in_newlines_or_the_end),
      cmocka_unit_test(lines_that_do_not_fit_are_dropped),
      cmocka_unit_test(octets_are_waited_for),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
