/* The installed configuration (spec configs.md): each file loads as it stands. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ft/conf.h"
#include "ft/filter.h"
#include "ft/mask.h"
#include "ft/report.h"
#include "ft/tag.h"
#include "ft/xlate.h"

static struct ft_error err;

static void refuse_note(void *arg, const char *text) {
  (void)arg;
  fail_msg("%s", text);
}

static const struct ft_log no_notes = {refuse_note, NULL};

static int set_up(void **state) {
  (void)state;
  return setenv("FLOW_TOOLS_CONFDIR", CONFIGS, 1);
}

static void check_file(const char *name, const char *const *definitions,
                       bool (*has)(const char *path, const char *const *definitions)) {
  char *path = ft_conf_path(name);
  assert_non_null(path);
  bool good = has(path, definitions);
  assert_string_equal(err.text, "");
  assert_true(good);
  free(path);
}

static bool has_filters(const char *path, const char *const *names) {
  struct ft_filters *filters = ft_filters_load(path, NULL, &no_notes, &err);
  bool all = filters != NULL;
  for (; all && *names; names++)
    all = ft_filters_find(filters, *names) != NULL;
  ft_filters_free(filters);
  return all;
}

static bool has_reports(const char *path, const char *const *names) {
  struct ft_vars *none = ft_vars_new();
  struct ft_reports *reports = ft_reports_load(path, none, &no_notes, &err);
  bool all = reports != NULL;
  for (; all && *names; names++)
    all = ft_reports_has(reports, *names);
  ft_reports_free(reports);
  ft_vars_free(none);
  return all;
}

static bool has_tags(const char *path, const char *const *names) {
  struct ft_tags *tags = ft_tags_load(path, NULL, &no_notes, &err);
  bool all = tags != NULL;
  for (; all && *names; names++)
    all = ft_tags_find(tags, *names) != NULL;
  ft_tags_free(tags);
  return all;
}

static bool has_masks(const char *path, const char *const *names) {
  struct ft_masks *masks = ft_masks_load(path, &no_notes, &err);
  bool all = masks != NULL;
  for (; all && *names; names++)
    all = ft_masks_find(masks, *names) != NULL;
  ft_masks_free(masks);
  return all;
}

static bool has_xlates(const char *path, const char *const *names) {
  struct ft_xlates *xlates = ft_xlates_load(path, NULL, &no_notes, &err);
  bool all = xlates != NULL;
  for (; all && *names; names++)
    all = ft_xlates_find(xlates, *names) != NULL;
  ft_xlates_free(xlates);
  return all;
}

static void test_files_load(void **state) {
  (void)state;
  static const char *const filters[] = {"udptcp",      "tcp",         "udp",         "icmp",
                                        "mcast",       "ip-prot",     "ip-src-addr", "ip-dst-addr",
                                        "ip-src-port", "ip-dst-port", NULL};
  static const char *const reports[] = {"default", NULL};
  static const char *const tags[] = {"inside-outside", "uplinks", NULL};
  static const char *const masks[] = {"networks", "quarters", NULL};
  static const char *const xlates[] = {"networks", "privacy", "own-as", "sampled", NULL};
  check_file("cfg/filter.cfg", filters, has_filters);
  check_file("cfg/stat.cfg", reports, has_reports);
  check_file("cfg/tag.cfg", tags, has_tags);
  check_file("cfg/mask.cfg", masks, has_masks);
  check_file("cfg/xlate.cfg", xlates, has_xlates);
}

/* The tags of each side are those of its own address. */
static void test_tags_of_sides(void **state) {
  (void)state;
  static const struct {
    uint32_t source, destination, source_tag, destination_tag;
  } cases[] = {
      {0xc0000201, 0xcb007105, 1, 2},
      {0xcb007105, 0xc6336401, 2, 1},
      {0xc0000209, 0xcb007105, 3, 2},
      {0xc0000201, 0xc0000209, 1, 3},
  };
  const struct ft_layout *layout = ft_tag_layout();
  char *path = ft_conf_path("cfg/tag.cfg");
  struct ft_tags *tags = ft_tags_load(path, NULL, &no_notes, &err);
  assert_non_null(tags);
  struct ft_tag *tag = ft_tag_compile(ft_tags_find(tags, "inside-outside"), layout, &err);
  assert_non_null(tag);
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    uint8_t record[FT_RECORD_MAX] = {0};
    ft_store(record, ft_column(layout, FT_F_SRCADDR), cases[i].source);
    ft_store(record, ft_column(layout, FT_F_DSTADDR), cases[i].destination);
    ft_tag_run(tag, record, 1);
    assert_int_equal(ft_load(record, ft_column(layout, FT_F_SRC_TAG)), cases[i].source_tag);
    assert_int_equal(ft_load(record, ft_column(layout, FT_F_DST_TAG)), cases[i].destination_tag);
  }
  ft_tag_free(tag);
  ft_tags_free(tags);
  free(path);
}

/* Lines of three known words and a name, as tag-mask-xlate.md 7 has them. */
static void test_map_file(void **state) {
  (void)state;
  char line[256], keyword[16], address[64], index[64], name[64], more[2];
  char *path = ft_conf_path("cfg/map.cfg");
  FILE *file = fopen(path, "r");
  unsigned lines = 0;
  assert_non_null(file);
  while (fgets(line, sizeof line, file)) {
    struct ft_addr addr;
    if (*line == '#' || *line == '\n') continue;
    assert_int_equal(
        sscanf(line, "%15s %63s %63[0-9,] %63s %1s", keyword, address, index, name, more), 4);
    assert_true(!strcmp(keyword, "ifname") || !strcmp(keyword, "ifalias"));
    assert_int_equal(ft_addr_parse(address, &addr, NULL), 0);
    lines++;
  }
  assert_true(lines > 0);
  fclose(file);
  free(path);
}

static void test_symbols_load(void **state) {
  (void)state;
  static const char *const names[] = {"asn.sym", "ip-prot.sym", "ip-type.sym", "tag.sym",
                                      "tcp-port.sym"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    struct ft_symbols *symbols = ft_symbols_load_installed(names[i], &no_notes);
    assert_non_null(symbols);
    ft_symbols_free(symbols);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_files_load),
      cmocka_unit_test(test_tags_of_sides),
      cmocka_unit_test(test_map_file),
      cmocka_unit_test(test_symbols_load),
  };
  return cmocka_run_group_tests(tests, set_up, NULL);
}
