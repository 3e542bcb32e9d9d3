/*
 * Names of a definition file and what they stand for: a file may hold tens of
 * thousands, and each new one is looked for among those before it. Internal to
 * libft.
 */
#ifndef FT_CONF_NAMES_H
#define FT_CONF_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "conf/language.h"

struct ft_named {
  const char *name; /* NULL: free */
  void *value;
};

/* All 0: empty. Letter case does not count (spec filter.md 1.1) unless case_counts is set. */
struct ft_names {
  bool case_counts;       /* set while empty */
  struct ft_named *slots; /* a hash table, at least half of it free */
  size_t count, size;
};

/* NULL if there is none. */
void *ft_names_find(const struct ft_names *names, const char *name);
/* Adds a name that is new; it is not copied and must stay. false: no memory. */
bool ft_names_add(struct ft_names *names, const char *name, void *value);
void ft_names_clear(struct ft_names *names);

/*
 * The next word of the statement that opens a block, under which value is added: allocated,
 * to be freed after the names. NULL with L`Expecting name.`, L`Name (NAME) previously
 * defined.` or for lack of memory.
 */
char *ft_names_need_new(struct ft_names *names, void *value, struct ft_scan *scan);

#endif
