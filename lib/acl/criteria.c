#include "config.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "acl/acl.h"
#include "conf/language.h"
#include "conf/list.h"

#define LIST_MAX 65536

/* What an option was given. Which members count is its kind's affair. */
struct criterion {
  bool given;
  uint8_t numbers[FT_NUMBER_LIST_SIZE(LIST_MAX)];
  uint8_t mask; /* of numbers */
  struct ft_addr addr;
  const char *name; /* of an access list */
  const struct ft_acl_list *list;
};

struct kind {
  char letter;
  const char *item; /* NULL: source and destination address */
  /* Takes the option's text; false with the reason. */
  bool (*read)(const struct kind *kind, struct criterion *criterion, const char *text,
               struct ft_error *err);
  /* NULL: no memory. any: one criterion is enough. */
  struct ft_formula *(*build)(const struct kind *kind, const struct criterion *criterion, bool any);
  enum ft_type_id type;
  uint32_t limit;
};

/* -- lists of numbers -- */

static bool read_list(const struct kind *kind, struct criterion *criterion, const char *text,
                      struct ft_error *err) {
  return ft_number_list_parse(text, kind->limit, criterion->numbers, err);
}

/* LIST[/MASK] */
static bool read_masked_list(const struct kind *kind, struct criterion *criterion, const char *text,
                             struct ft_error *err) {
  char *list = strdup(text);
  if (!list) {
    ft_error_add_memory(err);
    return false;
  }
  uint64_t mask = 0xff;
  char *slash = strchr(list, '/');
  if (slash) *slash = '\0';
  bool good = read_list(kind, criterion, list, err);
  if (good && slash && !ft_number_parse(slash + 1, UINT32_MAX, &mask, NULL)) {
    ft_error_add(err, "Value out of range.");
    good = false;
  }
  criterion->mask = (uint8_t)mask;
  free(list);
  return good;
}

static struct ft_formula *build_list(const struct kind *kind, const struct criterion *criterion,
                                     bool any) {
  (void)any;
  struct ft_formula *test = ft_formula_new_test(ft_match_item_find(kind->item), kind->type);
  if (!test) return NULL;
  struct ft_primitive *primitive = test->primitive;
  if (primitive->type->maskable) primitive->mask = criterion->mask;
  for (uint32_t i = 0; i < kind->limit; i++) {
    if (!ft_number_list_has(criterion->numbers, i)) continue;
    if (ft_primitive_set_range(primitive, i, i, FT_MODE_PERMIT)) continue;
    ft_formula_free(test);
    return NULL;
  }
  return test;
}

/* Flows other than TCP have no flags: they do not count as one hit of many, nor as a miss. */
static struct ft_formula *build_tcp_flags(const struct kind *kind,
                                          const struct criterion *criterion, bool any) {
  struct ft_formula *both = any ? ft_formula_new(FT_FORMULA_ALL) : ft_formula_any();
  struct ft_formula *tcp = ft_formula_protocol(IPPROTO_TCP);
  struct ft_formula *flags = build_list(kind, criterion, any);
  if (!both || !tcp || !flags) {
    ft_formula_free(both);
    ft_formula_free(tcp);
    ft_formula_free(flags);
    return NULL;
  }
  tcp->negate = !any;
  ft_formula_add(both, tcp);
  ft_formula_add(both, flags);
  return both;
}

/* -- addresses -- */

static bool read_address(const struct kind *kind, struct criterion *criterion, const char *text,
                         struct ft_error *err) {
  (void)kind;
  return ft_addr_parse(text, &criterion->addr, err) == 0;
}

static struct ft_formula *build_address(const struct kind *kind, const struct criterion *criterion,
                                        bool any) {
  (void)any;
  struct ft_formula *test = ft_formula_new_test(ft_match_item_find(kind->item), kind->type);
  struct ft_entry entry = {
      .addr = criterion->addr, .length = (uint8_t)(criterion->addr.width * 8), .permit = true};
  if (test && ft_entries_add(&test->primitive->entries, &entry)) return test;
  ft_formula_free(test);
  return NULL;
}

/* -- access lists -- */

static bool read_name(const struct kind *kind, struct criterion *criterion, const char *text,
                      struct ft_error *err) {
  (void)kind;
  (void)err;
  criterion->name = text;
  return true;
}

static struct ft_formula *build_access(const struct kind *kind, const struct criterion *criterion,
                                       bool any) {
  (void)any;
  return ft_acl_list_formula(criterion->list, kind->item ? ft_match_item_find(kind->item) : NULL);
}

/* In the order in which a flow is tested. */
static const struct kind kinds[] = {
    {'i', "input-interface", read_list, build_list, FT_TYPE_IFINDEX, LIST_MAX},
    {'I', "output-interface", read_list, build_list, FT_TYPE_IFINDEX, LIST_MAX},
    {'p', "ip-source-port", read_list, build_list, FT_TYPE_PORT, LIST_MAX},
    {'P', "ip-destination-port", read_list, build_list, FT_TYPE_PORT, LIST_MAX},
    {'e', "ip-exporter-address", read_address, build_address, FT_TYPE_ADDRESS, 0},
    {'r', "ip-protocol", read_list, build_list, FT_TYPE_PROTOCOL, 256},
    {'t', "ip-tos", read_masked_list, build_list, FT_TYPE_TOS, LIST_MAX},
    {'T', "ip-tcp-flags", read_masked_list, build_tcp_flags, FT_TYPE_TCP_FLAGS, LIST_MAX},
    {'a', "source-as", read_list, build_list, FT_TYPE_AS, LIST_MAX},
    {'A', "destination-as", read_list, build_list, FT_TYPE_AS, LIST_MAX},
    {'x', "ip-nexthop-address", read_name, build_access, FT_TYPE_ADDRESS_MASK, 0},
    {'S', "ip-source-address", read_name, build_access, FT_TYPE_ADDRESS_MASK, 0},
    {'D', "ip-destination-address", read_name, build_access, FT_TYPE_ADDRESS_MASK, 0},
    {'E', NULL, read_name, build_access, FT_TYPE_ADDRESS_MASK, 0},
};
#define KINDS (sizeof kinds / sizeof *kinds)

struct ft_criteria {
  struct criterion list[KINDS];
};

struct ft_criteria *ft_criteria_new(void) {
  return calloc(1, sizeof(struct ft_criteria));
}

void ft_criteria_free(struct ft_criteria *criteria) {
  free(criteria);
}

/* KINDS if there is none. */
static size_t kind_of(int letter) {
  size_t k = 0;
  while (k < KINDS && kinds[k].letter != letter)
    k++;
  return k;
}

int ft_criteria_set(struct ft_criteria *criteria, int letter, const char *text,
                    struct ft_error *err) {
  size_t k = kind_of(letter);
  if (k == KINDS) return 0;
  criteria->list[k].given = kinds[k].read(&kinds[k], &criteria->list[k], text, err);
  return criteria->list[k].given ? 1 : -1;
}

static bool fields_are_there(uint64_t fields, const struct ft_layout *layout,
                             struct ft_error *err) {
  if (!(fields & ~layout->mask)) return true;
  ft_error_add(err, "Flow record missing required field for format.");
  return false;
}

bool ft_criteria_check(const struct ft_criteria *criteria, const struct ft_layout *layout,
                       struct ft_error *err) {
  uint64_t fields = 0;
  for (size_t k = 0; k < KINDS; k++) {
    if (!criteria->list[k].given) continue;
    fields |= kinds[k].item ? ft_match_item_fields(ft_match_item_find(kinds[k].item))
                            : FT_FIELD_BIT(SRCADDR) | FT_FIELD_BIT(DSTADDR);
  }
  return fields_are_there(fields, layout, err);
}

const char *ft_criteria_find_lists(struct ft_criteria *criteria, const struct ft_acl *acl) {
  for (const char *letter = "SDEx"; *letter; letter++) {
    struct criterion *criterion = &criteria->list[kind_of(*letter)];
    if (!criterion->given) continue;
    enum ft_acl_kind kind = *letter == 'E' ? FT_ACL_EXTENDED : FT_ACL_STANDARD;
    criterion->list = ft_acl_find(acl, kind, criterion->name);
    if (!criterion->list) return criterion->name;
  }
  return NULL;
}

void ft_criteria_print_lists(const struct ft_criteria *criteria, FILE *out) {
  for (const char *letter = "SDx"; *letter; letter++) {
    const struct criterion *criterion = &criteria->list[kind_of(*letter)];
    if (criterion->given) ft_acl_list_print(criterion->list, out);
  }
}

/* NULL: no memory. */
static struct ft_formula *build_formula(const struct ft_criteria *criteria, bool any) {
  struct ft_formula *formula = any ? ft_formula_any() : ft_formula_new(FT_FORMULA_ALL);
  for (size_t k = 0; formula && k < KINDS; k++) {
    if (!criteria->list[k].given) continue;
    struct ft_formula *child = kinds[k].build(&kinds[k], &criteria->list[k], any);
    if (!child) {
      ft_formula_free(formula);
      return NULL;
    }
    ft_formula_add(formula, child);
  }
  return formula;
}

struct ft_filter *ft_criteria_compile(const struct ft_criteria *criteria, bool any,
                                      const struct ft_layout *layout, struct ft_error *err) {
  struct ft_formula *formula = build_formula(criteria, any);
  if (!formula) {
    ft_error_add_memory(err);
    return NULL;
  }
  struct ft_filter *filter = NULL;
  if (fields_are_there(ft_formula_fields(formula), layout, err))
    filter = ft_formula_compile(formula, layout, err);
  ft_formula_free(formula);
  return filter;
}
