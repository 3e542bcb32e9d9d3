#include "config.h"

#include "base/cores.h"

#ifdef HAVE_SCHED_GETAFFINITY
#include <sched.h>
#endif
#include <unistd.h>

unsigned ft_cores(void) {
#ifdef HAVE_SCHED_GETAFFINITY
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 0)
    return (unsigned)CPU_COUNT(&set);
#endif
#ifdef _SC_NPROCESSORS_ONLN
  long count = sysconf(_SC_NPROCESSORS_ONLN);
  if (count > 0) return (unsigned)count;
#endif
  return 1;
}
