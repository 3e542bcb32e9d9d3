/* The tables of pfsync layouts, and the decoder that walks them (pfflowd.md 7). */
#include "pfsync/layout.h"

#include <string.h>

#include "pfsync/octets.h"

/* -- full states -- */

#define COUNTERS(width, first)                                                                     \
  [PF_PACKETS0] = {(first), (width)}, [PF_PACKETS1] = {(first) + (width), (width)},                \
  [PF_OCTETS0] = {(first) + 2 * (width), (width)}, [PF_OCTETS1] = {(first) + 3 * (width), (width)}

/* Family, protocol and direction stand side by side in all older forms. */
#define KIND_OF_TRAFFIC(first)                                                                     \
  [PF_FAMILY] = {(first), 1}, [PF_PROTOCOL] = {(first) + 1, 1}, [PF_DIRECTION] = {(first) + 2, 1}

/*
 * 7.3: lan, gwy, ext of 24 octets each. lan and ext are the two sides of the
 * inner key, gwy and ext those of the outer one.
 */
#define LAN_GWY_EXT                                                                                \
  [PF_ID] = {0, 8}, [PF_INTERFACE] = {8, 16}, [PF_STACK1] = {24, 16}, [PF_STACK1_PORT] = {40, 2},  \
  [PF_WIRE1] = {48, 16}, [PF_WIRE1_PORT] = {64, 2}, [PF_STACK0] = {72, 16},                        \
  [PF_STACK0_PORT] = {88, 2}, [PF_WIRE0] = {72, 16}, [PF_WIRE0_PORT] = {88, 2},                    \
  [PF_GATEWAY] = {160, 16}, [PF_AGE] = {188, 4}, [PF_EXPIRE] = {192, 4}

/* 7.4, 7.5: a wire and a stack key, each two addresses, two ports. */
#define KEYS(wire, stack)                                                                          \
  [PF_WIRE0] = {(wire), 16}, [PF_WIRE1] = {(wire) + 16, 16}, [PF_WIRE0_PORT] = {(wire) + 32, 2},   \
  [PF_WIRE1_PORT] = {(wire) + 34, 2}, [PF_STACK0] = {(stack), 16},                                 \
  [PF_STACK1] = {(stack) + 16, 16}, [PF_STACK0_PORT] = {(stack) + 32, 2},                          \
  [PF_STACK1_PORT] = {(stack) + 34, 2}

static const struct pf_layout state_v2 = {
    224, {LAN_GWY_EXT, COUNTERS(4, 196), [PF_CREATOR] = {212, 4}, KIND_OF_TRAFFIC(216)}};

static const struct pf_layout state_v3 = {
    240, {LAN_GWY_EXT, COUNTERS(8, 196), [PF_CREATOR] = {228, 4}, KIND_OF_TRAFFIC(232)}};

/* 7.4: what all states with keys have in common, up to the creator. */
#define KEYED_STATE                                                                                \
  [PF_ID] = {0, 8}, [PF_INTERFACE] = {8, 16},                                                      \
  KEYS(24, 60), [PF_GATEWAY] = {160, 16}, [PF_AGE] = {188, 4}, [PF_EXPIRE] = {192, 4},             \
  COUNTERS(8, 196), [PF_CREATOR] = {228, 4}

/* Version 4, version 5 of OpenBSD. */
static const struct pf_layout state_240 = {240, {KEYED_STATE, KIND_OF_TRAFFIC(232)}};
/* FreeBSD "1301": two octets more behind the direction, and so on in "1400". */
static const struct pf_layout state_1301 = {242, {KEYED_STATE, KIND_OF_TRAFFIC(232)}};
static const struct pf_layout state_1400 = {277, {KEYED_STATE, KIND_OF_TRAFFIC(232)}};
/* FreeBSD "1500": family and protocol of each key. */
static const struct pf_layout state_1500 = {
    360,
    {KEYED_STATE, [PF_FAMILY] = {344, 1}, [PF_STACK_FAMILY] = {345, 1}, [PF_PROTOCOL] = {347, 1},
     [PF_STACK_PROTOCOL] = {348, 1}, [PF_DIRECTION] = {351, 1}}};

/* 7.5 */
static const struct pf_layout state_v6 = {264,
                                          {[PF_ID] = {0, 8},
                                           [PF_INTERFACE] = {8, 16},
                                           KEYS(24, 64),
                                           [PF_WIRE_FAMILY] = {62, 1},
                                           [PF_STACK_FAMILY] = {102, 1},
                                           [PF_GATEWAY] = {168, 16},
                                           [PF_AGE] = {196, 4},
                                           [PF_EXPIRE] = {200, 4},
                                           COUNTERS(8, 204),
                                           [PF_CREATOR] = {236, 4},
                                           KIND_OF_TRAFFIC(250)}};

/* -- other messages: they begin alike in all versions, only the padding differs -- */

#define CLEAR             [PF_INTERFACE] = {0, 16}, [PF_CREATOR] = {16, 4}
#define COMPRESSED_UPDATE [PF_ID] = {0, 8}, [PF_CREATOR] = {72, 4}, [PF_EXPIRE] = {76, 4}
#define COMPRESSED_DELETE [PF_ID] = {0, 8}, [PF_CREATOR] = {8, 4}

static const struct pf_layout clear_8 = {8, {[PF_CREATOR] = {0, 4}}};
static const struct pf_layout clear_20 = {20, {CLEAR}};
static const struct pf_layout clear_24 = {24, {CLEAR}};
static const struct pf_layout update_84 = {84, {COMPRESSED_UPDATE}};
static const struct pf_layout update_88 = {88, {COMPRESSED_UPDATE}};
static const struct pf_layout delete_12 = {12, {COMPRESSED_DELETE}};
static const struct pf_layout delete_16 = {16, {COMPRESSED_DELETE}};
static const struct pf_layout other_12 = {12, {[PF_ID] = {0, 0}}};
static const struct pf_layout other_16 = {16, {[PF_ID] = {0, 0}}};

/* -- actions -- */

static const struct pf_action actions_v2[] = {
    {0, FT_PF_CLEAR, &clear_24},
    {0, FT_PF_CLEAR, &clear_8},
    {1, FT_PF_INSERT, NULL},
    {2, FT_PF_UPDATE, NULL},
    {3, FT_PF_DELETE, NULL},
    {4, FT_PF_UPDATE_COMPRESSED, &update_88},
    {5, FT_PF_DELETE_COMPRESSED, &delete_16},
    {8, FT_PF_OTHER, &other_16}, /* update request */
    {9, FT_PF_OTHER, &other_16}, /* bulk status */
};

/* Versions 3 and 4. */
static const struct pf_action actions_v3[] = {
    {0, FT_PF_CLEAR, &clear_24},
    {1, FT_PF_INSERT, NULL},
    {2, FT_PF_UPDATE, NULL},
    {3, FT_PF_DELETE, NULL},
    {4, FT_PF_UPDATE_COMPRESSED, &update_88},
    {5, FT_PF_DELETE_COMPRESSED, &delete_16},
    {8, FT_PF_OTHER, &other_16},
    {9, FT_PF_OTHER, &other_16},
};

/* What is missing here has messages of unknown size. */
static const struct pf_action actions_v5[] = {
    {0, FT_PF_CLEAR, &clear_20},     {1, FT_PF_INSERT, NULL},
    {2, FT_PF_OTHER, &other_12}, /* insert acknowledged */
    {3, FT_PF_UPDATE, NULL},         {4, FT_PF_UPDATE_COMPRESSED, &update_84},
    {5, FT_PF_OTHER, &other_12}, /* update request */
    {6, FT_PF_DELETE, NULL},         {7, FT_PF_DELETE_COMPRESSED, &delete_12},
    {10, FT_PF_OTHER, &other_12}, /* bulk status */
    {13, FT_PF_INSERT, &state_1400}, {14, FT_PF_UPDATE, &state_1400},
    {15, FT_PF_INSERT, &state_1500}, {16, FT_PF_UPDATE, &state_1500},
};

/* Sizes of the actions that are missing here are told by the subheaders. */
static const struct pf_action actions_v6[] = {
    {0, FT_PF_CLEAR, &clear_20},
    {1, FT_PF_INSERT, NULL},
    {1, FT_PF_INSERT, &state_240},
    {3, FT_PF_UPDATE, NULL},
    {3, FT_PF_UPDATE, &state_240},
    {4, FT_PF_UPDATE_COMPRESSED, &update_84},
    {6, FT_PF_DELETE, NULL},
    {6, FT_PF_DELETE, &state_240},
    {7, FT_PF_DELETE_COMPRESSED, &delete_12},
    {13, FT_PF_INSERT, NULL},
    {13, FT_PF_INSERT, &state_240},
    {14, FT_PF_UPDATE, NULL},
    {14, FT_PF_UPDATE, &state_240},
};

#define ACTIONS(table) (table), sizeof(table) / sizeof *(table)

static const struct pf_version versions[] = {
    {2, PF_ONE_ACTION, 4, 0, {{ACTIONS(actions_v2), &state_v2}}, 1},
    {3, PF_ONE_ACTION, 20, 4, {{ACTIONS(actions_v3), &state_v3}}, 1},
    {4, PF_ONE_ACTION, 20, 0, {{ACTIONS(actions_v3), &state_240}}, 1},
    {5,
     PF_KNOWN_SIZES,
     20,
     0,
     {{ACTIONS(actions_v5), &state_1301}, {ACTIONS(actions_v5), &state_240}},
     2},
    {6, PF_TOLD_SIZES, 20, 0, {{ACTIONS(actions_v6), &state_v6}}, 1},
};

const struct pf_version *pf_version_find(unsigned version) {
  for (size_t i = 0; i < sizeof versions / sizeof *versions; i++)
    if (versions[i].version == version) return &versions[i];
  return NULL;
}

const char *ft_pf_kind_name(enum ft_pf_kind kind) {
  static const char *const names[FT_PF_KINDS] = {
      [FT_PF_OTHER] = "other",
      [FT_PF_CLEAR] = "clear",
      [FT_PF_INSERT] = "insert",
      [FT_PF_UPDATE] = "update",
      [FT_PF_DELETE] = "delete",
      [FT_PF_UPDATE_COMPRESSED] = "compressed update",
      [FT_PF_DELETE_COMPRESSED] = "compressed delete",
  };
  return names[kind];
}

/* -- decoding -- */

static uint64_t load(const struct pf_layout *layout, const uint8_t *message, enum pf_field field) {
  struct pf_slot slot = layout->slots[field];
  return pf_number(message + slot.offset, slot.width);
}

/* What a key may have of its own, and the state has anyway. */
static uint64_t load_or(const struct pf_layout *layout, const uint8_t *message, enum pf_field own,
                        enum pf_field usual) {
  uint64_t number = load(layout, message, own);
  return number != 0 ? number : load(layout, message, usual);
}

/* The widths of an address by its family; IPv6 has a number in each system. */
static uint8_t address_width(uint64_t family) {
  switch (family) {
  case 2:
    return 4;
  case 24: /* OpenBSD, NetBSD */
  case 28: /* FreeBSD, DragonFly */
  case 30:
    return 16; /* macOS */
  default:
    return 0;
  }
}

bool pf_is_believable(const struct pf_layout *layout, const uint8_t *message) {
  uint64_t direction = load(layout, message, PF_DIRECTION);
  return address_width(load(layout, message, PF_FAMILY)) != 0 &&
         (direction == FT_PF_IN || direction == FT_PF_OUT);
}

static struct ft_addr load_addr(const struct pf_layout *layout, const uint8_t *message,
                                enum pf_field field, uint8_t width) {
  struct ft_addr addr = {0};
  struct pf_slot slot = layout->slots[field];
  if (width > slot.width) width = slot.width;
  addr.width = width;
  memcpy(addr.octets, message + slot.offset, width);
  return addr;
}

/* Fields of the two ends of a key, in the order of their indexes. */
struct key_fields {
  enum pf_field family, addr[2], port[2];
};
static const struct key_fields stack_fields = {
    PF_STACK_FAMILY, {PF_STACK0, PF_STACK1}, {PF_STACK0_PORT, PF_STACK1_PORT}};
static const struct key_fields wire_fields = {
    PF_WIRE_FAMILY, {PF_WIRE0, PF_WIRE1}, {PF_WIRE0_PORT, PF_WIRE1_PORT}};

static void decode_key(const struct pf_layout *layout, const uint8_t *message,
                       const struct key_fields *fields, struct ft_pf_endpoint key[2]) {
  uint64_t family = load_or(layout, message, fields->family, PF_FAMILY);
  for (int i = 0; i < 2; i++) {
    key[i].addr = load_addr(layout, message, fields->addr[i], address_width(family));
    key[i].port = (uint16_t)load(layout, message, fields->port[i]);
  }
}

void pf_decode(const struct pf_layout *layout, const uint8_t *message, struct ft_pf_state *state) {
  memset(state, 0, sizeof *state);
  state->id = load(layout, message, PF_ID);
  state->creator = (uint32_t)load(layout, message, PF_CREATOR);
  state->age = (uint32_t)load(layout, message, PF_AGE);
  state->expire = (uint32_t)load(layout, message, PF_EXPIRE);
  struct pf_slot name = layout->slots[PF_INTERFACE];
  memcpy(state->interface, message + name.offset, name.width);
  state->protocol = (uint8_t)load_or(layout, message, PF_STACK_PROTOCOL, PF_PROTOCOL);
  state->direction = (uint8_t)load(layout, message, PF_DIRECTION);
  decode_key(layout, message, &stack_fields, state->stack);
  decode_key(layout, message, &wire_fields, state->wire);
  state->gateway =
      load_addr(layout, message, PF_GATEWAY, address_width(load(layout, message, PF_FAMILY)));
  state->packets[0] = load(layout, message, PF_PACKETS0);
  state->packets[1] = load(layout, message, PF_PACKETS1);
  state->octets[0] = load(layout, message, PF_OCTETS0);
  state->octets[1] = load(layout, message, PF_OCTETS1);
}
