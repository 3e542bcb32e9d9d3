#include "collect/privacy.h"

void ft_privacy_bind(struct ft_privacy *privacy, const struct ft_addr *mask,
                     const struct ft_layout *layout) {
  *privacy = (struct ft_privacy){.mask = *mask};
  if (layout->version == 8) return;
  privacy->source = ft_column(layout, FT_F_SRCADDR);
  privacy->destination = ft_column(layout, FT_F_DSTADDR);
}

static void mask_column(uint8_t *record, struct ft_column column, const struct ft_addr *mask) {
  struct ft_addr addr = ft_load_addr(record, column);
  for (size_t i = 0; i < addr.width && i < mask->width; i++)
    addr.octets[i] &= mask->octets[i];
  ft_store_addr(record, column, &addr);
}

void ft_privacy_apply(const struct ft_privacy *privacy, size_t record_size, uint8_t *records,
                      size_t count) {
  if (privacy->destination.width == 0) return;
  for (size_t i = 0; i < count; i++, records += record_size) {
    struct ft_addr destination = ft_load_addr(records, privacy->destination);
    if (ft_addr_is_multicast(&destination)) continue;
    mask_column(records, privacy->source, &privacy->mask);
    mask_column(records, privacy->destination, &privacy->mask);
  }
}
