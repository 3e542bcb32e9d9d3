#include "descriptors.h"

#include <sys/resource.h>

bool descriptors_raise(void) {
  struct rlimit limit;

  if (getrlimit(RLIMIT_NOFILE, &limit) < 0 || limit.rlim_cur >= limit.rlim_max) return false;
  /* Doubled: a hard limit without bound is more than some systems take for the soft one. */
  limit.rlim_cur = limit.rlim_cur < limit.rlim_max / 2 ? limit.rlim_cur * 2 : limit.rlim_max;
  return setrlimit(RLIMIT_NOFILE, &limit) == 0;
}
