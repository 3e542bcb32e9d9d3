#include "cflowd.h"

#include <stdbool.h>

#define CLOCK_BITS (0x1 | 0x2 | 0x4)
#define PLAIN(field, bit, width)                                                                   \
  { bit, FT_F_##field, CFLOWD_COLUMN, width }

const struct cflowd_item cflowd_items[CFLOWD_ITEMS] = {
    PLAIN(EXADDR, 0x8, 4),
    PLAIN(SRCADDR, 0x1000, 4),
    PLAIN(DSTADDR, 0x2000, 4),
    PLAIN(INPUT, 0x20000, 2),
    PLAIN(OUTPUT, 0x40000, 2),
    PLAIN(SRCPORT, 0x80000, 2),
    PLAIN(DSTPORT, 0x100000, 2),
    PLAIN(DPKTS, 0x20, 4),
    PLAIN(DOCTETS, 0x40, 4),
    PLAIN(NEXTHOP, 0x10000, 4),
    {CLOCK_BITS | 0x80, FT_F_FIRST, CFLOWD_START, 4},
    {CLOCK_BITS | 0x100, FT_F_LAST, CFLOWD_END, 4},
    PLAIN(PROT, 0x200000, 1),
    PLAIN(TOS, 0x400000, 1),
    PLAIN(SRC_AS, 0x4000000, 2),
    PLAIN(DST_AS, 0x8000000, 2),
    PLAIN(SRC_MASK, 0x1000000, 1),
    PLAIN(DST_MASK, 0x2000000, 1),
    PLAIN(TCP_FLAGS, 0x800000, 1),
    PLAIN(IN_ENCAPS, 0x10000000, 1),
    PLAIN(OUT_ENCAPS, 0x20000000, 1),
    PLAIN(PEER_NEXTHOP, 0x40000000, 4),
    PLAIN(ENGINE_TYPE, 0x200, 1),
    PLAIN(ENGINE_ID, 0x400, 1),
};

static bool item_in_layout(const struct cflowd_item *item, const struct ft_layout *layout) {
  /* The format gives aggregated flows no protocol, even where they have one. */
  if (item->field == FT_F_PROT && layout->version == 8) return false;
  /* A field too wide for its place, as an IPv6 address, is left out rather than cut. */
  if (item->source == CFLOWD_COLUMN && ft_column(layout, item->field).width > item->width)
    return false;
  return !(item->fields & ~layout->mask);
}

uint32_t cflowd_index(const struct ft_layout *layout) {
  uint32_t index = 0;
  for (unsigned i = 0; i < CFLOWD_ITEMS; i++)
    if (item_in_layout(&cflowd_items[i], layout)) index |= (uint32_t)1 << i;
  return index;
}
