/* Prefix preserving anonymisation of addresses, CryptoPAn with AES-128 (spec 5.1). */
#ifndef FT_XLATE_CRYPTOPAN_H
#define FT_XLATE_CRYPTOPAN_H

#include <stdbool.h>
#include <stdint.h>

#include "ft/addr.h"
#include "xlate/key.h"

struct ft_cryptopan;

/* NULL: no memory, or libcrypto refuses. */
struct ft_cryptopan *ft_cryptopan_new(const uint8_t key[FT_KEY_SIZE]);
void ft_cryptopan_free(struct ft_cryptopan *pan);
/* Another key from now on. false, and the old one stays: as above. */
bool ft_cryptopan_set_key(struct ft_cryptopan *pan, const uint8_t key[FT_KEY_SIZE]);
/* Replaces addr, of any width, by its pseudonym; by 0 should libcrypto fail. */
void ft_cryptopan_apply(struct ft_cryptopan *pan, struct ft_addr *addr);

#endif
