/*
 * What the tests of flow-filter's criteria share: whether they let a flow pass.
 */
#ifndef CRITERIA_PASS_H
#define CRITERIA_PASS_H

#include "filter-flow.h"

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

#endif
