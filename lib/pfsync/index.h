/* A hash table of nodes that lie inside other structures; hashes as base/hash.h makes them. */
#ifndef PFSYNC_INDEX_H
#define PFSYNC_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pf_node {
  struct pf_node *next;
  uint64_t hash;
};

struct pf_index {
  struct pf_node **buckets;
  size_t bucket_count; /* a power of two */
  size_t count;
};

/* False: no memory. */
bool pf_index_init(struct pf_index *index);
/* Frees the index, not what the nodes lie in. */
void pf_index_free(struct pf_index *index);
void pf_index_add(struct pf_index *index, struct pf_node *node, uint64_t hash);
void pf_index_remove(struct pf_index *index, struct pf_node *node);
/* The nodes with that hash one after the other; after NULL: the first. NULL: no more. */
struct pf_node *pf_index_next(const struct pf_index *index, uint64_t hash,
                              const struct pf_node *after);

#endif
