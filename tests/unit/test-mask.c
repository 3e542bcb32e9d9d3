/* Masks: the language, and mask lengths by prefix. */
#include "definition-file.h"
#include "ft/mask.h"

static struct ft_masks *load(const char *text, size_t length) {
  put_definitions(text, length);
  return ft_masks_load(path, &log_to_text, &err);
}

/* Runs definition d of text over the record. */
static void mask_with(const char *text) {
  struct ft_masks *masks = load(text, strlen(text));
  assert_string_equal(err.text, "");
  struct ft_mask *mask = ft_mask_compile(ft_masks_find(masks, "D"), layout, &err);
  ft_masks_free(masks);
  assert_non_null(mask);
  ft_mask_run(mask, record, 1);
  ft_mask_free(mask);
}

static const char networks[] = "# a comment\nmask-definition other\nprefix 0/0 1\n"
                               "MASK-definition d\nprefix 10/8 9\n  prefix 10.1.2.3/16 17\n"
                               "prefix 10.1.2.0/24 280\n";

static void test_longest_prefix(void **state) {
  (void)state;
  static const struct {
    uint32_t source, destination;
    unsigned source_length, destination_length;
  } cases[] = {
      {0x0a000001, 0x0a01ffff, 9, 17},  {0x0a010201, 0x0a0102ff, 24, 24},
      {0x0b000000, 0x0a010300, 77, 17}, {0x09ffffff, 0xffffffff, 77, 78},
      {0x0affffff, 0x00000000, 9, 78},
  };
  layout = ft_layout_find(5, 0);
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    set_field(FT_F_SRCADDR, cases[i].source);
    set_field(FT_F_DSTADDR, cases[i].destination);
    set_field(FT_F_SRC_MASK, 77);
    set_field(FT_F_DST_MASK, 78);
    mask_with(networks);
    assert_int_equal(field(FT_F_SRC_MASK), cases[i].source_length);
    assert_int_equal(field(FT_F_DST_MASK), cases[i].destination_length);
    assert_int_equal(field(FT_F_SRCADDR), cases[i].source);
  }
}

/* Every layout: a side is touched that has both fields, and nothing else. */
static void test_sides(void **state) {
  (void)state;
  for (size_t at = 0; (layout = ft_layout_at(at)) != NULL; at++) {
    bool source = layout->mask & FT_FIELD_BIT(SRC_MASK) && layout->mask & FT_FIELD_BIT(SRCADDR);
    bool destination =
        layout->mask & FT_FIELD_BIT(DST_MASK) && layout->mask & FT_FIELD_BIT(DSTADDR);
    uint8_t before[FT_RECORD_MAX];
    memset(record, 0, sizeof record);
    memcpy(before, record, sizeof before);
    mask_with("mask-definition d\nprefix 0/0 24\n");
    assert_int_equal(ft_mask_fits(layout), source || destination);
    assert_int_equal(field(FT_F_SRC_MASK), source ? 24 : 0);
    assert_int_equal(field(FT_F_DST_MASK), destination ? 24 : 0);
    set_field(FT_F_SRC_MASK, 0);
    set_field(FT_F_DST_MASK, 0);
    assert_memory_equal(record, before, sizeof before);
  }
}

static void test_empty_definition(void **state) {
  (void)state;
  layout = ft_layout_find(5, 0);
  set_field(FT_F_SRC_MASK, 5);
  mask_with("mask-definition d\n");
  assert_int_equal(field(FT_F_SRC_MASK), 5);
}

static void test_refusals(void **state) {
  (void)state;
  static const struct {
    const char *text, *message;
  } cases[] = {
      {"mask-definition\n", "line 1: Expecting name."},
      {"mask-definition A\nmask-definition a\n", "line 2: Name (a) previously defined."},
      {"mask-definition a b\n", "line 1: Unexpected \"b\"."},
      {"mask-definition a\nprefix\n", "line 2: Expecting prefix."},
      {"mask-definition a\nprefix 10/8\n", "line 2: Expecting mask."},
      {"mask-definition a\nprefix 10/8 8 9\n", "line 2: Unexpected \"9\"."},
      {"mask-definition a\nprefix 10/8 4294967296\n", "line 2: Value out of range."},
      {"mask-definition a\nprefix 10/x 8\n", "line 2: Bad address \"10/x\"."},
      {"mask-definition a\nprefix 10 8\nprefix 10.1.2.3/8 9\n", "line 3: Only one match."},
      {"prefix 10 8\n", "line 1: Unexpected \"prefix\"."},
      {"mask-definition a\nterm\n", "line 2: Unexpected \"term\"."},
      {"mask-definition a\nprefix @A 8\n", "line 2: Bad address \"@A\"."},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    assert_null(load(cases[i].text, strlen(cases[i].text)));
    check_error(cases[i].message, "ftmask_load(): failed");
  }
}

static void load_once(const char *text, size_t length) {
  ft_masks_free(load(text, length));
}

static void test_damage(void **state) {
  (void)state;
  try_damage(networks, load_once);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup(test_longest_prefix, clear_record),
      cmocka_unit_test_setup(test_sides, clear_record),
      cmocka_unit_test_setup(test_empty_definition, clear_record),
      cmocka_unit_test(test_refusals),
      cmocka_unit_test(test_damage),
  };
  return cmocka_run_group_tests(tests, make_path, remove_path);
}
