/* What the words of filter expressions mean. */
#include "config.h"

#include <strings.h>

#include "filter/expression_parse.h"

#define SIDES(src, dst) [FT_SIDE_SRC] = src, [FT_SIDE_DST] = dst
#define ADDRESSES                                                                                  \
  {                                                                                                \
    SIDES("ip-source-address", "ip-destination-address"),                                          \
        [FT_SIDE_NEXT] = "ip-nexthop-address", [FT_SIDE_EXPORTER] = "ip-exporter-address"          \
  }
#define INTERFACES                                                                                 \
  {                                                                                                \
    SIDES("input-interface", "output-interface"), [FT_SIDE_IN] = "input-interface",                \
                                                  [FT_SIDE_OUT] = "output-interface"               \
  }

const struct ft_expr_keyword ft_expr_address = {
    {"address", "ip"}, FT_TYPE_PREFIX, ft_expr_read_address, ADDRESSES};

static const struct ft_expr_keyword keywords[] = {
    {{"host"}, FT_TYPE_PREFIX, ft_expr_read_host, ADDRESSES},
    {{"net"}, FT_TYPE_PREFIX, ft_expr_read_net, ADDRESSES},
    {{"port", "portrange"},
     FT_TYPE_PORT,
     ft_expr_read_number,
     {SIDES("ip-source-port", "ip-destination-port")}},
    {{"as"}, FT_TYPE_AS, ft_expr_read_number, {SIDES("source-as", "destination-as")}},
    {{"if"}, FT_TYPE_IFINDEX, ft_expr_read_number, INTERFACES},
    {{"tag"}, FT_TYPE_TAG, ft_expr_read_number, {SIDES("source-tag", "destination-tag")}},
    {{"prefix-len"},
     FT_TYPE_PREFIX_LENGTH,
     ft_expr_read_number,
     {SIDES("ip-source-address-prefix-len", "ip-destination-address-prefix-len")}},
    {{"proto", "protocol"}, FT_TYPE_PROTOCOL, ft_expr_read_number, {"ip-protocol"}},
    {{"tos"}, FT_TYPE_TOS, ft_expr_read_number, {"ip-tos"}},
    {{"flags"}, FT_TYPE_TCP_FLAGS, ft_expr_read_flags, {"ip-tcp-flags"}},
    {{"packets"}, FT_TYPE_COUNTER, ft_expr_read_number, {"packets"}},
    {{"octets", "bytes"}, FT_TYPE_COUNTER, ft_expr_read_number, {"octets"}},
    {{"flows"}, FT_TYPE_COUNTER, ft_expr_read_number, {"flows"}},
    {{"duration"}, FT_TYPE_COUNTER, ft_expr_read_number, {"duration"}},
    {{"pps"}, FT_TYPE_DOUBLE, ft_expr_read_real, {"pps"}},
    {{"bps"}, FT_TYPE_DOUBLE, ft_expr_read_real, {"bps"}},
    {{"start"}, FT_TYPE_DATE, ft_expr_read_date, {"start-time"}},
    {{"end"}, FT_TYPE_DATE, ft_expr_read_date, {"end-time"}},
    {{"engine-id"}, FT_TYPE_ENGINE, ft_expr_read_number, {"engine-id"}},
    {{"engine-type"}, FT_TYPE_ENGINE, ft_expr_read_number, {"engine-type"}},
};

struct named_number {
  const char *name;
  int number;
};

static const struct named_number sides[] = {
    {"src", FT_SIDE_SRC},         {"source", FT_SIDE_SRC},      {"dst", FT_SIDE_DST},
    {"dest", FT_SIDE_DST},        {"destination", FT_SIDE_DST}, {"out", FT_SIDE_OUT},
    {"next", FT_SIDE_NEXT},       {"nexthop", FT_SIDE_NEXT},    {"exporter", FT_SIDE_EXPORTER},
    {"router", FT_SIDE_EXPORTER},
};

/* Assigned once for all: no table is needed to understand `tcp`. */
static const struct named_number protocols[] = {
    {"icmp", 1}, {"igmp", 2}, {"ipip", 4},   {"tcp", 6},   {"udp", 17},  {"gre", 47},
    {"esp", 50}, {"ah", 51},  {"icmp6", 58}, {"ospf", 89}, {"pim", 103}, {"sctp", 132},
};

/* Tokens that words stand for, as the signs of the scanner do. */
static const struct named_number operators[] = {
    {"and", AND}, {"or", OR},     {"not", NOT},      {"in", IN},
    {"any", ANY}, {"mask", MASK}, {"netmask", MASK},
};

#define COUNT(list) (sizeof(list) / sizeof *(list))

static const struct named_number *find(const struct named_number *list, size_t count,
                                       const char *name) {
  for (size_t i = 0; i < count; i++)
    if (!strcasecmp(name, list[i].name)) return &list[i];
  return NULL;
}

static bool has_name(const struct ft_expr_keyword *keyword, const char *name) {
  for (size_t i = 0; i < COUNT(keyword->names) && keyword->names[i]; i++)
    if (!strcasecmp(name, keyword->names[i])) return true;
  return false;
}

static const struct ft_expr_keyword *find_keyword(const char *name) {
  if (has_name(&ft_expr_address, name)) return &ft_expr_address;
  for (size_t i = 0; i < COUNT(keywords); i++)
    if (has_name(&keywords[i], name)) return &keywords[i];
  return NULL;
}

bool ft_expr_protocol(const char *name, int *number) {
  const struct named_number *found = find(protocols, COUNT(protocols), name);
  if (found) *number = found->number;
  return found != NULL;
}

const char *ft_expr_side_name(enum ft_expr_side side) {
  if (side == FT_SIDE_IN) return "in";
  for (size_t i = 0; i < COUNT(sides); i++)
    if (sides[i].number == (int)side) return sides[i].name;
  return "";
}

int ft_expr_look_up(const char *word, struct ft_expr_token *token) {
  const struct named_number *found = find(operators, COUNT(operators), word);
  if (found) return found->number;
  if ((found = find(sides, COUNT(sides), word)) != NULL) {
    token->number = found->number;
    return SIDE;
  }
  for (int op = 0; op < FT_OP_COUNT; op++) {
    if (strcasecmp(word, ft_op_names[op]) != 0) continue;
    token->number = op;
    return COMPARE;
  }
  token->keyword = find_keyword(word);
  if (token->keyword) return KEYWORD;
  return ft_expr_protocol(word, &token->number) ? PROTOCOL : WORD;
}
