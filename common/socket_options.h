/* Options that are numbers of octets: --receive-buffer of all receivers, --ring. */
#ifndef SOCKET_OPTIONS_H
#define SOCKET_OPTIONS_H

#include <stddef.h>

/* Reads SIZE[bKMG]; one that is none, or beyond the bounds, is told with the option's name,
 * exit status 1. */
size_t octets_option(const char *text, const char *option, size_t least, size_t most);
/* The value of --receive-buffer, for ft_receiver_open; ends as octets_option does. */
int receive_buffer_option(const char *text);

#endif
