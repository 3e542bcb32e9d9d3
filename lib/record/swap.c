#include "ft/record.h"

/* Octets that are swapped at a time: each field walks over them, so they should stay in cache. */
#define BLOCK_OCTETS 8192

/* One field of count records; the width is chosen once for all of them. */
#define SWAP_COLUMN(bits)                                                                          \
  static void swap##bits(uint8_t *p, size_t step, size_t count) {                                  \
    for (; count > 0; count--, p += step) {                                                        \
      uint##bits##_t v;                                                                            \
      memcpy(&v, p, sizeof v);                                                                     \
      v = __builtin_bswap##bits(v);                                                                \
      memcpy(p, &v, sizeof v);                                                                     \
    }                                                                                              \
  }
SWAP_COLUMN(16)
SWAP_COLUMN(32)
SWAP_COLUMN(64)

/* Octets of 16-octet addresses have their order on every machine; all else is swapped. */
static void swap_slot(const struct ft_slot *slot, uint8_t *records, size_t step, size_t count) {
  uint8_t *p = records + slot->offset;
  if (slot->width == 4)
    swap32(p, step, count);
  else if (slot->width == 2)
    swap16(p, step, count);
  else if (slot->width == 8)
    swap64(p, step, count);
}

void ft_records_swap(const struct ft_layout *layout, void *records, size_t count) {
  uint8_t *block = records;
  const size_t most = BLOCK_OCTETS / layout->size;
  while (count > 0) {
    size_t part = count < most ? count : most;
    for (size_t s = 0; s < layout->slot_count; s++)
      swap_slot(&layout->slots[s], block, layout->size, part);
    block += part * layout->size;
    count -= part;
  }
}
