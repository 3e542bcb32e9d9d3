/* AES with a key of 128 bits, single blocks, encryption only: all that CryptoPAn needs. */
#ifndef FT_XLATE_AES_H
#define FT_XLATE_AES_H

#include <stdint.h>

#define FT_AES_BLOCK  16
#define FT_AES_ROUNDS 10

struct ft_aes {
  uint32_t keys[4 * (FT_AES_ROUNDS + 1)];
  uint8_t sbox[256];
  uint32_t mixed[256]; /* substitution and column mix of the first row; the others rotate it */
};

void ft_aes_init(struct ft_aes *aes, const uint8_t key[FT_AES_BLOCK]);
/* in and out may be the same. */
void ft_aes_encrypt(const struct ft_aes *aes, const uint8_t in[FT_AES_BLOCK],
                    uint8_t out[FT_AES_BLOCK]);

#endif
