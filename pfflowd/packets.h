/*
 * Packets out of libpcap. Its header of a packet begins with a time_t, of the size that libpcap was
 * compiled with: on 32-bit machines that may not be the one of this program (FT_TIME_BITS, see
 * configure.ac). So packets.c alone looks into that header.
 */
#ifndef PFFLOWD_PACKETS_H
#define PFFLOWD_PACKETS_H

#include <stddef.h>
#include <stdint.h>

#include <pcap/pcap.h>

struct packet {
  int64_t seconds, microseconds;
  const uint8_t *data;
  size_t size; /* captured octets */
};

struct packet_handler {
  void *arg;
  void (*handle)(void *arg, const struct packet *packet);
};

/* Hands over the packets that are there now; returns what pcap_dispatch does. */
int packets_dispatch(pcap_t *capture, const struct packet_handler *handler);

#endif
