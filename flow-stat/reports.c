#include "stat.h"

/* clang-format off */
static const struct key_kind
table = {.parts = 1, .by_key = true, .width = 10, .wide_width = 15, .wide_if_percent = true, .cut_names = true,
         .pad_packets = true, .heading_width = 10, .heading_wide = 15},
c32 = {.parts = 1, .width = 10, .wide_width = 15, .cut_names = true},
c322 = {.parts = 2, .width = 10, .wide_width = 10, .cut_names = true},
ip = {.parts = 1, .width = 15, .wide_width = 15},
ip2 = {.parts = 2, .width = 15, .wide_width = 15, .pad_packets = true},
as2 = {.parts = 2, .width = 16, .wide_width = 16, .cut_names = true, .pad_packets = true},
if2 = {.parts = 2, .width = 5, .wide_width = 5, .pad_packets = true},
pre = {.parts = 1, .width = 18, .wide_width = 18},
pre2 = {.parts = 2, .width = 18, .wide_width = 18};

#define FIELD(f) {KEY_FIELD, FT_F_##f, 0}
#define PREFIX(f, m) {KEY_PREFIX, FT_F_##f, FT_F_##m}
#define QUOTIENT {KEY_OCTETS_PER_PACKET, FT_F_DOCTETS, FT_F_DPKTS}
#define ONE(a) .keys = {{a}}
#define PAIR(a, b) .keys = {{a, b}}
#define EITHER(a, b, more) .keys = {{a}, {b}}, .flags = KEYED_BOTH | (more)
#define KEYED(title, k, heading, ...) {.name = title, .engine = &engine_keyed, .kind = &k, .label = heading, __VA_ARGS__}
#define OTHER(title, e, bits) {.name = title, .engine = &engine_##e, .needs = bits}
#define UDP_TCP .symbols = "tcp-port.sym", .needs = 0x200000
#define AS .symbols = "asn.sym"
#define TAG .symbols = "tag.sym", .flags = KEYED_ONE_FLOW

const struct report reports[REPORT_COUNT] = {
OTHER("Overall Summary", summary, 0x1),
KEYED("Average packet size distribution", c32, "Pkt Size  ", ONE(QUOTIENT)),
KEYED("Packets per flow distribution", c32, "Packets   ", ONE(FIELD(DPKTS))),
KEYED("Octets per flow distribution", c32, "Octets    ", ONE(FIELD(DOCTETS))),
OTHER("Bandwidth per flow distribution", none, 0),
KEYED("UDP/TCP destination port", table, "port", ONE(FIELD(DSTPORT)), UDP_TCP, .flags = KEYED_PORTS),
KEYED("UDP/TCP source port", table, "port", ONE(FIELD(SRCPORT)), UDP_TCP, .flags = KEYED_PORTS),
KEYED("UDP/TCP port", table, "port", EITHER(FIELD(SRCPORT), FIELD(DSTPORT), KEYED_PORTS), UDP_TCP),
KEYED("Destination IP", ip, "IPaddr         ", ONE(FIELD(DSTADDR))),
KEYED("Source IP", ip, "IPaddr         ", ONE(FIELD(SRCADDR))),
KEYED("Source/Destination IP", ip2, "src IPaddr     dst IPaddr       ", PAIR(FIELD(SRCADDR), FIELD(DSTADDR))),
KEYED("Source or Destination IP", ip, "IPaddr         ", EITHER(FIELD(SRCADDR), FIELD(DSTADDR), KEYED_TOTAL_ONCE)),
KEYED("IP protocol", table, "protocol", ONE(FIELD(PROT)), .symbols = "ip-prot.sym"),
OTHER("octets for flow duration plot data", plot, 0),
OTHER("packets for flow duration plot data", plot, 0),
OTHER("short summary", short, 0),
KEYED("IP Next Hop", ip, "IPaddr         ", ONE(FIELD(NEXTHOP))),
KEYED("Input interface", table, "interface", ONE(FIELD(INPUT))),
KEYED("Output interface", table, "interface", ONE(FIELD(OUTPUT))),
KEYED("Source AS", table, "src AS", ONE(FIELD(SRC_AS)), AS),
KEYED("Destination AS", table, "dst AS", ONE(FIELD(DST_AS)), AS),
KEYED("Source/Destination AS", as2, "src AS          dst AS            ", PAIR(FIELD(SRC_AS), FIELD(DST_AS)), AS),
KEYED("IP ToS", table, "ToS", ONE(FIELD(TOS))),
KEYED("Input/Output Interface", if2, "in   out    ", PAIR(FIELD(INPUT), FIELD(OUTPUT))),
KEYED("Source Prefix", pre, "Source Prefix     ", ONE(PREFIX(SRCADDR, SRC_MASK))),
KEYED("Destination Prefix", pre, "Source Prefix     ", ONE(PREFIX(DSTADDR, DST_MASK))),
KEYED("Source/Destination Prefix", pre2, "Source Prefix     Destination Prefix  ",
      PAIR(PREFIX(SRCADDR, SRC_MASK), PREFIX(DSTADDR, DST_MASK))),
KEYED("Exporter IP", ip, "IPaddr         ", ONE(FIELD(EXADDR))),
KEYED("Engine Id", table, "engine_id", ONE(FIELD(ENGINE_ID))),
KEYED("Engine Type", table, "engine_type", ONE(FIELD(ENGINE_TYPE))),
KEYED("Source Tag", c32, "Src Tag   ", ONE(FIELD(SRC_TAG)), TAG),
KEYED("Destination Tag", c32, "Dst Tag   ", ONE(FIELD(DST_TAG)), TAG),
KEYED("Source/Destination Tag", c322, "Src Tag   Dst Tag     ", PAIR(FIELD(SRC_TAG), FIELD(DST_TAG)), TAG),
};
/* clang-format on */

static uint64_t part_needs(const struct key_part *part) {
  if (part->source == KEY_NONE) return 0;
  uint64_t bits = ft_field_info(part->field)->bit;
  return part->source == KEY_FIELD ? bits : bits | ft_field_info(part->field2)->bit;
}

uint64_t report_needs(const struct report *report) {
  uint64_t bits = report->needs | FT_FIELD_BIT(DPKTS) | FT_FIELD_BIT(DOCTETS) |
                  FT_FIELD_BIT(FIRST) | FT_FIELD_BIT(LAST);
  for (unsigned k = 0; k < 2; k++)
    for (unsigned p = 0; p < KEY_PARTS; p++)
      bits |= part_needs(&report->keys[k][p]);
  return bits;
}
