/*
 * The older filter (spec filter.md 11): files of access lists, and the criteria of
 * flow-filter, which become a filter of lib/ft/filter.h.
 */
#ifndef FT_ACL_H
#define FT_ACL_H

#include <stdbool.h>
#include <stdio.h>

#include "ft/error.h"
#include "ft/filter.h"
#include "ft/record.h"

/* -- access lists -- */

struct ft_acl;      /* a loaded file */
struct ft_acl_list; /* one list of it, lives as long as the file */

enum ft_acl_kind { FT_ACL_STANDARD, FT_ACL_EXTENDED };

/*
 * Loads a file; one that does not exist is like an empty one. At a syntax error reading stops,
 * log gets `syntax error at 'TOKEN'` with an LF behind it (TOKEN may be an LF too), and the
 * entries in front of it count. NULL for what has no meaning (`FILE line N: ...`,
 * `Unknown port "NAME"`, `access list NAME is both standard and extended`), for a file that
 * cannot be read, and for lack of memory.
 */
struct ft_acl *ft_acl_load(const char *path, const struct ft_log *log, struct ft_error *err);
/* NULL is fine. */
void ft_acl_free(struct ft_acl *acl);

/* By name, letter case counts, and kind; NULL if there is none. */
const struct ft_acl_list *ft_acl_find(const struct ft_acl *acl, enum ft_acl_kind kind,
                                      const char *name);
/* One line for each entry and an empty line; ft_acl_print: all lists, the standard ones first. */
void ft_acl_list_print(const struct ft_acl_list *list, FILE *out);
void ft_acl_print(const struct ft_acl *acl, FILE *out);

/* -- criteria -- */

struct ft_criteria;
struct ft_criteria *ft_criteria_new(void); /* none set; NULL: no memory */
/* NULL is fine. */
void ft_criteria_free(struct ft_criteria *criteria);

/*
 * Sets the criterion of an option of flow-filter to the option's text, which must live as long as
 * the criteria. 1; 0 if letter stands for no criterion; -1 with `load_lookup(): failed`,
 * `bad address: TEXT` or `Value out of range.`
 */
int ft_criteria_set(struct ft_criteria *criteria, int letter, const char *text,
                    struct ft_error *err);
/* Whether records of layout have what the options need; false with the line for it. */
bool ft_criteria_check(const struct ft_criteria *criteria, const struct ft_layout *layout,
                       struct ft_error *err);
/*
 * Looks the access lists up that the criteria name; acl must live until they have been compiled
 * and printed. NULL, or the name that is missing (first of -S, -D, -E, -x).
 */
const char *ft_criteria_find_lists(struct ft_criteria *criteria, const struct ft_acl *acl);
/*
 * The filter of flows that meet all criteria (none set: every flow), or any of them (none set: no
 * flow); lists must have been found. NULL with a line if records of layout lack what an entry of
 * an extended list needs, or for lack of memory. Independent of criteria and lists afterwards.
 */
struct ft_filter *ft_criteria_compile(const struct ft_criteria *criteria, bool any,
                                      const struct ft_layout *layout, struct ft_error *err);
/* The lists found for -S, -D and -x, each as ft_acl_list_print. */
void ft_criteria_print_lists(const struct ft_criteria *criteria, FILE *out);

#endif
