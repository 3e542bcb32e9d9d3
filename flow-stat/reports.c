#include "stat.h"

/* clang-format off */
static const struct key_kind
table = {.by_key = true, .width = 10, .wide_width = 15, .wide_if_percent = true, .cut_names = true,
         .pad_packets = true, .heading_width = 10, .heading_wide = 15},
c32 = {.width = 10, .wide_width = 15, .cut_names = true},
c322 = {.width = 10, .wide_width = 10, .cut_names = true},
ip = {.width = 15, .wide_width = 15},
ip2 = {.width = 15, .wide_width = 15, .pad_packets = true},
as2 = {.width = 16, .wide_width = 16, .cut_names = true, .pad_packets = true},
if2 = {.width = 5, .wide_width = 5, .pad_packets = true},
pre = {.width = 18, .wide_width = 18},
pre2 = {.width = 18, .wide_width = 18};

#define ONE(a) .keys = {REP_K_##a}
#define PAIR(a, b) .keys = {REP_K_##a, REP_K_##b}
#define EITHER(a, b, more) PAIR(a, b), .flags = KEYED_BOTH | (more)
#define PREFIX(...) __VA_ARGS__, .flags = KEYED_PREFIX
#define KEYED(title, k, heading, ...) {.name = title, .engine = &engine_keyed, .kind = &k, .label = heading, __VA_ARGS__}
#define OTHER(title, e, bits) {.name = title, .engine = &engine_##e, .needs = bits}
#define UDP_TCP .symbols = "tcp-port.sym", .needs = 0x200000
#define AS .symbols = "asn.sym"
#define TAG .symbols = "tag.sym", .flags = KEYED_ONE_FLOW

const struct report reports[REPORT_COUNT] = {
OTHER("Overall Summary", summary, 0x1),
KEYED("Average packet size distribution", c32, "Pkt Size  ", ONE(PSZ)),
KEYED("Packets per flow distribution", c32, "Packets   ", ONE(PKT)),
KEYED("Octets per flow distribution", c32, "Octets    ", ONE(OCT)),
OTHER("Bandwidth per flow distribution", none, 0),
KEYED("UDP/TCP destination port", table, "port", ONE(DP), UDP_TCP, .flags = KEYED_PORTS),
KEYED("UDP/TCP source port", table, "port", ONE(SP), UDP_TCP, .flags = KEYED_PORTS),
KEYED("UDP/TCP port", table, "port", EITHER(SP, DP, KEYED_PORTS), UDP_TCP),
KEYED("Destination IP", ip, "IPaddr         ", ONE(DA)),
KEYED("Source IP", ip, "IPaddr         ", ONE(SA)),
KEYED("Source/Destination IP", ip2, "src IPaddr     dst IPaddr       ", PAIR(SA, DA)),
KEYED("Source or Destination IP", ip, "IPaddr         ", EITHER(SA, DA, KEYED_TOTAL_ONCE)),
KEYED("IP protocol", table, "protocol", ONE(PROT), .symbols = "ip-prot.sym"),
OTHER("octets for flow duration plot data", plot, 0),
OTHER("packets for flow duration plot data", plot, 0),
OTHER("short summary", short, 0),
KEYED("IP Next Hop", ip, "IPaddr         ", ONE(NH)),
KEYED("Input interface", table, "interface", ONE(IN)),
KEYED("Output interface", table, "interface", ONE(OUT)),
KEYED("Source AS", table, "src AS", ONE(SAS), AS),
KEYED("Destination AS", table, "dst AS", ONE(DAS), AS),
KEYED("Source/Destination AS", as2, "src AS          dst AS            ", PAIR(SAS, DAS), AS),
KEYED("IP ToS", table, "ToS", ONE(TOS)),
KEYED("Input/Output Interface", if2, "in   out    ", PAIR(IN, OUT)),
KEYED("Source Prefix", pre, "Source Prefix     ", PREFIX(ONE(SA))),
KEYED("Destination Prefix", pre, "Source Prefix     ", PREFIX(ONE(DA))),
KEYED("Source/Destination Prefix", pre2, "Source Prefix     Destination Prefix  ",
      PREFIX(PAIR(SA, DA))),
KEYED("Exporter IP", ip, "IPaddr         ", ONE(EX)),
KEYED("Engine Id", table, "engine_id", ONE(EID)),
KEYED("Engine Type", table, "engine_type", ONE(ETYPE)),
KEYED("Source Tag", c32, "Src Tag   ", ONE(STAG), TAG),
KEYED("Destination Tag", c32, "Dst Tag   ", ONE(DTAG), TAG),
KEYED("Source/Destination Tag", c322, "Src Tag   Dst Tag     ", PAIR(STAG, DTAG), TAG),
};
/* clang-format on */

uint64_t report_needs(const struct report *report) {
  static const uint64_t mask_bits[] = {FT_FIELD_BIT(SRC_MASK), FT_FIELD_BIT(DST_MASK)};
  uint64_t bits = report->needs | FT_FIELD_BIT(DPKTS) | FT_FIELD_BIT(DOCTETS) |
                  FT_FIELD_BIT(FIRST) | FT_FIELD_BIT(LAST);
  for (const uint8_t *code = report->keys; *code != REP_K_END; code++) {
    const struct rep_key *key = &rep_keys[*code];
    if (key->field != REP_NO_FIELD) bits |= ft_field_info(key->field)->bit;
    if (report->flags & KEYED_PREFIX) bits |= mask_bits[key->side];
  }
  return bits;
}
