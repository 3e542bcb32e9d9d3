/*
 * Where the fields of every export version lie: offset in a stream's record
 * (spec stream.md 8), offset in a datagram's record (netflow.md 2). Included by
 * layout.c alone. A new version is one more list here and one more row of
 * layout_rows.
 */
#define WIDTHS(id, name, bit, width, kind) WIDTH_##id = width,
enum field_width { FT_FIELDS(WIDTHS) };
#undef WIDTHS

#define NOT_SENT FT_NOT_SENT
/* A field as wide as the field table says; HIDDEN: one that is outside the field mask. */
#define SLOT(id, offset, wire)                                                                     \
  { FT_F_##id, WIDTH_##id, false, offset, wire }
#define HIDDEN(id, offset, wire)                                                                   \
  { FT_F_##id, WIDTH_##id, true, offset, wire }

/* clang-format off */
static const struct ft_slot v1_slots[] = {
    SLOT(UNIX_SECS, 0, NOT_SENT),
    SLOT(UNIX_NSECS, 4, NOT_SENT),
    SLOT(SYSUPTIME, 8, NOT_SENT),
    SLOT(EXADDR, 12, NOT_SENT),
    SLOT(SRCADDR, 16, 0),
    SLOT(DSTADDR, 20, 4),
    SLOT(NEXTHOP, 24, 8),
    SLOT(INPUT, 28, 12),
    SLOT(OUTPUT, 30, 14),
    SLOT(DPKTS, 32, 16),
    SLOT(DOCTETS, 36, 20),
    SLOT(FIRST, 40, 24),
    SLOT(LAST, 44, 28),
    SLOT(SRCPORT, 48, 32),
    SLOT(DSTPORT, 50, 34),
    SLOT(PROT, 52, 38),
    SLOT(TOS, 53, 39),
    SLOT(TCP_FLAGS, 54, 40),
};

static const struct ft_slot v5_slots[] = {
    SLOT(UNIX_SECS, 0, NOT_SENT),
    SLOT(UNIX_NSECS, 4, NOT_SENT),
    SLOT(SYSUPTIME, 8, NOT_SENT),
    SLOT(EXADDR, 12, NOT_SENT),
    SLOT(SRCADDR, 16, 0),
    SLOT(DSTADDR, 20, 4),
    SLOT(NEXTHOP, 24, 8),
    SLOT(INPUT, 28, 12),
    SLOT(OUTPUT, 30, 14),
    SLOT(DPKTS, 32, 16),
    SLOT(DOCTETS, 36, 20),
    SLOT(FIRST, 40, 24),
    SLOT(LAST, 44, 28),
    SLOT(SRCPORT, 48, 32),
    SLOT(DSTPORT, 50, 34),
    SLOT(PROT, 52, 38),
    SLOT(TOS, 53, 39),
    SLOT(TCP_FLAGS, 54, 37),
    SLOT(ENGINE_TYPE, 56, NOT_SENT),
    SLOT(ENGINE_ID, 57, NOT_SENT),
    SLOT(SRC_MASK, 58, 44),
    SLOT(DST_MASK, 59, 45),
    SLOT(SRC_AS, 60, 40),
    SLOT(DST_AS, 62, 42),
};

static const struct ft_slot v6_slots[] = {
    SLOT(UNIX_SECS, 0, NOT_SENT),
    SLOT(UNIX_NSECS, 4, NOT_SENT),
    SLOT(SYSUPTIME, 8, NOT_SENT),
    SLOT(EXADDR, 12, NOT_SENT),
    SLOT(SRCADDR, 16, 0),
    SLOT(DSTADDR, 20, 4),
    SLOT(NEXTHOP, 24, 8),
    SLOT(INPUT, 28, 12),
    SLOT(OUTPUT, 30, 14),
    SLOT(DPKTS, 32, 16),
    SLOT(DOCTETS, 36, 20),
    SLOT(FIRST, 40, 24),
    SLOT(LAST, 44, 28),
    SLOT(SRCPORT, 48, 32),
    SLOT(DSTPORT, 50, 34),
    SLOT(PROT, 52, 38),
    SLOT(TOS, 53, 39),
    SLOT(TCP_FLAGS, 54, 37),
    SLOT(ENGINE_TYPE, 56, NOT_SENT),
    SLOT(ENGINE_ID, 57, NOT_SENT),
    SLOT(SRC_MASK, 58, 44),
    SLOT(DST_MASK, 59, 45),
    SLOT(SRC_AS, 60, 40),
    SLOT(DST_AS, 62, 42),
    SLOT(IN_ENCAPS, 64, 46),
    SLOT(OUT_ENCAPS, 65, 47),
    SLOT(PEER_NEXTHOP, 68, 48),
};

static const struct ft_slot v7_slots[] = {
    SLOT(UNIX_SECS, 0, NOT_SENT),
    SLOT(UNIX_NSECS, 4, NOT_SENT),
    SLOT(SYSUPTIME, 8, NOT_SENT),
    SLOT(EXADDR, 12, NOT_SENT),
    SLOT(SRCADDR, 16, 0),
    SLOT(DSTADDR, 20, 4),
    SLOT(NEXTHOP, 24, 8),
    SLOT(INPUT, 28, 12),
    SLOT(OUTPUT, 30, 14),
    SLOT(DPKTS, 32, 16),
    SLOT(DOCTETS, 36, 20),
    SLOT(FIRST, 40, 24),
    SLOT(LAST, 44, 28),
    SLOT(SRCPORT, 48, 32),
    SLOT(DSTPORT, 50, 34),
    SLOT(PROT, 52, 38),
    SLOT(TOS, 53, 39),
    SLOT(TCP_FLAGS, 54, 37),
    SLOT(ENGINE_TYPE, 56, NOT_SENT),
    SLOT(ENGINE_ID, 57, NOT_SENT),
    SLOT(SRC_MASK, 58, 44),
    SLOT(DST_MASK, 59, 45),
    SLOT(SRC_AS, 60, 40),
    SLOT(DST_AS, 62, 42),
    SLOT(ROUTER_SC, 64, 48),
};

static const struct ft_slot v8_1_slots[] = {
    SLOT(UNIX_SECS, 0, NOT_SENT),
    SLOT(UNIX_NSECS, 4, NOT_SENT),
    SLOT(SYSUPTIME, 8, NOT_SENT),
    SLOT(EXADDR, 12, NOT_SENT),
    SLOT(DFLOWS, 16, 0),
    SLOT(DPKTS, 20, 4),
    SLOT(DOCTETS, 24, 8),
    SLOT(FIRST, 28, 12),
    SLOT(LAST, 32, 16),
    SLOT(SRC_AS, 36, 20),
    SLOT(DST_AS, 38, 22),
    SLOT(INPUT, 40, 24),
    SLOT(OUTPUT, 42, 26),
    SLOT(ENGINE_TYPE, 44, NOT_SENT),
    SLOT(ENGINE_ID, 45, NOT_SENT),
};

static const struct ft_slot v8_2_slots[] = {
    SLOT(UNIX_SECS, 0, NOT_SENT),
    SLOT(UNIX_NSECS, 4, NOT_SENT),
    SLOT(SYSUPTIME, 8, NOT_SENT),
    SLOT(EXADDR, 12, NOT_SENT),
    SLOT(DFLOWS, 16, 0),
    SLOT(DPKTS, 20, 4),
    SLOT(DOCTETS, 24, 8),
    SLOT(FIRST, 28, 12),
    SLOT(LAST, 32, 16),
    SLOT(PROT, 36, 20),
    SLOT(SRCPORT, 40, 24),
    SLOT(DSTPORT, 42, 26),
    SLOT(ENGINE_TYPE, 44, NOT_SENT),
    SLOT(ENGINE_ID, 45, NOT_SENT),
};

static const struct ft_slot v8_3_slots[] = {
    SLOT(UNIX_SECS, 0, NOT_SENT),
    SLOT(UNIX_NSECS, 4, NOT_SENT),
    SLOT(EXADDR, 8, NOT_SENT),
    SLOT(SYSUPTIME, 12, NOT_SENT),
    SLOT(DFLOWS, 16, 0),
    SLOT(DPKTS, 20, 4),
    SLOT(DOCTETS, 24, 8),
    SLOT(FIRST, 28, 12),
    SLOT(LAST, 32, 16),
    SLOT(SRCADDR, 36, 20),
    SLOT(SRC_MASK, 40, 24),
    SLOT(SRC_AS, 42, 26),
    SLOT(INPUT, 44, 28),
    SLOT(ENGINE_TYPE, 46, NOT_SENT),
    SLOT(ENGINE_ID, 47, NOT_SENT),
};

static const struct ft_slot v8_4_slots[] = {
    SLOT(UNIX_SECS, 0, NOT_SENT),
    SLOT(UNIX_NSECS, 4, NOT_SENT),
    SLOT(SYSUPTIME, 8, NOT_SENT),
    SLOT(EXADDR, 12, NOT_SENT),
    SLOT(DFLOWS, 16, 0),
    SLOT(DPKTS, 20, 4),
    SLOT(DOCTETS, 24, 8),
    SLOT(FIRST, 28, 12),
    SLOT(LAST, 32, 16),
    SLOT(DSTADDR, 36, 20),
    SLOT(DST_MASK, 40, 24),
    SLOT(ENGINE_TYPE, 42, NOT_SENT),
    SLOT(ENGINE_ID, 43, NOT_SENT),
    SLOT(DST_AS, 44, 26),
    SLOT(OUTPUT, 46, 28),
};

static const struct ft_slot v8_5_slots[] = {
    SLOT(UNIX_SECS, 0, NOT_SENT),
    SLOT(UNIX_NSECS, 4, NOT_SENT),
    SLOT(SYSUPTIME, 8, NOT_SENT),
    SLOT(EXADDR, 12, NOT_SENT),
    SLOT(DFLOWS, 16, 0),
    SLOT(DPKTS, 20, 4),
    SLOT(DOCTETS, 24, 8),
    SLOT(FIRST, 28, 12),
    SLOT(LAST, 32, 16),
    SLOT(SRCADDR, 36, 20),
    SLOT(DSTADDR, 40, 24),
    SLOT(DST_MASK, 44, 28),
    SLOT(SRC_MASK, 45, 29),
    SLOT(ENGINE_TYPE, 46, NOT_SENT),
    SLOT(ENGINE_ID, 47, NOT_SENT),
    SLOT(SRC_AS, 48, 32),
    SLOT(DST_AS, 50, 34),
    SLOT(INPUT, 52, 36),
    SLOT(OUTPUT, 54, 38),
};

static const struct ft_slot v8_6_slots[] = {
    SLOT(UNIX_SECS, 0, NOT_SENT),
    SLOT(UNIX_NSECS, 4, NOT_SENT),
    SLOT(SYSUPTIME, 8, NOT_SENT),
    SLOT(EXADDR, 12, NOT_SENT),
    SLOT(DPKTS, 16, 4),
    SLOT(DOCTETS, 20, 8),
    SLOT(FIRST, 24, 12),
    SLOT(LAST, 28, 16),
    SLOT(DSTADDR, 32, 0),
    SLOT(EXTRA_PKTS, 36, 24),
    SLOT(ROUTER_SC, 40, 28),
    SLOT(OUTPUT, 44, 20),
    SLOT(TOS, 48, 22),
    SLOT(MARKED_TOS, 49, 23),
    SLOT(ENGINE_TYPE, 50, NOT_SENT),
    SLOT(ENGINE_ID, 51, NOT_SENT),
};

static const struct ft_slot v8_7_slots[] = {
    SLOT(UNIX_SECS, 0, NOT_SENT),
    SLOT(UNIX_NSECS, 4, NOT_SENT),
    SLOT(SYSUPTIME, 8, NOT_SENT),
    SLOT(EXADDR, 12, NOT_SENT),
    SLOT(DPKTS, 16, 8),
    SLOT(DOCTETS, 20, 12),
    SLOT(FIRST, 24, 16),
    SLOT(LAST, 28, 20),
    SLOT(DSTADDR, 32, 0),
    SLOT(SRCADDR, 36, 4),
    SLOT(EXTRA_PKTS, 40, 32),
    SLOT(ROUTER_SC, 44, 36),
    SLOT(OUTPUT, 48, 24),
    SLOT(INPUT, 50, 26),
    SLOT(TOS, 52, 28),
    SLOT(MARKED_TOS, 53, 29),
    SLOT(ENGINE_TYPE, 54, NOT_SENT),
    SLOT(ENGINE_ID, 55, NOT_SENT),
};

static const struct ft_slot v8_8_slots[] = {
    SLOT(UNIX_SECS, 0, NOT_SENT),
    SLOT(UNIX_NSECS, 4, NOT_SENT),
    SLOT(SYSUPTIME, 8, NOT_SENT),
    SLOT(EXADDR, 12, NOT_SENT),
    SLOT(DPKTS, 16, 12),
    SLOT(DOCTETS, 20, 16),
    SLOT(FIRST, 24, 20),
    SLOT(LAST, 28, 24),
    SLOT(DSTADDR, 32, 0),
    SLOT(SRCADDR, 36, 4),
    SLOT(EXTRA_PKTS, 40, 36),
    SLOT(ROUTER_SC, 44, 40),
    SLOT(DSTPORT, 48, 8),
    SLOT(SRCPORT, 50, 10),
    SLOT(OUTPUT, 52, 28),
    SLOT(INPUT, 54, 30),
    SLOT(TOS, 56, 32),
    SLOT(MARKED_TOS, 57, 34),
    SLOT(ENGINE_TYPE, 58, NOT_SENT),
    SLOT(ENGINE_ID, 59, NOT_SENT),
    SLOT(PROT, 60, 33),
};

static const struct ft_slot v8_9_slots[] = {
    SLOT(UNIX_SECS, 0, NOT_SENT),
    SLOT(UNIX_NSECS, 4, NOT_SENT),
    SLOT(SYSUPTIME, 8, NOT_SENT),
    SLOT(EXADDR, 12, NOT_SENT),
    SLOT(DFLOWS, 16, 0),
    SLOT(DPKTS, 20, 4),
    SLOT(DOCTETS, 24, 8),
    SLOT(FIRST, 28, 12),
    SLOT(LAST, 32, 16),
    SLOT(SRC_AS, 36, 20),
    SLOT(DST_AS, 38, 22),
    SLOT(INPUT, 40, 24),
    SLOT(OUTPUT, 42, 26),
    SLOT(ENGINE_TYPE, 44, NOT_SENT),
    SLOT(ENGINE_ID, 45, NOT_SENT),
    SLOT(TOS, 46, 28),
};

static const struct ft_slot v8_10_slots[] = {
    SLOT(UNIX_SECS, 0, NOT_SENT),
    SLOT(UNIX_NSECS, 4, NOT_SENT),
    SLOT(SYSUPTIME, 8, NOT_SENT),
    SLOT(EXADDR, 12, NOT_SENT),
    SLOT(DFLOWS, 16, 0),
    SLOT(DPKTS, 20, 4),
    SLOT(DOCTETS, 24, 8),
    SLOT(FIRST, 28, 12),
    SLOT(LAST, 32, 16),
    SLOT(SRCPORT, 36, 24),
    SLOT(DSTPORT, 38, 26),
    HIDDEN(INPUT, 40, 28),
    HIDDEN(OUTPUT, 42, 30),
    SLOT(ENGINE_TYPE, 44, NOT_SENT),
    SLOT(ENGINE_ID, 45, NOT_SENT),
    SLOT(PROT, 46, 20),
    SLOT(TOS, 47, 21),
};

static const struct ft_slot v8_11_slots[] = {
    SLOT(UNIX_SECS, 0, NOT_SENT),
    SLOT(UNIX_NSECS, 4, NOT_SENT),
    SLOT(EXADDR, 8, NOT_SENT),
    SLOT(SYSUPTIME, 12, NOT_SENT),
    SLOT(DFLOWS, 16, 0),
    SLOT(DPKTS, 20, 4),
    SLOT(DOCTETS, 24, 8),
    SLOT(FIRST, 28, 12),
    SLOT(LAST, 32, 16),
    SLOT(SRCADDR, 36, 20),
    SLOT(SRC_MASK, 40, 24),
    SLOT(TOS, 41, 25),
    SLOT(SRC_AS, 42, 26),
    SLOT(INPUT, 44, 28),
    SLOT(ENGINE_TYPE, 46, NOT_SENT),
    SLOT(ENGINE_ID, 47, NOT_SENT),
};

static const struct ft_slot v8_12_slots[] = {
    SLOT(UNIX_SECS, 0, NOT_SENT),
    SLOT(UNIX_NSECS, 4, NOT_SENT),
    SLOT(EXADDR, 8, NOT_SENT),
    SLOT(SYSUPTIME, 12, NOT_SENT),
    SLOT(DFLOWS, 16, 0),
    SLOT(DPKTS, 20, 4),
    SLOT(DOCTETS, 24, 8),
    SLOT(FIRST, 28, 12),
    SLOT(LAST, 32, 16),
    SLOT(DSTADDR, 36, 20),
    SLOT(OUTPUT, 40, 28),
    SLOT(DST_AS, 42, 26),
    SLOT(DST_MASK, 44, 24),
    SLOT(TOS, 45, 25),
    SLOT(ENGINE_TYPE, 46, NOT_SENT),
    SLOT(ENGINE_ID, 47, NOT_SENT),
};

static const struct ft_slot v8_13_slots[] = {
    SLOT(UNIX_SECS, 0, NOT_SENT),
    SLOT(UNIX_NSECS, 4, NOT_SENT),
    SLOT(SYSUPTIME, 8, NOT_SENT),
    SLOT(EXADDR, 12, NOT_SENT),
    SLOT(DFLOWS, 16, 0),
    SLOT(DPKTS, 20, 4),
    SLOT(DOCTETS, 24, 8),
    SLOT(FIRST, 28, 12),
    SLOT(LAST, 32, 16),
    SLOT(SRCADDR, 36, 20),
    SLOT(DSTADDR, 40, 24),
    SLOT(SRC_AS, 44, 32),
    SLOT(DST_AS, 46, 34),
    SLOT(INPUT, 48, 36),
    SLOT(OUTPUT, 50, 38),
    SLOT(DST_MASK, 52, 28),
    SLOT(SRC_MASK, 53, 29),
    SLOT(ENGINE_TYPE, 54, NOT_SENT),
    SLOT(ENGINE_ID, 55, NOT_SENT),
    SLOT(TOS, 56, 30),
};

static const struct ft_slot v8_14_slots[] = {
    SLOT(UNIX_SECS, 0, NOT_SENT),
    SLOT(UNIX_NSECS, 4, NOT_SENT),
    SLOT(SYSUPTIME, 8, NOT_SENT),
    SLOT(EXADDR, 12, NOT_SENT),
    SLOT(DFLOWS, 16, 0),
    SLOT(DPKTS, 20, 4),
    SLOT(DOCTETS, 24, 8),
    SLOT(FIRST, 28, 12),
    SLOT(LAST, 32, 16),
    SLOT(SRCADDR, 36, 20),
    SLOT(DSTADDR, 40, 24),
    SLOT(SRCPORT, 44, 32),
    SLOT(DSTPORT, 46, 34),
    SLOT(INPUT, 48, 36),
    SLOT(OUTPUT, 50, 38),
    SLOT(DST_MASK, 52, 28),
    SLOT(SRC_MASK, 53, 29),
    SLOT(ENGINE_TYPE, 54, NOT_SENT),
    SLOT(ENGINE_ID, 55, NOT_SENT),
    SLOT(TOS, 56, 30),
    SLOT(PROT, 57, 31),
};

static const struct ft_slot v1005_slots[] = {
    SLOT(UNIX_SECS, 0, NOT_SENT),
    SLOT(UNIX_NSECS, 4, NOT_SENT),
    SLOT(SYSUPTIME, 8, NOT_SENT),
    SLOT(EXADDR, 12, NOT_SENT),
    SLOT(SRCADDR, 16, NOT_SENT),
    SLOT(DSTADDR, 20, NOT_SENT),
    SLOT(NEXTHOP, 24, NOT_SENT),
    SLOT(INPUT, 28, NOT_SENT),
    SLOT(OUTPUT, 30, NOT_SENT),
    SLOT(DPKTS, 32, NOT_SENT),
    SLOT(DOCTETS, 36, NOT_SENT),
    SLOT(FIRST, 40, NOT_SENT),
    SLOT(LAST, 44, NOT_SENT),
    SLOT(SRCPORT, 48, NOT_SENT),
    SLOT(DSTPORT, 50, NOT_SENT),
    SLOT(PROT, 52, NOT_SENT),
    SLOT(TOS, 53, NOT_SENT),
    SLOT(TCP_FLAGS, 54, NOT_SENT),
    SLOT(ENGINE_TYPE, 56, NOT_SENT),
    SLOT(ENGINE_ID, 57, NOT_SENT),
    SLOT(SRC_MASK, 58, NOT_SENT),
    SLOT(DST_MASK, 59, NOT_SENT),
    SLOT(SRC_AS, 60, NOT_SENT),
    SLOT(DST_AS, 62, NOT_SENT),
    SLOT(SRC_TAG, 64, NOT_SENT),
    SLOT(DST_TAG, 68, NOT_SENT),
};

#define COUNT(slots) (sizeof(slots) / sizeof *(slots))
/* name, version, method, method's name, sizes: record; datagram header, record, most records; slots, field mask. */
#define LAYOUT(name, version, method, method_name, size, header, wire_size, max, slots, mask)      \
  { name, method_name, version, method ? 2 : 0, method, size, header, wire_size, max,              \
    COUNT(slots), slots, mask }

static const struct ft_layout layout_rows[] = {
    LAYOUT("1", 1, 0, NULL, 60, 16, 48, 24, v1_slots, 0xff31ef),
    LAYOUT("5", 5, 0, NULL, 64, 24, 48, 30, v5_slots, 0xfff37ef),
    LAYOUT("6", 6, 0, NULL, 72, 24, 52, 27, v6_slots, 0x7fff37ef),
    LAYOUT("7", 7, 0, NULL, 68, 24, 52, 27, v7_slots, 0x8fff37ef),
    LAYOUT("8.1", 8, 1, "AS", 48, 28, 28, 51, v8_1_slots, 0xc0607ff),
    LAYOUT("8.2", 8, 2, "Protocol Port", 48, 28, 28, 51, v8_2_slots, 0x3807ff),
    LAYOUT("8.3", 8, 3, "Source Prefix", 48, 28, 32, 44, v8_3_slots, 0x50217ff),
    LAYOUT("8.4", 8, 4, "Destination Prefix", 48, 28, 32, 44, v8_4_slots, 0xa0427ff),
    LAYOUT("8.5", 8, 5, "Prefix", 56, 28, 40, 35, v8_5_slots, 0xf0637ff),
    LAYOUT("8.6", 8, 6, "Destination", 52, 28, 32, 44, v8_6_slots, 0x3804427ef),
    LAYOUT("8.7", 8, 7, "Source Destination", 56, 28, 40, 35, v8_7_slots, 0x3804637ef),
    LAYOUT("8.8", 8, 8, "Full Flow", 64, 28, 44, 32, v8_8_slots, 0x3807e37ef),
    LAYOUT("8.9", 8, 9, "ToS AS", 48, 28, 32, 44, v8_9_slots, 0xc4607ff),
    LAYOUT("8.10", 8, 10, "ToS Proto Port", 48, 28, 32, 44, v8_10_slots, 0x7807ff),
    LAYOUT("8.11", 8, 11, "ToS Source Prefix", 48, 28, 32, 44, v8_11_slots, 0x54217ff),
    LAYOUT("8.12", 8, 12, "ToS Destination Prefix", 48, 28, 32, 44, v8_12_slots, 0xa4427ff),
    LAYOUT("8.13", 8, 13, "ToS Prefix", 60, 28, 40, 35, v8_13_slots, 0xf4637ff),
    LAYOUT("8.14", 8, 14, "ToS Prefix Port", 60, 28, 40, 35, v8_14_slots, 0x37e37ff),
    LAYOUT("1005", 1005, 0, NULL, 72, 0, 0, 0, v1005_slots, 0xc0fff37ef),
};

/* Flows that templates carry: the same but for the width of addresses, counters of 8 octets. */
#define WIDE_SLOTS(address)                                                                        \
    SLOT(UNIX_SECS, 0, NOT_SENT),                                                                  \
    SLOT(UNIX_NSECS, 4, NOT_SENT),                                                                 \
    SLOT(SYSUPTIME, 8, NOT_SENT),                                                                  \
    SLOT(FIRST, 12, NOT_SENT),                                                                     \
    SLOT(LAST, 16, NOT_SENT),                                                                      \
    SLOT(SRCPORT, 20, NOT_SENT),                                                                   \
    SLOT(DSTPORT, 22, NOT_SENT),                                                                   \
    { FT_F_DPKTS, 8, false, 24, NOT_SENT },                                                        \
    { FT_F_DOCTETS, 8, false, 32, NOT_SENT },                                                      \
    { FT_F_SRCADDR, address, false, 40, NOT_SENT },                                                \
    { FT_F_DSTADDR, address, false, 40 + (address), NOT_SENT },                                    \
    SLOT(PROT, 40 + 2 * (address), NOT_SENT)

static const struct ft_slot wide_ipv4_slots[] = {WIDE_SLOTS(4)};
static const struct ft_slot wide_ipv6_slots[] = {WIDE_SLOTS(16)};

static const struct ft_layout wide_rows[] = {
    LAYOUT("wide IPv4", 0, 0, NULL, 56, 0, 0, 0, wide_ipv4_slots, 0x3831e7),
    LAYOUT("wide IPv6", 0, 0, NULL, 80, 0, 0, 0, wide_ipv6_slots, 0x3831e7),
};
/* clang-format on */
