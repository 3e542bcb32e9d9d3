/*
 * The layouts of pfsync messages (pfflowd.md 7). Only the tables in layout.c
 * know offsets and sizes; a new version or a new form of a state is a few more
 * rows there.
 */
#ifndef PFSYNC_LAYOUT_H
#define PFSYNC_LAYOUT_H

#include "ft/pfsync.h"

enum pf_field {
  PF_ID,
  PF_CREATOR,
  PF_INTERFACE,
  PF_STACK0,
  PF_STACK0_PORT,
  PF_STACK1,
  PF_STACK1_PORT,
  PF_WIRE0,
  PF_WIRE0_PORT,
  PF_WIRE1,
  PF_WIRE1_PORT,
  PF_GATEWAY,
  PF_AGE,
  PF_EXPIRE,
  PF_PACKETS0,
  PF_PACKETS1,
  PF_OCTETS0,
  PF_OCTETS1,
  PF_FAMILY,
  PF_STACK_FAMILY, /* 0 or absent: as PF_FAMILY */
  PF_WIRE_FAMILY,
  PF_PROTOCOL,
  PF_STACK_PROTOCOL, /* 0 or absent: as PF_PROTOCOL */
  PF_DIRECTION,
  PF_FIELDS
};

/* A field in a message; width 0: the message lacks it. */
struct pf_slot {
  uint16_t offset;
  uint8_t width;
};

struct pf_layout {
  uint16_t size; /* octets of a message */
  struct pf_slot slots[PF_FIELDS];
};

/*
 * One form of an action's message; several rows of an action are its forms,
 * best first. Actions whose messages are of no interest or unknown may have no row.
 */
struct pf_action {
  uint8_t action;
  uint8_t kind;                   /* enum ft_pf_kind */
  const struct pf_layout *layout; /* NULL: of full states, see struct pf_reading */
};

/* The actions of a version, with the full states that somebody sends. */
struct pf_reading {
  const struct pf_action *actions;
  size_t count;
  const struct pf_layout *state;
};

enum pf_framing {
  PF_ONE_ACTION,  /* versions 1 to 4: one action a packet, the count is in the header */
  PF_KNOWN_SIZES, /* version 5: many actions, each behind a subheader, an end subheader last */
  PF_TOLD_SIZES   /* version 6: the same, but subheaders tell the size, and there is no end */
};

enum { PF_READINGS = 2 };

struct pf_version {
  uint8_t version;
  uint8_t framing;      /* enum pf_framing */
  uint8_t header;       /* octets */
  uint8_t short_header; /* of a first form, told apart by the packet's length; 0: none */
  /* A packet does not say which of them it follows; the first that fits is right. */
  struct pf_reading readings[PF_READINGS];
  size_t reading_count;
};

static inline const struct pf_layout *pf_layout_of(const struct pf_reading *reading,
                                                   const struct pf_action *action) {
  return action->layout ? action->layout : reading->state;
}

/* NULL if the version is not supported. */
const struct pf_version *pf_version_find(unsigned version);

/* False where these octets cannot be a full state: the wrong layout was tried. */
bool pf_is_believable(const struct pf_layout *layout, const uint8_t *message);

/* Fills state from a message that has the octets of the layout. */
void pf_decode(const struct pf_layout *layout, const uint8_t *message, struct ft_pf_state *state);

#endif
