/* Numbers in network order, at any alignment. */
#ifndef PFSYNC_OCTETS_H
#define PFSYNC_OCTETS_H

#include <stdint.h>

/* width is 0 to 8 octets; of none the number is 0. */
static inline uint64_t pf_number(const uint8_t *data, unsigned width) {
  uint64_t number = 0;
  for (unsigned i = 0; i < width; i++)
    number = number << 8 | data[i];
  return number;
}

#endif
