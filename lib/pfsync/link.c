/* Link types, VLAN tags and IP headers in front of pfsync (pfflowd.md 3.1). */
#include "ft/pfsync.h"

#include "pfsync/octets.h"

enum { ANY_IP = 0, IPV4 = 4, IPV6 = 6 };
enum { PROTOCOL_PFSYNC = 240, LOCAL_TTL = 255 };
enum { ETHERTYPE_IPV4 = 0x0800, ETHERTYPE_IPV6 = 0x86dd };

#define NO_ETHERTYPE 0xffff

struct ft_pf_link {
  int type;
  bool native;
  uint16_t header;    /* octets before the payload */
  uint16_t ethertype; /* where its type stands, NO_ETHERTYPE: nowhere */
  uint8_t ip;         /* the only IP version possible, or ANY_IP */
};

static const struct ft_pf_link links[] = {
    {246, true, 0, NO_ETHERTYPE, ANY_IP}, /* PFSYNC */
    {18, true, 0, NO_ETHERTYPE, ANY_IP},  /* PFSYNC of the BSDs, and inside libpcap */
    {121, true, 0, NO_ETHERTYPE, ANY_IP}, /* PFSYNC of older FreeBSD */
    {1, false, 14, 12, ANY_IP},           /* Ethernet */
    {12, false, 0, NO_ETHERTYPE, ANY_IP}, /* raw IP, three numbers */
    {14, false, 0, NO_ETHERTYPE, ANY_IP},
    {101, false, 0, NO_ETHERTYPE, ANY_IP},
    {228, false, 0, NO_ETHERTYPE, IPV4},   /* raw IPv4 */
    {229, false, 0, NO_ETHERTYPE, IPV6},   /* raw IPv6 */
    {0, false, 4, NO_ETHERTYPE, ANY_IP},   /* BSD null */
    {108, false, 4, NO_ETHERTYPE, ANY_IP}, /* OpenBSD loop */
    {113, false, 16, 14, ANY_IP},          /* Linux cooked */
    {276, false, 20, 0, ANY_IP},           /* Linux cooked, second form */
};

const struct ft_pf_link *ft_pf_link_find(int link_type) {
  for (size_t i = 0; i < sizeof links / sizeof *links; i++)
    if (links[i].type == link_type) return &links[i];
  return NULL;
}

bool ft_pf_link_is_native(const struct ft_pf_link *link) {
  return link->native;
}

/* The captured packet size is at least 20. */
static enum ft_pf_unwrapped unwrap_ipv4(const uint8_t *data, size_t size,
                                        struct ft_pf_payload *payload) {
  size_t header = (data[0] & 15u) * 4u, total = pf_number(data + 2, 2);
  bool fragment = pf_number(data + 6, 2) & 0x3fff; /* offset, more fragments */
  if (header < 20 || total < header || fragment) return FT_PF_FOREIGN;
  if (data[8] != LOCAL_TTL || data[9] != PROTOCOL_PFSYNC) return FT_PF_FOREIGN;
  if (total > size) return FT_PF_CUT;
  *payload = (struct ft_pf_payload){data + header, total - header, true};
  return FT_PF_PAYLOAD;
}

/* The captured packet size is at least 40. */
static enum ft_pf_unwrapped unwrap_ipv6(const uint8_t *data, size_t size,
                                        struct ft_pf_payload *payload) {
  size_t length = pf_number(data + 4, 2);
  if (data[6] != PROTOCOL_PFSYNC || data[7] != LOCAL_TTL) return FT_PF_FOREIGN;
  if (length > size - 40) return FT_PF_CUT;
  *payload = (struct ft_pf_payload){data + 40, length, true};
  return FT_PF_PAYLOAD;
}

static enum ft_pf_unwrapped unwrap_ip(unsigned expected, const uint8_t *data, size_t size,
                                      struct ft_pf_payload *payload) {
  unsigned version = size > 0 ? data[0] >> 4 : 0;
  if (expected != ANY_IP && version != expected) return FT_PF_FOREIGN;
  if (version == IPV4 && size >= 20) return unwrap_ipv4(data, size, payload);
  if (version == IPV6 && size >= 40) return unwrap_ipv6(data, size, payload);
  return FT_PF_FOREIGN;
}

static bool is_vlan_tag(unsigned ethertype) {
  return ethertype == 0x8100 || ethertype == 0x88a8 || ethertype == 0x9100;
}

static enum ft_pf_unwrapped unwrap_typed(const struct ft_pf_link *link, const uint8_t *data,
                                         size_t size, struct ft_pf_payload *payload) {
  size_t start = link->header;
  unsigned type = (unsigned)pf_number(data + link->ethertype, 2);
  while (is_vlan_tag(type) && size - start >= 4) {
    type = (unsigned)pf_number(data + start + 2, 2);
    start += 4;
  }
  if (type == ETHERTYPE_IPV4) return unwrap_ip(IPV4, data + start, size - start, payload);
  if (type == ETHERTYPE_IPV6) return unwrap_ip(IPV6, data + start, size - start, payload);
  return FT_PF_FOREIGN;
}

enum ft_pf_unwrapped ft_pf_unwrap(const struct ft_pf_link *link, const uint8_t *data, size_t size,
                                  struct ft_pf_payload *payload) {
  if (link->native) {
    /* Newer systems leave the IP header in front; its first nibble gives it away. */
    unsigned nibble = size > 0 ? data[0] >> 4 : 0;
    if (nibble == IPV4 || nibble == IPV6) return unwrap_ip(nibble, data, size, payload);
    *payload = (struct ft_pf_payload){data, size, false};
    return FT_PF_PAYLOAD;
  }
  if (size < link->header) return FT_PF_FOREIGN;
  if (link->ethertype != NO_ETHERTYPE) return unwrap_typed(link, data, size, payload);
  return unwrap_ip(link->ip, data + link->header, size - link->header, payload);
}
