/*
 * The tag language (spec tag-mask-xlate.md 3): a file of actions and definitions is
 * loaded and resolved once, a definition is compiled against a record layout into a
 * plan, and the plan sets the tags of batches.
 */
#ifndef FT_TAG_H
#define FT_TAG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ft/conf.h"
#include "ft/error.h"
#include "ft/record.h"

struct ft_tags;    /* a loaded file */
struct ft_tag_def; /* one definition of it, lives as long as the file */
struct ft_tag;     /* a compiled definition */

/*
 * Loads and resolves a file. vars may be NULL (none set). NULL with the lines of
 * section 3.4 up to and with `fttag_load(): failed`.
 */
struct ft_tags *ft_tags_load(const char *path, const struct ft_vars *vars, const struct ft_log *log,
                             struct ft_error *err);
void ft_tags_free(struct ft_tags *tags);

/* By name, letter case ignored; NULL if there is none. */
const struct ft_tag_def *ft_tags_find(const struct ft_tags *tags, const char *name);
/* As spelled in the file. */
const char *ft_tag_def_name(const struct ft_tag_def *def);

/* The layout of tagged flows: version 1005. */
const struct ft_layout *ft_tag_layout(void);
/*
 * Compiles for records of layout, which has tags; of fields that it lacks nothing is found.
 * NULL for lack of memory. Independent of the file afterwards.
 */
struct ft_tag *ft_tag_compile(const struct ft_tag_def *def, const struct ft_layout *layout,
                              struct ft_error *err);
/* Tags count records in host order in place; the tags they have are what is started from. */
void ft_tag_run(const struct ft_tag *tag, void *records, size_t count);
void ft_tag_free(struct ft_tag *tag);

#endif
