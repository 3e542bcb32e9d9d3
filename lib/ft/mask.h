/*
 * The mask language (spec tag-mask-xlate.md 4): a file of definitions is loaded once, a
 * definition is compiled against a record layout, and sets the mask lengths of batches.
 */
#ifndef FT_MASK_H
#define FT_MASK_H

#include <stdbool.h>
#include <stddef.h>

#include "ft/error.h"
#include "ft/record.h"

struct ft_masks;    /* a loaded file */
struct ft_mask_def; /* one definition of it, lives as long as the file */
struct ft_mask;     /* a compiled definition */

/* NULL with the lines of section 4 up to and with `ftmask_load(): failed`. There are no variables.
 */
struct ft_masks *ft_masks_load(const char *path, const struct ft_log *log, struct ft_error *err);
void ft_masks_free(struct ft_masks *masks);

/* By name, letter case ignored; NULL if there is none. */
const struct ft_mask_def *ft_masks_find(const struct ft_masks *masks, const char *name);

/* Whether records of layout have the address and the mask length of a side at least. */
bool ft_mask_fits(const struct ft_layout *layout);
/*
 * Compiles for records of layout; sides that it lacks are left alone. NULL for lack of
 * memory. Independent of the file afterwards.
 */
struct ft_mask *ft_mask_compile(const struct ft_mask_def *def, const struct ft_layout *layout,
                                struct ft_error *err);
/* Changes count records in host order in place. */
void ft_mask_run(const struct ft_mask *mask, void *records, size_t count);
void ft_mask_free(struct ft_mask *mask);

#endif
