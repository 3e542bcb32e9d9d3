/*
 * AES with a key of 128 bits, blocks that do not depend on each other, encryption only: all
 * that CryptoPAn needs. By libcrypto where configure found it (aes_libcrypto.c), else by
 * our own code (aes.c).
 */
#ifndef FT_XLATE_AES_H
#define FT_XLATE_AES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FT_AES_BLOCK 16

struct ft_aes;

/* NULL: no memory, or libcrypto refuses. */
struct ft_aes *ft_aes_new(const uint8_t key[FT_AES_BLOCK]);
void ft_aes_free(struct ft_aes *aes);
/* in and out, count blocks, may be the same. false: libcrypto refuses, out is of no use. */
bool ft_aes_encrypt(struct ft_aes *aes, const uint8_t *in, uint8_t *out, size_t count);

#endif
