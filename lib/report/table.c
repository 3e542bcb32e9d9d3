#include "config.h"

#include "table.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/hash.h"

#define FIRST_SLOTS 1024

int rep_table_init(struct rep_table *table, unsigned key_words, unsigned value_cells,
                   struct ft_error *err) {
  memset(table, 0, sizeof *table);
  table->key_words = key_words;
  table->stride = key_words + value_cells;
  table->slots = calloc(FIRST_SLOTS, sizeof *table->slots);
  if (!table->slots) {
    ft_error_add_memory(err);
    return -1;
  }
  table->slot_mask = FIRST_SLOTS - 1;
  table->seed = ft_hash_seed();
  return 0;
}

void rep_table_free(struct rep_table *table) {
  free(table->rows);
  free(table->slots);
  memset(table, 0, sizeof *table);
}

void rep_table_clear(struct rep_table *table) {
  /* One crowded interval must not make all that follow wipe its slots again. */
  size_t fitting = FIRST_SLOTS;
  while (fitting < (size_t)table->count * 4)
    fitting *= 2;
  uint64_t *slots = NULL;
  if (fitting <= table->slot_mask) slots = calloc(fitting, sizeof *slots);
  if (slots) {
    free(table->slots);
    table->slots = slots;
    table->slot_mask = fitting - 1;
  } else {
    memset(table->slots, 0, (table->slot_mask + 1) * sizeof *table->slots);
  }
  table->count = 0;
}

/* Every bit of the key moves to every place: slots are picked by the low bits alone. */
static inline uint32_t hash_key(const uint64_t *key, unsigned words, uint64_t hash) {
  for (unsigned i = 0; i < words; i++) {
    hash = (hash ^ key[i]) * 0x9e3779b97f4a7c15u;
    hash ^= hash >> 32;
    hash *= 0xd6e8feb86659fd93u;
    hash ^= hash >> 32;
  }
  return (uint32_t)hash;
}

#ifdef MADV_HUGEPAGE
#define LARGE_PAGE ((uintptr_t)2 << 20)

/*
 * The whole pages around the memory, so that what malloc mapped stays in one piece:
 * it could not grow in place otherwise. That neighbours may get large pages too
 * does no harm, and neither does a refusal.
 */
void rep_large_pages(void *memory, size_t size) {
  uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), start = (uintptr_t)memory;
  if (size < 2 * LARGE_PAGE) return;
  size += start % page;
  start -= start % page;
  madvise((void *)start, (size + page - 1) / page * page, MADV_HUGEPAGE);
}
#else
void rep_large_pages(void *memory, size_t size) {
  (void)memory;
  (void)size;
}
#endif

static int grow_rows(struct rep_table *table, size_t wanted, struct ft_error *err) {
  size_t room = table->row_room ? table->row_room : FIRST_SLOTS;
  while (room < wanted)
    room *= 2;
  union rep_cell *rows = NULL;
  if (room <= SIZE_MAX / sizeof *rows / table->stride)
    rows = realloc(table->rows, room * table->stride * sizeof *rows);
  if (!rows) {
    ft_error_add_memory(err);
    return -1;
  }
  rep_large_pages(rows, room * table->stride * sizeof *rows);
  table->rows = rows;
  table->row_room = room;
  return 0;
}

/* The hash in a slot is enough to find its new place: no row is read. */
static int grow_slots(struct rep_table *table, size_t wanted, struct ft_error *err) {
  size_t room = table->slot_mask + 1;
  while (room < wanted)
    room *= 2;
  uint64_t *slots = calloc(room, sizeof *slots);
  if (!slots) {
    ft_error_add_memory(err);
    return -1;
  }
  rep_large_pages(slots, room * sizeof *slots);
  size_t mask = room - 1;
  for (size_t i = 0; i <= table->slot_mask; i++) {
    uint64_t slot = table->slots[i];
    if (!slot) continue;
    size_t place = slot >> 32 & mask;
    while (slots[place])
      place = (place + 1) & mask;
    slots[place] = slot;
  }
  free(table->slots);
  table->slots = slots;
  table->slot_mask = mask;
  return 0;
}

/* Room for count more rows, with at least half of the slots left free. */
static int reserve(struct rep_table *table, size_t count, struct ft_error *err) {
  size_t wanted = (size_t)table->count + count;
  if (wanted >= UINT32_MAX / 2) {
    ft_error_add_memory(err);
    return -1;
  }
  if (wanted > table->row_room && grow_rows(table, wanted, err) < 0) return -1;
  if (wanted * 2 > table->slot_mask + 1 && grow_slots(table, wanted * 2, err) < 0) return -1;
  return 0;
}

static inline bool same_key(const union rep_cell *row, const uint64_t *key, unsigned words) {
  for (unsigned i = 0; i < words; i++) {
    if (row[i].n != key[i]) return false;
  }
  return true;
}

static uint32_t find_or_add(struct rep_table *table, const uint64_t *key, uint32_t hash) {
  size_t place = hash & table->slot_mask;
  uint64_t slot;
  while ((slot = table->slots[place]) != 0) {
    uint32_t row = (uint32_t)slot - 1;
    if (slot >> 32 == hash && same_key(rep_table_row(table, row), key, table->key_words))
      return row;
    place = (place + 1) & table->slot_mask;
  }
  uint32_t row = table->count++;
  union rep_cell *cells = rep_table_row(table, row);
  memset(cells, 0, table->stride * sizeof *cells);
  for (unsigned i = 0; i < table->key_words; i++)
    cells[i].n = key[i];
  table->slots[place] = (uint64_t)hash << 32 | (row + 1);
  return row;
}

/* Three passes, so that the memory of many keys is on its way at the same time. */
int rep_table_find(struct rep_table *table, const uint64_t *keys, size_t count, uint32_t *rows,
                   struct ft_error *err) {
  if (reserve(table, count, err) < 0) return -1;
  uint32_t hash[REP_LOOKUP_MAX];
  unsigned words = table->key_words;
  for (size_t i = 0; i < count; i++) {
    hash[i] = hash_key(keys + i * words, words, table->seed);
    __builtin_prefetch(&table->slots[hash[i] & table->slot_mask]);
  }
  for (size_t i = 0; i < count; i++) {
    uint64_t slot = table->slots[hash[i] & table->slot_mask];
    if (slot >> 32 == hash[i] && slot) {
      const union rep_cell *row = rep_table_row(table, (uint32_t)slot - 1);
      __builtin_prefetch(row, 1);
      __builtin_prefetch(row + table->stride - 1, 1);
    }
  }
  for (size_t i = 0; i < count; i++)
    rows[i] = find_or_add(table, keys + i * words, hash[i]);
  return 0;
}
