#include "pfsync/heap.h"

#include <stdlib.h>

enum { FIRST_ROOM = 256 };

static bool sooner(const struct pf_entry *a, const struct pf_entry *b) {
  return a->due != b->due ? a->due < b->due : a->serial < b->serial;
}

static void put(struct pf_heap *heap, size_t index, struct pf_entry *entry) {
  heap->items[index] = entry;
  entry->heap_index = index;
}

static void move_up(struct pf_heap *heap, size_t index, struct pf_entry *entry) {
  while (index > 0) {
    size_t parent = (index - 1) / 2;
    if (!sooner(entry, heap->items[parent])) break;
    put(heap, index, heap->items[parent]);
    index = parent;
  }
  put(heap, index, entry);
}

static void move_down(struct pf_heap *heap, size_t index, struct pf_entry *entry) {
  for (;;) {
    size_t child = index * 2 + 1;
    if (child >= heap->count) break;
    if (child + 1 < heap->count && sooner(heap->items[child + 1], heap->items[child])) child++;
    if (!sooner(heap->items[child], entry)) break;
    put(heap, index, heap->items[child]);
    index = child;
  }
  put(heap, index, entry);
}

/* Entry goes where it belongs, from index on. */
static void settle(struct pf_heap *heap, size_t index, struct pf_entry *entry) {
  if (index > 0 && sooner(entry, heap->items[(index - 1) / 2]))
    move_up(heap, index, entry);
  else
    move_down(heap, index, entry);
}

static bool grow(struct pf_heap *heap) {
  size_t room = heap->room == 0 ? FIRST_ROOM : heap->room * 2;
  if (room > SIZE_MAX / sizeof *heap->items) return false;
  struct pf_entry **items = realloc(heap->items, room * sizeof *items);
  if (!items) return false;
  heap->items = items;
  heap->room = room;
  return true;
}

bool pf_heap_add(struct pf_heap *heap, struct pf_entry *entry) {
  if (heap->count == heap->room && !grow(heap)) return false;
  move_up(heap, heap->count++, entry);
  return true;
}

void pf_heap_moved(struct pf_heap *heap, struct pf_entry *entry) {
  settle(heap, entry->heap_index, entry);
}

void pf_heap_remove(struct pf_heap *heap, struct pf_entry *entry) {
  size_t index = entry->heap_index;
  struct pf_entry *last = heap->items[--heap->count];
  if (last != entry) settle(heap, index, last);
}

struct pf_entry *pf_heap_first(const struct pf_heap *heap) {
  return heap->count > 0 ? heap->items[0] : NULL;
}

void pf_heap_free(struct pf_heap *heap) {
  free(heap->items);
  *heap = (struct pf_heap){0};
}
