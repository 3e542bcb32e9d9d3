/* AES-128 (FIPS 197), by tables that are made from the definition. */
#include "xlate/aes.h"

#include <stdlib.h>

#define ROUNDS 10

struct ft_aes {
  uint32_t keys[4 * (ROUNDS + 1)];
  uint8_t sbox[256];
  uint32_t mixed[256]; /* substitution and column mix of the first row; the others rotate it */
};

/* Multiplication by x in the field of AES. */
static uint8_t twice(uint8_t value) {
  return (uint8_t)(value << 1 ^ (value & 0x80 ? 0x1b : 0));
}

static uint8_t rotate8(uint8_t value, unsigned bits) {
  return (uint8_t)(value << bits | value >> (8 - bits));
}

static uint32_t rotate_right(uint32_t value, unsigned bits) {
  return value >> bits | value << (32 - bits);
}

/* Walks through the powers of 3 and, in step, of its inverse: pairs of inverse elements. */
static void make_sbox(uint8_t sbox[256]) {
  uint8_t power = 1, inverse = 1;
  do {
    power ^= twice(power);
    inverse ^= (uint8_t)(inverse << 1);
    inverse ^= (uint8_t)(inverse << 2);
    inverse ^= (uint8_t)(inverse << 4);
    if (inverse & 0x80) inverse ^= 0x09;
    sbox[power] = (uint8_t)(inverse ^ rotate8(inverse, 1) ^ rotate8(inverse, 2) ^
                            rotate8(inverse, 3) ^ rotate8(inverse, 4) ^ 0x63);
  } while (power != 1);
  sbox[0] = 0x63;
}

static void make_mixed(struct ft_aes *aes) {
  for (size_t i = 0; i < 256; i++) {
    uint32_t one = aes->sbox[i], two = twice(aes->sbox[i]);
    aes->mixed[i] = two << 24 | one << 16 | one << 8 | (two ^ one);
  }
}

static uint32_t load_word(const uint8_t *p) {
  return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static void store_word(uint8_t *p, uint32_t word) {
  p[0] = (uint8_t)(word >> 24);
  p[1] = (uint8_t)(word >> 16);
  p[2] = (uint8_t)(word >> 8);
  p[3] = (uint8_t)word;
}

/* One substituted column from four words, as rows shift: octet 0 of the first, 1 of the next ... */
static uint32_t substitute(const uint8_t sbox[256], uint32_t a, uint32_t b, uint32_t c,
                           uint32_t d) {
  return (uint32_t)sbox[a >> 24] << 24 | (uint32_t)sbox[b >> 16 & 255] << 16 |
         (uint32_t)sbox[c >> 8 & 255] << 8 | sbox[d & 255];
}

static uint32_t mix(const uint32_t mixed[256], uint32_t a, uint32_t b, uint32_t c, uint32_t d) {
  return mixed[a >> 24] ^ rotate_right(mixed[b >> 16 & 255], 8) ^
         rotate_right(mixed[c >> 8 & 255], 16) ^ rotate_right(mixed[d & 255], 24);
}

static void expand_key(struct ft_aes *aes, const uint8_t *key) {
  uint8_t constant = 1;
  for (size_t i = 0; i < 4; i++)
    aes->keys[i] = load_word(key + 4 * i);
  for (size_t i = 4; i < sizeof aes->keys / sizeof *aes->keys; i++) {
    uint32_t word = aes->keys[i - 1];
    if (i % 4 == 0) {
      word = rotate_right(word, 24);
      word = substitute(aes->sbox, word, word, word, word) ^ (uint32_t)constant << 24;
      constant = twice(constant);
    }
    aes->keys[i] = aes->keys[i - 4] ^ word;
  }
}

struct ft_aes *ft_aes_new(const uint8_t key[FT_AES_BLOCK]) {
  struct ft_aes *aes = malloc(sizeof *aes);
  if (!aes) return NULL;
  make_sbox(aes->sbox);
  make_mixed(aes);
  expand_key(aes, key);
  return aes;
}

void ft_aes_free(struct ft_aes *aes) {
  free(aes);
}

static void encrypt_block(const struct ft_aes *aes, const uint8_t *in, uint8_t *out) {
  const uint32_t *k = aes->keys, *m = aes->mixed;
  uint32_t a = load_word(in) ^ k[0], b = load_word(in + 4) ^ k[1];
  uint32_t c = load_word(in + 8) ^ k[2], d = load_word(in + 12) ^ k[3];
  for (int round = 1; round < ROUNDS; round++) {
    k += 4;
    uint32_t na = mix(m, a, b, c, d) ^ k[0], nb = mix(m, b, c, d, a) ^ k[1];
    uint32_t nc = mix(m, c, d, a, b) ^ k[2], nd = mix(m, d, a, b, c) ^ k[3];
    a = na;
    b = nb;
    c = nc;
    d = nd;
  }
  k += 4;
  store_word(out, substitute(aes->sbox, a, b, c, d) ^ k[0]);
  store_word(out + 4, substitute(aes->sbox, b, c, d, a) ^ k[1]);
  store_word(out + 8, substitute(aes->sbox, c, d, a, b) ^ k[2]);
  store_word(out + 12, substitute(aes->sbox, d, a, b, c) ^ k[3]);
}

bool ft_aes_encrypt(struct ft_aes *aes, const uint8_t *in, uint8_t *out, size_t count) {
  for (size_t i = 0; i < count; i++)
    encrypt_block(aes, in + i * FT_AES_BLOCK, out + i * FT_AES_BLOCK);
  return true;
}
