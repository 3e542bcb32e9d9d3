#include "base/octets.h"
#include "collect/transmit.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "ft/netflow.h"

#define IP_HEADER     20
#define UDP_HEADER    8
#define FORGED_HEADER (IP_HEADER + UDP_HEADER)
#define TTL_UNICAST   255

struct ft_transmitter {
  int fd;
  bool forged;
  uint8_t packet[FORGED_HEADER + FT_DATAGRAM_MAX]; /* of forged datagrams */
};

/* The parts of IP and UDP header that stay the same. */
static void prepare_headers(struct ft_transmitter *transmitter, const struct ft_endpoint *endpoint,
                            uint16_t source_port) {
  uint8_t *ip = transmitter->packet, *udp = ip + IP_HEADER;
  ip[0] = 0x45; /* version 4, five words */
  ip[8] = endpoint->ttl;
  if (ip[8] == 0 && !ft_addr_is_multicast(&endpoint->remote)) ip[8] = TTL_UNICAST;
  ip[9] = IPPROTO_UDP;
  memcpy(ip + 12, endpoint->local.octets, 4);
  memcpy(ip + 16, endpoint->remote.octets, 4);
  ft_put16(udp, source_port);
  ft_put16(udp + 2, endpoint->port);
}

static int bind_local(int fd, const struct ft_endpoint *endpoint, const char *label,
                      struct ft_error *err) {
  struct sockaddr_storage address;
  if (ft_addr_is_zero(&endpoint->local)) return 0;
  socklen_t length = ft_sockaddr_set(&address, &endpoint->local, 0);
  if (bind(fd, (struct sockaddr *)&address, length) == 0) return 0;
  ft_error_add_system(err, errno, "bind(%s)", label);
  return -1;
}

static int set_multicast_ttl(int fd, const struct ft_endpoint *endpoint, struct ft_error *err) {
  if (!ft_addr_is_multicast(&endpoint->remote)) return 0;
  unsigned char ttl = endpoint->ttl;
  if (setsockopt(fd, IPPROTO_IP, IP_MULTICAST_TTL, &ttl, sizeof ttl) == 0) return 0;
  ft_error_add_system(err, errno, "setsockopt(IP_MULTICAST_TTL)");
  return -1;
}

static int connect_remote(int fd, const struct ft_endpoint *endpoint, const char *label,
                          struct ft_error *err) {
  struct sockaddr_storage address;
  socklen_t length = ft_sockaddr_set(&address, &endpoint->remote, endpoint->port);
  if (connect(fd, (struct sockaddr *)&address, length) == 0) return 0;
  ft_error_add_system(err, errno, "connect(%s)", label);
  return -1;
}

struct ft_transmitter *ft_transmitter_open(const struct ft_endpoint *endpoint, uint16_t forged_port,
                                           const char *label, struct ft_error *err) {
  struct ft_transmitter *transmitter = calloc(1, sizeof *transmitter);
  if (transmitter == NULL) {
    ft_error_add_memory(err);
    return NULL;
  }
  transmitter->forged = forged_port != 0;
  transmitter->fd =
      transmitter->forged ? socket(AF_INET, SOCK_RAW, IPPROTO_RAW) : socket(AF_INET, SOCK_DGRAM, 0);
  if (transmitter->fd < 0) {
    ft_error_add_system(err, errno, "socket()");
    free(transmitter);
    return NULL;
  }
  fcntl(transmitter->fd, F_SETFD, FD_CLOEXEC);
  if (transmitter->forged) prepare_headers(transmitter, endpoint, forged_port);
  if ((!transmitter->forged && bind_local(transmitter->fd, endpoint, label, err) != 0) ||
      set_multicast_ttl(transmitter->fd, endpoint, err) != 0 ||
      connect_remote(transmitter->fd, endpoint, label, err) != 0) {
    ft_transmitter_close(transmitter);
    return NULL;
  }
  return transmitter;
}

void ft_transmitter_close(struct ft_transmitter *transmitter) {
  if (transmitter == NULL) return;
  close(transmitter->fd);
  free(transmitter);
}

void ft_transmitter_forge(struct ft_transmitter *transmitter, const struct ft_addr *source) {
  memcpy(transmitter->packet + 12, source->octets, 4);
}

static uint32_t sum16(uint32_t sum, const uint8_t *p, size_t size) {
  for (; size > 1; p += 2, size -= 2)
    sum += (uint32_t)p[0] << 8 | p[1];
  if (size == 1) sum += (uint32_t)p[0] << 8;
  return sum;
}

static unsigned fold(uint32_t sum) {
  while (sum >> 16 != 0)
    sum = (sum & 0xFFFF) + (sum >> 16);
  return ~sum & 0xFFFF;
}

/* Completes the headers around size octets of payload; returns the size of the whole. */
static size_t complete_headers(uint8_t *packet, size_t size) {
  uint8_t *ip = packet, *udp = packet + IP_HEADER;
  size_t udp_size = UDP_HEADER + size;
  ft_put16(ip + 2, (unsigned)(IP_HEADER + udp_size));
  ft_put16(ip + 10, 0);
  ft_put16(ip + 10, fold(sum16(0, ip, IP_HEADER)));
  ft_put16(udp + 4, (unsigned)udp_size);
  ft_put16(udp + 6, 0);
  uint32_t pseudo = sum16((uint32_t)(IPPROTO_UDP + udp_size), ip + 12, 8);
  unsigned checksum = fold(sum16(pseudo, udp, udp_size));
  /* 0 would mean that there is none. */
  ft_put16(udp + 6, checksum != 0 ? checksum : 0xFFFF);
  return IP_HEADER + udp_size;
}

int ft_transmitter_send(struct ft_transmitter *transmitter, const uint8_t *data, size_t size,
                        uint32_t *waits) {
  if (size > FT_DATAGRAM_MAX) return EMSGSIZE;
  if (transmitter->forged) {
    memcpy(transmitter->packet + FORGED_HEADER, data, size);
    size = complete_headers(transmitter->packet, size);
    data = transmitter->packet;
  }
  for (;;) {
    if (send(transmitter->fd, data, size, 0) >= 0 || errno == ECONNREFUSED) return 0;
    if (errno == EINTR) continue;
    if (errno != ENOBUFS) return errno;
    if (waits != NULL) ++*waits;
    usleep(1);
  }
}
