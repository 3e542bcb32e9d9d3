/*
 * A bounded ring of datagrams between a thread that does nothing but drain a receiver's
 * socket and the thread that works on them, so that the disk, zlib or a filter never
 * keep a datagram waiting in the system's small buffer.
 */
#ifndef COLLECT_RING_H
#define COLLECT_RING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "collect/receive.h"

/* Datagrams that wait, octets; touched only as far as they pile up. */
#define FT_RING_OCTETS ((size_t)128 << 20)
#define FT_RING_LEAST  ((size_t)64 << 10)

struct ft_ring;

/* What was lost on this machine. */
struct ft_ring_counts {
  uint64_t kernel; /* dropped by the system: its buffer was full */
  uint64_t ring;   /* dropped here: the ring was full */
};

/*
 * Starts the thread. receiver is the ring's until ft_ring_stop; octets is the room. All
 * signals are blocked in the thread. NULL: no memory, no thread.
 */
struct ft_ring *ft_ring_start(struct ft_receiver *receiver, size_t octets, struct ft_error *err);
/* Readable when there are datagrams, or the thread has ended. */
int ft_ring_fd(const struct ft_ring *ring);
/*
 * Up to room datagrams, without waiting; their octets stay valid until the next call. Their
 * number, or -1 with the error that ended the thread (all datagrams before it have been taken).
 */
int ft_ring_take(struct ft_ring *ring, struct ft_received *out, int room, struct ft_error *err);
/* Its room. */
size_t ft_ring_octets(const struct ft_ring *ring);
/* Datagrams in the ring that have not been taken. */
size_t ft_ring_waiting(struct ft_ring *ring);
struct ft_ring_counts ft_ring_counts(struct ft_ring *ring);
/*
 * Lets the thread drain the socket once more, for a second at most, and ends it. What it took can
 * still be taken.
 */
void ft_ring_stop(struct ft_ring *ring);
/* Stops and frees; NULL is fine. */
void ft_ring_free(struct ft_ring *ring);

#endif
