/*
 * Inside of access lists: what a file becomes, and what its grammar calls.
 * Spec filter.md 11 and its D10 to D12.
 */
#ifndef FT_ACL_ACL_H
#define FT_ACL_ACL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conf/names.h"
#include "filter/formula.h"
#include "ft/acl.h"
#include "ft/addr.h"

/* An address matches if its bits outside of wildcard are those of addr. Both as written. */
struct ft_acl_side {
  struct ft_addr addr, wildcard;
};

/* Ports low to high, none if low is above high; or all others. All 0: not looked at. */
struct ft_acl_ports {
  bool given, others;
  int32_t low, high;
};

#define FT_ACL_ALL_PROTOCOLS 256

struct ft_acl_entry {
  bool permit;
  struct ft_acl_side source; /* of standard lists: the address */
  /* Extended lists only. */
  struct ft_acl_side destination;
  uint16_t protocol; /* or FT_ACL_ALL_PROTOCOLS */
  struct ft_acl_ports source_ports, destination_ports;
  bool established;
  uint8_t tos, tos_mask; /* (ToS AND tos_mask) == tos */
};

struct ft_acl_list {
  char *name;
  enum ft_acl_kind kind;
  struct ft_acl_entry *entries;
  size_t count, room;
};

struct ft_acl {
  struct ft_acl_list **lists; /* as they appear */
  size_t count, room;
  struct ft_names names;
};

/*
 * Appends an entry to the list of that name, which is made if there is none. false with
 * `access list NAME is both standard and extended` or for lack of memory.
 */
bool ft_acl_add(struct ft_acl *acl, enum ft_acl_kind kind, const char *name,
                const struct ft_acl_entry *entry, struct ft_error *err);

/*
 * What a list comes to; address is what a standard list looks at, without meaning for an extended
 * one. NULL: no memory.
 */
struct ft_formula *ft_acl_list_formula(const struct ft_acl_list *list,
                                       const struct ft_match_item *address);

#endif
