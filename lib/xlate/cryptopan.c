#include "xlate/cryptopan.h"

#include <stdlib.h>
#include <string.h>

#include "xlate/aes.h"

/* Pseudonyms that are remembered: an address takes as many encryptions as it has bits. */
#define CACHE_SIZE 16384

struct remembered {
  struct ft_addr addr, pseudonym; /* addr.width 0: free */
};

struct ft_cryptopan {
  struct ft_aes aes;
  uint8_t pad[FT_AES_BLOCK];
  struct remembered cache[CACHE_SIZE];
};

struct ft_cryptopan *ft_cryptopan_new(const uint8_t key[FT_KEY_SIZE]) {
  struct ft_cryptopan *pan = malloc(sizeof *pan);
  if (pan) ft_cryptopan_set_key(pan, key);
  return pan;
}

void ft_cryptopan_free(struct ft_cryptopan *pan) {
  free(pan);
}

void ft_cryptopan_set_key(struct ft_cryptopan *pan, const uint8_t key[FT_KEY_SIZE]) {
  ft_aes_init(&pan->aes, key);
  ft_aes_encrypt(&pan->aes, key + FT_AES_BLOCK, pan->pad);
  memset(pan->cache, 0, sizeof pan->cache);
}

/* Bit i depends on the i bits before it only, hence equal prefixes stay equal. */
static void encipher(const struct ft_cryptopan *pan, const struct ft_addr *addr,
                     struct ft_addr *pseudonym) {
  uint8_t block[FT_AES_BLOCK], cipher[FT_AES_BLOCK];
  memcpy(block, pan->pad, sizeof block);
  *pseudonym = *addr;
  for (unsigned i = 0; i < 8u * addr->width; i++) {
    uint8_t bit = (uint8_t)(0x80 >> i % 8);
    ft_aes_encrypt(&pan->aes, block, cipher);
    if (cipher[0] & 0x80) pseudonym->octets[i / 8] ^= bit;
    block[i / 8] = (uint8_t)((block[i / 8] & ~bit) | (addr->octets[i / 8] & bit));
  }
}

static size_t slot_of(const struct ft_addr *addr) {
  uint32_t hash = 2166136261u; /* FNV-1a */
  for (size_t i = 0; i < addr->width; i++)
    hash = (hash ^ addr->octets[i]) * 16777619u;
  return (hash ^ hash >> 15) % CACHE_SIZE;
}

void ft_cryptopan_apply(struct ft_cryptopan *pan, struct ft_addr *addr) {
  struct remembered *known = &pan->cache[slot_of(addr)];
  if (!ft_addr_equal(&known->addr, addr)) {
    known->addr = *addr;
    encipher(pan, addr, &known->pseudonym);
  }
  *addr = known->pseudonym;
}
