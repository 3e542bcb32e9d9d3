/*
 * What the definition languages share (spec filter.md 1, 2): the installed
 * folder, variables, symbol tables, dates.
 */
#ifndef FT_CONF_H
#define FT_CONF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ft/error.h"

/*
 * CONFDIR/NAME, e.g. ft_conf_path("cfg/filter.cfg"): CONFDIR is the environment
 * variable FLOW_TOOLS_CONFDIR if set and not empty, else the installation's
 * (spec README). Allocated, NULL without memory.
 */
char *ft_conf_path(const char *name);

/* -- variables, -v NAME=VALUE -- */

struct ft_vars;
struct ft_vars *ft_vars_new(void); /* NULL: no memory */
void ft_vars_free(struct ft_vars *vars);
/* 0, or -1 with `ftvar_pset(ARG): failed`. */
int ft_vars_set(struct ft_vars *vars, const char *name_is_value, struct ft_error *err);
/* The value, or NULL. */
const char *ft_vars_get(const struct ft_vars *vars, const char *name, size_t name_length);
/*
 * The line with its variables replaced, allocated. vars NULL: nothing is
 * replaced, `@` is an ordinary character. NULL with the messages of filter.md 2.
 */
char *ft_vars_expand(const struct ft_vars *vars, const char *line, struct ft_error *err);

/* -- symbol tables (spec rptfmt.md 4) -- */

struct ft_symbols;
/*
 * Reads a table. A file that cannot be opened, or an odd line, is a warning to
 * log; the result is then empty or lacks the line. NULL: no memory.
 */
struct ft_symbols *ft_symbols_load(const char *path, const struct ft_log *log);
/* `sym/NAME` of the configuration folder. */
struct ft_symbols *ft_symbols_load_installed(const char *name, const struct ft_log *log);
void ft_symbols_free(struct ft_symbols *symbols);
/* NULL if the value has no name. */
const char *ft_symbols_name(const struct ft_symbols *symbols, uint32_t value);
/* Letter case ignored; length octets of name count. The order of rptfmt.md 4.2 decides. */
bool ft_symbols_value(const struct ft_symbols *symbols, const char *name, size_t length,
                      uint32_t *value);

/* -- dates (spec filter.md 6) -- */

/*
 * Seconds since 1970 of a date text; relative dates count from now. TZ is
 * local time. false if the text is no date.
 */
bool ft_date_parse(const char *text, int64_t now, uint32_t *seconds);

#endif
