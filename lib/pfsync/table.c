#include "pfsync/table.h"

#include <stdlib.h>
#include <string.h>

#include "pfsync/heap.h"

enum { FIRST_BUCKETS = 1024 };

/* A state is over when it was not mentioned for so long (pfflowd.md 8, lost deletes). */
#define SECOND INT64_C(1000000)
enum { SILENCE_LEAST = 600, SILENCE_MARGIN = 60 };

struct pf_table {
  struct pf_entry **buckets;
  size_t bucket_count; /* a power of two */
  size_t count;
  uint64_t seed, serial;
  struct pf_ring known, heard;
  struct pf_heap heap;
};

#define ENTRY_OF(place, ring)                                                                      \
  ((struct pf_entry *)(void *)((char *)(place)-offsetof(struct pf_entry, ring)))

static void ring_init(struct pf_ring *head) {
  head->next = head->previous = head;
}

static void ring_append(struct pf_ring *head, struct pf_ring *place) {
  place->next = head;
  place->previous = head->previous;
  head->previous->next = place;
  head->previous = place;
}

static void ring_remove(struct pf_ring *place) {
  place->previous->next = place->next;
  place->next->previous = place->previous;
}

struct pf_table *pf_table_new(uint64_t hash_seed) {
  struct pf_table *table = calloc(1, sizeof *table);
  if (!table) return NULL;
  table->bucket_count = FIRST_BUCKETS;
  table->buckets = calloc(FIRST_BUCKETS, sizeof *table->buckets);
  table->seed = hash_seed;
  ring_init(&table->known);
  ring_init(&table->heard);
  if (!table->buckets) {
    free(table);
    return NULL;
  }
  return table;
}

void pf_table_free(struct pf_table *table) {
  if (!table) return;
  struct pf_entry *entry;
  while ((entry = pf_table_next(table, NULL)))
    pf_table_remove(table, entry);
  pf_heap_free(&table->heap);
  free(table->buckets);
  free(table);
}

size_t pf_table_count(const struct pf_table *table) {
  return table->count;
}

/* The seed goes in first, so that senders cannot choose ids that share a bucket. */
static size_t bucket_of(const struct pf_table *table, uint64_t id, uint32_t creator) {
  uint64_t hash = (id ^ table->seed) * UINT64_C(0x9e3779b97f4a7c15);
  hash ^= hash >> 32;
  hash = (hash ^ creator ^ table->seed >> 7) * UINT64_C(0xd6e8feb86659fd93);
  hash ^= hash >> 32;
  return (size_t)hash & (table->bucket_count - 1);
}

struct pf_entry *pf_table_find(const struct pf_table *table, uint64_t id, uint32_t creator) {
  struct pf_entry *entry = table->buckets[bucket_of(table, id, creator)];
  while (entry && (entry->state.id != id || entry->state.creator != creator))
    entry = entry->next_in_bucket;
  return entry;
}

static void chain(struct pf_table *table, struct pf_entry *entry) {
  struct pf_entry **bucket =
      &table->buckets[bucket_of(table, entry->state.id, entry->state.creator)];
  entry->next_in_bucket = *bucket;
  *bucket = entry;
}

/* Without memory for more buckets the chains get longer, nothing else. */
static void grow(struct pf_table *table) {
  size_t wanted = table->bucket_count * 2;
  struct pf_entry **buckets = calloc(wanted, sizeof *buckets);
  if (!buckets) return;
  free(table->buckets);
  table->buckets = buckets;
  table->bucket_count = wanted;
  for (struct pf_entry *entry = NULL; (entry = pf_table_next(table, entry));)
    chain(table, entry);
}

static int64_t due_moment(int64_t now, uint32_t expire) {
  int64_t silence = (int64_t)expire + SILENCE_MARGIN;
  return now + (silence > SILENCE_LEAST ? silence : SILENCE_LEAST) * SECOND;
}

struct pf_entry *pf_table_add(struct pf_table *table, const struct ft_pf_state *state,
                              int64_t created, int64_t now) {
  if (table->count >= table->bucket_count) grow(table);
  struct pf_entry *entry = malloc(sizeof *entry);
  if (!entry) return NULL;
  entry->state = *state;
  entry->created = created;
  entry->mentioned = now;
  entry->due = due_moment(now, state->expire);
  entry->serial = table->serial++;
  if (!pf_heap_add(&table->heap, entry)) {
    free(entry);
    return NULL;
  }
  chain(table, entry);
  ring_append(&table->known, &entry->known);
  ring_append(&table->heard, &entry->heard);
  table->count++;
  return entry;
}

void pf_table_mention(struct pf_table *table, struct pf_entry *entry, int64_t now,
                      uint32_t expire) {
  entry->state.expire = expire;
  entry->mentioned = now;
  entry->due = due_moment(now, expire);
  pf_heap_moved(&table->heap, entry);
  ring_remove(&entry->heard);
  ring_append(&table->heard, &entry->heard);
}

void pf_table_remove(struct pf_table *table, struct pf_entry *entry) {
  struct pf_entry **link = &table->buckets[bucket_of(table, entry->state.id, entry->state.creator)];
  while (*link != entry)
    link = &(*link)->next_in_bucket;
  *link = entry->next_in_bucket;
  ring_remove(&entry->known);
  ring_remove(&entry->heard);
  pf_heap_remove(&table->heap, entry);
  table->count--;
  free(entry);
}

struct pf_entry *pf_table_due(const struct pf_table *table, int64_t now) {
  struct pf_entry *entry = pf_heap_first(&table->heap);
  return entry && entry->due <= now ? entry : NULL;
}

struct pf_entry *pf_table_stalest(const struct pf_table *table) {
  const struct pf_ring *place = table->heard.next;
  return place == &table->heard ? NULL : ENTRY_OF(place, heard);
}

struct pf_entry *pf_table_next(const struct pf_table *table, const struct pf_entry *after) {
  const struct pf_ring *place = after ? after->known.next : table->known.next;
  return place == &table->known ? NULL : ENTRY_OF(place, known);
}
