/* What the encoders share. */
#ifndef NETFLOW_PUT_H
#define NETFLOW_PUT_H

#include "base/octets.h"
#include "ft/record.h"

/* A field of a record to its column.width octets in network order. */
static inline void put_column(uint8_t *to, const uint8_t *record, struct ft_column column) {
  uint64_t value = ft_load(record, column);
  switch (column.width) {
  case 2:
    ft_put16(to, value);
    break;
  case 4:
    ft_put32(to, value);
    break;
  case 8:
    ft_put64(to, value);
    break;
  default:
    memcpy(to, record + column.offset, column.width); /* one octet, or an address: as it is */
  }
}

#endif
