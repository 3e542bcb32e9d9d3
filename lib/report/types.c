#include "types.h"

#include <string.h>
#include <strings.h>

#include "ft/report.h"

#define NUMBER(label, symbols, field)                                                              \
  { label, symbols, REP_FIELD, FT_F_##field, REP_NO_SIDE, 0 }
#define ADDRESS(label, field, side)                                                                \
  { label, NULL, REP_ADDRESS, FT_F_##field, side, 0 }
#define MADE(label, value, bits)                                                                   \
  { label, NULL, value, REP_NO_FIELD, REP_NO_SIDE, bits }

const struct rep_key rep_keys[] = {
    [REP_K_SA] = ADDRESS("ip-source-address", SRCADDR, REP_SOURCE),
    [REP_K_DA] = ADDRESS("ip-destination-address", DSTADDR, REP_DESTINATION),
    [REP_K_NH] = ADDRESS("ip-next-hop-address", NEXTHOP, REP_NO_SIDE),
    [REP_K_EX] = ADDRESS("ip-exporter-address", EXADDR, REP_NO_SIDE),
    [REP_K_SP] = NUMBER("ip-source-port", "tcp-port.sym", SRCPORT),
    [REP_K_DP] = NUMBER("ip-destination-port", "tcp-port.sym", DSTPORT),
    [REP_K_IN] = NUMBER("input-interface", NULL, INPUT),
    [REP_K_OUT] = NUMBER("output-interface", NULL, OUTPUT),
    [REP_K_SAS] = NUMBER("source-as", "asn.sym", SRC_AS),
    [REP_K_DAS] = NUMBER("destination-as", "asn.sym", DST_AS),
    [REP_K_PROT] = NUMBER("ip-protocol", "ip-prot.sym", PROT),
    [REP_K_TOS] = NUMBER("ip-tos", NULL, TOS),
    [REP_K_EID] = NUMBER("engine-id", NULL, ENGINE_ID),
    [REP_K_ETYPE] = NUMBER("engine-type", NULL, ENGINE_TYPE),
    [REP_K_STAG] = NUMBER("source-tag", "tag.sym", SRC_TAG),
    [REP_K_DTAG] = NUMBER("destination-tag", "tag.sym", DST_TAG),
    [REP_K_PSZ] = MADE("packet size/flow", REP_SIZE, 32),
    [REP_K_OCT] = MADE("octets/flow", REP_OCTETS, 64),
    [REP_K_PKT] = MADE("packets/flow", REP_PACKETS, 64),
    [REP_K_BPS] = MADE("bps/flow", REP_BPS, 64),
    [REP_K_PPS] = MADE("pps/flow", REP_PPS, 64),
    [REP_K_DTYPE] = {"ip-destination-address-type", "ip-type.sym", REP_CLASS, FT_F_DSTADDR,
                     REP_NO_SIDE, 8},
    [REP_K_FIRST] = NUMBER("flow-first", NULL, FIRST),
    [REP_K_LAST] = NUMBER("flow-last", NULL, LAST),
    [REP_K_DUR] = MADE("flow-duration", REP_DURATION, 32),
    [REP_K_SECOND] = MADE("unix-secs", REP_SECOND, 32),
};

/* The position in this table is the order of the list that `-hh` prints. */
/* clang-format off */
const struct rep_type rep_types[] = {
    {"summary-detail", REP_DETAIL, REP_HASH, {REP_K_END}, {0}},
    {"summary-counters", REP_COUNTERS, REP_HASH, {REP_K_END}, {0}},
    {"packet-size", REP_ROWS, REP_HASH, {REP_K_PSZ, REP_K_END}, {0}},
    {"octets", REP_ROWS, REP_HASH, {REP_K_OCT, REP_K_END}, {0}},
    {"packets", REP_ROWS, REP_HASH, {REP_K_PKT, REP_K_END}, {0}},
    {"ip-source-port", REP_ROWS, REP_ARRAY, {REP_K_SP, REP_K_END}, {0}},
    {"ip-destination-port", REP_ROWS, REP_ARRAY, {REP_K_DP, REP_K_END}, {0}},
    {"ip-source/destination-port", REP_ROWS, REP_HASH, {REP_K_SP, REP_K_DP, REP_K_END}, {0}},
    {"bps", REP_ROWS, REP_HASH, {REP_K_BPS, REP_K_END}, {0}},
    {"pps", REP_ROWS, REP_HASH, {REP_K_PPS, REP_K_END}, {0}},
    {"ip-destination-address-type", REP_ROWS, REP_ARRAY, {REP_K_DTYPE, REP_K_END}, {0}},
    {"ip-protocol", REP_ROWS, REP_ARRAY, {REP_K_PROT, REP_K_END}, {0}},
    {"ip-tos", REP_ROWS, REP_ARRAY, {REP_K_TOS, REP_K_END}, {0}},
    {"ip-next-hop-address", REP_ROWS, REP_HASH, {REP_K_NH, REP_K_END}, {0}},
    {"ip-source-address", REP_ROWS, REP_HASH, {REP_K_SA, REP_K_END}, {0}},
    {"ip-destination-address", REP_ROWS, REP_HASH, {REP_K_DA, REP_K_END}, {0}},
    {"ip-source/destination-address", REP_ROWS, REP_HASH, {REP_K_SA, REP_K_DA, REP_K_END}, {0}},
    {"ip-exporter-address", REP_ROWS, REP_HASH, {REP_K_EX, REP_K_END}, {0}},
    {"input-interface", REP_ROWS, REP_ARRAY, {REP_K_IN, REP_K_END}, {0}},
    {"output-interface", REP_ROWS, REP_ARRAY, {REP_K_OUT, REP_K_END}, {0}},
    {"input/output-interface", REP_ROWS, REP_HASH, {REP_K_IN, REP_K_OUT, REP_K_END}, {0}},
    {"source-as", REP_ROWS, REP_ARRAY, {REP_K_SAS, REP_K_END}, {0}},
    {"destination-as", REP_ROWS, REP_ARRAY, {REP_K_DAS, REP_K_END}, {0}},
    {"source/destination-as", REP_ROWS, REP_HASH, {REP_K_SAS, REP_K_DAS, REP_K_END}, {"source-as", "destination-AS"}},
    {"ip-source-address/source-as", REP_ROWS, REP_HASH, {REP_K_SA, REP_K_SAS, REP_K_END}, {0}},
    {"ip-destination-address/source-as", REP_ROWS, REP_HASH, {REP_K_DA, REP_K_SAS, REP_K_END}, {"ip-source-address", "destination-as"}},
    {"ip-source-address/destination-as", REP_ROWS, REP_HASH, {REP_K_SA, REP_K_DAS, REP_K_END}, {0}},
    {"ip-destination-address/destination-as", REP_ROWS, REP_HASH, {REP_K_DA, REP_K_DAS, REP_K_END}, {"ip-destination-address", "source-as"}},
    {"ip-source/destination-address/source-as", REP_ROWS, REP_HASH, {REP_K_SA, REP_K_DA, REP_K_SAS, REP_K_END}, {0}},
    {"ip-source/destination-address/destination-as", REP_ROWS, REP_HASH, {REP_K_SA, REP_K_DA, REP_K_DAS, REP_K_END}, {0}},
    {"ip-source/destination-address/source/destination-as", REP_ROWS, REP_HASH, {REP_K_SA, REP_K_DA, REP_K_SAS, REP_K_DAS, REP_K_END}, {0}},
    {"ip-source-address/input-interface", REP_ROWS, REP_HASH, {REP_K_SA, REP_K_IN, REP_K_END}, {0}},
    {"ip-destination-address/input-interface", REP_ROWS, REP_HASH, {REP_K_DA, REP_K_IN, REP_K_END}, {0}},
    {"ip-source-address/output-interface", REP_ROWS, REP_HASH, {REP_K_SA, REP_K_OUT, REP_K_END}, {0}},
    {"ip-destination-address/output-interface", REP_ROWS, REP_HASH, {REP_K_DA, REP_K_OUT, REP_K_END}, {0}},
    {"ip-source/destination-address/input-interface", REP_ROWS, REP_HASH, {REP_K_SA, REP_K_DA, REP_K_IN, REP_K_END}, {0}},
    {"ip-source/destination-address/output-interface", REP_ROWS, REP_HASH, {REP_K_SA, REP_K_DA, REP_K_OUT, REP_K_END}, {0}},
    {"ip-source/destination-address/input/output-interface", REP_ROWS, REP_HASH, {REP_K_SA, REP_K_DA, REP_K_IN, REP_K_OUT, REP_K_END}, {0}},
    {"input-interface/source-as", REP_ROWS, REP_HASH, {REP_K_IN, REP_K_SAS, REP_K_END}, {0}},
    {"input-interface/destination-as", REP_ROWS, REP_HASH, {REP_K_IN, REP_K_DAS, REP_K_END}, {0}},
    {"output-interface/source-as", REP_ROWS, REP_HASH, {REP_K_OUT, REP_K_SAS, REP_K_END}, {0}},
    {"output-interface/destination-as", REP_ROWS, REP_HASH, {REP_K_OUT, REP_K_DAS, REP_K_END}, {0}},
    {"input-interface/source/destination-as", REP_ROWS, REP_HASH, {REP_K_IN, REP_K_SAS, REP_K_DAS, REP_K_END}, {0}},
    {"output-interface/source/destination-as", REP_ROWS, REP_HASH, {REP_K_OUT, REP_K_SAS, REP_K_DAS, REP_K_END}, {0}},
    {"input/output-interface/source/destination-as", REP_ROWS, REP_HASH, {REP_K_IN, REP_K_OUT, REP_K_SAS, REP_K_DAS, REP_K_END}, {0}},
    {"engine-id", REP_ROWS, REP_ARRAY, {REP_K_EID, REP_K_END}, {0}},
    {"engine-type", REP_ROWS, REP_ARRAY, {REP_K_ETYPE, REP_K_END}, {0}},
    {"source-tag", REP_ROWS, REP_HASH, {REP_K_STAG, REP_K_END}, {0}},
    {"destination-tag", REP_ROWS, REP_HASH, {REP_K_DTAG, REP_K_END}, {0}},
    {"source/destination-tag", REP_ROWS, REP_HASH, {REP_K_STAG, REP_K_DTAG, REP_K_END}, {0}},
    {"ip-source-address/ip-source-port", REP_ROWS, REP_HASH, {REP_K_SA, REP_K_SP, REP_K_END}, {0}},
    {"ip-source-address/ip-destination-port", REP_ROWS, REP_HASH, {REP_K_SA, REP_K_DP, REP_K_END}, {0}},
    {"ip-destination-address/ip-source-port", REP_ROWS, REP_HASH, {REP_K_DA, REP_K_SP, REP_K_END}, {0}},
    {"ip-destination-address/ip-destination-port", REP_ROWS, REP_HASH, {REP_K_DA, REP_K_DP, REP_K_END}, {0}},
    {"ip-source-address/ip-source/destination-port", REP_ROWS, REP_HASH, {REP_K_SA, REP_K_SP, REP_K_DP, REP_K_END}, {0}},
    {"ip-destination-address/ip-source/destination-port", REP_ROWS, REP_HASH, {REP_K_DA, REP_K_SP, REP_K_DP, REP_K_END}, {0}},
    {"ip-source/destination-address/ip-source-port", REP_ROWS, REP_HASH, {REP_K_SA, REP_K_DA, REP_K_SP, REP_K_END}, {0}},
    {"ip-source/destination-address/ip-destination-port", REP_ROWS, REP_HASH, {REP_K_SA, REP_K_DA, REP_K_DP, REP_K_END}, {0}},
    {"ip-source/destination-address/ip-source/destination-port", REP_ROWS, REP_HASH, {REP_K_SA, REP_K_DA, REP_K_SP, REP_K_DP, REP_K_END}, {0}},
    {"ip-source-address/input/output-interface", REP_ROWS, REP_HASH, {REP_K_SA, REP_K_IN, REP_K_OUT, REP_K_END}, {0}},
    {"ip-destination-address/input/output-interface", REP_ROWS, REP_HASH, {REP_K_DA, REP_K_IN, REP_K_OUT, REP_K_END}, {0}},
    {"ip-source-address/source/destination-as", REP_ROWS, REP_HASH, {REP_K_SA, REP_K_SAS, REP_K_DAS, REP_K_END}, {0}},
    {"ip-destination-address/source/destination-as", REP_ROWS, REP_HASH, {REP_K_DA, REP_K_SAS, REP_K_DAS, REP_K_END}, {0}},
    {"ip-address", REP_TWO_ROWS, REP_HASH, {REP_K_SA, REP_K_DA, REP_K_END}, {0}},
    {"ip-port", REP_TWO_ROWS, REP_ARRAY, {REP_K_SP, REP_K_DP, REP_K_END}, {0}},
    {"ip-source-address-destination-count", REP_DISTINCT, REP_HASH, {REP_K_SA, REP_K_DA, REP_K_END}, {0}},
    {"ip-destination-address-source-count", REP_DISTINCT, REP_HASH, {REP_K_DA, REP_K_SA, REP_K_END}, {0}},
    {"ip-source/destination-address/ip-protocol/ip-tos/ip-source/destination-port", REP_ROWS, REP_HASH, {REP_K_SA, REP_K_DA, REP_K_SP, REP_K_DP, REP_K_PROT, REP_K_TOS, REP_K_END}, {0}},
    {"ip-source/destination-address/ip-protocol/ip-tos", REP_ROWS, REP_HASH, {REP_K_SA, REP_K_DA, REP_K_PROT, REP_K_TOS, REP_K_END}, {0}},
    {"ip-source-address/source-tag", REP_ROWS, REP_HASH, {REP_K_SA, REP_K_STAG, REP_K_END}, {0}},
    {"ip-source-address/destination-tag", REP_ROWS, REP_HASH, {REP_K_SA, REP_K_DTAG, REP_K_END}, {0}},
    {"ip-destination-address/source-tag", REP_ROWS, REP_HASH, {REP_K_DA, REP_K_STAG, REP_K_END}, {0}},
    {"ip-destination-address/destination-tag", REP_ROWS, REP_HASH, {REP_K_DA, REP_K_DTAG, REP_K_END}, {0}},
    {"ip-source/destination-address/source/destination-tag", REP_ROWS, REP_HASH, {REP_K_SA, REP_K_DA, REP_K_STAG, REP_K_DTAG, REP_K_END}, {0}},
    {"linear-interpolated-flows-octets-packets", REP_LINEAR, REP_HASH, {REP_K_SECOND, REP_K_END}, {0}},
    {"first", REP_ROWS, REP_HASH, {REP_K_FIRST, REP_K_END}, {"First"}},
    {"last", REP_ROWS, REP_HASH, {REP_K_LAST, REP_K_END}, {"Last"}},
    {"duration", REP_ROWS, REP_HASH, {REP_K_DUR, REP_K_END}, {"Duration"}},
    {NULL, REP_ROWS, REP_HASH, {REP_K_END}, {0}},
};
/* clang-format on */

const char *ft_report_type_name(size_t index) {
  return index < sizeof rep_types / sizeof rep_types[0] ? rep_types[index].name : NULL;
}

const struct rep_type *rep_type_find(const char *name) {
  for (const struct rep_type *type = rep_types; type->name; type++) {
    if (!strcasecmp(type->name, name)) return type;
  }
  return NULL;
}

unsigned rep_type_key_columns(const struct rep_type *type) {
  if (type->shape == REP_TWO_ROWS || type->shape == REP_DISTINCT) return 1;
  unsigned count = 0;
  while (type->keys[count] != REP_K_END) count++;
  return count;
}

bool rep_type_uses_side(const struct rep_type *type, enum rep_side side) {
  for (unsigned i = 0; type->keys[i] != REP_K_END; i++) {
    if (rep_keys[type->keys[i]].side == side) return true;
  }
  return false;
}

const char *rep_type_label(const struct rep_type *type, unsigned key, bool ascii) {
  if (type->shape == REP_TWO_ROWS) return type->name; /* neither side's name fits */
  if (ascii && key < 2 && type->ascii_labels[key]) return type->ascii_labels[key];
  return rep_keys[type->keys[key]].label;
}
