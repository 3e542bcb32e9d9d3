/* Databases: the parts of -u, names that are safe in a statement. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "sql.h"

static const struct sql_dialect postgresql = {.quote = '"', .folds = true};
static const struct sql_dialect mysql = {.quote = '`', .folds = false};

static void targets_have_six_parts(void **state) {
  (void)state;
  struct sql_target t;
  assert_true(sql_target_parse(&t, "u:p:h:1:n:t:x", "5432"));
  assert_string_equal(t.user, "u");
  assert_string_equal(t.password, "p");
  assert_string_equal(t.host, "h");
  assert_string_equal(t.port, "1");
  assert_string_equal(t.name, "n");
  assert_string_equal(t.table, "t:x");
  assert_true(sql_target_parse(&t, ":::::", "5432"));
  assert_string_equal(t.table, "");
  assert_false(sql_target_parse(&t, "u:p:h:1:n", "5432"));
  assert_false(sql_target_parse(&t, "", "5432"));
  assert_true(sql_target_parse(&t, NULL, "5432"));
  assert_string_equal(t.port, "5432");
  assert_string_equal(t.table, "raw");
}

static void expect_table(const struct sql_dialect *dialect, const char *text, bool is_sql,
                         const char *want) {
  struct sql_table table;
  char got[SQL_NAME_SIZE];
  assert_int_equal(sql_table_parse(&table, text, dialect), is_sql);
  sql_table_quote(got, &table, dialect);
  assert_string_equal(got, want);
}

static void names_mean_what_they_mean_in_sql(void **state) {
  (void)state;
  expect_table(&postgresql, "raw", true, "\"raw\"");
  expect_table(&postgresql, "Raw", true, "\"raw\"");
  expect_table(&mysql, "Raw", true, "`Raw`");
  expect_table(&postgresql, "Net.flows_2006", true, "\"net\".\"flows_2006\"");
  expect_table(&postgresql, "\"Raw\"", true, "\"Raw\"");
  expect_table(&postgresql, "net.\"a\"\"b.c\"", true, "\"net\".\"a\"\"b.c\"");
  expect_table(&mysql, "`a b`.`c``d`", true, "`a b`.`c``d`");
}

static void everything_else_is_one_name(void **state) {
  (void)state;
  expect_table(&postgresql, "", false, "\"\"");
  expect_table(&postgresql, "2006", false, "\"2006\"");
  expect_table(&postgresql, "raw; DROP TABLE raw", false, "\"raw; DROP TABLE raw\"");
  expect_table(&postgresql, "a\"b", false, "\"a\"\"b\"");
  expect_table(&postgresql, "\"ab\"\"", false, "\"\"\"ab\"\"\"\"\"");
  expect_table(&postgresql, "\"", false, "\"\"\"\"");
  expect_table(&postgresql, "\"\"", false, "\"\"\"\"\"\"");
  expect_table(&postgresql, "a.", false, "\"a.\"");
  expect_table(&postgresql, "a.b.c", false, "\"a.b.c\"");
  expect_table(&mysql, "raw(x) SELECT `a`", false, "`raw(x) SELECT ``a```");
}

static void longest_names_fit(void **state) {
  (void)state;
  struct sql_target target;
  struct sql_table table;
  char uri[SQL_URI_MAX + 1], quoted[SQL_NAME_SIZE];
  memset(uri, '"', SQL_URI_MAX);
  memset(uri, ':', 5);
  uri[SQL_URI_MAX] = 0;
  assert_true(sql_target_parse(&target, uri, "5432"));
  sql_table_parse(&table, target.table, &postgresql);
  sql_table_quote(quoted, &table, &postgresql);
  assert_true(strlen(quoted) < sizeof(quoted));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(targets_have_six_parts),
      cmocka_unit_test(names_mean_what_they_mean_in_sql),
      cmocka_unit_test(everything_else_is_one_name),
      cmocka_unit_test(longest_names_fit),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
