/* The tag and mask statements of report files (spec report.md 3, 4, D2, D9). */
#include "definition-file.h"
#include "ft/report.h"

static char tag_path[80], mask_path[80];

static const char tag_file[] = "tag-action own\n type src-prefix\n match 10/8 set-src @{TAG:-5}\n"
                               "tag-definition Own\n term\n  action own\n";
static const char mask_file[] = "mask-definition nets\n prefix 10/8 16\n";

static int set_up(void **state) {
  if (make_path(state) != 0) return -1;
  snprintf(tag_path, sizeof tag_path, "%s.tag", path);
  snprintf(mask_path, sizeof mask_path, "%s.mask", path);
  put_file(tag_path, tag_file, sizeof tag_file - 1);
  put_file(mask_path, mask_file, sizeof mask_file - 1);
  return 0;
}

static int tear_down(void **state) {
  unlink(tag_path);
  unlink(mask_path);
  return remove_path(state);
}

/* Loads a report file that includes the two others, its lines behind line 2. */
static struct ft_reports *load(const char *lines, const struct ft_vars *vars) {
  char text[1024];
  int length = snprintf(text, sizeof text, "include-tag %s\ninclude-mask %s\n%s", tag_path,
                        mask_path, lines);
  put_definitions(text, (size_t)length);
  return ft_reports_load(path, vars, &log_to_text, &err);
}

static void check_refused(const char *lines, const char *message) {
  assert_null(load(lines, NULL));
  check_error(message, "ftstat_load(): failed");
}

static void test_messages(void **state) {
  (void)state;
  check_refused("stat-definition d\ntag\n", "line 4: Expecting tag name.");
  check_refused("stat-definition d\nmask\n", "line 4: Expecting mask name.");
  check_refused("stat-definition d\ntag x\n", "line 4: Tag definition not found.");
  check_refused("stat-definition d\nmask x\n", "line 4: Mask definition not found.");
  check_refused("stat-definition d\ntag own\ntag own\n",
                "line 5: Tag previously defined for definition.");
  check_refused("stat-definition d\nmask nets\nmask nets\n",
                "line 5: Mask previously defined for definition.");
  check_refused("include-tag x\n", "line 3: Tag pathname previously specified.");
  check_refused("include-mask x\n", "line 3: Mask pathname previously specified.");
  check_refused("include-mask\n", "line 3: Expecting pathname.");
}

static void test_files_that_do_not_load(void **state) {
  (void)state;
  static const char tags[] = "include-tag /nonexistent/t\nstat-definition d\ntag x\n";
  static const char masks[] = "include-mask /nonexistent/m\nstat-definition d\nmask x\n";
  char expected[256];
  put_definitions(tags, strlen(tags));
  assert_null(ft_reports_load(path, NULL, NULL, &err));
  snprintf(expected, sizeof expected,
           "open(/nonexistent/t): No such file or directory\nfttag_load(): failed\n"
           "%s line 3: Tags not loaded.\nftstat_load(): failed",
           path);
  assert_string_equal(err.text, expected);
  put_definitions(masks, strlen(masks));
  assert_null(ft_reports_load(path, NULL, NULL, &err));
  snprintf(expected, sizeof expected,
           "open(/nonexistent/m): No such file or directory\nftmask_load(): failed\n"
           "%s line 3: Masks not loaded.\nftstat_load(): failed",
           path);
  assert_string_equal(err.text, expected);
}

/* The output of definition d for two flows, or NULL if the layout lacks a field; to be freed. */
static char *report(const char *lines, const struct ft_layout *of, const struct ft_vars *vars) {
  char *text = NULL;
  size_t length;
  struct ft_header header;
  struct ft_reports *reports = load(lines, vars);
  assert_string_equal(err.text, "");
  layout = of;
  clear_record(NULL);
  set_field(FT_F_SRCADDR, 0x0a010203);
  set_field(FT_F_SRC_MASK, 7);
  set_field(FT_F_DPKTS, 2);
  memcpy(record + layout->size, record, layout->size);
  ft_store(record + layout->size, ft_column(layout, FT_F_SRCADDR), 0xc0000201);
  FILE *out = open_memstream(&text, &length);
  ft_header_init(&header);
  struct ft_report_run *run =
      ft_report_run_new(reports, "d", layout, &header, out, &log_to_text, &err);
  struct ft_batch batch = {record, 2};
  if (run) {
    assert_int_equal(ft_report_run_put(run, &batch, &err), 0);
    assert_int_equal(ft_report_run_finish(run, &err), 0);
  } else {
    assert_string_equal(err.text, "Report definition references a field not in flow.");
  }
  fclose(out);
  ft_report_run_free(run);
  ft_reports_free(reports);
  if (run) return text;
  free(text);
  return NULL;
}

#define OUTPUT "output\nsort -key\noptions -header\nfields -duration,-octets,-packets\n"
#define TAGS   "stat-report t\ntype source-tag\n" OUTPUT "stat-definition d\nreport t\n"

static void check_report(const char *lines, unsigned version, const char *expected) {
  char *text = report(lines, ft_layout_find(version, version == 8 ? 1 : 0), NULL);
  if (expected)
    assert_string_equal(text, expected);
  else
    assert_null(text);
  free(text);
}

static void test_tags(void **state) {
  (void)state;
  static const char expected[] = "# recn: source-tag*,flows\n0,1\n5,1\n";
  check_report(TAGS "tag OWN\n", 5, expected);
  check_report(TAGS "tag own\n", 1, expected);
  check_report(TAGS "tag own\n", 1005, expected);
  check_report(TAGS "tag own\n", 8, NULL);
  check_report(TAGS, 5, NULL);
  struct ft_vars *vars = ft_vars_new();
  assert_int_equal(ft_vars_set(vars, "TAG=9", &err), 0);
  char *text = report(TAGS "tag own\n", ft_layout_find(5, 0), vars);
  assert_string_equal(text, "# recn: source-tag*,flows\n0,1\n9,1\n");
  free(text);
  ft_vars_free(vars);
}

/* Version 1005 has AS numbers, but those of version 1 are none. */
static void test_fields_that_tagging_makes_up(void **state) {
  (void)state;
  check_report("stat-report a\ntype source-as\n" OUTPUT "stat-definition d\nreport a\ntag own\n", 1,
               NULL);
}

static void test_masks(void **state) {
  (void)state;
  static const char lines[] = "stat-report m\ntype ip-source-address\n"
                              "ip-source-address-format prefix-mask\n" OUTPUT
                              "stat-definition d\nreport m\ntag own\nmask nets\n";
  static const char expected[] = "# recn: ip-source-address*,flows\n10.1/16,1\n192/7,1\n";
  check_report(lines, 5, expected);
  check_report(lines, 1005, expected);
  check_report("stat-definition d\nmask nets\n", 1, NULL);
  check_report("stat-definition d\nmask nets\n", 5, "");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_messages), cmocka_unit_test(test_files_that_do_not_load),
      cmocka_unit_test(test_tags),     cmocka_unit_test(test_fields_that_tagging_makes_up),
      cmocka_unit_test(test_masks),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
