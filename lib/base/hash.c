#include "config.h"

#include "base/hash.h"

#include <time.h>
#include <unistd.h>
#ifdef HAVE_SYS_RANDOM_H
#include <sys/random.h>
#endif

uint64_t ft_hash_seed(void) {
#ifdef HAVE_GETENTROPY
  uint64_t seed = 0;
  if (getentropy(&seed, sizeof seed) == 0) return seed;
#endif
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  /* addresses are random where the system makes them so */
  return ((uint64_t)now.tv_nsec << 32 | (uint64_t)getpid()) ^ (uint64_t)(uintptr_t)&now;
}
