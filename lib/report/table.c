#include "config.h"

#include "table.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/hash.h"

#define BLOCK_ROWS  (UINT32_C(1) << REP_BLOCK_BITS)
#define FIRST_ROWS  512
#define FIRST_SLOTS 1024
#define MOST_SLOTS  (UINT32_C(1) << 31)
/* Slots in use, at most: three of four. */
#define SLOTS_FOR(rows) ((rows) + (rows) / 3 + 1)
#define MOST_ROWS       (MOST_SLOTS / 4 * 3 - 1)

void rep_table_init(struct rep_table *table, unsigned key_words, unsigned value_cells) {
  memset(table, 0, sizeof *table);
  table->key_words = key_words;
  table->stride = key_words + value_cells;
  table->seed = ft_hash_seed();
}

void rep_table_drop_index(struct rep_table *table) {
  free(table->slots);
  table->slots = NULL;
}

void rep_table_free(struct rep_table *table) {
  for (uint32_t i = 0; i < table->block_count; i++)
    free(table->blocks[i]);
  free(table->blocks);
  free(table->slots);
  memset(table, 0, sizeof *table);
}

void rep_table_clear(struct rep_table *table) {
  /* One crowded interval must not make all that follow wipe its slots again. */
  if (table->slots && SLOTS_FOR((uint64_t)table->count) * 4 > table->slot_mask)
    memset(table->slots, 0, ((size_t)table->slot_mask + 1) * sizeof *table->slots);
  else
    rep_table_drop_index(table);
  table->count = 0;
}

static inline uint32_t hash_key(const uint64_t *key, unsigned words, uint64_t hash) {
  for (unsigned i = 0; i < words; i++)
    hash = ft_hash_number(hash, key[i]);
  return (uint32_t)hash;
}

#ifdef MADV_HUGEPAGE
#define LARGE_PAGE ((size_t)2 << 20)

void *rep_large_alloc(size_t size) {
  if (size < LARGE_PAGE / 2) return malloc(size);
  size = (size + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE;
  void *memory = aligned_alloc(LARGE_PAGE, size);
  if (memory) madvise(memory, size, MADV_HUGEPAGE);
  return memory;
}
#else
void *rep_large_alloc(size_t size) {
  return malloc(size);
}
#endif

/* -- growing -- */

static size_t rows_size(const struct rep_table *table, uint32_t rows) {
  return (size_t)rows * table->stride * sizeof(union rep_cell);
}

/* A slot for one more block. */
static int add_block(struct rep_table *table) {
  size_t size = (table->block_count + 1) * sizeof *table->blocks;
  union rep_cell **blocks = realloc(table->blocks, size);
  if (!blocks) return -1;
  table->blocks = blocks;
  blocks[table->block_count++] = NULL;
  return 0;
}

/* Small tables are one short block, which becomes longer until a full one takes its place. */
static int add_room(struct rep_table *table) {
  uint32_t rows = table->room ? table->room + table->room / 4 : FIRST_ROWS;
  uint32_t block = table->room / BLOCK_ROWS;
  if (rows > BLOCK_ROWS / 8) rows = BLOCK_ROWS;
  if (block == table->block_count && add_block(table) < 0) return -1;
  union rep_cell *cells = rep_large_alloc(rows_size(table, rows));
  if (!cells) return -1;
  if (table->blocks[block]) memcpy(cells, table->blocks[block], rows_size(table, table->count));
  free(table->blocks[block]);
  table->blocks[block] = cells;
  table->room = block * BLOCK_ROWS + rows;
  return 0;
}

/* Enters count (at most REP_LOOKUP_MAX) rows that are not in the index yet. */
static void enter(struct rep_table *table, uint32_t first, uint32_t count) {
  uint32_t hash[REP_LOOKUP_MAX], mask = table->slot_mask;
  for (uint32_t i = 0; i < count; i++) {
    hash[i] = hash_key(&rep_table_row(table, first + i)->n, table->key_words, table->seed);
    __builtin_prefetch(&table->slots[hash[i] & mask], 1);
  }
  for (uint32_t i = 0; i < count; i++) {
    uint32_t place = hash[i] & mask;
    while (table->slots[place])
      place = (place + 1) & mask;
    table->slots[place] = (hash[i] & ~mask) | (first + i + 1);
  }
}

/* A larger index in place of the old one, which must not take memory at the same time. */
static int grow_index(struct rep_table *table, uint64_t wanted) {
  uint64_t slots = table->slots ? (uint64_t)table->slot_mask + 1 : FIRST_SLOTS;
  while (slots < wanted)
    slots *= 2;
  rep_table_drop_index(table);
  if (slots > MOST_SLOTS) return -1;
  size_t size = (size_t)slots * sizeof *table->slots;
  table->slots = rep_large_alloc(size);
  if (!table->slots) return -1;
  memset(table->slots, 0, size);
  table->slot_mask = (uint32_t)(slots - 1);
  for (uint32_t row = 0; row < table->count; row += REP_LOOKUP_MAX) {
    uint32_t left = table->count - row;
    enter(table, row, left < REP_LOOKUP_MAX ? left : REP_LOOKUP_MAX);
  }
  return 0;
}

static int reserve(struct rep_table *table, size_t count) {
  uint64_t wanted = (uint64_t)table->count + count;
  if (wanted > MOST_ROWS) return -1;
  while (wanted > table->room) {
    if (add_room(table) < 0) return -1;
  }
  uint64_t slots = SLOTS_FOR(wanted);
  if (table->slots && slots <= (uint64_t)table->slot_mask + 1) return 0;
  return grow_index(table, slots);
}

/* -- finding -- */

static inline bool same_key(const union rep_cell *row, const uint64_t *key, unsigned words) {
  for (unsigned i = 0; i < words; i++) {
    if (row[i].n != key[i]) return false;
  }
  return true;
}

/*
 * Where the search for a hash, which has come to place, finds the same bits or a
 * free slot.
 */
static inline uint32_t probe(const struct rep_table *table, uint32_t hash, uint32_t place) {
  uint32_t mask = table->slot_mask, slot;
  while ((slot = table->slots[place]) != 0 && ((slot ^ hash) & ~mask) != 0)
    place = (place + 1) & mask;
  return place;
}

static union rep_cell *add_row(struct rep_table *table, const uint64_t *key) {
  union rep_cell *cells = rep_table_row(table, table->count++);
  for (unsigned i = 0; i < table->key_words; i++)
    cells[i].n = key[i];
  for (unsigned i = table->key_words; i < table->stride; i++)
    cells[i].n = 0;
  return cells;
}

/* Goes on from place, to the row of the key or to a new one. */
static union rep_cell *search(struct rep_table *table, const uint64_t *key, uint32_t hash,
                              uint32_t place, uint32_t *row) {
  uint32_t mask = table->slot_mask, slot;
  while ((slot = table->slots[place = probe(table, hash, place)]) != 0) {
    *row = (slot & mask) - 1;
    union rep_cell *cells = rep_table_row(table, *row);
    if (same_key(cells, key, table->key_words)) return cells;
    place = (place + 1) & mask;
  }
  *row = table->count;
  table->slots[place] = (hash & ~mask) | (*row + 1);
  return add_row(table, key);
}

/* The row that a slot stands for; its memory is on its way then. */
static inline union rep_cell *expect_row(const struct rep_table *table, uint32_t slot) {
  if (!slot) return NULL;
  union rep_cell *cells = rep_table_row(table, (slot & table->slot_mask) - 1);
  __builtin_prefetch(cells, 1);
  __builtin_prefetch(cells + table->stride - 1, 1);
  return cells;
}

/*
 * Three passes, so that the memory of many keys is on its way at the same time.
 * What one pass has looked at need not be looked at again: slots never change,
 * they are only taken.
 */
int rep_table_find(struct rep_table *table, const uint64_t *keys, size_t count, uint32_t *rows,
                   union rep_cell **cells) {
  if (reserve(table, count) < 0) return -1;
  uint32_t hash[REP_LOOKUP_MAX], place[REP_LOOKUP_MAX], mask = table->slot_mask;
  unsigned words = table->key_words;
  for (size_t i = 0; i < count; i++) {
    hash[i] = hash_key(keys + i * words, words, table->seed);
    __builtin_prefetch(&table->slots[hash[i] & mask]);
  }
  for (size_t i = 0; i < count; i++) {
    place[i] = probe(table, hash[i], hash[i] & mask);
    uint32_t slot = table->slots[place[i]];
    rows[i] = (slot & mask) - 1;
    cells[i] = expect_row(table, slot);
  }
  for (size_t i = 0; i < count; i++, keys += words) {
    if (cells[i] && same_key(cells[i], keys, words)) continue;
    cells[i] = search(table, keys, hash[i], place[i], &rows[i]);
  }
  return 0;
}
