#include "xlate/aes.h"

#include <stdlib.h>

#include <openssl/err.h>
#include <openssl/evp.h>

struct ft_aes {
  EVP_CIPHER_CTX *context;
};

/* libcrypto's own list of errors stays as it was: nobody would look at it, or free it. */
static bool set_key(EVP_CIPHER_CTX *context, const uint8_t *key) {
  ERR_set_mark();
  bool good = EVP_EncryptInit_ex(context, EVP_aes_128_ecb(), NULL, key, NULL) == 1 &&
              EVP_CIPHER_CTX_set_padding(context, 0) == 1;
  ERR_pop_to_mark();
  return good;
}

struct ft_aes *ft_aes_new(const uint8_t key[FT_AES_BLOCK]) {
  struct ft_aes *aes = malloc(sizeof *aes);
  if (!aes) return NULL;
  aes->context = EVP_CIPHER_CTX_new();
  if (aes->context && set_key(aes->context, key)) return aes;
  ft_aes_free(aes);
  return NULL;
}

void ft_aes_free(struct ft_aes *aes) {
  if (aes) EVP_CIPHER_CTX_free(aes->context);
  free(aes);
}

bool ft_aes_encrypt(struct ft_aes *aes, const uint8_t *in, uint8_t *out, size_t count) {
  int done, size = (int)(count * FT_AES_BLOCK);
  return EVP_EncryptUpdate(aes->context, out, &done, in, size) == 1 && done == size;
}
