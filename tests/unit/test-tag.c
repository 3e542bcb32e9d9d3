/* Tags: the language, the types and the order of things. */
#include "definition-file.h"
#include "ft/conf.h"
#include "ft/tag.h"

static struct ft_tags *load(const char *text, size_t length) {
  put_definitions(text, length);
  return ft_tags_load(path, NULL, &log_to_text, &err);
}

/* Runs definition d of text over the record. */
static void tag_with(const char *text) {
  struct ft_tags *tags = load(text, strlen(text));
  assert_string_equal(err.text, "");
  const struct ft_tag_def *definition = ft_tags_find(tags, "D");
  assert_non_null(definition);
  assert_string_equal(ft_tag_def_name(definition), "d");
  struct ft_tag *tag = ft_tag_compile(definition, layout, &err);
  ft_tags_free(tags);
  assert_non_null(tag);
  ft_tag_run(tag, record, 1);
  ft_tag_free(tag);
}

static void check_tags(uint64_t source, uint64_t destination) {
  assert_int_equal(field(FT_F_SRC_TAG), source);
  assert_int_equal(field(FT_F_DST_TAG), destination);
}

static int set_up(void **state) {
  layout = ft_tag_layout();
  return make_path(state);
}

/* A flow in which every field has a value of its own. */
static int make_flow(void **state) {
  clear_record(state);
  set_field(FT_F_SRCADDR, 0x0a010203);
  set_field(FT_F_DSTADDR, 0xc0a80001);
  set_field(FT_F_NEXTHOP, 0x0a0000fe);
  set_field(FT_F_EXADDR, 0x0a0000ff);
  set_field(FT_F_SRC_AS, 64500);
  set_field(FT_F_DST_AS, 64501);
  set_field(FT_F_SRCPORT, 1024);
  set_field(FT_F_DSTPORT, 53);
  set_field(FT_F_PROT, 6);
  set_field(FT_F_TOS, 0xb8);
  set_field(FT_F_INPUT, 3);
  set_field(FT_F_OUTPUT, 65535);
  set_field(FT_F_SRC_TAG, 0x1000);
  return 0;
}

/* Whether a type finds a key in a flow of the protocol. */
static void check_type(const char *type, const char *key, unsigned protocol, bool found) {
  char text[256];
  make_flow(NULL);
  set_field(FT_F_PROT, protocol);
  snprintf(text, sizeof text,
           "tag-definition d\nterm\naction a\ntag-action a\ntype %s\nmatch %s set-src 1\n", type,
           key);
  tag_with(text);
  check_tags(found ? 1 : 0x1000, 0);
}

/* Each type: a key that is there and one that is not; TCP and UDP look at their own flows. */
static void test_types(void **state) {
  (void)state;
  static const struct {
    const char *types; /* all spellings */
    const char *key, *other;
    unsigned protocol; /* of the flow */
  } cases[] = {
      {"source-prefix src-prefix", "10.1/16", "10.2/16", 6},
      {"destination-prefix dst-prefix", "192.168/24", "10.1/16", 6},
      {"prefix", "10.1/16", "10.2/16", 6},
      {"prefix", "192.168/24", "172.16/12", 6},
      {"source-as src-as", "64500", "64501", 6},
      {"source-as src-as", "130036", "64501", 6}, /* modulo 65536 */
      {"destination-as dst-as", "64501", "64500", 6},
      {"as", "64500", "64502", 6},
      {"as", "64501", "64499", 6},
      {"next-hop", "10.0.0.254", "10.1.2.3", 6},
      {"exporter", "10.0.0.255", "10.1.2.3", 6},
      {"source-ip-address src-ip", "10.1.2.3", "192.168.0.1", 6},
      {"destination-ip-address dst-ip", "192.168.0.1", "10.1.2.3", 6},
      {"ip ip-address", "10.1.2.3", "10.1.2.2", 6},
      {"ip ip-address", "192.168.0.1", "192.168.0.2", 6},
      {"tcp-source-port tcp-src-port", "1024", "53", 6},
      {"tcp-destination-port tcp-dst-port", "53", "1024", 6},
      {"tcp-port", "1024", "52", 6},
      {"tcp-port", "53", "1023", 6},
      {"udp-source-port udp-src-port", "1024", "53", 17},
      {"udp-destination-port udp-dst-port", "53", "1024", 17},
      {"udp-port", "1024", "54", 17},
      {"udp-port", "53", "1025", 17},
      {"tos", "184", "46", 6},
      {"tos", "440", "46", 6}, /* modulo 256 */
      {"input-interface", "3", "65535", 6},
      {"output-interface", "-1", "3", 6},
      {"interface", "3", "4", 6},
      {"interface", "65535", "65534", 6},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char names[80], *rest = names;
    strcpy(names, cases[i].types);
    for (char *name; (name = strtok_r(rest, " ", &rest)) != NULL;) {
      bool ports = !strncmp(name, "tcp-", 4) || !strncmp(name, "udp-", 4);
      unsigned protocol = cases[i].protocol;
      check_type(name, cases[i].key, protocol, true);
      check_type(name, cases[i].other, protocol, false);
      if (ports) check_type(name, cases[i].key, protocol == 6 ? 17 : 6, false);
    }
  }
}

static void test_any(void **state) {
  (void)state;
  tag_with("tag-action a\ntype any\nmatch ANY set-destination 0x20\nmatch any or-source 2\n"
           "tag-definition d\nterm\naction a\n");
  check_tags(0x1002, 0x20);
}

static void test_set_and_or(void **state) {
  (void)state;
  tag_with("tag-action a\ntype as\nmatch 64500 or-src 1\nmatch 64500 or-source 06\n"
           "match 64500 or-dst 1\nmatch 64501 or-src 0x10\nmatch 64501 set-dst -1\n"
           "tag-definition d\nterm\naction a\n");
  check_tags(0x1017, 0xffffffff);
}

/* The second field comes on top of the first; the longest prefix only. */
static void test_prefixes(void **state) {
  (void)state;
  tag_with("tag-action a\ntype prefix\nmatch 0/0 or-src 1\nmatch 10/8 or-src 2\n"
           "match 10.1.2/24 or-src 4\nmatch 10.1.2.3 set-dst 7\nmatch 192.168/16 or-dst 8\n"
           "tag-definition d\nterm\naction a\n");
  check_tags(0x1000, 15);
}

static void test_terms(void **state) {
  (void)state;
  static const char form[] = "tag-action a\ntype any\nmatch any or-src %u\n"
                             "tag-action none\ntag-action no-match\ntype tos\n"
                             "tag-definition e\nterm\naction a\ntag-definition d\n"
                             "term\nterm\naction none\naction no-match\nterm\n%s\naction a\n";
  static const struct {
    const char *statement;
    bool applies;
  } cases[] = {
      {"", true},
      {"input-filter 3", true},
      {"input-filter 1-2,4", false},
      {"input-filter !3", false},
      {"output-filter 60000-65535", true},
      {"output-filter !0-65535", false},
      {"input-filter 3\noutput-filter 3", false},
      {"exporter 10.0.0.255", true},
      {"exporter 10.0.0.254", false},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char text[512];
    snprintf(text, sizeof text, form, 2u, cases[i].statement);
    make_flow(state);
    tag_with(text);
    check_tags(cases[i].applies ? 0x1002 : 0x1000, 0);
  }
}

/* Every action sees the tags that those before left, in all terms. */
static void test_order(void **state) {
  (void)state;
  tag_with("tag-definition d\nterm\naction or\naction set\nterm\naction or\n"
           "tag-action set\ntype any\nmatch any set-src 8\n"
           "tag-action or\ntype any\nmatch any or-src 1\n");
  check_tags(9, 0);
  tag_with("tag-definition d\n");
  check_tags(9, 0);
}

/* More flows than are tagged in one go, and keys than have a result each. */
static void test_many(void **state) {
  (void)state;
  enum { FLOWS = 5000 };
  size_t room = FLOWS * 40 + 200, used = 0;
  char *text = malloc(room);
  uint8_t *flows = calloc(FLOWS, layout->size);
  assert_non_null(text);
  assert_non_null(flows);
  used +=
      (size_t)sprintf(text, "tag-definition d\nterm\naction a\ntag-action a\ntype src-prefix\n");
  for (unsigned i = 0; i < FLOWS; i++) {
    used += (size_t)snprintf(text + used, room - used, "match 10.%u.%u.0/24 set-src %u\n", i / 256,
                             i % 256, i + 1);
    ft_store(flows + i * layout->size, ft_column(layout, FT_F_SRCADDR), 0x0a000007 + (i << 8));
  }
  struct ft_tags *tags = load(text, used);
  assert_string_equal(err.text, "");
  struct ft_tag *tag = ft_tag_compile(ft_tags_find(tags, "d"), layout, &err);
  assert_non_null(tag);
  ft_tags_free(tags);
  ft_tag_run(tag, flows, FLOWS);
  for (unsigned i = 0; i < FLOWS; i++)
    assert_int_equal(ft_load(flows + i * layout->size, ft_column(layout, FT_F_SRC_TAG)), i + 1);
  ft_tag_free(tag);
  free(flows);
  free(text);
}

static void test_variables(void **state) {
  (void)state;
  static const char text[] = "tag-action a\ntype tos\nmatch @{TOS:-7} set-src @TAG\n"
                             "tag-definition d\nterm\naction a\n";
  struct ft_vars *vars = ft_vars_new();
  assert_int_equal(ft_vars_set(vars, "TOS=184", &err), 0);
  assert_int_equal(ft_vars_set(vars, "TAG=0x21", &err), 0);
  put_definitions(text, strlen(text));
  struct ft_tags *tags = ft_tags_load(path, vars, NULL, &err);
  assert_non_null(tags);
  struct ft_tag *tag = ft_tag_compile(ft_tags_find(tags, "d"), layout, &err);
  ft_tags_free(tags);
  ft_tag_run(tag, record, 1);
  check_tags(0x21, 0);
  ft_tag_free(tag);
  ft_vars_free(vars);
}

#define ACTION "tag-action a\ntype src-prefix\n"
#define TERM   "tag-definition d\nterm\n"

static void test_refusals(void **state) {
  (void)state;
  static const char once[] = "line 4: Only one set per source/destination per match.";
  static const struct {
    const char *text, *message;
  } cases[] = {
      {"tag-action\n", "line 1: Expecting name."},
      {"tag-definition\n", "line 1: Expecting name."},
      {"tag-action a\ntag-action A\n", "line 2: Name (A) previously defined."},
      {"tag-definition a\ntag-definition A\n", "line 2: Name (A) previously defined."},
      {"tag-action a\ntype\n", "line 2: Expecting type."},
      {"tag-action a\ntype x\n", "line 2: Unrecognized type."},
      {"tag-action a\ntype as\ntype as\n", "line 3: Type previously defined."},
      {"tag-action a\nmatch 1 set-src 1\n", "line 2: Must set type first."},
      {ACTION "match\n", "line 3: Expecting match data."},
      {ACTION "match 10/8\n", "line 3: Expecting [set|or]-[source|destination]."},
      {ACTION "match 10/8 set 1\n", "line 3: Expecting [set|or]-[source|destination]."},
      {ACTION "match 10/8 set-src\n", "line 3: Expecting set data."},
      {ACTION "match 10/8 set-src 1 2\n", "line 3: Unexpected \"2\"."},
      {ACTION "match 10/8 set-src 4294967296\n", "line 3: Value out of range."},
      {ACTION "match 1.2.3.4.5 set-src 1\n", "line 3: Bad address \"1.2.3.4.5\"."},
      {ACTION "match 10 set-src 1\nmatch 10.1.2.3/8 set-source 1\n", once},
      {ACTION "match 10/8 set-dst 1\nmatch 10/8 or-dst 1\n", once},
      {ACTION "match 10/8 or-dst 1\nmatch 10/8 set-dst 1\n", once},
      {"tag-action a\ntype as\nmatch 99999999999 set-src 1\n", "line 3: Value out of range."},
      {"tag-action a\ntype any\nmatch 1 set-src 1\n", "line 3: Match must be any."},
      {"tag-action a\nterm\n", "line 2: Unexpected \"term\"."},
      {"type as\n", "line 1: Unexpected \"type\"."},
      {"tag-definition d\nmatch 1 set-src 1\n", "line 2: Unexpected \"match\"."},
      {"tag-definition d\naction a\n", "line 2: Must start term."},
      {"tag-definition d\nexporter 1\n", "line 2: Must start term."},
      {"tag-definition d\ninput-filter 1\n", "line 2: Must start term."},
      {TERM "tag-definition e\noutput-filter 1\n", "line 4: Must start term."},
      {TERM "exporter\n", "line 3: Expecting exporter."},
      {TERM "exporter 10.0.0.256\n", "line 3: Bad address \"10.0.0.256\"."},
      {TERM "exporter 0\nexporter 1\n", "line 4: Exporter previously defined."},
      {TERM "input-filter\n", "line 3: Expecting filter list."},
      {TERM "output-filter\n", "line 3: Expecting filter list."},
      {TERM "input-filter 1\ninput-filter 1\n", "line 4: Input filter previously defined."},
      {TERM "output-filter 1\noutput-filter 1\n", "line 4: Output filter previously defined."},
      {TERM "input-filter 65536\n", "load_lookup(): failed"},
      {TERM "output-filter eth0\n", "load_lookup(): failed"},
      {TERM "action\n", "line 3: Expecting action."},
      {TERM "term 1\n", "line 3: Unexpected \"1\"."},
      {TERM "action x\n" ACTION, "Unable to resolve action \"x\" in tag-definition \"d\"."},
      {TERM "action a\naction x\nterm\naction a\n" ACTION,
       "Unable to resolve action \"x\" in tag-definition \"d\"."},
      {"frobnicate\n", "line 1: Unexpected \"frobnicate\"."},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    assert_null(load(cases[i].text, strlen(cases[i].text)));
    check_error(cases[i].message, "fttag_load(): failed");
  }
}

static void load_once(const char *text, size_t length) {
  ft_tags_free(load(text, length));
}

static void test_damage(void **state) {
  (void)state;
  try_damage(ACTION "match 10/8 set-src 0x1\n match 10/8 or-dst 2\ntag-action b\n type any\n"
                    " match any or-src 1\ntag-action c\n type tos\n match 7 set-dst 1\n" TERM
                    " input-filter !1-3,7\n output-filter 5\n exporter 10.0.0.1\n action a\n"
                    " action b\n term\n  action c\n",
             load_once);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_types),
      cmocka_unit_test_setup(test_any, make_flow),
      cmocka_unit_test_setup(test_set_and_or, make_flow),
      cmocka_unit_test_setup(test_prefixes, make_flow),
      cmocka_unit_test_setup(test_terms, make_flow),
      cmocka_unit_test_setup(test_order, make_flow),
      cmocka_unit_test(test_many),
      cmocka_unit_test_setup(test_variables, make_flow),
      cmocka_unit_test(test_refusals),
      cmocka_unit_test(test_damage),
  };
  return cmocka_run_group_tests(tests, set_up, remove_path);
}
