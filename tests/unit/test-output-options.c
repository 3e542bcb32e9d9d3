/* The options of programs that write a stream, and the headers they begin with. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <stdio.h>
#include <unistd.h>

#include "output_options.h"

static void letters_are_taken(void **state) {
  (void)state;
  struct output_options options = {0};
  optarg = "big";
  assert_true(output_option(&options, 'b'));
  assert_int_equal(options.order, FT_ORDER_BIG);
  optarg = "7";
  assert_true(output_option(&options, 'z'));
  assert_int_equal(options.level, 7);
  assert_true(output_option(&options, 'd'));
  assert_int_equal(options.debug, 7);
  assert_true(output_option(&options, 'C'));
  assert_string_equal(options.comment, "7");
  assert_true(output_option(&options, 'k'));
  assert_true(options.keep_times);
  assert_false(output_option(&options, 'h'));
  assert_false(output_option(&options, '?'));
}

/* The header that passed flows get, read back; in has these capture times. */
static struct ft_header passed(const struct output_options *options, uint32_t start, uint32_t end,
                               enum output_fields fields) {
  struct ft_error err = FT_ERROR_INIT;
  struct ft_header in, out;
  ft_header_init(&in);
  in.start = start;
  in.end = end;
  ft_header_mark(&in, FT_TLV_START);
  ft_header_mark(&in, FT_TLV_END);
  FILE *file = tmpfile();
  assert_non_null(file);
  int real = dup(STDOUT_FILENO);
  dup2(fileno(file), STDOUT_FILENO);
  struct ft_writer *writer = output_passed_flows(options, &in, ft_layout_find(5, 0), fields, &err);
  dup2(real, STDOUT_FILENO);
  close(real);
  assert_non_null(writer);
  ft_writer_free(writer);
  ft_header_init(&out);
  lseek(fileno(file), 0, SEEK_SET);
  assert_int_equal(ft_header_read(fileno(file), &out, &err), 0);
  fclose(file);
  return out;
}

static void expect(bool keep, uint32_t start, enum output_fields fields, bool kept) {
  const struct output_options options = {.comment = "text", .keep_times = keep};
  struct ft_header out = passed(&options, start, 200, fields);
  bool always = fields == OUTPUT_FIELDS_ALWAYS;
  assert_int_equal(ft_header_has(&out, FT_TLV_START), always || kept);
  assert_int_equal(ft_header_has(&out, FT_TLV_END), always || kept);
  assert_int_equal(ft_header_has(&out, FT_TLV_FLOWS), always);
  assert_int_equal(out.start, kept ? start : 0);
  assert_int_equal(out.end, kept ? 200 : 0);
  assert_int_equal(out.flags, FT_FLAG_STREAMING | (kept ? FT_FLAG_PRELOADED : 0));
  assert_string_equal(out.comment, "text");
  ft_header_clear(&out);
}

static void times_are_kept_on_demand(void **state) {
  (void)state;
  expect(false, 100, OUTPUT_FIELDS_ALWAYS, false);
  expect(true, 100, OUTPUT_FIELDS_ALWAYS, true);
  expect(true, 0, OUTPUT_FIELDS_ALWAYS, false);
  expect(false, 100, OUTPUT_FIELDS_KEPT, false);
  expect(true, 100, OUTPUT_FIELDS_KEPT, true);
  expect(true, 0, OUTPUT_FIELDS_KEPT, false);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(letters_are_taken),
      cmocka_unit_test(times_are_kept_on_demand),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
