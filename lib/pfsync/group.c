#include "pfsync/group.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

/* Octets behind the end of a name must not count, hence number by number. */
static uint64_t hash_of(const struct pf_groups *groups, uint32_t creator, const char *interface) {
  uint64_t hash = ft_hash_number(groups->seed, creator);
  for (; *interface != '\0'; interface++)
    hash = ft_hash_number(hash, (uint8_t)*interface);
  return hash;
}

static struct pf_group *find_hashed(const struct pf_groups *groups, uint64_t hash, uint32_t creator,
                                    const char *interface) {
  struct pf_node *node = NULL;
  while ((node = pf_index_next(&groups->index, hash, node))) {
    struct pf_group *group = (struct pf_group *)node; /* its first member */
    if (group->creator == creator && strcmp(group->interface, interface) == 0) return group;
  }
  return NULL;
}

struct pf_group *pf_group_find(const struct pf_groups *groups, uint32_t creator,
                               const char *interface) {
  return find_hashed(groups, hash_of(groups, creator, interface), creator, interface);
}

bool pf_group_join(struct pf_groups *groups, uint32_t creator, const char *interface,
                   struct pf_membership *membership) {
  uint64_t hash = hash_of(groups, creator, interface);
  struct pf_group *group = find_hashed(groups, hash, creator, interface);
  membership->group = NULL;
  if (!group) {
    group = calloc(1, sizeof *group);
    if (!group) return false;
    pf_ring_init(&group->members);
    group->creator = creator;
    memcpy(group->interface, interface, strlen(interface));
    pf_index_add(&groups->index, &group->node, hash);
  }
  pf_ring_append(&group->members, &membership->place);
  membership->group = group;
  return true;
}

void pf_group_leave(struct pf_groups *groups, struct pf_membership *membership) {
  struct pf_group *group = membership->group;
  if (!group) return;
  pf_ring_remove(&membership->place);
  membership->group = NULL;
  if (group->members.next != &group->members) return;
  pf_index_remove(&groups->index, &group->node);
  free(group);
}
