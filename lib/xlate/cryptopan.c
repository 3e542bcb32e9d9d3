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
  struct ft_aes *aes;
  uint8_t pad[FT_AES_BLOCK];
  struct remembered cache[CACHE_SIZE];
};

struct ft_cryptopan *ft_cryptopan_new(const uint8_t key[FT_KEY_SIZE]) {
  struct ft_cryptopan *pan = calloc(1, sizeof *pan);
  if (pan && ft_cryptopan_set_key(pan, key)) return pan;
  ft_cryptopan_free(pan);
  return NULL;
}

void ft_cryptopan_free(struct ft_cryptopan *pan) {
  if (pan) ft_aes_free(pan->aes);
  free(pan);
}

bool ft_cryptopan_set_key(struct ft_cryptopan *pan, const uint8_t key[FT_KEY_SIZE]) {
  uint8_t pad[FT_AES_BLOCK];
  struct ft_aes *aes = ft_aes_new(key);
  if (!aes || !ft_aes_encrypt(aes, key + FT_AES_BLOCK, pad, 1)) {
    ft_aes_free(aes);
    return false;
  }
  ft_aes_free(pan->aes);
  pan->aes = aes;
  memcpy(pan->pad, pad, sizeof pad);
  memset(pan->cache, 0, sizeof pan->cache);
  return true;
}

/*
 * Bit i depends on the i bits before it only, hence equal prefixes stay equal. The blocks
 * do not depend on each other: libcrypto is quick with many at a time.
 */
static void encipher(const struct ft_cryptopan *pan, const struct ft_addr *addr,
                     struct ft_addr *pseudonym) {
  uint8_t blocks[8 * FT_ADDR_MAX_WIDTH][FT_AES_BLOCK] = {{0}}, block[FT_AES_BLOCK];
  unsigned bits = 8u * addr->width;
  memcpy(block, pan->pad, sizeof block);
  *pseudonym = *addr;
  for (unsigned i = 0; i < bits; i++) {
    uint8_t bit = (uint8_t)(0x80 >> i % 8);
    memcpy(blocks[i], block, sizeof block);
    block[i / 8] = (uint8_t)((block[i / 8] & ~bit) | (addr->octets[i / 8] & bit));
  }
  if (!ft_aes_encrypt(pan->aes, *blocks, *blocks, bits)) {
    memset(pseudonym->octets, 0, sizeof pseudonym->octets); /* never the address itself */
    return;
  }
  for (unsigned i = 0; i < bits; i++)
    pseudonym->octets[i / 8] ^= (uint8_t)((blocks[i][0] & 0x80) >> i % 8);
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
