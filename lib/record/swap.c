#include "ft/record.h"

/* Octets of 16-octet addresses have their order on every machine; all else is swapped. */
static void swap_slot(uint8_t *record, const struct ft_slot *slot) {
  uint8_t *p = record + slot->offset;
  switch (slot->width) {
  case 2: {
    uint16_t v;
    memcpy(&v, p, 2);
    v = __builtin_bswap16(v);
    memcpy(p, &v, 2);
    break;
  }
  case 4: {
    uint32_t v;
    memcpy(&v, p, 4);
    v = __builtin_bswap32(v);
    memcpy(p, &v, 4);
    break;
  }
  case 8: {
    uint64_t v;
    memcpy(&v, p, 8);
    v = __builtin_bswap64(v);
    memcpy(p, &v, 8);
    break;
  }
  default:
    break;
  }
}

void ft_records_swap(const struct ft_layout *layout, void *records, size_t count) {
  /* Slot by slot over all records: the width is then the same for the whole inner loop. */
  for (size_t s = 0; s < layout->slot_count; s++) {
    const struct ft_slot *slot = &layout->slots[s];
    uint8_t *record = records;
    for (size_t i = 0; i < count; i++, record += layout->size)
      swap_slot(record, slot);
  }
}
