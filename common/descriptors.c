#include "descriptors.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/resource.h>

bool descriptors_more(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) < 0 || limit.rlim_cur >= limit.rlim_max) return false;
  /* Doubled: a hard limit without bound is more than some systems take for the soft one. */
  limit.rlim_cur = limit.rlim_cur < limit.rlim_max / 2 ? limit.rlim_cur * 2 : limit.rlim_max;
  return setrlimit(RLIMIT_NOFILE, &limit) == 0;
}

int descriptors_open(const char *path, int flags, mode_t mode) {
  for (;;) {
    int fd = open(path, flags | O_CLOEXEC, mode);
    if (fd >= 0 || errno != EMFILE) return fd;
    if (!descriptors_more()) {
      errno = EMFILE;
      return -1;
    }
  }
}

bool descriptors_exhausted(int errnum) {
  return errnum == EMFILE || errnum == ENFILE;
}
