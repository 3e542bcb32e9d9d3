/* Format 1: one made-up Ethernet packet a flow, for packet tools (spec tools.md 5.4). */
#include <stdlib.h>

#include "base/octets.h"
#include "export.h"
#include "prog.h"

enum {
  PACKET_HEADER = 16,
  ETHERNET = 14,
  IP = 20,
  TCP = 24, /* with four octets of options */
  UDP = 8,
  PACKET_MAX = PACKET_HEADER + ETHERNET + IP + TCP
};

struct state {
  struct ft_column secs, nsecs, tos, prot, srcaddr, dstaddr, srcport, dstport;
};

static const uint64_t needed = 0x1 | 0x2 | 0x20 | 0x40 | 0x1000 | 0x2000 | 0x80000 | 0x100000 |
                               0x200000 | 0x400000; /* with dpkts and doctets */

static int begin(struct export_job *job) {
  static const struct {
    uint32_t magic;
    uint16_t major, minor;
    uint32_t zone, sigfigs, snaplen, link_type;
  } file_header = {0xa1b2c3d4, 2, 4, 0, 6, 65535, 1};
  const struct ft_layout *layout = job->layout;

  /* The packets are IPv4. */
  if (needed & ~layout->mask || ft_column(layout, FT_F_SRCADDR).width != 4 ||
      ft_column(layout, FT_F_DSTADDR).width != 4) {
    prog_message("Flow record missing required field for format.");
    return EXPORT_REFUSED;
  }
  struct state *s = malloc(sizeof(*s));
  if (!s) prog_die("out of memory");
  *s = (struct state){
      .secs = ft_column(layout, FT_F_UNIX_SECS),
      .nsecs = ft_column(layout, FT_F_UNIX_NSECS),
      .tos = ft_column(layout, FT_F_TOS),
      .prot = ft_column(layout, FT_F_PROT),
      .srcaddr = ft_column(layout, FT_F_SRCADDR),
      .dstaddr = ft_column(layout, FT_F_DSTADDR),
      .srcport = ft_column(layout, FT_F_SRCPORT),
      .dstport = ft_column(layout, FT_F_DSTPORT),
  };
  job->state = s;
  char *p = text_begin(job->out, sizeof(file_header));
  memcpy(p, &file_header, sizeof(file_header));
  text_end(job->out, p + sizeof(file_header));
  return 0;
}

static size_t transport_size(uint64_t prot) {
  return prot == 6 ? TCP : prot == 17 ? UDP : 0;
}

/* Everything not set is zero. Returns the size. */
static size_t make_packet(const struct state *s, const uint8_t *record, uint8_t *p) {
  uint64_t prot = ft_load(record, s->prot);
  size_t transport = transport_size(prot), length = ETHERNET + IP + transport;
  uint32_t header[4] = {(uint32_t)ft_load(record, s->secs),
                        (uint32_t)(ft_load(record, s->nsecs) / 1000), (uint32_t)length,
                        (uint32_t)length};
  struct ft_addr src = ft_load_addr(record, s->srcaddr), dst = ft_load_addr(record, s->dstaddr);

  memset(p, 0, PACKET_HEADER + length);
  memcpy(p, header, sizeof(header));
  ft_put16(p + PACKET_HEADER + 12, 0x0800); /* an IP packet follows */
  uint8_t *ip = p + PACKET_HEADER + ETHERNET;
  ip[0] = 0x45;
  ip[1] = (uint8_t)ft_load(record, s->tos);
  ft_put16(ip + 2, IP + transport);
  ip[9] = (uint8_t)prot;
  memcpy(ip + 12, src.octets, 4);
  memcpy(ip + 16, dst.octets, 4);
  if (transport) {
    ft_put16(ip + IP, ft_load(record, s->srcport));
    ft_put16(ip + IP + 2, ft_load(record, s->dstport));
  }
  if (transport == TCP) ip[IP + 12] = 0x60; /* header length in words of four */
  if (transport == UDP) ft_put16(ip + IP + 4, UDP);
  return PACKET_HEADER + length;
}

static int put(struct export_job *job, const struct ft_batch *batch) {
  const uint8_t *record = batch->records;
  for (size_t i = 0; i < batch->count; i++, record += job->layout->size) {
    char *p = text_begin(job->out, PACKET_MAX);
    text_end(job->out, p + make_packet(job->state, record, (uint8_t *)p));
  }
  return 0;
}

static int end(struct export_job *job) {
  free(job->state);
  return 0;
}

const struct export_format export_pcap = {"pcap", NULL, begin, put, end};
