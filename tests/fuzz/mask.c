/* Mask files: loading, and running their definitions. */
#include "config.h"

#include "ft/mask.h"
#include "fuzz.h"

static void run(void *masks, const char *name) {
  const struct ft_mask_def *def = ft_masks_find(masks, name);
  const struct ft_layout *layout = ft_layout_find(5, 0);
  struct ft_mask *mask = def ? ft_mask_compile(def, layout, NULL) : NULL;
  if (mask) ft_mask_run(mask, fuzz_records(layout), FUZZ_RECORDS);
  ft_mask_free(mask);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct ft_error err = FT_ERROR_INIT;
  struct ft_masks *masks = ft_masks_load(fuzz_path(data, size), &fuzz_log, &err);
  FUZZ_HOLDS(masks || err.length > 0);
  if (masks) fuzz_definitions(data, size, "mask-definition", run, masks);
  ft_masks_free(masks);
  return 0;
}
