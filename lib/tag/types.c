#include "config.h"

#include <netinet/in.h>
#include <strings.h>

#include "tag/tag.h"

#define ONE(a)                                                                                     \
  1, {                                                                                             \
    FT_F_##a                                                                                       \
  }
#define TWO(a, b)                                                                                  \
  2, {                                                                                             \
    FT_F_##a, FT_F_##b                                                                             \
  }
#define TCP IPPROTO_TCP
#define UDP IPPROTO_UDP

static const struct ft_tag_type types[] = {
    {"source-prefix", FT_TAG_PREFIX, 0, ONE(SRCADDR)},
    {"src-prefix", FT_TAG_PREFIX, 0, ONE(SRCADDR)},
    {"destination-prefix", FT_TAG_PREFIX, 0, ONE(DSTADDR)},
    {"dst-prefix", FT_TAG_PREFIX, 0, ONE(DSTADDR)},
    {"prefix", FT_TAG_PREFIX, 0, TWO(SRCADDR, DSTADDR)},
    {"source-as", FT_TAG_NUMBER, 0, ONE(SRC_AS)},
    {"src-as", FT_TAG_NUMBER, 0, ONE(SRC_AS)},
    {"destination-as", FT_TAG_NUMBER, 0, ONE(DST_AS)},
    {"dst-as", FT_TAG_NUMBER, 0, ONE(DST_AS)},
    {"as", FT_TAG_NUMBER, 0, TWO(SRC_AS, DST_AS)},
    {"next-hop", FT_TAG_ADDRESS, 0, ONE(NEXTHOP)},
    {"exporter", FT_TAG_ADDRESS, 0, ONE(EXADDR)},
    {"source-ip-address", FT_TAG_ADDRESS, 0, ONE(SRCADDR)},
    {"src-ip", FT_TAG_ADDRESS, 0, ONE(SRCADDR)},
    {"destination-ip-address", FT_TAG_ADDRESS, 0, ONE(DSTADDR)},
    {"dst-ip", FT_TAG_ADDRESS, 0, ONE(DSTADDR)},
    {"ip", FT_TAG_ADDRESS, 0, TWO(SRCADDR, DSTADDR)},
    {"ip-address", FT_TAG_ADDRESS, 0, TWO(SRCADDR, DSTADDR)},
    {"tcp-source-port", FT_TAG_NUMBER, TCP, ONE(SRCPORT)},
    {"tcp-src-port", FT_TAG_NUMBER, TCP, ONE(SRCPORT)},
    {"tcp-destination-port", FT_TAG_NUMBER, TCP, ONE(DSTPORT)},
    {"tcp-dst-port", FT_TAG_NUMBER, TCP, ONE(DSTPORT)},
    {"tcp-port", FT_TAG_NUMBER, TCP, TWO(SRCPORT, DSTPORT)},
    {"udp-source-port", FT_TAG_NUMBER, UDP, ONE(SRCPORT)},
    {"udp-src-port", FT_TAG_NUMBER, UDP, ONE(SRCPORT)},
    {"udp-destination-port", FT_TAG_NUMBER, UDP, ONE(DSTPORT)},
    {"udp-dst-port", FT_TAG_NUMBER, UDP, ONE(DSTPORT)},
    {"udp-port", FT_TAG_NUMBER, UDP, TWO(SRCPORT, DSTPORT)},
    {"tos", FT_TAG_NUMBER, 0, ONE(TOS)},
    {"input-interface", FT_TAG_NUMBER, 0, ONE(INPUT)},
    {"output-interface", FT_TAG_NUMBER, 0, ONE(OUTPUT)},
    {"interface", FT_TAG_NUMBER, 0, TWO(INPUT, OUTPUT)},
    {"any", FT_TAG_ANY, 0, 0, {0}},
};

const struct ft_tag_type *ft_tag_type_find(const char *name) {
  for (size_t i = 0; i < sizeof types / sizeof *types; i++)
    if (!strcasecmp(types[i].name, name)) return &types[i];
  return NULL;
}
