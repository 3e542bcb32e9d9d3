#include "collect/recent.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct entry {
  struct entry *chain;         /* the next with the same hash */
  struct entry *newer, *older; /* by the last time they were looked for */
  size_t bucket;
  max_align_t thing[]; /* thing_size octets, then the key */
};

struct ft_recent {
  size_t limit, key_size, thing_size, count;
  ft_recent_drop *drop;
  void *arg;
  struct entry *newest, *oldest;
  uint32_t seed; /* or strangers could choose keys that all have the same hash */
  size_t mask;
  struct entry *buckets[];
};

struct ft_recent *ft_recent_new(size_t limit, size_t key_size, size_t thing_size,
                                ft_recent_drop *drop, void *arg) {
  size_t buckets = 1;
  while (buckets < limit)
    buckets *= 2;
  struct ft_recent *recent = calloc(1, sizeof *recent + buckets * sizeof(struct entry *));
  if (recent == NULL) return NULL;
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  recent->limit = limit;
  recent->key_size = key_size;
  recent->thing_size = thing_size;
  recent->drop = drop;
  recent->arg = arg;
  recent->seed = (uint32_t)now.tv_nsec ^ (uint32_t)((uintptr_t)recent >> 4);
  recent->mask = buckets - 1;
  return recent;
}

static uint8_t *key_of(const struct ft_recent *recent, struct entry *entry) {
  return (uint8_t *)entry->thing + recent->thing_size;
}

static size_t bucket_of(const struct ft_recent *recent, const uint8_t *key) {
  uint32_t h = 2166136261u ^ recent->seed; /* FNV-1a */
  for (size_t i = 0; i < recent->key_size; i++)
    h = (h ^ key[i]) * 16777619u;
  return (h ^ h >> 15) & recent->mask;
}

static void unlink_age(struct ft_recent *recent, struct entry *entry) {
  *(entry->newer != NULL ? &entry->newer->older : &recent->newest) = entry->older;
  *(entry->older != NULL ? &entry->older->newer : &recent->oldest) = entry->newer;
}

static void link_newest(struct ft_recent *recent, struct entry *entry) {
  entry->newer = NULL;
  entry->older = recent->newest;
  *(recent->newest != NULL ? &recent->newest->newer : &recent->oldest) = entry;
  recent->newest = entry;
}

/* Takes the oldest entry out of the table; NULL if that is empty. */
static struct entry *take_oldest(struct ft_recent *recent) {
  struct entry *entry = recent->oldest;
  if (entry == NULL) return NULL;
  if (recent->drop != NULL) recent->drop(recent->arg, entry->thing);
  unlink_age(recent, entry);
  struct entry **link = &recent->buckets[entry->bucket];
  while (*link != entry)
    link = &(*link)->chain;
  *link = entry->chain;
  recent->count--;
  return entry;
}

bool ft_recent_drop_oldest(struct ft_recent *recent) {
  struct entry *entry = take_oldest(recent);
  free(entry);
  return entry != NULL;
}

void ft_recent_free(struct ft_recent *recent) {
  if (recent == NULL) return;
  while (ft_recent_drop_oldest(recent))
    continue;
  free(recent);
}

static struct entry *lookup(const struct ft_recent *recent, size_t bucket, const uint8_t *key) {
  struct entry *entry = recent->buckets[bucket];
  while (entry != NULL && memcmp(key_of(recent, entry), key, recent->key_size) != 0)
    entry = entry->chain;
  return entry;
}

static struct entry *add(struct ft_recent *recent, size_t bucket, const uint8_t *key) {
  struct entry *entry = NULL;
  size_t size = sizeof *entry + recent->thing_size + recent->key_size;
  if (recent->count < recent->limit) entry = malloc(size);
  if (entry == NULL) entry = take_oldest(recent);
  if (entry == NULL) return NULL;
  memset(entry, 0, size);
  memcpy(key_of(recent, entry), key, recent->key_size);
  entry->bucket = bucket;
  entry->chain = recent->buckets[bucket];
  recent->buckets[bucket] = entry;
  recent->count++;
  link_newest(recent, entry);
  return entry;
}

void *ft_recent_find(struct ft_recent *recent, const void *key, bool *fresh) {
  size_t bucket = bucket_of(recent, key);
  struct entry *entry = lookup(recent, bucket, key);
  *fresh = entry == NULL;
  if (*fresh) {
    entry = add(recent, bucket, key);
  } else if (entry != recent->newest) {
    unlink_age(recent, entry);
    link_newest(recent, entry);
  }
  return entry != NULL ? entry->thing : NULL;
}

size_t ft_recent_count(const struct ft_recent *recent) {
  return recent->count;
}

void ft_recent_each(struct ft_recent *recent, ft_recent_visit *visit, void *arg) {
  for (struct entry *entry = recent->newest; entry != NULL; entry = entry->older)
    visit(arg, entry->thing);
}
