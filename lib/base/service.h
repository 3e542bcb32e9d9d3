/*
 * Names of ports that the system knows. Internal to libft.
 */
#ifndef FT_BASE_SERVICE_H
#define FT_BASE_SERVICE_H

#include <stdbool.h>
#include <stdint.h>

/* The port of a service; socket_type is SOCK_STREAM (TCP) or SOCK_DGRAM (UDP). */
bool ft_service_port(const char *name, int socket_type, uint32_t *port);

#endif
