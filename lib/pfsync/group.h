/*
 * What a clear message can name: the states of a creator, or of a creator on one
 * interface. Finding them must not cost a walk over all states, or a sender of
 * many such messages could keep us from our work.
 */
#ifndef PFSYNC_GROUP_H
#define PFSYNC_GROUP_H

#include "ft/pfsync.h"
#include "pfsync/index.h"
#include "pfsync/ring.h"

struct pf_group {
  struct pf_node node;
  struct pf_ring members; /* the places of struct pf_membership */
  uint32_t creator;
  char interface[FT_PF_INTERFACE_SIZE]; /* empty: all interfaces */
};

struct pf_membership {
  struct pf_ring place;
  struct pf_group *group; /* NULL: of none */
};

struct pf_groups {
  struct pf_index index;
  uint64_t seed;
};

/* NULL: it has no members. */
struct pf_group *pf_group_find(const struct pf_groups *groups, uint32_t creator,
                               const char *interface);
/* False: no memory, the membership is of none. */
bool pf_group_join(struct pf_groups *groups, uint32_t creator, const char *interface,
                   struct pf_membership *membership);
/* A group ends with its last member. */
void pf_group_leave(struct pf_groups *groups, struct pf_membership *membership);

#endif
