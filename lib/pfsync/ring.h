/* Rings of places inside other structures. The head is one more place. */
#ifndef PFSYNC_RING_H
#define PFSYNC_RING_H

struct pf_ring {
  struct pf_ring *next, *previous;
};

static inline void pf_ring_init(struct pf_ring *head) {
  head->next = head->previous = head;
}

static inline void pf_ring_append(struct pf_ring *head, struct pf_ring *place) {
  place->next = head;
  place->previous = head->previous;
  head->previous->next = place;
  head->previous = place;
}

static inline void pf_ring_remove(struct pf_ring *place) {
  place->previous->next = place->next;
  place->next->previous = place->previous;
}

#endif
