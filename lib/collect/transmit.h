/*
 * The socket of a sender of datagrams (spec capture.md 1.1, 5): connected, or
 * raw with a forged source address.
 */
#ifndef COLLECT_TRANSMIT_H
#define COLLECT_TRANSMIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "collect/endpoint.h"

/* The UDP source port of forged datagrams; flow-fanout adds the destination's index. */
#define FT_FORGED_PORT 7999

struct ft_transmitter;

/*
 * forged_port 0: an ordinary socket, bound to the local address if there is one.
 * Else datagrams are sent as from the local address and that port. labels of
 * errors: `socket()`, `setsockopt(NAME)`, `bind(LABEL)`, `connect(LABEL)`. NULL on failure.
 */
struct ft_transmitter *ft_transmitter_open(const struct ft_endpoint *endpoint, uint16_t forged_port,
                                           const char *label, struct ft_error *err);
void ft_transmitter_close(struct ft_transmitter *transmitter);

/* The address that forged datagrams show from now on. */
void ft_transmitter_forge(struct ft_transmitter *transmitter, const struct ft_addr *source);

/*
 * Sends one datagram, at most FT_DATAGRAM_MAX octets, waiting while the system
 * lacks buffers; each such wait adds 1 to *waits if that is not NULL. 0, or the
 * number of the system's error, after which the datagram is lost. A refusal
 * (ECONNREFUSED), which belongs to an earlier datagram, counts as success.
 */
int ft_transmitter_send(struct ft_transmitter *transmitter, const uint8_t *data, size_t size,
                        uint32_t *waits);

#endif
