/* Numbers in network order, at any alignment. */
#ifndef FT_BASE_OCTETS_H
#define FT_BASE_OCTETS_H

#include <stdint.h>

static inline uint16_t ft_get16(const uint8_t *p) {
  return (uint16_t)(p[0] << 8 | p[1]);
}

static inline uint32_t ft_get32(const uint8_t *p) {
  return (uint32_t)ft_get16(p) << 16 | ft_get16(p + 2);
}

static inline uint64_t ft_get64(const uint8_t *p) {
  return (uint64_t)ft_get32(p) << 32 | ft_get32(p + 4);
}

/* The low bits of value. */
static inline void ft_put16(uint8_t *p, uint64_t value) {
  p[0] = (uint8_t)(value >> 8);
  p[1] = (uint8_t)value;
}

static inline void ft_put32(uint8_t *p, uint64_t value) {
  ft_put16(p, value >> 16);
  ft_put16(p + 2, value);
}

static inline void ft_put64(uint8_t *p, uint64_t value) {
  ft_put32(p, value >> 32);
  ft_put32(p + 4, value);
}

#endif
