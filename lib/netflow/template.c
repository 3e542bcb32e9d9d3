#include "netflow/template.h"

enum { ANY = 0, V9 = 9, IPFIX = 10 };

/*
 * In the order of the template. Version 9 has its numbers from RFC 3954 8, IPFIX from
 * IANA's registry of information elements (RFC 7012); they agree but for the times.
 */
static const struct {
  uint8_t field;   /* enum ft_field_id */
  uint8_t width;   /* of the column; ANY: all */
  uint8_t version; /* of the export; ANY: both */
  uint8_t kind;    /* enum element_kind */
  uint16_t number; /* of the element */
} rows[] = {
    {FT_F_SRCADDR, 4, ANY, ELEMENT_COLUMN, 8},           /* sourceIPv4Address */
    {FT_F_SRCADDR, 16, ANY, ELEMENT_COLUMN, 27},         /* sourceIPv6Address */
    {FT_F_DSTADDR, 4, ANY, ELEMENT_COLUMN, 12},          /* destinationIPv4Address */
    {FT_F_DSTADDR, 16, ANY, ELEMENT_COLUMN, 28},         /* destinationIPv6Address */
    {FT_F_SRCPORT, ANY, ANY, ELEMENT_COLUMN, 7},         /* sourceTransportPort */
    {FT_F_DSTPORT, ANY, ANY, ELEMENT_COLUMN, 11},        /* destinationTransportPort */
    {FT_F_PROT, ANY, ANY, ELEMENT_COLUMN, 4},            /* protocolIdentifier */
    {FT_F_DPKTS, ANY, ANY, ELEMENT_COLUMN, 2},           /* packetDeltaCount */
    {FT_F_DOCTETS, ANY, ANY, ELEMENT_COLUMN, 1},         /* octetDeltaCount */
    {FT_F_FIRST, ANY, V9, ELEMENT_UPTIME, 22},           /* FIRST_SWITCHED */
    {FT_F_LAST, ANY, V9, ELEMENT_UPTIME, 21},            /* LAST_SWITCHED */
    {FT_F_FIRST, ANY, IPFIX, ELEMENT_MILLISECONDS, 152}, /* flowStartMilliseconds */
    {FT_F_LAST, ANY, IPFIX, ELEMENT_MILLISECONDS, 153},  /* flowEndMilliseconds */
    {FT_F_DFLOWS, ANY, ANY, ELEMENT_COLUMN, 3},          /* deltaFlowCount */
    {FT_F_NEXTHOP, 4, ANY, ELEMENT_COLUMN, 15},          /* ipNextHopIPv4Address */
    {FT_F_NEXTHOP, 16, ANY, ELEMENT_COLUMN, 62},         /* ipNextHopIPv6Address */
    {FT_F_INPUT, ANY, ANY, ELEMENT_COLUMN, 10},          /* ingressInterface */
    {FT_F_OUTPUT, ANY, ANY, ELEMENT_COLUMN, 14},         /* egressInterface */
    {FT_F_TOS, ANY, ANY, ELEMENT_COLUMN, 5},             /* ipClassOfService */
    {FT_F_TCP_FLAGS, ANY, ANY, ELEMENT_COLUMN, 6},       /* tcpControlBits */
    {FT_F_SRC_MASK, ANY, ANY, ELEMENT_COLUMN, 9},        /* sourceIPv4PrefixLength */
    {FT_F_DST_MASK, ANY, ANY, ELEMENT_COLUMN, 13},       /* destinationIPv4PrefixLength */
    {FT_F_SRC_AS, ANY, ANY, ELEMENT_COLUMN, 16},         /* bgpSourceAsNumber */
    {FT_F_DST_AS, ANY, ANY, ELEMENT_COLUMN, 17},         /* bgpDestinationAsNumber */
    {FT_F_ENGINE_TYPE, ANY, ANY, ELEMENT_COLUMN, 38},    /* engineType */
    {FT_F_ENGINE_ID, ANY, ANY, ELEMENT_COLUMN, 39},      /* engineId */
};

_Static_assert(sizeof rows / sizeof *rows <= TEMPLATE_ELEMENTS, "a template may need every row");

static uint16_t width_of(enum element_kind kind, struct ft_column column) {
  switch (kind) {
  case ELEMENT_UPTIME:
    return 4;
  case ELEMENT_MILLISECONDS:
    return 8;
  default:
    return column.width;
  }
}

void template_make(struct template *template, unsigned version, const struct ft_layout *layout) {
  *template = (struct template){.layout_size = layout->size};
  ft_clock_bind(&template->clock, layout);
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct ft_column column = ft_column(layout, rows[i].field);
    if (column.width == 0 || (rows[i].width != ANY && rows[i].width != column.width)) continue;
    if (rows[i].version != ANY && rows[i].version != version) continue;
    uint16_t width = width_of(rows[i].kind, column);
    template->elements[template->count++] =
        (struct element){rows[i].number, width, rows[i].kind, column};
    template->record_size += width;
  }
}
