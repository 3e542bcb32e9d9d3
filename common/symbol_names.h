/* -n of flow-rptfmt and flow-rpt2rrd: names of key values (spec rptfmt.md 4.3). */
#ifndef SYMBOL_NAMES_H
#define SYMBOL_NAMES_H

#include "ft/conf.h"
#include "ft/error.h"

#define SYMBOL_FILES 5
/* The installed tables, each read once, when a column needs it. All zero but the log at first. */
struct symbol_names {
  struct ft_symbols *tables[SYMBOL_FILES];
  const struct ft_log *log; /* warnings about the files */
};

/*
 * Sets *table to the one for columns of this title (letter case ignored), NULL if there is
 * none. 0, or -1 without memory.
 */
int symbol_names_table(struct symbol_names *names, const char *title,
                       const struct ft_symbols **table, struct ft_error *err);
/* The name of a value; NULL if it is no decimal number or has none. */
const char *symbol_names_find(const struct ft_symbols *table, const char *value);
void symbol_names_free(struct symbol_names *names);

#endif
