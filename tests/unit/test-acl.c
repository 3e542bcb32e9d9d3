/* Access list files: what is read, what is refused, and files that are damaged. */
#include "filter-flow.h"

#include "ft/acl.h"

static struct ft_acl *load_text(const char *text, size_t length) {
  fill_file(text, length);
  return ft_acl_load(path, &log_to_text, &err);
}

/* All lists of a text as -d 6 prints them, empty lines left out. */
static char *lists_of(const char *text, size_t length) {
  struct ft_acl *acl = load_text(text, length);
  if (!acl) return NULL;
  char *printed = NULL;
  size_t size = 0;
  FILE *out = open_memstream(&printed, &size);
  ft_acl_print(acl, out);
  fclose(out);
  ft_acl_free(acl);
  size_t kept = 0;
  for (size_t i = 0; i < size; i++)
    if (printed[i] != '\n' || (i && printed[i - 1] != '\n')) printed[kept++] = printed[i];
  printed[kept] = '\0';
  return printed;
}

#define ANY     "0.0.0.0 255.255.255.255"
#define ONE     "access-list 1 permit " ANY "\n"
#define LONG(p) "access-list 101 " p " xx " ANY "  " ANY "\n"
#define STOP(t) "syntax error at '" t "'\n|"

struct read {
  const char *text, *lists, *warnings;
};

static void check_lists(const struct read *cases, size_t count) {
  for (size_t i = 0; i < count; i++) {
    char *lists = lists_of(cases[i].text, strlen(cases[i].text));
    if (!lists) fail_msg("%s: %s", cases[i].text, err.text);
    if (strcmp(lists, cases[i].lists) != 0 || strcmp(warnings, cases[i].warnings) != 0)
      fail_msg("%s:\n%s(%s)", cases[i].text, lists, warnings);
    free(lists);
  }
}

static void lists_are_read(void **state) {
  (void)state;
  static const struct read cases[] = {
      {"", "", ""},
      {"\n \t\r\n! comment\n", "", ""},
      {"! no line end", "", ""},
      {"access-list 1 permit any", ONE, ""},
      {"  access-list\t1\rpermit any\r\n", ONE, ""},
      {"access-list 1 permit host 10.0.0.1\naccess-list 1 deny 10.0.0.2\n"
       "access-list 1 deny 10.1.2.3 0.0.255.255\n",
       "access-list 1 permit 10.0.0.1 0.0.0.0\naccess-list 1 deny 10.0.0.2 0.0.0.0\n"
       "access-list 1 deny 10.1.2.3 0.0.255.255\n",
       ""},
      {"ip access-list standard A_1 permit any\nip access-list standard a_1 deny any\n",
       "access-list standard A_1 permit " ANY "\naccess-list standard a_1 deny " ANY "\n", ""},
      {"access-list 7 permit any\naccess-list 07 deny any\naccess-list 0 permit any\n",
       "access-list 7 permit " ANY "\naccess-list 07 deny " ANY
       "\naccess-list standard 0 permit " ANY "\n",
       ""},
      {"access-list 101 deny ip any any\naccess-list 1 permit any\naccess-list 101 permit ip any "
       "any",
       ONE LONG("deny") LONG("permit"), ""},
      {"ip access-list extended web permit tcp 10.0.0.0 0.0.0.255 any\n",
       "access-list extended web permit xx 10.0.0.0 0.0.0.255  " ANY "\n", ""},
      {"access-list 99999999999999999999999 permit any\n",
       "access-list 99999999999999999999999 permit " ANY "\n", ""},
  };
  check_lists(cases, sizeof cases / sizeof *cases);
}

/* The entry counts if it was complete, and nothing behind it does. */
static void a_syntax_error_ends_the_file(void **state) {
  (void)state;
  static const struct read cases[] = {
      {"access-list 1 permit any log\naccess-list 1 deny any\n", ONE, STOP("log")},
      {"access-list 1 permit any any\n", ONE, STOP("any")},
      {"access-list 1 permit any ! c\n", ONE, STOP("! c")},
      {"access-list 1 permit any\nremark\naccess-list 1 deny any\n", ONE, STOP("remark")},
      {"access-list 1 permit any\naccess-list 1 permit", ONE, STOP("")},
      {"access-list 1 permit any\naccess-list 1 permit\n", ONE, STOP("\n")},
      {"Access-list 1 permit any\n", "", STOP("Access")},
      {"access-list 1 Permit any\n", "", STOP("Permit")},
      {"access-list x permit any\n", "", STOP("x")},
      {"access-list 1 permit 10.0.0\n", "", STOP("10")},
      {"access-list 1 permit host any\n", "", STOP("any")},
      {"access-list 1 permit 1.1.1.1 0.0.0.0 log\n", "access-list 1 permit 1.1.1.1 0.0.0.0\n",
       STOP("log")},
      {"access-list 1 permit 1.1.1.1 x", "access-list 1 permit 1.1.1.1 0.0.0.0\n", STOP("x")},
      {"ip access-list standard 5 permit any\n", "", STOP("5")},
      {"ip access-list standard bad-guy permit any\n", "", STOP("-")},
      {"ip access-list standard host permit any\n", "", STOP("host")},
      {"ip access-list standard a permit ip any any\n", "", STOP("ip")},
      {"ip access-list extended a permit any\n", "", STOP("any")},
      {"access-list 101 permit ip any\n", "", STOP("\n")},
      {"access-list 101 permit gre any any\n", "", STOP("gre")},
      {"access-list 101 permit ip any any x\n", LONG("permit"), STOP("x")},
      {"access-list 101 permit ip any any eq 80\n", LONG("permit"), STOP("eq")},
      {"access-list 101 permit tcp any any eq\n", "", STOP("\n")},
      {"access-list 101 permit tcp any any eq igmp\n", "", STOP("igmp")},
      {"access-list 101 permit tcp any any eq 80 81\n", LONG("permit"), STOP("81")},
      {"access-list 101 permit tcp any any range 1\n", "", STOP("\n")},
      {"access-list 101 permit tcp any any established established\n", LONG("permit"),
       STOP("established")},
      {"access-list 101 permit udp any any established\n", LONG("permit"), STOP("established")},
      {"access-list 101 permit udp any any tos 1 precedence 1\n", LONG("permit"),
       STOP("precedence")},
      {"access-list 101 permit udp any any precedence\n", "", STOP("\n")},
      {"access-list 101 permit udp any any log log\n", LONG("permit"), STOP("log")},
      {"access-list 101 permit icmp any any 8 0\n", LONG("permit"), STOP("0")},
      {"access-list 101 permit icmp any any icmp-type 8\n", LONG("permit"), STOP("icmp-type")},
      {"access-list 1 permit any\n\v\n", ONE, STOP("\v")},
      {"access-list 1 permit any\n\xff", ONE, STOP("\xff")},
  };
  check_lists(cases, sizeof cases / sizeof *cases);
}

static void what_has_no_meaning_is_refused(void **state) {
  (void)state;
  static const struct {
    const char *text, *want;
  } cases[] = {
      {"access-list 1 permit 256.1.1.1\n", " line 1: Bad address \"256.1.1.1\"."},
      {"\n\naccess-list 1 permit 1.1.1.1 0.0.0.999999999999999999999\n",
       " line 3: Bad address \"0.0.0.999999999999999999999\"."},
      {"access-list 101 permit tcp any any eq 65536", " line 1: Value out of range."},
      {"access-list 101 permit tcp any gt 99999999999999999999 any",
       " line 1: Value out of range."},
      {"access-list 101 permit udp any any range 1 x_no_port\n", "Unknown port \"x_no_port\""},
      {"\naccess-list 101 permit icmp any any 256\n", " line 2: Value out of range."},
      {"access-list 101 permit icmp any any echo\n", " line 1: Unknown icmp type \"echo\""},
      {"access-list 101 permit igmp any any 1\n", " line 1: Unknown igmp type \"1\""},
      {"access-list 101 permit igmp any any x log\n", " line 1: Unknown igmp type \"x\""},
      {"access-list 101 permit ip any any precedence 8\n", " line 1: Value out of range."},
      {"access-list 101 permit ip any any precedence Flash\n",
       " line 1: Unknown precedence \"Flash\""},
      {"access-list 101 permit ip any any tos 16\n", " line 1: Value out of range."},
      {"access-list 101 permit ip any any tos x\n", " line 1: Unknown tos \"x\""},
      {"access-list 1 permit any\naccess-list 1 permit ip any any\n",
       "access list 1 is both standard and extended"},
      {"ip access-list extended a deny ip any any\nip access-list standard a deny any\n",
       "access list a is both standard and extended"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct ft_acl *acl = load_text(cases[i].text, strlen(cases[i].text));
    if (acl) fail_msg("%s was taken", cases[i].text);
    size_t skipped = *cases[i].want == ' ' ? strlen(path) : 0;
    assert_string_equal(err.text + skipped, cases[i].want);
  }
}

static void lists_are_found_by_kind(void **state) {
  (void)state;
  static const char text[] =
      "access-list 1 permit any\nip access-list extended e deny ip any any\n";
  struct ft_acl *acl = load_text(text, strlen(text));
  assert_non_null(acl);
  assert_non_null(ft_acl_find(acl, FT_ACL_STANDARD, "1"));
  assert_null(ft_acl_find(acl, FT_ACL_EXTENDED, "1"));
  assert_null(ft_acl_find(acl, FT_ACL_STANDARD, "01"));
  assert_non_null(ft_acl_find(acl, FT_ACL_EXTENDED, "e"));
  assert_null(ft_acl_find(acl, FT_ACL_EXTENDED, "E"));
  ft_acl_free(acl);
}

static void a_missing_file_is_empty_a_folder_is_none(void **state) {
  (void)state;
  ft_error_clear(&err);
  warnings[0] = '\0';
  struct ft_acl *acl = ft_acl_load("/tmp/there/is/no/such/file", &log_to_text, &err);
  assert_non_null(acl);
  assert_null(ft_acl_find(acl, FT_ACL_STANDARD, "1"));
  ft_acl_free(acl);
  assert_string_equal(warnings, "");
  assert_null(ft_acl_load("/tmp", &log_to_text, &err));
  assert_string_not_equal(err.text, "");
}

/* -- damage -- */

static const char everything[] =
    "! all there is\r\n"
    "access-list 1 permit host 10.0.0.1\naccess-list 1 deny 10.0.0.0 0.255.255.255\n"
    "access-list 1 permit 10.0.0.2\nip access-list standard guests permit any\n"
    "ip access-list extended all deny ip host 1.2.3.4 any log\n"
    "access-list 101 permit icmp any any 8 tos normal\n"
    "access-list 101 permit igmp any any precedence 3 tos 4 log\n"
    "access-list 101 permit tcp any range 1024 65535 10.0.0.0 0.0.0.3 eq 80 established log\n"
    "access-list 101 permit udp any neq 53 any lt 1024 precedence flash\n";

/* Nothing but a warning, and never more lists than the whole has. */
static void files_are_cut_anywhere(void **state) {
  (void)state;
  char *whole = lists_of(everything, strlen(everything));
  assert_non_null(whole);
  assert_string_equal(warnings, "");
  for (size_t length = 0; length < strlen(everything); length++) {
    char *lists = lists_of(everything, length);
    if (!lists)
      assert_non_null(strstr(err.text, "Unknown ")); /* a name cut short */
    else
      assert_true(strlen(lists) <= strlen(whole));
    free(lists);
  }
  free(whole);
}

static void files_are_damaged(void **state) {
  (void)state;
  char text[sizeof everything];
  uint32_t random = 1;
  for (unsigned round = 0; round < 2000; round++) {
    memcpy(text, everything, sizeof text);
    for (unsigned hits = 1 + round % 4; hits; hits--) {
      random = random * 1664525 + 1013904223;
      text[(random >> 8) % strlen(everything)] = (char)(random >> 24);
    }
    free(lists_of(text, strlen(everything)));
  }
}

static void words_have_no_limit(void **state) {
  (void)state;
  enum { LENGTH = 100000 };
  char *text = malloc(2 * LENGTH), *word = malloc(LENGTH + 1);
  static const char *const forms[] = {
      "ip access-list standard %s permit any\n",
      "access-list 101 permit tcp any any eq %s\n",
      "access-list 101 permit ip any any tos %s\n",
      "access-list 1 permit %s\n",
      "access-list 1 permit any ! %s\n",
      "!%s\n",
  };
  for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
    for (const char *c = "a0! \r"; *c; c++) {
      memset(word, *c, LENGTH);
      word[LENGTH] = '\0';
      snprintf(text, 2 * LENGTH, forms[i], word);
      free(lists_of(text, strlen(text)));
    }
  }
  memset(word, 'a', LENGTH);
  snprintf(text, 2 * LENGTH, forms[0], word);
  struct ft_acl *acl = load_text(text, strlen(text));
  assert_non_null(acl);
  assert_non_null(ft_acl_find(acl, FT_ACL_STANDARD, word));
  ft_acl_free(acl);
  free(text);
  free(word);
}

int main(void) {
  static const struct CMUnitTest tests[] = {
      cmocka_unit_test(lists_are_read),
      cmocka_unit_test(a_syntax_error_ends_the_file),
      cmocka_unit_test(what_has_no_meaning_is_refused),
      cmocka_unit_test(lists_are_found_by_kind),
      cmocka_unit_test(a_missing_file_is_empty_a_folder_is_none),
      cmocka_unit_test(files_are_cut_anywhere),
      cmocka_unit_test(files_are_damaged),
      cmocka_unit_test(words_have_no_limit),
  };
  return cmocka_run_group_tests(tests, make_path, remove_path);
}
