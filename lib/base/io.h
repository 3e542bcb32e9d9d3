/* Reading and writing descriptors to the end, inside libft. */
#ifndef FT_BASE_IO_H
#define FT_BASE_IO_H

#include <stddef.h>
#include <sys/types.h>

/* Octets read, fewer than size only at the end of the file; -1 with errno. */
ssize_t ft_io_read_full(int fd, void *data, size_t size);
/* What one read gives, interruptions retried; 0 at the end, -1 with errno. */
ssize_t ft_io_read_some(int fd, void *data, size_t size);
/* 0 when everything is written, else -1 with errno. */
int ft_io_write_full(int fd, const void *data, size_t size);
/*
 * If fd is a pipe, room in it for as much as the system allows without privilege, so that the
 * programs at its ends are woken less often. No harm if it is something else.
 */
void ft_io_widen_pipe(int fd);

#endif
