/* A binary heap of entries: the one that is due first is on top. */
#ifndef PFSYNC_HEAP_H
#define PFSYNC_HEAP_H

#include "pfsync/table.h"

/* All zero is an empty heap. */
struct pf_heap {
  struct pf_entry **items;
  size_t count, room;
};

/* False: no memory. */
bool pf_heap_add(struct pf_heap *heap, struct pf_entry *entry);
/* The moment at which the entry is due has changed. */
void pf_heap_moved(struct pf_heap *heap, struct pf_entry *entry);
void pf_heap_remove(struct pf_heap *heap, struct pf_entry *entry);
/* NULL if the heap is empty. */
struct pf_entry *pf_heap_first(const struct pf_heap *heap);
/* Frees the heap, not the entries. */
void pf_heap_free(struct pf_heap *heap);

#endif
