#include "recipe.h"

/* clang-format off */
#define STEP(field, start, step) {FT_F_##field, start, step}
#define UP(field, start) STEP(field, start, 1)
#define FIXED(field, start) STEP(field, start, 0)

/* What several versions have in common. */
#define PORTS_HIGH UP(SRCPORT, 0), UP(DSTPORT, 0xFF00)
#define INTERFACES UP(INPUT, 0), UP(OUTPUT, 0xFF00)
#define HOSTS UP(SRCADDR, 0), UP(DSTADDR, 0xFFFF0000)
#define AS_PAIR UP(SRC_AS, 0), UP(DST_AS, 0xFF00)
#define MASKS UP(SRC_MASK, 0), UP(DST_MASK, 0)
#define FLOW HOSTS, PORTS_HIGH, INTERFACES, FIXED(PROT, 17)
#define SOURCE UP(SRCADDR, 0), UP(SRC_MASK, 0), UP(SRC_AS, 0), UP(INPUT, 0)
#define DESTINATION UP(DSTADDR, 0), UP(DST_MASK, 0), UP(DST_AS, 0), UP(OUTPUT, 0)
#define CONTRACT UP(DSTADDR, 0xFFFF0000), UP(OUTPUT, 0xFF00), UP(TOS, 0), UP(MARKED_TOS, 0xFF), \
                 UP(EXTRA_PKTS, 0), STEP(ROUTER_SC, 0, 2)

static const struct recipe_step
common[] = {UP(FIRST, 0), UP(LAST, 0xFFFF0000), UP(DPKTS, 1), UP(DOCTETS, 1), STEP(DFLOWS, 2, 2)},
v1[] = {FLOW},
v5[] = {FLOW, AS_PAIR, UP(TOS, 0)},
v6[] = {FLOW, AS_PAIR, UP(PEER_NEXTHOP, 0), UP(IN_ENCAPS, 0), UP(OUT_ENCAPS, 0x80)},
v7[] = {FLOW, AS_PAIR, UP(ROUTER_SC, 0)},
as[] = {INTERFACES, AS_PAIR},
proto_port[] = {PORTS_HIGH},
source[] = {SOURCE},
destination[] = {DESTINATION},
prefix[] = {HOSTS, MASKS, AS_PAIR, INTERFACES},
to_host[] = {CONTRACT},
host_pair[] = {CONTRACT, UP(SRCADDR, 0), UP(INPUT, 0)},
full_flow[] = {CONTRACT, UP(SRCADDR, 0), UP(INPUT, 0), UP(SRCPORT, 0), UP(DSTPORT, 0), UP(PROT, 0)},
tos_as[] = {INTERFACES, AS_PAIR, UP(TOS, 0)},
tos_proto_port[] = {PORTS_HIGH, UP(TOS, 0)},
tos_source[] = {SOURCE, UP(TOS, 0)},
tos_destination[] = {DESTINATION, UP(TOS, 0)},
tos_prefix[] = {HOSTS, MASKS, AS_PAIR, INTERFACES, UP(TOS, 0)},
tos_prefix_port[] = {HOSTS, MASKS, PORTS_HIGH, INTERFACES, UP(TOS, 0), UP(PROT, 0)},
v1005[] = {UP(SRCADDR, 0), UP(DSTADDR, 0x8092C500), UP(NEXTHOP, 0x8092C500), PORTS_HIGH, INTERFACES,
           AS_PAIR, UP(TOS, 0), UP(SRC_TAG, 0), UP(DST_TAG, 0xFF), FIXED(PROT, 17)};

#define RECIPE(version, method, steps) {version, method, sizeof(steps) / sizeof((steps)[0]), steps}
/* clang-format on */

const struct recipe recipe_common = RECIPE(0, 0, common);

static const struct recipe recipes[] = {
    RECIPE(1, 0, v1),          RECIPE(5, 0, v5),
    RECIPE(6, 0, v6),          RECIPE(7, 0, v7),
    RECIPE(8, 1, as),          RECIPE(8, 2, proto_port),
    RECIPE(8, 3, source),      RECIPE(8, 4, destination),
    RECIPE(8, 5, prefix),      RECIPE(8, 6, to_host),
    RECIPE(8, 7, host_pair),   RECIPE(8, 8, full_flow),
    RECIPE(8, 9, tos_as),      RECIPE(8, 10, tos_proto_port),
    RECIPE(8, 11, tos_source), RECIPE(8, 12, tos_destination),
    RECIPE(8, 13, tos_prefix), RECIPE(8, 14, tos_prefix_port),
    RECIPE(1005, 0, v1005),
};

const struct recipe *recipe_find(const struct ft_layout *layout) {
  for (size_t i = 0; i < sizeof(recipes) / sizeof(recipes[0]); i++)
    if (recipes[i].version == layout->version && recipes[i].agg_method == layout->agg_method)
      return &recipes[i];
  return NULL;
}
