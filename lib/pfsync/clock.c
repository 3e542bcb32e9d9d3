#include "pfsync/clock.h"

#define SECOND      INT64_C(1000000)
#define MILLISECOND INT64_C(1000)
/* An uptime that does not fit goes back by this, as if the system had been booted again. */
#define REBOOT (INT64_C(1) << 31)

static int64_t divide_down(int64_t number, int64_t by) {
  int64_t quotient = number / by;
  return number % by < 0 ? quotient - 1 : quotient;
}

static int64_t clamp(int64_t number, int64_t highest) {
  if (number < 0) return 0;
  return number < highest ? number : highest;
}

static int64_t uptime_at(const struct pf_clock *clock, int64_t moment) {
  return clock->uptime + divide_down(moment - clock->origin, MILLISECOND);
}

struct ft_pf_stamp pf_clock_read(const struct pf_clock *clock, int64_t now, int64_t created,
                                 int64_t finished, uint32_t *first, uint32_t *last) {
  int64_t uptime = uptime_at(clock, now), back = 0;
  if (uptime > (int64_t)UINT32_MAX) back = ((uptime - UINT32_MAX - 1) / REBOOT + 1) * REBOOT;
  uptime = clamp(uptime - back, UINT32_MAX);
  *last = (uint32_t)clamp(uptime_at(clock, finished) - back, uptime);
  *first = (uint32_t)clamp(uptime_at(clock, created) - back, *last);
  int64_t seconds = divide_down(now, SECOND);
  return (struct ft_pf_stamp){
      .sysuptime = (uint32_t)uptime,
      .unix_secs = (uint32_t)seconds,
      .unix_nsecs = (uint32_t)((now - seconds * SECOND) * 1000),
  };
}
