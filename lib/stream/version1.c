/* Records of the old stream version 1 (spec stream.md 7). */
#include "stream.h"

/* Fields of an old record; its msecs stand in for the nanoseconds until they are converted. */
static const struct ft_slot old_slots[] = {
    {FT_F_UNIX_SECS, 4, false, 0, FT_NOT_SENT}, {FT_F_UNIX_NSECS, 4, false, 4, FT_NOT_SENT},
    {FT_F_SRCADDR, 4, false, 8, FT_NOT_SENT},   {FT_F_DSTADDR, 4, false, 12, FT_NOT_SENT},
    {FT_F_NEXTHOP, 4, false, 16, FT_NOT_SENT},  {FT_F_INPUT, 2, false, 20, FT_NOT_SENT},
    {FT_F_OUTPUT, 2, false, 22, FT_NOT_SENT},   {FT_F_DPKTS, 4, false, 24, FT_NOT_SENT},
    {FT_F_DOCTETS, 4, false, 28, FT_NOT_SENT},  {FT_F_FIRST, 4, false, 32, FT_NOT_SENT},
    {FT_F_LAST, 4, false, 36, FT_NOT_SENT},     {FT_F_SRCPORT, 2, false, 40, FT_NOT_SENT},
    {FT_F_DSTPORT, 2, false, 42, FT_NOT_SENT},  {FT_F_PROT, 1, false, 46, FT_NOT_SENT},
    {FT_F_TOS, 1, false, 47, FT_NOT_SENT},      {FT_F_TCP_FLAGS, 1, false, 48, FT_NOT_SENT},
    {FT_F_SRC_AS, 2, false, 52, FT_NOT_SENT},   {FT_F_DST_AS, 2, false, 54, FT_NOT_SENT},
    {FT_F_SRC_MASK, 1, false, 56, FT_NOT_SENT}, {FT_F_DST_MASK, 1, false, 57, FT_NOT_SENT},
};

static const struct ft_layout old_layout = {
    .name = "stream version 1",
    .size = FT_RECORD1_SIZE,
    .slot_count = sizeof old_slots / sizeof *old_slots,
    .slots = old_slots,
};

const struct ft_layout *ft_layout_v1_stream(void) {
  return &old_layout;
}

void ft_records_from_v1(const struct ft_layout *layout, const uint8_t *old, uint8_t *records,
                        size_t count) {
  struct ft_column nsecs = ft_column(layout, FT_F_UNIX_NSECS);
  memset(records, 0, count * layout->size);
  for (size_t s = 0; s < old_layout.slot_count; s++) {
    const struct ft_slot *from = &old_slots[s];
    const struct ft_slot *to = ft_layout_slot(layout, (enum ft_field_id)from->field);
    if (to == NULL) continue;
    for (size_t i = 0; i < count; i++)
      memcpy(records + i * layout->size + to->offset, old + i * FT_RECORD1_SIZE + from->offset,
             from->width);
  }
  for (size_t i = 0; i < count; i++, records += layout->size)
    ft_store(records, nsecs, ft_load(records, nsecs) * 1000000);
}
