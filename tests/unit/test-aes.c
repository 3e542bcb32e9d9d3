/* Our own AES, whichever one the library uses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "xlate/aes.h"

/* The example of FIPS 197, appendix C.1. */
static void test_example(void **state) {
  (void)state;
  static const uint8_t expected[FT_AES_BLOCK] = {0x69, 0xc4, 0xe0, 0xd8, 0x6a, 0x7b, 0x04, 0x30,
                                                 0xd8, 0xcd, 0xb7, 0x80, 0x70, 0xb4, 0xc5, 0x5a};
  uint8_t key[FT_AES_BLOCK], blocks[2][FT_AES_BLOCK];
  for (unsigned i = 0; i < FT_AES_BLOCK; i++) {
    key[i] = (uint8_t)i;
    blocks[0][i] = blocks[1][i] = (uint8_t)(i * 0x11);
  }
  struct ft_aes *aes = ft_aes_new(key);
  assert_non_null(aes);
  assert_true(ft_aes_encrypt(aes, *blocks, *blocks, 2));
  assert_memory_equal(blocks[0], expected, sizeof expected);
  assert_memory_equal(blocks[1], expected, sizeof expected);
  ft_aes_free(aes);
}

/* The first of NIST's Monte Carlo vectors: each result is encrypted again, 1,000 times. */
static void test_chain(void **state) {
  (void)state;
  static const uint8_t key[FT_AES_BLOCK] = {0x13, 0x9a, 0x35, 0x42, 0x2f, 0x1d, 0x61, 0xde,
                                            0x3c, 0x91, 0x78, 0x7f, 0xe0, 0x50, 0x7a, 0xfd};
  static const uint8_t start[FT_AES_BLOCK] = {0xb9, 0x14, 0x5a, 0x76, 0x8b, 0x7d, 0xc4, 0x89,
                                              0xa0, 0x96, 0xb5, 0x46, 0xf4, 0x3b, 0x23, 0x1f};
  static const uint8_t expected[FT_AES_BLOCK] = {0xd7, 0xc3, 0xff, 0xac, 0x90, 0x31, 0x23, 0x86,
                                                 0x50, 0x90, 0x1e, 0x15, 0x73, 0x64, 0xc3, 0x86};
  uint8_t block[FT_AES_BLOCK];
  memcpy(block, start, sizeof block);
  struct ft_aes *aes = ft_aes_new(key);
  for (int i = 0; i < 1000; i++)
    assert_true(ft_aes_encrypt(aes, block, block, 1));
  assert_memory_equal(block, expected, sizeof expected);
  ft_aes_free(aes);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_example),
      cmocka_unit_test(test_chain),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
