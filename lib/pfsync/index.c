#include "pfsync/index.h"

#include <stdlib.h>

enum { FIRST_BUCKETS = 1024 };

static struct pf_node **bucket_of(const struct pf_index *index, uint64_t hash) {
  return &index->buckets[hash & (index->bucket_count - 1)];
}

static void chain(struct pf_index *index, struct pf_node *node) {
  struct pf_node **bucket = bucket_of(index, node->hash);
  node->next = *bucket;
  *bucket = node;
}

bool pf_index_init(struct pf_index *index) {
  *index = (struct pf_index){.bucket_count = FIRST_BUCKETS};
  index->buckets = calloc(FIRST_BUCKETS, sizeof(struct pf_node *));
  return index->buckets != NULL;
}

void pf_index_free(struct pf_index *index) {
  free(index->buckets);
  *index = (struct pf_index){0};
}

/* Without memory for more buckets the chains get longer, nothing else. */
static void grow(struct pf_index *index) {
  struct pf_index old = *index;
  struct pf_node **buckets = calloc(old.bucket_count * 2, sizeof *buckets);
  if (!buckets) return;
  index->buckets = buckets;
  index->bucket_count *= 2;
  for (size_t i = 0; i < old.bucket_count; i++)
    for (struct pf_node *node = old.buckets[i], *next; node; node = next) {
      next = node->next;
      chain(index, node);
    }
  pf_index_free(&old);
}

void pf_index_add(struct pf_index *index, struct pf_node *node, uint64_t hash) {
  if (index->count >= index->bucket_count) grow(index);
  node->hash = hash;
  chain(index, node);
  index->count++;
}

void pf_index_remove(struct pf_index *index, struct pf_node *node) {
  struct pf_node **link = bucket_of(index, node->hash);
  while (*link != node)
    link = &(*link)->next;
  *link = node->next;
  index->count--;
}

struct pf_node *pf_index_next(const struct pf_index *index, uint64_t hash,
                              const struct pf_node *after) {
  struct pf_node *node = after ? after->next : *bucket_of(index, hash);
  while (node && node->hash != hash)
    node = node->next;
  return node;
}
