/* Time for programs that send at a steady rate. */
#ifndef PACE_H
#define PACE_H

#include <errno.h>
#include <stdint.h>
#include <time.h>

#define SECOND_NS INT64_C(1000000000)
/* What is due within it is sent at once: waiting in a loop would take a processor from others. */
#define TICK_NS 1000000

static inline int64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * SECOND_NS + t.tv_nsec;
}

static inline void sleep_until(int64_t when) {
  struct timespec t = {when / SECOND_NS, when % SECOND_NS};
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL) == EINTR)
    ;
}

#endif
