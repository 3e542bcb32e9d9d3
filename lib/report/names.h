/*
 * Names for keys, option +names (spec report.md 7.5).
 */
#ifndef REPORT_NAMES_H
#define REPORT_NAMES_H

#include "count.h"
#include "ft/addr.h"
#include "ft/conf.h"

/* Longest name shown, in octets. */
#define REP_NAME_MAX 63

struct rep_names {
  struct ft_symbols *symbols[REP_KEYS_MAX]; /* by key column; NULL: numbers */
  struct ft_symbols *owned[REP_KEYS_MAX];   /* the same, each once */
  bool resolves;                            /* some key is an address */
  struct rep_table addresses;               /* looked up before */
  char (*hosts)[REP_NAME_MAX + 1];          /* by row of addresses; empty: no name */
  size_t room;
};

/* Reads the tables that the keys need. 0, or -1 without memory; free in both cases. */
int rep_names_load(struct rep_names *names, const struct rep_count *count, const struct ft_log *log,
                   struct ft_error *err);
void rep_names_free(struct rep_names *names);
/* True if a key column is shown as text. */
bool rep_names_apply(const struct rep_names *names, const struct rep_count *count, unsigned key);
/* The name of the host, or NULL if it has none (or without memory). */
const char *rep_names_host(struct rep_names *names, const struct ft_addr *addr);

#endif
