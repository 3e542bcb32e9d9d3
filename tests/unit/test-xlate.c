/* Translations: the language, the steps, keys and anonymisation. */
#include "definition-file.h"
#include "ft/xlate.h"
#include "xlate/cryptopan.h"
#include "xlate/key.h"

#define KEY "1522178D33A4CF80130A5B1649907D10D8988F837979652762574C2D2A842202"

static char key_path[80];

static struct ft_xlates *load(const char *text, size_t length) {
  put_definitions(text, length);
  return ft_xlates_load(path, NULL, &log_to_text, &err);
}

/* Runs definition d of text over the record. */
static void translate(const char *text, int64_t now) {
  struct ft_xlates *xlates = load(text, strlen(text));
  assert_string_equal(err.text, "");
  const struct ft_xlate_def *definition = ft_xlates_find(xlates, "D");
  assert_non_null(definition);
  struct ft_xlate *xlate = ft_xlate_compile(definition, layout, &log_to_text, &err);
  ft_xlates_free(xlates);
  assert_non_null(xlate);
  ft_xlate_run(xlate, record, 1, now);
  ft_xlate_free(xlate);
}

static int set_up(void **state) {
  layout = ft_layout_find(1005, 0);
  if (make_path(state) != 0) return -1;
  snprintf(key_path, sizeof key_path, "%s.key", path);
  return 0;
}

static int tear_down(void **state) {
  unlink(key_path);
  return remove_path(state);
}

/* ---- ciphers ---- */

static struct ft_cryptopan *known_cipher(void) {
  uint8_t key[FT_KEY_SIZE];
  assert_true(ft_key_decode(KEY, strlen(KEY), key));
  struct ft_cryptopan *pan = ft_cryptopan_new(key);
  assert_non_null(pan);
  return pan;
}

/* The vectors of tag-mask-xlate.md 5.1; twice, for what is remembered. */
static void test_cryptopan_vectors(void **state) {
  (void)state;
  static const char *const vectors[][2] = {
      {"128.11.68.132", "135.242.180.132"},   {"156.29.3.236", "147.225.12.42"},
      {"129.118.74.4", "134.136.186.123"},    {"165.247.96.84", "162.9.99.234"},
      {"130.132.252.244", "133.68.164.234"},  {"166.107.77.190", "160.132.178.185"},
      {"141.223.7.43", "141.167.8.160"},      {"192.102.249.13", "252.138.62.131"},
      {"141.233.145.108", "141.129.237.235"}, {"192.215.32.125", "252.43.47.189"},
      {"152.163.225.39", "151.140.114.167"},  {"0.0.0.0", "120.255.240.1"},
  };
  struct ft_cryptopan *pan = known_cipher();
  for (int round = 0; round < 2; round++) {
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
      struct ft_addr addr;
      char text[FT_ADDR_TEXT_SIZE];
      assert_int_equal(ft_addr_parse(vectors[i][0], &addr, NULL), 0);
      ft_cryptopan_apply(pan, &addr);
      ft_addr_format(&addr, text);
      assert_string_equal(text, vectors[i][1]);
    }
  }
  ft_cryptopan_free(pan);
}

static unsigned common_bits(const struct ft_addr *a, const struct ft_addr *b) {
  unsigned bits = 0;
  while (bits < 8u * a->width && !((a->octets[bits / 8] ^ b->octets[bits / 8]) & 0x80 >> bits % 8))
    bits++;
  return bits;
}

static void test_cryptopan_keeps_prefixes_of_any_width(void **state) {
  (void)state;
  struct ft_cryptopan *pan = known_cipher();
  for (unsigned width = 4; width <= 16; width += 12) {
    for (unsigned bit = 0; bit < 8 * width; bit++) {
      struct ft_addr a = {.width = (uint8_t)width}, b;
      memset(a.octets, 0x5a, width);
      b = a;
      b.octets[bit / 8] ^= (uint8_t)(0x80 >> bit % 8);
      ft_cryptopan_apply(pan, &a);
      ft_cryptopan_apply(pan, &b);
      assert_int_equal(common_bits(&a, &b), bit);
    }
  }
  ft_cryptopan_free(pan);
}

/* Two addresses have as many bits in common as before, with any number of them. */
static void test_cryptopan_random_pairs(void **state) {
  (void)state;
  enum { PAIRS = 100000 };
  struct ft_cryptopan *pan = known_cipher();
  uint64_t random = 88172645463325252u; /* xorshift */
  for (unsigned i = 0; i < PAIRS; i++) {
    random ^= random << 13;
    random ^= random >> 7;
    random ^= random << 17;
    /* The second one differs from a random bit on: else most have few bits in common. */
    uint32_t value = (uint32_t)random, other = value ^ (uint32_t)(random >> 32) >> i % 32;
    struct ft_addr a = ft_addr_from_u32(value), b = ft_addr_from_u32(other);
    unsigned common = common_bits(&a, &b);
    ft_cryptopan_apply(pan, &a);
    ft_cryptopan_apply(pan, &b);
    assert_int_equal(common_bits(&a, &b), common);
  }
  ft_cryptopan_free(pan);
}

static void test_key_decode(void **state) {
  (void)state;
  uint8_t key[FT_KEY_SIZE];
  assert_true(ft_key_decode("aBc", 3, key));
  assert_int_equal(key[30], 0x0a);
  assert_int_equal(key[31], 0xbc);
  assert_int_equal(key[29], 0);
  assert_true(ft_key_decode(KEY, 64, key));
  assert_int_equal(key[0], 0x15);
  assert_false(ft_key_decode(KEY "0", 65, key));
  assert_false(ft_key_decode("0g", 2, key));
  assert_int_equal(key[0], 0x15);
  assert_true(ft_key_decode("", 0, key));
  assert_true(ft_key_is_zero(key));
}

static void test_key_refresh_times(void **state) {
  (void)state;
  setenv("TZ", "UTC0", 1);
  const int64_t midnight = 1700006400; /* 2023-11-15 */
  /* At 12:34:56. */
  const int64_t now = midnight + 12 * 3600 + 34 * 60 + 56;
  assert_int_equal(ft_key_first_refresh(now, 60, 13 * 3600), midnight + 13 * 3600);
  assert_int_equal(ft_key_first_refresh(now, 60, 12 * 3600), midnight + 86400 + 12 * 3600);
  assert_int_equal(ft_key_first_refresh(now, 15, 0), midnight + 12 * 3600 + 45 * 60);
  assert_int_equal(ft_key_first_refresh(now, 30, 0), midnight + 13 * 3600);
  assert_int_equal(ft_key_first_refresh(now, 1, 0), midnight + 12 * 3600 + 35 * 60);
  assert_true(ft_key_first_refresh(now, UINT32_MAX, 0) > now);
}

/* ---- steps ---- */

static void test_masks(void **state) {
  (void)state;
  set_field(FT_F_SRCADDR, 0xc0000277);
  set_field(FT_F_DSTADDR, 0xc6336477);
  set_field(FT_F_SRCPORT, 0xffff);
  set_field(FT_F_DSTPORT, 0x1234);
  set_field(FT_F_SRC_TAG, 0xffffffff);
  translate("xlate-action a\ntype ip-address-privacy-mask\nmask 255.255.255.0 0xffff0000\n"
            "xlate-action p\ntype ip-port-privacy-mask\nmask 0x1fff0 017\n"
            "xlate-action t\ntype tag-mask\nmask -2 0\n"
            "xlate-definition d\nterm\naction a\naction p\naction t\n",
            0);
  assert_int_equal(field(FT_F_SRCADDR), 0xc0000200);
  assert_int_equal(field(FT_F_DSTADDR), 0xc6330000);
  assert_int_equal(field(FT_F_SRCPORT), 0xfff0);
  assert_int_equal(field(FT_F_DSTPORT), 4);
  assert_int_equal(field(FT_F_SRC_TAG), 0xfffffffe);
}

static void test_networks(void **state) {
  (void)state;
  static const char text[] = "xlate-action s\ntype ip-source-address-to-network\n"
                             "xlate-action c\ntype ip-destination-address-to-class-network\n"
                             "xlate-definition d\nterm\naction s\naction c\n";
  static const struct {
    uint32_t mask, source, destination, network;
  } cases[] = {{24, 0x0a010200, 0x7fffffff, 0x7f000000},
               {0, 0x0a010203, 0x80010203, 0x80010000},
               {33, 0x0a010203, 0xc0010203, 0xc0010200},
               {32, 0x0a010203, 0xe0010203, 0xe0010200}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    set_field(FT_F_SRCADDR, 0x0a010203);
    set_field(FT_F_SRC_MASK, cases[i].mask);
    set_field(FT_F_DSTADDR, cases[i].destination);
    translate(text, 0);
    assert_int_equal(field(FT_F_SRCADDR), cases[i].source);
    assert_int_equal(field(FT_F_DSTADDR), cases[i].network);
    assert_int_equal(field(FT_F_SRC_MASK), cases[i].mask);
  }
}

static void test_numbers(void **state) {
  (void)state;
  set_field(FT_F_DPKTS, 0x80000001);
  set_field(FT_F_DOCTETS, 7);
  set_field(FT_F_DST_AS, 9);
  translate("xlate-action s\ntype scale\nscale 2\nscale 3\n"
            "xlate-action r\ntype replace-source-as0\nas 65537\n"
            "xlate-action u\ntype replace-destination-as0\nas 5\n"
            "xlate-action nothing\n"
            "xlate-definition d\nterm\naction s\nterm\naction r\naction u\naction nothing\nterm\n",
            0);
  assert_int_equal(field(FT_F_DPKTS), 0x80000003);
  assert_int_equal(field(FT_F_DOCTETS), 21);
  assert_int_equal(field(FT_F_SRC_AS), 1);
  assert_int_equal(field(FT_F_DST_AS), 9);
}

static void test_stop(void **state) {
  (void)state;
  set_field(FT_F_DPKTS, 1);
  translate("xlate-action s\ntype scale\nscale 3\nxlate-definition d\n"
            "term\nstop\naction s\naction s\nterm\naction s\n",
            0);
  assert_int_equal(field(FT_F_DPKTS), 9);
  /* A term without actions does nothing but stop. */
  translate("xlate-action s\ntype scale\nscale 3\nxlate-definition d\n"
            "term\nterm\nstop\nterm\naction s\n",
            0);
  assert_int_equal(field(FT_F_DPKTS), 9);
}

/* The file is read again once its time is over, and not before. */
static void test_key_file_refresh(void **state) {
  (void)state;
  char text[512];
  put_file(key_path, KEY "\n", 65);
  snprintf(text, sizeof text,
           "xlate-action a\ntype ip-address-anonymize\nalgorithm cryptopan-aes128\nkey-file %s\n"
           "key-file-refresh 60\nxlate-definition d\nterm\naction a\n",
           key_path);
  struct ft_xlates *xlates = load(text, strlen(text));
  assert_non_null(xlates);
  long long due;
  assert_int_equal(sscanf(notes, "cryptopan key refresh at %lld.|", &due), 1);
  struct ft_xlate *xlate =
      ft_xlate_compile(ft_xlates_find(xlates, "d"), layout, &log_to_text, &err);
  assert_non_null(xlate);
  ft_xlates_free(xlates);
  put_file(key_path, "1\n", 2);
  notes[0] = '\0';
  ft_xlate_run(xlate, record, 1, due);
  assert_int_equal(field(FT_F_SRCADDR), 0x78fff001); /* 120.255.240.1 */
  assert_string_equal(notes, "");
  set_field(FT_F_SRCADDR, 0);
  ft_xlate_run(xlate, record, 1, due + 3601);
  assert_int_not_equal(field(FT_F_SRCADDR), 0x78fff001);
  char expected[256];
  snprintf(expected, sizeof expected,
           "cryptopan key reload from %s successful.  Next refresh at %lld.|", key_path,
           due + 7200);
  assert_string_equal(notes, expected);
  unlink(key_path);
  notes[0] = '\0';
  uint64_t under_new_key = field(FT_F_SRCADDR);
  set_field(FT_F_SRCADDR, 0);
  ft_xlate_run(xlate, record, 1, due + 7201);
  assert_non_null(strstr(notes, "Failed to load key from "));
  assert_int_equal(field(FT_F_SRCADDR), under_new_key);
  ft_xlate_free(xlate);
}

/* ---- the language ---- */

#define ANONYMIZE "xlate-action a\ntype ip-address-anonymize\n"

static void test_refusals(void **state) {
  (void)state;
  static const struct {
    const char *text, *message;
  } cases[] = {
      {"xlate-action a\ntype tag-mask\nmask 12x 1\n", "line 3: Expecting source mask."},
      {"xlate-action a\ntype tag-mask\nmask 1 0x\n", "line 3: Expecting destination mask."},
      {"xlate-action a\ntype tag-mask\nmask 1 x\n", "line 3: Expecting destination mask."},
      {"xlate-action a\ntype tag-mask\nmask 1.2.3.400 1\n", "line 3: Bad address \"1.2.3.400\"."},
      {"xlate-action a\ntype tag-mask\nmask 4294967296 1\n", "line 3: Value out of range."},
      {"xlate-action a\ntype tag-mask\nalgorithm cryptopan-aes128\n", "line 3: Illegal keyword."},
      {"xlate-action a\ntype tag-mask\nkey-file x\n", "line 3: Illegal keyword."},
      {"xlate-action a\ntype tag-mask\nkey-file-refresh 5\n", "line 3: Illegal keyword."},
      {"xlate-action a\ntype ip-address-anonymize\nkey-file-refresh 0\n",
       "line 3: Expecting interval."},
      {"xlate-action a\ntype ip-address-anonymize\nkey-file-refresh 5 1:2:3x\n",
       "line 3: Unexpected text: x"},
      {"xlate-action a\ntype ip-address-anonymize\nkey-file-refresh 5 24:00\n",
       "line 3: Value out of range."},
      {"xlate-definition d\nterm\naction x\n",
       "Unable to resolve action \"x\" in xlate-definition \"d\"."},
      {"xlate-definition d\nterm\nterm\nxlate-definition e\nstop\n", "line 5: Must start term."},
      {"xlate-definition d\ntype scale\n", "line 2: Unexpected \"type\"."},
      {"type scale\n", "line 1: Unexpected \"type\"."},
      {"include-filter /nonexistent/f\nxlate-action a\ninclude-filter g\n",
       "line 3: Filter pathname previously specified."},
      {"include-filter\n", "line 1: Expecting pathname."},
      {"xlate-action\n", "line 1: Expecting name."},
      {"xlate-action a\nxlate-action A\n", "line 2: Name (A) previously defined."},
      {"xlate-definition a\nxlate-definition A\n", "line 2: Name (A) previously defined."},
      {"xlate-action a\ntype\n", "line 2: Expecting type."},
      {"xlate-action a\ntype x\n", "line 2: Unrecognized type."},
      {"xlate-action a\ntype scale\ntype scale\n", "line 3: Type previously defined."},
      {"xlate-action a\nscale 1\n", "line 2: Must set type first."},
      {"xlate-action a\ntype scale\nscale\n", "line 3: Expecting scale."},
      {"xlate-action a\ntype scale\nas 1\n", "line 3: Illegal keyword."},
      {"xlate-action a\ntype replace-source-as0\nas\n", "line 3: Expecting AS."},
      {"xlate-action a\ntype tag-mask\nmask\n", "line 3: Expecting source mask."},
      {ANONYMIZE "algorithm\n", "line 3: Expecting algorithm."},
      {ANONYMIZE "algorithm des\n", "line 3: Expecting CryptoPAn-aes128"},
      {ANONYMIZE "key\n", "line 3: Expecting Key."},
      {ANONYMIZE "key 0x\n", "line 3: decode_hex() failed."},
      {ANONYMIZE "key-file\n", "line 3: Expecting key-file."},
      {ANONYMIZE "key-file-refresh\n", "line 3: Expecting interval."},
      {ANONYMIZE "key 1\n", "Action a: unknown anonymization algorithm"},
      {ANONYMIZE "algorithm cryptopan-aes128\nkey 0\n", "Action a: uninitialized key."},
      {"xlate-definition d\nterm\naction\n", "line 3: Expecting action."},
      {"xlate-definition d\nterm\nfilter\n", "line 3: Expecting filter name."},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    assert_null(load(cases[i].text, strlen(cases[i].text)));
    check_error(cases[i].message, "ftxlate_load(): failed");
  }
}

/* Messages about the file of filters, which is the key's here. */
static void test_filter_refusals(void **state) {
  (void)state;
  static const struct {
    const char *filters, *lines, *expected;
  } cases[] = {
      {"filter-definition f\n", "filter x\n",
       "%s line 4: Filter definition not found.\nftxlate_load(): failed"},
      {"filter-definition f\n", "filter f\nfilter f\n",
       "%s line 5: Filter previously defined for term.\nftxlate_load(): failed"},
      {"x\n", "filter f\n",
       "%s.key line 1: Unexpected \"x\".\n%s line 4: Filters not loaded.\nftxlate_load(): failed"},
      /* Errors that end the program at once in filter files do so in those included too. */
      {"@{X\n", "filter f\n", "ftvar: {X: Missing }"},
      {"filter-primitive p\npermit 1\n", "filter f\n",
       "parse_primitive_permitdeny(): internal error"},
      {"filter-primitive p\ntype rate\npermit 0\n", "filter f\n",
       "%s.key line 3: Rate can not be 0."},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char text[256], expected[512];
    put_file(key_path, cases[i].filters, strlen(cases[i].filters));
    snprintf(text, sizeof text, "include-filter %s\nxlate-definition d\nterm\n%s", key_path,
             cases[i].lines);
    assert_null(load(text, strlen(text)));
    snprintf(expected, sizeof expected, cases[i].expected, path, path);
    assert_string_equal(err.text, expected);
  }
}

static void test_field_not_in_flow(void **state) {
  (void)state;
  static const char text[] = "xlate-action a\ntype tag-mask\nxlate-definition d\nterm\naction a\n";
  struct ft_xlates *xlates = load(text, strlen(text));
  assert_non_null(xlates);
  const struct ft_xlate_def *definition = ft_xlates_find(xlates, "d");
  assert_int_equal(ft_xlate_def_fields(definition), FT_FIELD_BIT(SRC_TAG) | FT_FIELD_BIT(DST_TAG));
  assert_null(ft_xlate_compile(definition, ft_layout_find(5, 0), NULL, &err));
  assert_string_equal(err.text, "Xlate references a field not in flow.");
  ft_xlates_free(xlates);
}

static void load_once(const char *text, size_t length) {
  ft_xlates_free(load(text, length));
}

static void test_damage(void **state) {
  (void)state;
  try_damage("include-filter /nonexistent/f\nxlate-action a\n type ip-address-anonymize\n"
             " algorithm cryptopan-aes128\n key " KEY "\n key-file-refresh 5 12:00:00\n"
             "xlate-action b\n type tag-mask\n mask 1.2.3.4 0x5\nxlate-definition d\n term\n"
             "  action a\n  action b\n  stop\n term\n  action b\n",
             load_once);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_cryptopan_vectors),
      cmocka_unit_test(test_cryptopan_keeps_prefixes_of_any_width),
      cmocka_unit_test(test_cryptopan_random_pairs),
      cmocka_unit_test(test_key_decode),
      cmocka_unit_test(test_key_refresh_times),
      cmocka_unit_test_setup(test_masks, clear_record),
      cmocka_unit_test_setup(test_networks, clear_record),
      cmocka_unit_test_setup(test_numbers, clear_record),
      cmocka_unit_test_setup(test_stop, clear_record),
      cmocka_unit_test_setup(test_key_file_refresh, clear_record),
      cmocka_unit_test(test_refusals),
      cmocka_unit_test(test_filter_refusals),
      cmocka_unit_test(test_field_not_in_flow),
      cmocka_unit_test(test_damage),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
