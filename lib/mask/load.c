#include "config.h"

#include <stdlib.h>

#include "mask/mask.h"
#include "mask/mask_parse.h"

bool ft_masks_open_definition(struct ft_masks *masks, struct ft_scan *scan) {
  struct ft_mask_def *definition = calloc(1, sizeof *definition);
  if (!definition) return ft_scan_fail_memory(scan);
  definition->next = masks->definitions;
  masks->definitions = definition;
  definition->name = ft_names_need_new(&masks->names, definition, scan);
  return definition->name && ft_scan_done(scan);
}

static bool add_prefix(struct ft_mask_def *definition, const struct ft_mask_prefix *read) {
  struct ft_mask_prefix *prefix = malloc(sizeof *prefix);
  if (!prefix) return false;
  *prefix = *read;
  prefix->next = definition->prefixes;
  definition->prefixes = prefix;
  definition->count++;
  return ft_names_add(&definition->known, prefix->text, prefix);
}

bool ft_masks_prefix(struct ft_masks *masks, struct ft_scan *scan) {
  struct ft_mask_def *definition = masks->definitions;
  struct ft_mask_prefix read = {0};
  int64_t length;
  const char *word = ft_scan_need(scan, "Expecting prefix.");
  if (!word || !ft_scan_prefix(scan, word, &read.prefix)) return false;
  word = ft_scan_need(scan, "Expecting mask.");
  if (!word || !ft_scan_decimal(scan, word, &length)) return false;
  read.length = (uint8_t)length;
  ft_prefix_format(&read.prefix.addr, read.prefix.length, read.text);
  if (ft_names_find(&definition->known, read.text)) return ft_scan_fail(scan, "Only one match.");
  return add_prefix(definition, &read) ? ft_scan_done(scan) : ft_scan_fail_memory(scan);
}

static void free_definition(struct ft_mask_def *definition) {
  ft_names_clear(&definition->known);
  while (definition->prefixes) {
    struct ft_mask_prefix *prefix = definition->prefixes;
    definition->prefixes = prefix->next;
    free(prefix);
  }
  free(definition->name);
  free(definition);
}

void ft_masks_free(struct ft_masks *masks) {
  if (!masks) return;
  while (masks->definitions) {
    struct ft_mask_def *definition = masks->definitions;
    masks->definitions = definition->next;
    free_definition(definition);
  }
  ft_names_clear(&masks->names);
  free(masks);
}

struct ft_masks *ft_masks_load(const char *path, const struct ft_log *log, struct ft_error *err) {
  struct ft_masks *masks = calloc(1, sizeof *masks);
  if (!masks)
    ft_error_add_memory(err);
  else if (ft_masks_read(masks, path, log, err))
    return masks;
  ft_masks_free(masks);
  ft_error_add(err, "ftmask_load(): failed");
  return NULL;
}

const struct ft_mask_def *ft_masks_find(const struct ft_masks *masks, const char *name) {
  return ft_names_find(&masks->names, name);
}
