/*
 * The translation language (spec tag-mask-xlate.md 5): a file of actions and
 * definitions is loaded and resolved once, a definition is compiled against a
 * record layout into a plan, and the plan changes batches in place.
 */
#ifndef FT_XLATE_H
#define FT_XLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ft/conf.h"
#include "ft/error.h"
#include "ft/record.h"

struct ft_xlates;    /* a loaded file */
struct ft_xlate_def; /* one definition of it, lives as long as the file */
struct ft_xlate;     /* a compiled definition */

/*
 * Loads and resolves a file, with the filters it includes. vars may be NULL (none
 * set). Notes about key files go to log. NULL with the lines of section 5 up to and
 * with `ftxlate_load(): failed`.
 */
struct ft_xlates *ft_xlates_load(const char *path, const struct ft_vars *vars,
                                 const struct ft_log *log, struct ft_error *err);
void ft_xlates_free(struct ft_xlates *xlates);

/* By name, letter case ignored; NULL if there is none. */
const struct ft_xlate_def *ft_xlates_find(const struct ft_xlates *xlates, const char *name);
/* Bits of the fields that the definition needs (record.h). */
uint64_t ft_xlate_def_fields(const struct ft_xlate_def *def);

/*
 * Compiles for records of layout. log, which must outlive the result, is told when
 * a key file is read again. NULL with `Xlate references a field not in flow.` or for
 * lack of memory. Independent of the file afterwards.
 */
struct ft_xlate *ft_xlate_compile(const struct ft_xlate_def *def, const struct ft_layout *layout,
                                  const struct ft_log *log, struct ft_error *err);
/*
 * Translates count records in host order in place. now: seconds since 1970, decides
 * about reading key files again. Not by two threads at once.
 */
void ft_xlate_run(struct ft_xlate *xlate, void *records, size_t count, int64_t now);
void ft_xlate_free(struct ft_xlate *xlate);

#endif
