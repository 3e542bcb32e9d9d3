#include "format.h"

/* clang-format off */
#define CELL(k, f, ...) {.kind = CELL_##k, .field = FT_F_##f, __VA_ARGS__}
/* As printf would: %-Wlu, %Wlu, %W.Wx, %-Wx, %-Ws; names are cut to the width. */
#define NUM(field, w, then) CELL(NUMBER, field, .width = w, .after = then)
#define NUM_RIGHT(field, w, then) CELL(NUMBER, field, .width = w, .right = true, .after = then)
#define HEX(field, w, then) CELL(HEX, field, .width = w, .after = then)
#define HEX_LEFT(field, w, then) CELL(HEX_LEFT, field, .width = w, .after = then)
#define ADDR(field, w, then) CELL(ADDR, field, .width = w, .after = then)
#define NAME(table, field, w, then) CELL(NAME, field, .names = NAMES_##table, .width = w, .after = then)
#define TAG(field, w, then) CELL(TAG, field, .names = NAMES_TAG, .width = w, .after = then)
#define SRC_PREFIX(then) CELL(PREFIX, SRCADDR, .field2 = FT_F_SRC_MASK, .width = 18, .after = then)
#define DST_PREFIX(then) CELL(PREFIX, DSTADDR, .field2 = FT_F_DST_MASK, .width = 18, .after = then)
#define TIMES(kind, between, then) CELL(kind, FIRST, .after = between), CELL(kind, LAST, .after = then)
#define BLANK(then) {.kind = CELL_BLANK, .after = then}

/* The ends of many rows. */
#define COUNTERS(then) NUM(DPKTS, 10, " "), NUM(DOCTETS, 10, then)
#define TOTALS NUM(DOCTETS, 10, "  "), NUM(DPKTS, 10, "\n")
#define REST NUM(DFLOWS, 12, ""), NUM(DOCTETS, 12, ""), NUM(DPKTS, 12, ""), \
             CELL(DURATION, LAST, .field2 = FT_F_FIRST, .width = 12, .after = "\n")
#define CONTRACT NUM(TOS, 3, "  "), NUM(MARKED_TOS, 3, "  "), NUM(EXTRA_PKTS, 10, "  "), \
                 NUM(DOCTETS, 10, "  "), NUM(DPKTS, 10, "\n")
/* And the beginnings. */
#define TOS_FIRST NUM(TOS, 3, "  ")
#define IN_OUT NUM(INPUT, 7, ""), NUM(OUTPUT, 7, "")
#define AS_ROW(w) NAME(AS, SRC_AS, w, "  "), NAME(AS, DST_AS, w, "  "), IN_OUT, REST
#define PORT_ROW(w) NAME(PORT, SRCPORT, w, "  "), NAME(PORT, DSTPORT, w, "  "), NAME(PROT, PROT, 5, "  "), REST
#define SRC_ROW(w) SRC_PREFIX("  "), NAME(AS, SRC_AS, w, "  "), NUM(INPUT, 7, ""), REST
#define DST_ROW(w) DST_PREFIX("  "), NAME(AS, DST_AS, w, "  "), NUM(OUTPUT, 7, ""), REST
#define PREFIX_ROW(w) SRC_PREFIX("  "), NAME(AS, SRC_AS, w, "  "), DST_PREFIX("  "), NAME(AS, DST_AS, w, "  "), IN_OUT, REST
#define HEX_ROW(then) HEX(INPUT, 4, " "), ADDR(SRCADDR, 15, "  "), HEX(OUTPUT, 4, " "), ADDR(DSTADDR, 15, "   "), \
                      HEX(PROT, 2, " "), HEX_LEFT(SRCPORT, 4, " "), HEX_LEFT(DSTPORT, 4, "  "), COUNTERS(then)
#define ACTIVITY CELL(ACTIVE, LAST, .field2 = FT_F_FIRST, .width = 5, .after = " ")
#define PER_PACKET(w, then) CELL(PER_PACKET, DOCTETS, .field2 = FT_F_DPKTS, .width = w, .after = then)
#define TIME_LINE TIMES(TIME, "  ", "  "), ACTIVITY, PER_PACKET(3, " "), HEX(TOS, 2, " "), HEX(TCP_FLAGS, 2, "\n\n")

static const struct cell
f0[] = {HEX_ROW("\n")},
f1[] = {HEX_ROW("\n "), TIME_LINE},
f2[] = {HEX(INPUT, 2, "  "), ADDR(SRCADDR, 15, "  "), HEX(OUTPUT, 2, "  "), ADDR(DSTADDR, 15, " "), HEX(PROT, 2, " "),
        HEX_LEFT(SRCPORT, 4, " "), HEX_LEFT(DSTPORT, 4, " "), COUNTERS("\n "), TIME_LINE},
f3[] = {ADDR(SRCADDR, 15, "  "), ADDR(DSTADDR, 15, "  "), NAME(PROT, PROT, 4, "  "), NAME(PORT, SRCPORT, 7, "  "),
        NAME(PORT, DSTPORT, 7, "  "), TOTALS},
f3w[] = {ADDR(SRCADDR, 15, "  "), ADDR(DSTADDR, 15, "  "), NAME(PROT, PROT, 5, "  "), NAME(PORT, SRCPORT, 16, "  "),
         NAME(PORT, DSTPORT, 16, "  "), TOTALS},
f4[] = {SRC_PREFIX(" "), DST_PREFIX(" "), NAME(PROT, PROT, 4, "  "), NAME(AS, SRC_AS, 5, "  "), NAME(AS, DST_AS, 5, "  "), TOTALS},
f4w[] = {HEX(INPUT, 4, " "), HEX(OUTPUT, 4, " "), SRC_PREFIX("  "), DST_PREFIX("  "), NAME(PROT, PROT, 5, "  "),
         NAME(AS, SRC_AS, 16, "  "), NAME(AS, DST_AS, 16, "  "), TOTALS},
f5[] = {TIMES(TIME, " ", " "), NUM(INPUT, 5, " "), ADDR(SRCADDR, 15, " "), NUM(SRCPORT, 5, " "), NUM(OUTPUT, 5, " "),
        ADDR(DSTADDR, 15, " "), NUM(DSTPORT, 5, " "), NUM(PROT, 3, " "), CELL(LOW_FLAGS, TCP_FLAGS, .width = 2, .after = " "),
        COUNTERS("\n")},
f6[] = {BLANK(" "), ADDR(SRCADDR, 15, "  "), ADDR(DSTADDR, 15, "  "), NUM_RIGHT(DPKTS, 17, "  "), NUM_RIGHT(DOCTETS, 18, "\n")},
f7[] = {SRC_PREFIX("  "), DST_PREFIX("  "), ADDR(ROUTER_SC, 15, "  "), NAME(PROT, PROT, 5, "  "), NAME(PORT, SRCPORT, 14, "  "),
        NAME(PORT, DSTPORT, 14, "  "), TOTALS},
f8[] = {SRC_PREFIX("  "), DST_PREFIX("  "), ADDR(PEER_NEXTHOP, 15, "  "), NUM(IN_ENCAPS, 4, " "), NUM(OUT_ENCAPS, 4, "  "),
        NAME(PROT, PROT, 5, "  "), NAME(PORT, SRCPORT, 14, "  "), NAME(PORT, DSTPORT, 14, "  "), TOTALS},
f9[] = {TAG(SRC_TAG, 10, "  "), TAG(DST_TAG, 10, "  "), ADDR(SRCADDR, 15, "  "), ADDR(DSTADDR, 15, "  "), TOTALS},
f9w[] = {TAG(SRC_TAG, 15, "  "), TAG(DST_TAG, 15, "  "), ADDR(SRCADDR, 15, "  "), ADDR(DSTADDR, 15, "  "), TOTALS},
f10[] = {AS_ROW(5)}, f10w[] = {AS_ROW(16)},
f11[] = {PORT_ROW(7)}, f11w[] = {PORT_ROW(16)},
f12[] = {SRC_ROW(5)}, f12w[] = {SRC_ROW(16)},
f13[] = {DST_ROW(5)}, f13w[] = {DST_ROW(16)},
f14[] = {PREFIX_ROW(5)}, f14w[] = {PREFIX_ROW(16)},
f15[] = {ADDR(DSTADDR, 15, "  "), ADDR(ROUTER_SC, 15, "  "), NUM(OUTPUT, 5, "  "), CONTRACT},
f16[] = {ADDR(SRCADDR, 15, "  "), ADDR(DSTADDR, 15, "  "), ADDR(ROUTER_SC, 15, "  "), NUM(INPUT, 5, "  "),
         NUM(OUTPUT, 5, "  "), CONTRACT},
f17[] = {ADDR(SRCADDR, 15, "  "), ADDR(DSTADDR, 15, "  "), ADDR(ROUTER_SC, 15, "  "), NUM(INPUT, 5, "  "),
         NUM(OUTPUT, 5, "  "), NAME(PORT_SHORT, SRCPORT, 5, "  "), NAME(PORT_SHORT, DSTPORT, 5, "  "),
         NAME(PROT, PROT, 3, "  "), CONTRACT},
f18[] = {TOS_FIRST, AS_ROW(5)}, f18w[] = {TOS_FIRST, AS_ROW(16)},
f19[] = {TOS_FIRST, PORT_ROW(7)}, f19w[] = {TOS_FIRST, PORT_ROW(16)},
f20[] = {TOS_FIRST, SRC_ROW(5)}, f20w[] = {TOS_FIRST, SRC_ROW(16)},
f21[] = {TOS_FIRST, DST_ROW(5)}, f21w[] = {TOS_FIRST, DST_ROW(16)},
f22[] = {TOS_FIRST, PREFIX_ROW(5)}, f22w[] = {TOS_FIRST, PREFIX_ROW(16)},
f23[] = {TOS_FIRST, SRC_PREFIX("  "), DST_PREFIX("  "), NAME(PROT, PROT, 3, "  "), NAME(PORT, SRCPORT, 5, "  "),
         NAME(PORT, DSTPORT, 5, "  "), IN_OUT, REST},
f23w[] = {TOS_FIRST, SRC_PREFIX("  "), DST_PREFIX("  "), NAME(PROT, PROT, 5, "  "), NAME(PORT, SRCPORT, 16, "  "),
          NAME(PORT, DSTPORT, 16, "  "), IN_OUT, REST},
f24[] = {HEX(INPUT, 4, " "), ADDR(SRCADDR, 15, "  "), HEX(OUTPUT, 4, " "), ADDR(DSTADDR, 15, "  "), HEX(PROT, 2, " "),
         NUM(SRCPORT, 5, " "), NUM(DSTPORT, 5, " "), NUM(DPKTS, 10, " "), NUM(DOCTETS, 10, "   "), TIMES(DATE, "  ", "  "),
         ADDR(EXADDR, 15, " "), ADDR(ROUTER_SC, 15, " "), ACTIVITY, PER_PACKET(4, "  "), HEX(TOS, 2, " "),
         HEX(TCP_FLAGS, 2, "  "), NAME(AS, SRC_AS, 5, " "), NAME(AS, DST_AS, 5, "\n")};

#define COUNT(cells) (sizeof(cells) / sizeof((cells)[0]))
#define NARROW(format, name, choice, heading) {name, CHOICE_##choice, heading, format, NULL, NULL, COUNT(format), 0}
#define WIDE(format, wide, name, heading, wide_heading) \
  {name, CHOICE_ALL, heading, format, wide_heading, wide, COUNT(format), COUNT(wide)}

#define ACTIVE_HEADING " StartTime          EndTime             Active   B/Pk Ts Fl\n\n"

const struct format formats[FORMAT_COUNT] = {
NARROW(f0, "one line, interfaces and ports, hexadecimal", ALL,
  "Sif  SrcIPaddress     Dif  DstIPaddress      Pr SrcP DstP  Pkts       Octets\n"),
NARROW(f1, "two lines, as 0 with times", WITH_PACKETS,
  "Sif  SrcIPaddress     DIf  DstIPaddress      Pr SrcP DstP  Pkts  Octets\n" ACTIVE_HEADING),
NARROW(f2, "two lines, flows of two SYN packets", SYN,
  "Sif SrcIPaddress     DIf DstIPaddress    Pr SrcP DstP Pkts       Octets\n" ACTIVE_HEADING),
WIDE(f3, f3w, "addresses, ports",
  "srcIP            dstIP            prot  srcPort  dstPort  octets      packets\n",
  "srcIP            dstIP            prot   srcPort           dstPort           octets      packets\n"),
WIDE(f4, f4w, "prefixes, AS numbers",
  "srcIP              dstIP              prot  srcAS  dstAS  octets      packets\n",
  "Sif  Dif  srcIP               dstIP               prot   srcAS             dstAS             octets      packets\n"),
NARROW(f5, "one line with times", ALL,
  "Start             End               Sif   SrcIPaddress    SrcP  DIf   DstIPaddress    DstP    P Fl Pkts       Octets\n\n"),
NARROW(f6, "addresses, counters", ALL,
  "   Source           Destination              Packets               Bytes\n"),
NARROW(f7, "version 7", ALL,
  "srcIP               dstIP               router_sc        prot   srcPort         dstPort         octets      packets\n"),
NARROW(f8, "version 6", ALL,
  "srcIP               dstIP               peer_nexthop     encap i/o  prot   srcPort         dstPort         octets      packets\n"),
WIDE(f9, f9w, "version 1005, tags",
  "srcTag      dstTag      srcIP            dstIP            octets      packets\n",
  "srcTag             dstTag             srcIP            dstIP            octets      packets\n"),
WIDE(f10, f10w, "version 8, AS",
  "srcAS  dstAS  in     out    flows       octets      packets     duration\n",
  "srcAS             dstAS             in     out    flows       octets      packets     duration\n"),
WIDE(f11, f11w, "version 8, protocol and port",
  "srcPort  dstPort  prot   flows       octets      packets     duration\n",
  "srcPort           dstPort           prot   flows       octets      packets     duration\n"),
WIDE(f12, f12w, "version 8, source prefix",
  "src/mask            srcAS  input  flows       octets      packets     duration\n",
  "srcPrefix           srcAS             input  flows       octets      packets     duration\n"),
WIDE(f13, f13w, "version 8, destination prefix",
  "dst/mask            dstAS  input  flows       octets      packets     duration\n",
  "dstPrefix           dstAS             input  flows       octets      packets     duration\n"),
WIDE(f14, f14w, "version 8, prefixes",
  "srcPrefix           srcAS  dstPrefix           dstAS  input  output flows       octets      packets     duration\n",
  "srcPrefix           srcAS             dstPrefix           dstAS             input  output flows       octets      packets     duration\n"),
NARROW(f15, "version 8, destination", ALL,
  "dstIP            router_sc        Dif    ToS  mToS xpackets    octets      packets\n"),
NARROW(f16, "version 8, source and destination", ALL,
  "srcIP            dstIP            router_sc        Sif    Dif    ToS  mToS xpackets    octets      packets\n"),
NARROW(f17, "version 8, full flow", ALL,
  "srcIP            dstIP            router_sc        Sif    Dif    SrcP   DstP   prot ToS  mToS xpackets    octets      packets\n"),
WIDE(f18, f18w, "version 8, ToS and AS",
  "ToS  srcAS  dstAS  in     out    flows       octets      packets     duration\n",
  "ToS  srcAS             dstAS             in     out    flows       octets      packets     duration\n"),
WIDE(f19, f19w, "version 8, ToS, protocol and port",
  "ToS  srcPort  dstPort  prot   flows       octets      packets     duration\n",
  "ToS  srcPort           dstPort           prot   flows       octets      packets     duration\n"),
WIDE(f20, f20w, "version 8, ToS and source prefix",
  "ToS  srcPrefix           srcAS  input  flows       octets      packets     duration\n",
  "ToS  srcPrefix           srcAS             input  flows       octets      packets     duration\n"),
WIDE(f21, f21w, "version 8, ToS and destination prefix",
  "ToS  dst/mask            dstAS  input  flows       octets      packets     duration\n",
  "ToS  dstPrefix           dstAS             input  flows       octets      packets     duration\n"),
WIDE(f22, f22w, "version 8, ToS and prefixes",
  "ToS  srcPrefix           srcAS  dstPrefix           dstAS  input  output flows       octets      packets     duration\n",
  "ToS  srcPrefix           srcAS             dstPrefix           dstAS             input  output flows       octets      packets     duration\n"),
WIDE(f23, f23w, "version 8, ToS, prefixes and ports",
  "ToS  srcPrefix           dstPrefix           Pr   SrcP   DstP    input  output flows       octets      packets     duration\n",
  "ToS  srcPrefix           dstPrefix           Pr     SrcP              DstP              input  output flows       octets      packets     duration\n"),
NARROW(f24, "version 7, one line with everything", WITH_PACKETS,
  "#Sif SrcIPaddress     DIf  DstIPaddress     Pr SrcP  DstP  Pkts       Octets       StartDate  StartTime     EndDate    EndTime"
  "       ExporterAddr    RouterSrc          Active B/Pk  Ts Fl  SrcAS DstAS\n\n"),
};
/* clang-format on */

unsigned format_default(const struct ft_layout *layout) {
  switch (layout->version) {
  case 6:
    return 8;
  case 7:
    return 7;
  case 8:
    return 9u + layout->agg_method;
  case 1005:
    return 9;
  default:
    return 3;
  }
}
