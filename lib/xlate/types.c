#include "config.h"

#include <strings.h>

#include "xlate/xlate.h"

#define FIELDS1(a)    {FT_F_##a}, 1
#define FIELDS2(a, b) {FT_F_##a, FT_F_##b}, 2

static const struct ft_xlate_type types[] = {
    {"ip-source-address-to-network", 0, FT_STEP_NETWORK, FIELDS2(SRCADDR, SRC_MASK)},
    {"ip-destination-address-to-network", 0, FT_STEP_NETWORK, FIELDS2(DSTADDR, DST_MASK)},
    {"ip-source-address-to-class-network", 0, FT_STEP_CLASS, FIELDS1(SRCADDR)},
    {"ip-destination-address-to-class-network", 0, FT_STEP_CLASS, FIELDS1(DSTADDR)},
    {"ip-address-privacy-mask", FT_TAKES_MASK, FT_STEP_MASK, FIELDS2(SRCADDR, DSTADDR)},
    {"ip-port-privacy-mask", FT_TAKES_MASK, FT_STEP_MASK, FIELDS2(SRCPORT, DSTPORT)},
    {"tag-mask", FT_TAKES_MASK, FT_STEP_MASK, FIELDS2(SRC_TAG, DST_TAG)},
    {"scale", FT_TAKES_SCALE, FT_STEP_SCALE, FIELDS2(DPKTS, DOCTETS)},
    {"replace-source-as0", FT_TAKES_AS, FT_STEP_REPLACE_0, FIELDS1(SRC_AS)},
    {"replace-destination-as0", FT_TAKES_AS, FT_STEP_REPLACE_0, FIELDS1(DST_AS)},
    {"ip-source-address-anonymize", FT_TAKES_KEY, FT_STEP_ANONYMIZE, FIELDS1(SRCADDR)},
    {"ip-destination-address-anonymize", FT_TAKES_KEY, FT_STEP_ANONYMIZE, FIELDS1(DSTADDR)},
    {"ip-address-anonymize", FT_TAKES_KEY, FT_STEP_ANONYMIZE, FIELDS2(SRCADDR, DSTADDR)},
};

const struct ft_xlate_type *ft_xlate_type_find(const char *name) {
  for (size_t i = 0; i < sizeof types / sizeof *types; i++)
    if (!strcasecmp(types[i].name, name)) return &types[i];
  return NULL;
}
