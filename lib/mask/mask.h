/* Inside of the mask language: the tree that a file becomes. Spec tag-mask-xlate.md 4. */
#ifndef FT_MASK_MASK_H
#define FT_MASK_MASK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conf/language.h"
#include "conf/names.h"
#include "ft/mask.h"

struct ft_mask_prefix {
  struct ft_mask_prefix *next;
  char text[FT_ADDR_TEXT_SIZE]; /* of the prefix: equal texts, equal prefixes */
  struct ft_prefix prefix;
  uint8_t length; /* the new mask length */
};

struct ft_mask_def {
  struct ft_mask_def *next;
  char *name;
  struct ft_names known; /* the prefixes by their texts */
  struct ft_mask_prefix *prefixes;
  size_t count;
};

/* The last of the file first. */
struct ft_masks {
  struct ft_names names;
  struct ft_mask_def *definitions;
};

/* -- the statements; false with an error -- */

bool ft_masks_open_definition(struct ft_masks *masks, struct ft_scan *scan);
bool ft_masks_prefix(struct ft_masks *masks, struct ft_scan *scan);

#endif
