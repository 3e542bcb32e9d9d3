/* The criteria of flow-filter. */
#include "criteria-pass.h"

static void criteria_are_judged(void **state) {
  (void)state;
  static const struct {
    struct option options[3];
    struct setting set;
    bool all, any;
  } cases[] = {
      {{{0}}, {FT_F_PROT, 6}, true, false},
      {{{'r', "6"}}, {FT_F_PROT, 6}, true, true},
      {{{'r', "!6"}}, {FT_F_PROT, 6}, false, false},
      {{{'r', "6"}, {'r', "17"}}, {FT_F_PROT, 6}, false, false},
      {{{'r', "6"}, {'p', "53"}}, {FT_F_PROT, 6}, false, true},
      {{{'r', "17"}, {'p', "53"}}, {FT_F_PROT, 6}, false, false},
      {{{'p', "1024"}, {'P', "80"}}, {FT_F_PROT, 6}, true, true},
      {{{'p', "65535"}}, {FT_F_SRCPORT, 65535}, true, true},
      {{{'P', ""}}, {FT_F_DSTPORT, 0}, false, false},
      {{{'P', "!"}}, {FT_F_DSTPORT, 0}, true, true},
      {{{'i', "3"}}, {FT_F_INPUT, 3}, true, true},
      {{{'I', "3"}}, {FT_F_INPUT, 3}, false, false},
      {{{'I', "3"}}, {FT_F_OUTPUT, 3}, true, true},
      {{{'a', "65535"}, {'A', "7"}}, {FT_F_DST_AS, 7}, true, true},
      {{{'e', "10.9"}}, {FT_F_EXADDR, 0x0a090000}, true, true},
      {{{'e', "10.9"}}, {FT_F_EXADDR, 0x0a090001}, false, false},
      {{{'t', "0xb8"}}, {FT_F_PROT, 6}, true, true},
      {{{'t', "0xb8/0xe0"}}, {FT_F_PROT, 6}, false, false},
      {{{'t', "0xa0/0xe0"}}, {FT_F_PROT, 6}, true, true},
      {{{'t', "!0xb8,1000"}}, {FT_F_PROT, 6}, false, false},
      {{{'t', "300,65535"}}, {FT_F_PROT, 6}, false, false},
      {{{'t', "0/"}}, {FT_F_PROT, 6}, true, true}, /* no number is 0 */
      {{{'t', "0xb8/0x1ff"}}, {FT_F_PROT, 6}, true, true},
      {{{'t', "0xb8/-1"}}, {FT_F_PROT, 6}, true, true},
      {{{'T', "2/2"}}, {FT_F_TCP_FLAGS, 0x12}, true, true},
      {{{'T', "2/2"}}, {FT_F_TCP_FLAGS, 0x10}, false, false},
      {{{'T', "2/2"}}, {FT_F_PROT, 17}, true, false},
      {{{'T', "0"}}, {FT_F_PROT, 17}, true, false},
      {{{'T', "2/2"}, {'r', "17"}}, {FT_F_PROT, 17}, true, true},
  };
  uint8_t record[FT_RECORD_MAX];
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    make_record(layout_5(), record);
    ft_store(record, ft_column(layout_5(), cases[i].set.field), cases[i].set.value);
    if (passes("", cases[i].options, 3, false, record) != cases[i].all)
      fail_msg("case %zu, all", i);
    if (passes("", cases[i].options, 3, true, record) != cases[i].any) fail_msg("case %zu, any", i);
  }
}

static void criteria_are_refused(void **state) {
  (void)state;
  static const struct {
    struct option option;
    int result;
    const char *want;
  } cases[] = {
      {{'r', "256"}, -1, "load_lookup(): failed"},
      {{'r', "tcp"}, -1, "load_lookup(): failed"},
      {{'i', "-1"}, -1, "load_lookup(): failed"},
      {{'t', "65536/1"}, -1, "load_lookup(): failed"},
      {{'T', "1/4294967296"}, -1, "Value out of range."},
      {{'e', "10.0.0.1,10.0.0.2"}, -1, "bad address: 10.0.0.1,10.0.0.2"},
      {{'e', "1.2.3.4.5"}, -1, "bad address: 1.2.3.4.5"},
      {{'h', NULL}, 0, ""},
      {{'?', NULL}, 0, ""},
  };
  struct ft_criteria *criteria = ft_criteria_new();
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    ft_error_clear(&err);
    assert_int_equal(ft_criteria_set(criteria, cases[i].option.letter, cases[i].option.text, &err),
                     cases[i].result);
    assert_string_equal(err.text, cases[i].want);
  }
  ft_criteria_free(criteria);
}

/* Fields: of the options at once, of the entries of an extended list once it is known. */
static void fields_are_checked(void **state) {
  (void)state;
  static const char lists[] = "access-list 101 permit ip any any\n"
                              "access-list 102 permit tcp any any eq 80\n"
                              "access-list 103 permit ip any any tos 1\n";
  static const struct {
    unsigned method; /* of version 8 */
    struct option option;
    bool fits, compiles;
  } cases[] = {
      {1, {'i', "1"}, true, true},    {1, {'r', "6"}, false, false},
      {1, {'S', "1"}, false, false},  {5, {'E', "101"}, true, true},
      {5, {'E', "102"}, true, false}, {1, {'E', "101"}, false, false},
      {8, {'T', "1"}, false, false},  {14, {'E', "103"}, true, true},
      {14, {'E', "102"}, true, true},
  };
  fill_file(lists, strlen(lists));
  struct ft_acl *acl = ft_acl_load(path, &log_to_text, &err);
  assert_non_null(acl);
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    const struct ft_layout *layout = ft_layout_find(8, cases[i].method);
    struct ft_criteria *criteria = criteria_of(&cases[i].option, 1);
    ft_error_clear(&err);
    assert_int_equal(ft_criteria_check(criteria, layout, &err), cases[i].fits);
    if (cases[i].fits) {
      ft_criteria_find_lists(criteria, acl);
      struct ft_filter *filter = ft_criteria_compile(criteria, false, layout, &err);
      assert_int_equal(filter != NULL, cases[i].compiles);
      ft_filter_free(filter);
    }
    assert_string_equal(err.text,
                        cases[i].compiles ? "" : "Flow record missing required field for format.");
    ft_criteria_free(criteria);
  }
  ft_acl_free(acl);
}

static void lists_must_be_there(void **state) {
  (void)state;
  static const char lists[] = "access-list 1 permit any\naccess-list 101 permit ip any any\n";
  static const struct {
    struct option options[3];
    const char *missing;
  } cases[] = {
      {{{'S', "1"}, {'E', "101"}}, NULL},
      {{{'S', "101"}}, "101"},
      {{{'E', "1"}}, "1"},
      {{{'x', "a"}, {'D', "b"}, {'S', "c"}}, "c"},
      {{{'x', "a"}, {'D', "b"}}, "b"},
      {{{'x', "a"}, {'E', "b"}}, "b"},
      {{{'E', "101"}, {'x', "one"}}, "one"},
  };
  fill_file(lists, strlen(lists));
  struct ft_acl *acl = ft_acl_load(path, &log_to_text, &err);
  assert_non_null(acl);
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct ft_criteria *criteria = criteria_of(cases[i].options, 3);
    const char *missing = ft_criteria_find_lists(criteria, acl);
    if (cases[i].missing)
      assert_string_equal(missing, cases[i].missing);
    else
      assert_null(missing);
    ft_criteria_free(criteria);
  }
  ft_acl_free(acl);
}

int main(void) {
  static const struct CMUnitTest tests[] = {
      cmocka_unit_test(criteria_are_judged),
      cmocka_unit_test(criteria_are_refused),
      cmocka_unit_test(fields_are_checked),
      cmocka_unit_test(lists_must_be_there),
  };
  return cmocka_run_group_tests(tests, make_path, remove_path);
}
