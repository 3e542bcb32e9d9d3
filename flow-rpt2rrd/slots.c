#include "slots.h"

#include <stdlib.h>
#include <string.h>

#define LEAST_SLOTS 8

struct slots {
  size_t *keys; /* number of the key plus 1; 0: free */
  size_t size;  /* a power of two */
};

static void put(struct slots *slots, const uint64_t *hashes, size_t key) {
  uint64_t mask = slots->size - 1;
  uint64_t i = hashes[key] & mask;
  for (uint64_t perturbation = hashes[key]; slots->keys[i & mask] != 0; perturbation >>= 5)
    i = 5 * i + perturbation + 1;
  slots->keys[i & mask] = key + 1;
}

/* A larger table, which the keys enter in the order of their slots. */
static int grow(struct slots *slots, const uint64_t *hashes, size_t used) {
  struct slots larger = {.size = LEAST_SLOTS};
  while (larger.size <= 4 * used)
    larger.size *= 2;
  larger.keys = calloc(larger.size, sizeof *larger.keys);
  if (!larger.keys) return -1;
  for (size_t i = 0; i < slots->size; i++) {
    if (slots->keys[i] != 0) put(&larger, hashes, slots->keys[i] - 1);
  }
  free(slots->keys);
  *slots = larger;
  return 0;
}

int slots_order(const uint64_t *hashes, size_t count, size_t *order) {
  struct slots slots = {.size = LEAST_SLOTS};
  slots.keys = calloc(slots.size, sizeof *slots.keys);
  int result = slots.keys ? 0 : -1;
  for (size_t used = 0; result == 0 && used < count;) {
    put(&slots, hashes, used++);
    if (3 * used >= 2 * slots.size) result = grow(&slots, hashes, used);
  }
  for (size_t i = 0; result == 0 && i < slots.size; i++) {
    if (slots.keys[i] != 0) *order++ = slots.keys[i] - 1;
  }
  free(slots.keys);
  return result;
}

uint64_t slots_hash(const char *text) {
  size_t length = strlen(text);
  uint64_t hash = (uint64_t)(unsigned char)text[0] << 7;
  for (size_t i = 0; i < length; i++)
    hash = (UINT64_C(1000003) * hash) ^ (unsigned char)text[i];
  return hash ^ length;
}
