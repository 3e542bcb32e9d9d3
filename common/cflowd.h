/*
 * cflowd's packed records, which flow-export writes and flow-import reads: an
 * index of four octets says which items follow (spec tools.md 5.3).
 */
#ifndef CFLOWD_H
#define CFLOWD_H

#include <stdint.h>

#include "ft/record.h"

enum cflowd_source {
  CFLOWD_COLUMN, /* the field as it is */
  CFLOWD_START,  /* real time of the flow's first packet, seconds */
  CFLOWD_END     /* of its last */
};

struct cflowd_item {
  uint64_t fields; /* bits of the fields that it is made of */
  enum ft_field_id field;
  enum cflowd_source source;
  uint8_t width; /* octets in a packed record, network order */
};

#define CFLOWD_ITEMS 24
/* Octets of the index, and of the longest record with it. */
#define CFLOWD_INDEX_SIZE 4
#define CFLOWD_RECORD_MAX (CFLOWD_INDEX_SIZE + CFLOWD_ITEMS * 4)

/* Bit n of an index stands for item n; items follow in this order. */
extern const struct cflowd_item cflowd_items[CFLOWD_ITEMS];

/* The index bits of the items that records of layout can have. */
uint32_t cflowd_index(const struct ft_layout *layout);

#endif
