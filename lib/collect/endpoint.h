/*
 * The address argument `localip/remoteip/port[/ttl]` of collectors and senders
 * (spec capture.md 1.1).
 */
#ifndef COLLECT_ENDPOINT_H
#define COLLECT_ENDPOINT_H

#include <stdint.h>
#include <sys/socket.h>

#include "ft/addr.h"
#include "ft/error.h"

#define FT_PORT_DEFAULT 9991

struct ft_endpoint {
  struct ft_addr local, remote; /* 0.0.0.0: any */
  uint16_t port;                /* host order, never 0 */
  uint8_t ttl;                  /* 0: not given */
};

/*
 * Reads the argument; missing parts get the values above. 0, or -1 with
 * `bad address: TEXT` for an address that is none or a number out of range.
 */
int ft_endpoint_parse(const char *text, struct ft_endpoint *endpoint, struct ft_error *err);

/* A socket address; returns its length. */
socklen_t ft_sockaddr_set(struct sockaddr_storage *out, const struct ft_addr *addr, uint16_t port);
/* The address in a socket address; width 0 if the family is unknown. */
struct ft_addr ft_sockaddr_get(const struct sockaddr_storage *from);

#endif
