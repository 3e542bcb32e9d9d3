/* Where the datagrams go. */
#include <errno.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "pfflowd.h"

/*
 * A savefile is read much faster than a collector on the same host may empty its
 * socket buffer, and UDP has no way to say so. A pause of a millisecond after
 * every few datagrams is enough, and lets through 8,000 datagrams a second.
 */
enum { BURST = 8, PAUSE_NS = 1000000 };

void target_open(struct target *target, const struct options *options) {
  *target = (struct target){.debug = options->debug, .paced = options->file != NULL};
  target->complained = -1;
  target->socket = socket(options->target.ss_family, SOCK_DGRAM, 0);
  if (target->socket < 0) die("socket() error: %s", strerror(errno));
  const struct sockaddr *addr = (const struct sockaddr *)&options->target;
  if (connect(target->socket, addr, options->target_size) != 0)
    die("connect() error: %s", strerror(errno));
}

static void complain(struct target *target, int errnum) {
  int64_t now = (int64_t)time(NULL);
  if (target->complained == now) return;
  target->complained = now;
  log_line(LOG_DEBUG, "send: %s", strerror(errnum));
}

static void pace(struct target *target) {
  if (!target->paced || ++target->burst < BURST) return;
  target->burst = 0;
  nanosleep(&(struct timespec){0, PAUSE_NS}, NULL);
}

/* A signal is no reason to lose what is pending. */
static bool send_datagram(int fd, const uint8_t *data, size_t size) {
  ssize_t n;
  do
    n = send(fd, data, size, 0);
  while (n < 0 && errno == EINTR);
  return n >= 0;
}

int target_send(void *arg, const uint8_t *data, size_t size) {
  struct target *target = arg;
  int pending;
  socklen_t length = sizeof pending;
  if (target->debug) log_line(LOG_DEBUG, "Sending flow packet len = %zu", size);
  /* Fetching the error of an earlier datagram clears it: it must not cost this one. */
  getsockopt(target->socket, SOL_SOCKET, SO_ERROR, &pending, &length);
  if (!send_datagram(target->socket, data, size)) {
    target->failed++;
    complain(target, errno);
  } else {
    target->sent++;
  }
  pace(target);
  return 0;
}
