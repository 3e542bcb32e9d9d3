/* The criteria of flow-filter, and what access lists permit. */
#include "filter-flow.h"

#include <netdb.h>
#include <sys/stat.h>

#include "ft/acl.h"

/* A criterion: letter and text. */
struct option {
  char letter;
  const char *text;
};

struct setting {
  enum ft_field_id field;
  uint64_t value;
};

static const struct ft_layout *layout_5(void) {
  return ft_layout_find(5, 0);
}

/* Sets the criteria up to one without text. */
static struct ft_criteria *criteria_of(const struct option *options, size_t max) {
  struct ft_criteria *criteria = ft_criteria_new();
  assert_non_null(criteria);
  for (size_t i = 0; i < max && options[i].text; i++)
    assert_int_equal(ft_criteria_set(criteria, options[i].letter, options[i].text, &err), 1);
  return criteria;
}

/* Whether a flow passes; lists is the text of the access list file. */
static bool passes(const char *lists, const struct option *options, size_t max, bool any,
                   const uint8_t *record) {
  fill_file(lists, strlen(lists));
  struct ft_acl *acl = ft_acl_load(path, &log_to_text, &err);
  if (!acl) fail_msg("%s: %s", lists, err.text);
  struct ft_criteria *criteria = criteria_of(options, max);
  assert_true(ft_criteria_check(criteria, layout_5(), &err));
  assert_null(ft_criteria_find_lists(criteria, acl));
  struct ft_filter *filter = ft_criteria_compile(criteria, any, layout_5(), &err);
  if (!filter) fail_msg("%s: %s", lists, err.text);
  ft_criteria_free(criteria);
  ft_acl_free(acl);
  uint8_t pass = 1;
  ft_filter_run(filter, record, 1, &pass);
  ft_filter_free(filter);
  return pass;
}

/* The flow of make_record is TCP from 10.1.2.3:1024 to 192.168.0.1:80, ToS 0xb8. */

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

/* -- access lists -- */

static void standard_lists_are_judged(void **state) {
  (void)state;
  static const struct {
    const char *list;
    char letter;
    bool permit;
  } cases[] = {
      {"access-list 1 permit any\n", 'S', true},
      {"access-list 1 deny any\n", 'S', false},
      {"access-list 1 permit 10.1.2.3\n", 'S', true},
      {"access-list 1 permit 10.1.2.4\n", 'S', false},
      {"access-list 1 permit 10.1.2.4\n", 'D', false},
      {"access-list 1 permit 192.168.0.1\n", 'D', true},
      {"access-list 1 permit 0.0.0.0\n", 'x', true},
      {"access-list 1 permit 10.0.0.0 0.255.255.255\n", 'S', true},
      {"access-list 1 permit 10.9.9.9 0.255.255.255\n", 'S', true}, /* host bits do not count */
      {"access-list 1 permit 0.1.0.3 255.0.255.0\n", 'S', true},    /* any bits may be left out */
      {"access-list 1 permit 0.1.0.4 255.0.255.0\n", 'S', false},
      {"access-list 1 deny host 10.1.2.3\naccess-list 1 permit any\n", 'S', false},
      {"access-list 1 permit any\naccess-list 1 deny host 10.1.2.3\n", 'S', true},
      {"access-list 1 deny 10.0.0.0 0.255.255.255\naccess-list 1 permit 10.1.0.0 0.0.255.255\n"
       "access-list 1 permit 10.9.0.0 0.255.255.255\n",
       'S', false},
  };
  uint8_t record[FT_RECORD_MAX];
  make_record(layout_5(), record);
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct option option = {cases[i].letter, "1"};
    if (passes(cases[i].list, &option, 1, false, record) != cases[i].permit)
      fail_msg("%s", cases[i].list);
  }
}

#define PERMIT(what) "access-list 1 permit " what "\n"
#define DENY(what)   "access-list 1 deny " what "\n"

static void extended_lists_are_judged(void **state) {
  (void)state;
  static const struct {
    const char *list;
    struct setting set;
    bool permit;
  } cases[] = {
      {PERMIT("ip any any"), {FT_F_PROT, 255}, true},
      {PERMIT("tcp any any"), {FT_F_PROT, 6}, true},
      {PERMIT("tcp any any"), {FT_F_PROT, 17}, false},
      {PERMIT("udp any any"), {FT_F_PROT, 17}, true},
      {PERMIT("icmp any any"), {FT_F_PROT, 1}, true},
      {PERMIT("igmp any any"), {FT_F_PROT, 2}, true},
      {PERMIT("ip host 10.1.2.3 any"), {FT_F_PROT, 6}, true},
      {PERMIT("ip any host 10.1.2.3"), {FT_F_PROT, 6}, false},
      {PERMIT("ip 10.7.7.7 0.255.255.255 192.168.0.1 0.0.0.255"), {FT_F_PROT, 6}, true}, /* D11 */
      {DENY("tcp any any") PERMIT("ip any any"), {FT_F_PROT, 6}, false},
      {DENY("tcp any any") PERMIT("ip any any"), {FT_F_PROT, 17}, true},
      {DENY("tcp any any eq 81") PERMIT("ip any any"), {FT_F_PROT, 6}, true},
      {PERMIT("tcp any any eq 80"), {FT_F_PROT, 6}, true},
      {PERMIT("tcp any eq 80 any"), {FT_F_PROT, 6}, false},
      {PERMIT("tcp any eq 1024 any eq 80 log"), {FT_F_PROT, 6}, true},
      {PERMIT("udp any any eq 80"), {FT_F_PROT, 6}, false},
      {PERMIT("tcp any any neq 80"), {FT_F_PROT, 6}, false},
      {PERMIT("tcp any any neq 80"), {FT_F_DSTPORT, 65535}, true},
      {PERMIT("tcp any any lt 80"), {FT_F_PROT, 6}, false},
      {PERMIT("tcp any any lt 81"), {FT_F_PROT, 6}, true},
      {PERMIT("tcp any any lt 0"), {FT_F_DSTPORT, 0}, false},
      {PERMIT("tcp any any gt 80"), {FT_F_PROT, 6}, false},
      {PERMIT("tcp any any gt 79"), {FT_F_PROT, 6}, true},
      {PERMIT("tcp any any gt 65535"), {FT_F_DSTPORT, 65535}, false},
      {PERMIT("tcp any any gt 65534"), {FT_F_DSTPORT, 65535}, true},
      {PERMIT("tcp any any range 80 90"), {FT_F_PROT, 6}, true},
      {PERMIT("tcp any any range 80 90"), {FT_F_DSTPORT, 90}, true},
      {PERMIT("tcp any any range 80 90"), {FT_F_DSTPORT, 91}, false},
      {PERMIT("tcp any any range 90 80"), {FT_F_DSTPORT, 85}, false},
      {PERMIT("tcp any any eq Webby"), {FT_F_PROT, 6}, true},
      {PERMIT("tcp any any range 1 webby"), {FT_F_PROT, 6}, true},
      {PERMIT("tcp any any established"), {FT_F_TCP_FLAGS, 0x10}, true},
      {PERMIT("tcp any any established"), {FT_F_TCP_FLAGS, 0xfb}, true},
      {PERMIT("tcp any any established"), {FT_F_TCP_FLAGS, 0x04}, true},
      {PERMIT("tcp any any established"), {FT_F_TCP_FLAGS, 0xeb}, false},
      {PERMIT("tcp any any precedence 5"), {FT_F_TOS, 0xb8}, true},
      {PERMIT("tcp any any precedence critical tos 12"), {FT_F_TOS, 0xb8}, true},
      {PERMIT("tcp any any precedence critical tos 12"), {FT_F_TOS, 0xb9}, true},
      {PERMIT("tcp any any precedence critical tos 12"), {FT_F_TOS, 0xba}, false},
      {PERMIT("ip any any precedence network"), {FT_F_TOS, 0xff}, true},
      {PERMIT("ip any any precedence routine"), {FT_F_TOS, 0x20}, false},
      {PERMIT("ip any any precedence flash"), {FT_F_TOS, 0x60}, true},
      {PERMIT("ip any any tos normal"), {FT_F_TOS, 0xe1}, true},
      {PERMIT("ip any any tos normal"), {FT_F_TOS, 0x02}, false},
      {PERMIT("ip any any tos 15 log"), {FT_F_TOS, 0x1e}, true},
  };
  uint8_t record[FT_RECORD_MAX];
  static const struct option option = {'E', "1"};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    make_record(layout_5(), record);
    ft_store(record, ft_column(layout_5(), cases[i].set.field), cases[i].set.value);
    if (passes(cases[i].list, &option, 1, false, record) != cases[i].permit)
      fail_msg("case %zu: %s", i, cases[i].list);
  }
}

static void icmp_types_are_in_the_destination_port(void **state) {
  (void)state;
  static const struct option option = {'E', "1"};
  uint8_t record[FT_RECORD_MAX];
  make_record(layout_5(), record);
  ft_store(record, ft_column(layout_5(), FT_F_PROT), 1);
  ft_store(record, ft_column(layout_5(), FT_F_DSTPORT), 0x0803);
  assert_true(passes(PERMIT("icmp any any 8"), &option, 1, false, record));
  assert_false(passes(PERMIT("icmp any any 3"), &option, 1, false, record));
  assert_false(passes(PERMIT("icmp any any 0"), &option, 1, false, record));
  ft_store(record, ft_column(layout_5(), FT_F_DSTPORT), 0xffff);
  assert_true(passes(PERMIT("icmp any any 255 precedence 5"), &option, 1, false, record));
}

/* Names that tcp-port.sym lacks are asked of the system, if it has a list of services. */
static void services_have_names(void **state) {
  (void)state;
  static const struct option option = {'E', "1"};
  struct servent *service = getservbyname("tftp", "udp");
  if (!service) skip();
  uint8_t record[FT_RECORD_MAX];
  make_record(layout_5(), record);
  ft_store(record, ft_column(layout_5(), FT_F_PROT), 17);
  ft_store(record, ft_column(layout_5(), FT_F_DSTPORT), 69);
  assert_true(passes(PERMIT("udp any any eq tftp"), &option, 1, false, record));
}

/* A list of many entries is no matter. */
static void lists_may_be_long(void **state) {
  (void)state;
  enum { ENTRIES = 5000, SIZE = ENTRIES * 80 };
  static const struct option option = {'E', "1"};
  char *text = malloc(SIZE);
  size_t used = 0;
  for (unsigned i = 0; i < ENTRIES; i++)
    used += (size_t)snprintf(text + used, SIZE - used, DENY("tcp any host 10.0.%u.%u eq %u"),
                             i / 256, i % 256, i);
  snprintf(text + used, SIZE - used, PERMIT("tcp any any gt 79"));
  uint8_t record[FT_RECORD_MAX];
  make_record(layout_5(), record);
  assert_true(passes(text, &option, 1, false, record));
  ft_store(record, ft_column(layout_5(), FT_F_DSTADDR), 0x0a000050);
  assert_false(passes(text, &option, 1, false, record));
  free(text);
}

/* -- a configuration folder with a table of ports -- */

static char folder[64];

static int make_folder(void **state) {
  char name[128];
  strcpy(folder, "/tmp/test-criteria-XXXXXX");
  if (make_path(state) || !mkdtemp(folder)) return -1;
  snprintf(name, sizeof name, "%s/sym", folder);
  if (mkdir(name, 0700)) return -1;
  snprintf(name, sizeof name, "%s/sym/tcp-port.sym", folder);
  FILE *table = fopen(name, "w");
  if (!table) return -1;
  fprintf(table, "80 webby\n");
  setenv("FLOW_TOOLS_CONFDIR", folder, 1);
  return fclose(table);
}

static int remove_folder(void **state) {
  char name[128];
  snprintf(name, sizeof name, "%s/sym/tcp-port.sym", folder);
  unlink(name);
  snprintf(name, sizeof name, "%s/sym", folder);
  rmdir(name);
  rmdir(folder);
  return remove_path(state);
}

int main(void) {
  static const struct CMUnitTest tests[] = {
      cmocka_unit_test(criteria_are_judged),
      cmocka_unit_test(criteria_are_refused),
      cmocka_unit_test(fields_are_checked),
      cmocka_unit_test(lists_must_be_there),
      cmocka_unit_test(standard_lists_are_judged),
      cmocka_unit_test(extended_lists_are_judged),
      cmocka_unit_test(icmp_types_are_in_the_destination_port),
      cmocka_unit_test(services_have_names),
      cmocka_unit_test(lists_may_be_long),
  };
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
