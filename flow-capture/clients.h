/* TCP clients that follow the flows (spec capture.md 2.9). */
#ifndef CAPTURE_CLIENTS_H
#define CAPTURE_CLIENTS_H

#include <poll.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "collect/endpoint.h"
#include "file.h"
#include "ft/error.h"

/* Clients at most, whatever -c says. */
#define CLIENTS_MAX 1000

struct clients;

/*
 * A socket bound to the endpoint's local address and port, for so many clients;
 * nobody is let in before clients_listen. kind must live as long. NULL with
 * `socket(): `, `bind(A): ` or no memory.
 */
struct clients *clients_open(const struct ft_endpoint *endpoint, int limit,
                             const struct capture_kind *kind, const struct ft_log *log,
                             struct ft_error *err);
/* The layout of the records is known. 0, or -1 with `listen(): TEXT`. */
int clients_listen(struct clients *clients, const struct ft_layout *layout, struct ft_error *err);

/* What to wait for, at most CLIENTS_MAX + 1 entries; returns their number. */
size_t clients_poll(const struct clients *clients, struct pollfd *fds);
/* Lets in who waits. started: capture start in the header that they get. */
void clients_accept(struct clients *clients, time_t started, time_t now);
/* Adds records, in host order, to what every client gets. */
void clients_put(struct clients *clients, const uint8_t *records, size_t count);
/* Sends what the clients take without waiting; those that fail are gone. */
void clients_send(struct clients *clients, time_t now);
/* Sends what is left, for a second at most, and closes. */
void clients_close(struct clients *clients, time_t now);

#endif
