/*
 * What a filter comes to once all names are resolved: a formula over tests.
 * Definitions (filter.md 4), expressions (flow-nfilter -E) and the criteria and
 * access lists of flow-filter (filter.md 11) all become one, and one compiler
 * makes a plan of it. Internal to libft.
 */
#ifndef FT_FILTER_FORMULA_H
#define FT_FILTER_FORMULA_H

#include "filter/filter.h"

enum ft_formula_kind {
  FT_FORMULA_TEST,
  FT_FORMULA_ALL,  /* holds if every child holds, tried in order; none: holds */
  FT_FORMULA_FIRST /* the first child that holds decides with its verdict; none: `otherwise` */
};

/*
 * "Any of" is FIRST with children whose verdict is true (ft_formula_any). Nesting
 * deeper than FT_FORMULA_DEPTH is refused when compiled.
 */
#define FT_FORMULA_DEPTH 64

struct ft_formula {
  enum ft_formula_kind kind;
  bool negate;    /* the result is inverted */
  bool verdict;   /* as a child of FIRST */
  bool otherwise; /* of FIRST */

  /* TEST: what is compared, and with what. */
  const struct ft_match_item *item;
  struct ft_primitive *primitive;
  bool owns_primitive;

  struct ft_formula *first, *last; /* children, in order */
  struct ft_formula *next;         /* the next child of the same parent */
};

/* Each NULL for lack of memory. */
struct ft_formula *ft_formula_new(enum ft_formula_kind kind);
struct ft_formula *ft_formula_any(void);
/* A test of item with a primitive that the caller keeps alive. */
struct ft_formula *ft_formula_test(const struct ft_match_item *item,
                                   struct ft_primitive *primitive);
/* A test of item with a new empty primitive of type, owned by the formula. */
struct ft_formula *ft_formula_new_test(const struct ft_match_item *item, enum ft_type_id type);

/* A test whether the IP protocol is the given one. */
struct ft_formula *ft_formula_protocol(uint8_t protocol);

/* Appends child (verdict true), which parent owns from now on. */
void ft_formula_add(struct ft_formula *parent, struct ft_formula *child);
/* Frees the formula and everything it owns; NULL is fine. */
void ft_formula_free(struct ft_formula *formula);

/* Bits of the fields that the formula needs (record.h). */
uint64_t ft_formula_fields(const struct ft_formula *formula);
/*
 * Compiles for records of layout, which must have the formula's fields. NULL for
 * lack of memory or a formula nested too deep. Independent of the formula afterwards.
 */
struct ft_filter *ft_formula_compile(const struct ft_formula *formula,
                                     const struct ft_layout *layout, struct ft_error *err);

#endif
