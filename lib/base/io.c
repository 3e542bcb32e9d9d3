#include "config.h"

#include "io.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <unistd.h>

/* A mebibyte saves hardly more calls and does not stay in a second level cache. */
#define PIPE_OCTETS (1 << 18)

ssize_t ft_io_read_some(int fd, void *data, size_t size) {
  for (;;) {
    ssize_t n = read(fd, data, size);
    if (n >= 0 || errno != EINTR) return n;
  }
}

ssize_t ft_io_read_full(int fd, void *data, size_t size) {
  uint8_t *p = data;
  size_t have = 0;
  while (have < size) {
    ssize_t n = ft_io_read_some(fd, p + have, size - have);
    if (n < 0) return -1;
    if (n == 0) break;
    have += (size_t)n;
  }
  return (ssize_t)have;
}

int ft_io_write_full(int fd, const void *data, size_t size) {
  const uint8_t *p = data;
  while (size > 0) {
    ssize_t n = write(fd, p, size);
    if (n < 0) {
      if (errno == EINTR) continue;
      return -1;
    }
    p += n;
    size -= (size_t)n;
  }
  return 0;
}

void ft_io_widen_pipe(int fd) {
#ifdef F_SETPIPE_SZ /* Linux */
  /* Whoever has the other end may have done so already, with data in it. */
  if (fcntl(fd, F_GETPIPE_SZ) < PIPE_OCTETS) fcntl(fd, F_SETPIPE_SZ, PIPE_OCTETS);
#else
  (void)fd;
#endif
}
