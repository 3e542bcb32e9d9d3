/*
 * The UDP socket of a collector (spec capture.md 1.1, 1.2): bound, joined to its
 * multicast group, with a large buffer, read in batches.
 */
#ifndef COLLECT_RECEIVE_H
#define COLLECT_RECEIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "collect/endpoint.h"

/* Most messages that one call takes. */
#define FT_RECEIVE_BATCH 64
/* The receive buffer that is asked for unless an operator knows better, octets. */
#define FT_RECEIVE_BUFFER       4194304
#define FT_RECEIVE_BUFFER_LEAST 4096
#define FT_RECEIVE_BUFFER_MOST  (1 << 30)

struct ft_receiver;

/* One datagram, valid until the receiver takes more. */
struct ft_received {
  const uint8_t *data;
  size_t size;
  bool cut;                   /* was longer than FT_DATAGRAM_MAX */
  struct ft_addr source;      /* of the datagram */
  struct ft_addr destination; /* 0.0.0.0 if the system does not tell */
};

/*
 * Opens the socket, close-on-exec and not blocking, and asks for a receive buffer of so many
 * octets. NULL with `socket(): `, `setsockopt(NAME): ` or `bind(LABEL): ` and the system's text.
 */
struct ft_receiver *ft_receiver_open(const struct ft_endpoint *endpoint, int buffer,
                                     const char *label, struct ft_error *err);
void ft_receiver_close(struct ft_receiver *receiver);

int ft_receiver_fd(const struct ft_receiver *receiver);
/* Size of the receive buffer that the system granted, octets. */
int ft_receiver_buffer(const struct ft_receiver *receiver);
/* The source that alone is accepted; 0.0.0.0: any. */
const struct ft_addr *ft_receiver_only_from(const struct ft_receiver *receiver);

/*
 * Takes what has arrived, at most FT_RECEIVE_BATCH messages, without waiting. A message is a
 * datagram or, where the system joins them (UDP_GRO), several of one size from one port.
 * Number of messages, 0 if there are none, or -1 with `recvmsg(): TEXT`.
 */
int ft_receiver_take(struct ft_receiver *receiver, struct ft_error *err);
/* The next datagram of the messages that were taken; false: there are no more. */
bool ft_receiver_next(struct ft_receiver *receiver, struct ft_received *out);
/* Does something with a datagram. 0, or -1 with err to stop. */
typedef int ft_received_handler(void *arg, const struct ft_received *received,
                                struct ft_error *err);
/* Takes as ft_receiver_take does, and handles each. The same results, -1 also from handle. */
int ft_receiver_handle(struct ft_receiver *receiver, ft_received_handler *handle, void *arg,
                       struct ft_error *err);
/*
 * For the end of a program: handles what has arrived until nothing is left, but for a second
 * at most. 0 or -1.
 */
int ft_receiver_drain(struct ft_receiver *receiver, ft_received_handler *handle, void *arg,
                      struct ft_error *err);
/* Messages that the system dropped so far because the buffer was full, if it tells. */
uint64_t ft_receiver_drops(const struct ft_receiver *receiver);

#endif
