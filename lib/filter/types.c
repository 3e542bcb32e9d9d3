#include "config.h"

#include <strings.h>

#include "filter/filter.h"

const struct ft_primitive_type ft_primitive_types[FT_TYPE_COUNT] = {
    [FT_TYPE_AS] = {.name = "as",
                    .add = ft_add_buckets,
                    .test = FT_TEST_TABLE,
                    .limit = 65536,
                    .symbols = {FT_SYM_AS, FT_SYM_TAG}},
    [FT_TYPE_PROTOCOL] = {.name = "ip-protocol",
                          .add = ft_add_buckets,
                          .test = FT_TEST_TABLE,
                          .limit = 256,
                          .symbols = {FT_SYM_PROTOCOL}},
    [FT_TYPE_PORT] = {.name = "ip-port",
                      .add = ft_add_buckets,
                      .test = FT_TEST_TABLE,
                      .limit = 65536,
                      .symbols = {FT_SYM_PORT}},
    [FT_TYPE_PREFIX_LENGTH] = {.name = "ip-address-prefix-len",
                               .add = ft_add_buckets,
                               .test = FT_TEST_TABLE,
                               .limit = 33},
    [FT_TYPE_TOS] = {.name = "ip-tos",
                     .add = ft_add_buckets,
                     .test = FT_TEST_TABLE,
                     .limit = 256,
                     .maskable = true},
    [FT_TYPE_TCP_FLAGS] = {.name = "ip-tcp-flags",
                           .add = ft_add_buckets,
                           .test = FT_TEST_TABLE,
                           .limit = 256,
                           .maskable = true},
    [FT_TYPE_IFINDEX] = {.name = "ifindex",
                         .add = ft_add_buckets,
                         .test = FT_TEST_TABLE,
                         .limit = 65536},
    [FT_TYPE_ENGINE] = {.name = "engine",
                        .add = ft_add_buckets,
                        .test = FT_TEST_TABLE,
                        .limit = 256},
    /* An address is the prefix of all its bits. */
    [FT_TYPE_ADDRESS] = {.name = "ip-address", .add = ft_add_address, .test = FT_TEST_PREFIXES},
    [FT_TYPE_TAG] = {.name = "tag",
                     .add = ft_add_tag,
                     .test = FT_TEST_VALUES,
                     .symbols = {FT_SYM_TAG}},
    [FT_TYPE_ADDRESS_MASK] = {.name = "ip-address-mask",
                              .add = ft_add_address_mask,
                              .test = FT_TEST_MASKS},
    [FT_TYPE_TAG_MASK] = {.name = "tag-mask",
                          .add = ft_add_tag_mask,
                          .test = FT_TEST_MASKS,
                          .symbols = {FT_SYM_TAG}},
    [FT_TYPE_COUNTER] = {.name = "counter", .add = ft_add_counter, .test = FT_TEST_VALUES},
    [FT_TYPE_DOUBLE] = {.name = "double", .add = ft_add_double, .test = FT_TEST_REALS},
    [FT_TYPE_TIME] = {.name = "time",
                      .add = ft_add_time,
                      .test = FT_TEST_VALUES,
                      .local_time = true},
    [FT_TYPE_DATE] = {.name = "time-date", .add = ft_add_date, .test = FT_TEST_VALUES},
    [FT_TYPE_PREFIX] = {.name = "ip-address-prefix",
                        .add = ft_add_prefix,
                        .test = FT_TEST_PREFIXES},
    [FT_TYPE_RATE] = {.name = "rate", .add = ft_add_rate, .test = FT_TEST_SAMPLE},
};

#define BIT(type) (1u << FT_TYPE_##type)
#define ADDRESSES (BIT(ADDRESS) | BIT(ADDRESS_MASK) | BIT(PREFIX))
#define TIMES     (BIT(TIME) | BIT(DATE))
#define TAGS      (BIT(TAG) | BIT(TAG_MASK))
#define FIELD(id) FT_VALUE_FIELD, FT_F_##id

static const struct ft_match_item items[] = {
    {"source-as", "src-as", BIT(AS), FIELD(SRC_AS)},
    {"destination-as", "dst-as", BIT(AS), FIELD(DST_AS)},
    {"ip-source-address", "src-ip-addr", ADDRESSES, FIELD(SRCADDR)},
    {"ip-destination-address", "dst-ip-addr", ADDRESSES, FIELD(DSTADDR)},
    {"ip-exporter-address", "exporter-ip-addr", ADDRESSES, FIELD(EXADDR)},
    {"ip-nexthop-address", "nexthop-ip-addr", ADDRESSES, FIELD(NEXTHOP)},
    {"ip-shortcut-address", "shortcut-ip-addr", ADDRESSES, FIELD(ROUTER_SC)},
    {"ip-protocol", NULL, BIT(PROTOCOL), FIELD(PROT)},
    {"ip-source-address-prefix-len", "src-ip-addr-prefix-len", BIT(PREFIX_LENGTH), FIELD(SRC_MASK)},
    {"ip-destination-address-prefix-len", "dst-ip-addr-prefix-len", BIT(PREFIX_LENGTH),
     FIELD(DST_MASK)},
    {"ip-tos", NULL, BIT(TOS), FIELD(TOS)},
    {"ip-marked-tos", NULL, BIT(TOS), FIELD(MARKED_TOS)},
    {"ip-tcp-flags", NULL, BIT(TCP_FLAGS), FIELD(TCP_FLAGS)},
    {"ip-source-port", "src-ip-port", BIT(PORT), FIELD(SRCPORT)},
    {"ip-destination-port", "dst-ip-port", BIT(PORT), FIELD(DSTPORT)},
    {"input-interface", "src-ifindex", BIT(IFINDEX), FIELD(INPUT)},
    {"output-interface", "dst-ifindex", BIT(IFINDEX), FIELD(OUTPUT)},
    {"start-time", NULL, TIMES, FT_VALUE_START, FT_F_FIRST},
    {"end-time", NULL, TIMES, FT_VALUE_END, FT_F_LAST},
    {"flows", NULL, BIT(COUNTER), FIELD(DFLOWS)},
    {"octets", NULL, BIT(COUNTER), FIELD(DOCTETS)},
    {"packets", NULL, BIT(COUNTER), FIELD(DPKTS)},
    {"extra-packets", NULL, BIT(COUNTER), FIELD(EXTRA_PKTS)},
    {"duration", NULL, BIT(COUNTER), FT_VALUE_DURATION, FT_F_LAST},
    {"engine-id", NULL, BIT(ENGINE), FIELD(ENGINE_ID)},
    {"engine-type", NULL, BIT(ENGINE), FIELD(ENGINE_TYPE)},
    {"source-tag", "src-tag", TAGS, FIELD(SRC_TAG)},
    {"destination-tag", "dst-tag", TAGS, FIELD(DST_TAG)},
    {"pps", NULL, BIT(DOUBLE), FT_VALUE_PPS, FT_F_DPKTS},
    {"bps", NULL, BIT(DOUBLE), FT_VALUE_BPS, FT_F_DOCTETS},
    {"random-sample", NULL, BIT(RATE), FT_VALUE_NOTHING, FT_FIELD_COUNT},
};

const struct ft_match_item *ft_match_item_find(const char *name) {
  for (size_t i = 0; i < sizeof items / sizeof *items; i++) {
    const char *other = items[i].other_name;
    if (!strcasecmp(name, items[i].name) || (other && !strcasecmp(name, other))) return &items[i];
  }
  return NULL;
}

uint64_t ft_match_item_fields(const struct ft_match_item *item) {
  const struct ft_field *field = ft_field_info(item->field);
  uint64_t bits = field ? field->bit : 0;
  switch (item->value) {
  case FT_VALUE_START:
  case FT_VALUE_END:
    bits |= FT_FIELD_BIT(UNIX_SECS) | FT_FIELD_BIT(UNIX_NSECS) | FT_FIELD_BIT(SYSUPTIME);
    break;
  case FT_VALUE_DURATION:
  case FT_VALUE_PPS:
  case FT_VALUE_BPS:
    bits |= FT_FIELD_BIT(FIRST) | FT_FIELD_BIT(LAST);
    break;
  case FT_VALUE_FIELD:
  case FT_VALUE_NOTHING:
    break;
  }
  return bits;
}
