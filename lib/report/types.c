#include "config.h"

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

#define K1(a)                REP_K_##a
#define K2(a, b)             K1(a), K1(b)
#define K3(a, b, c)          K2(a, b), K1(c)
#define K4(a, b, c, d)       K2(a, b), K2(c, d)
#define K6(a, b, c, d, e, f) K4(a, b, c, d), K2(e, f)
#define TYPE(name, shape, store, ...)                                                              \
  {                                                                                                \
    name, REP_##shape, REP_##store, {__VA_ARGS__}, {                                               \
      NULL                                                                                         \
    }                                                                                              \
  }
/* A type of the hash whose titles in the ascii form are others than those of its keys. */
#define LABELLED(name, keys, ...)                                                                  \
  {                                                                                                \
    name, REP_ROWS, REP_HASH, {keys}, {                                                            \
      __VA_ARGS__                                                                                  \
    }                                                                                              \
  }

/* The position in this table is the order of the list that `-hh` prints. */
/* clang-format off */
const struct rep_type rep_types[] = {
    TYPE("summary-detail", DETAIL, HASH, REP_K_END),
    TYPE("summary-counters", COUNTERS, HASH, REP_K_END),
    TYPE("packet-size", ROWS, HASH, K1(PSZ)),
    TYPE("octets", ROWS, HASH, K1(OCT)),
    TYPE("packets", ROWS, HASH, K1(PKT)),
    TYPE("ip-source-port", ROWS, ARRAY, K1(SP)),
    TYPE("ip-destination-port", ROWS, ARRAY, K1(DP)),
    TYPE("ip-source/destination-port", ROWS, HASH, K2(SP, DP)),
    TYPE("bps", ROWS, HASH, K1(BPS)),
    TYPE("pps", ROWS, HASH, K1(PPS)),
    TYPE("ip-destination-address-type", ROWS, ARRAY, K1(DTYPE)),
    TYPE("ip-protocol", ROWS, ARRAY, K1(PROT)),
    TYPE("ip-tos", ROWS, ARRAY, K1(TOS)),
    TYPE("ip-next-hop-address", ROWS, HASH, K1(NH)),
    TYPE("ip-source-address", ROWS, HASH, K1(SA)),
    TYPE("ip-destination-address", ROWS, HASH, K1(DA)),
    TYPE("ip-source/destination-address", ROWS, HASH, K2(SA, DA)),
    TYPE("ip-exporter-address", ROWS, HASH, K1(EX)),
    TYPE("input-interface", ROWS, ARRAY, K1(IN)),
    TYPE("output-interface", ROWS, ARRAY, K1(OUT)),
    TYPE("input/output-interface", ROWS, HASH, K2(IN, OUT)),
    TYPE("source-as", ROWS, ARRAY, K1(SAS)),
    TYPE("destination-as", ROWS, ARRAY, K1(DAS)),
    LABELLED("source/destination-as", K2(SAS, DAS), "source-as", "destination-AS"),
    TYPE("ip-source-address/source-as", ROWS, HASH, K2(SA, SAS)),
    LABELLED("ip-destination-address/source-as",
        K2(DA, SAS), "ip-source-address", "destination-as"),
    TYPE("ip-source-address/destination-as", ROWS, HASH, K2(SA, DAS)),
    LABELLED("ip-destination-address/destination-as",
        K2(DA, DAS), "ip-destination-address", "source-as"),
    TYPE("ip-source/destination-address/source-as", ROWS, HASH, K3(SA, DA, SAS)),
    TYPE("ip-source/destination-address/destination-as", ROWS, HASH, K3(SA, DA, DAS)),
    TYPE("ip-source/destination-address/source/destination-as", ROWS, HASH, K4(SA, DA, SAS, DAS)),
    TYPE("ip-source-address/input-interface", ROWS, HASH, K2(SA, IN)),
    TYPE("ip-destination-address/input-interface", ROWS, HASH, K2(DA, IN)),
    TYPE("ip-source-address/output-interface", ROWS, HASH, K2(SA, OUT)),
    TYPE("ip-destination-address/output-interface", ROWS, HASH, K2(DA, OUT)),
    TYPE("ip-source/destination-address/input-interface", ROWS, HASH, K3(SA, DA, IN)),
    TYPE("ip-source/destination-address/output-interface", ROWS, HASH, K3(SA, DA, OUT)),
    TYPE("ip-source/destination-address/input/output-interface", ROWS, HASH, K4(SA, DA, IN, OUT)),
    TYPE("input-interface/source-as", ROWS, HASH, K2(IN, SAS)),
    TYPE("input-interface/destination-as", ROWS, HASH, K2(IN, DAS)),
    TYPE("output-interface/source-as", ROWS, HASH, K2(OUT, SAS)),
    TYPE("output-interface/destination-as", ROWS, HASH, K2(OUT, DAS)),
    TYPE("input-interface/source/destination-as", ROWS, HASH, K3(IN, SAS, DAS)),
    TYPE("output-interface/source/destination-as", ROWS, HASH, K3(OUT, SAS, DAS)),
    TYPE("input/output-interface/source/destination-as", ROWS, HASH, K4(IN, OUT, SAS, DAS)),
    TYPE("engine-id", ROWS, ARRAY, K1(EID)),
    TYPE("engine-type", ROWS, ARRAY, K1(ETYPE)),
    TYPE("source-tag", ROWS, HASH, K1(STAG)),
    TYPE("destination-tag", ROWS, HASH, K1(DTAG)),
    TYPE("source/destination-tag", ROWS, HASH, K2(STAG, DTAG)),
    TYPE("ip-source-address/ip-source-port", ROWS, HASH, K2(SA, SP)),
    TYPE("ip-source-address/ip-destination-port", ROWS, HASH, K2(SA, DP)),
    TYPE("ip-destination-address/ip-source-port", ROWS, HASH, K2(DA, SP)),
    TYPE("ip-destination-address/ip-destination-port", ROWS, HASH, K2(DA, DP)),
    TYPE("ip-source-address/ip-source/destination-port", ROWS, HASH, K3(SA, SP, DP)),
    TYPE("ip-destination-address/ip-source/destination-port", ROWS, HASH, K3(DA, SP, DP)),
    TYPE("ip-source/destination-address/ip-source-port", ROWS, HASH, K3(SA, DA, SP)),
    TYPE("ip-source/destination-address/ip-destination-port", ROWS, HASH, K3(SA, DA, DP)),
    TYPE("ip-source/destination-address/ip-source/destination-port",
        ROWS, HASH, K4(SA, DA, SP, DP)),
    TYPE("ip-source-address/input/output-interface", ROWS, HASH, K3(SA, IN, OUT)),
    TYPE("ip-destination-address/input/output-interface", ROWS, HASH, K3(DA, IN, OUT)),
    TYPE("ip-source-address/source/destination-as", ROWS, HASH, K3(SA, SAS, DAS)),
    TYPE("ip-destination-address/source/destination-as", ROWS, HASH, K3(DA, SAS, DAS)),
    TYPE("ip-address", TWO_ROWS, HASH, K2(SA, DA)),
    TYPE("ip-port", TWO_ROWS, ARRAY, K2(SP, DP)),
    TYPE("ip-source-address-destination-count", DISTINCT, HASH, K2(SA, DA)),
    TYPE("ip-destination-address-source-count", DISTINCT, HASH, K2(DA, SA)),
    TYPE("ip-source/destination-address/ip-protocol/ip-tos/ip-source/destination-port",
        ROWS, HASH, K6(SA, DA, SP, DP, PROT, TOS)),
    TYPE("ip-source/destination-address/ip-protocol/ip-tos", ROWS, HASH, K4(SA, DA, PROT, TOS)),
    TYPE("ip-source-address/source-tag", ROWS, HASH, K2(SA, STAG)),
    TYPE("ip-source-address/destination-tag", ROWS, HASH, K2(SA, DTAG)),
    TYPE("ip-destination-address/source-tag", ROWS, HASH, K2(DA, STAG)),
    TYPE("ip-destination-address/destination-tag", ROWS, HASH, K2(DA, DTAG)),
    TYPE("ip-source/destination-address/source/destination-tag",
        ROWS, HASH, K4(SA, DA, STAG, DTAG)),
    TYPE("linear-interpolated-flows-octets-packets", LINEAR, HASH, K1(SECOND)),
    LABELLED("first", K1(FIRST), "First"),
    LABELLED("last", K1(LAST), "Last"),
    LABELLED("duration", K1(DUR), "Duration"),
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
  while (type->keys[count] != REP_K_END)
    count++;
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
