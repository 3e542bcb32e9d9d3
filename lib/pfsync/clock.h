/* The exporter's clock: moments to milliseconds of SysUptime (pfflowd.md 6). */
#ifndef PFSYNC_CLOCK_H
#define PFSYNC_CLOCK_H

#include "ft/pfsync.h"

/* At the moment origin the uptime is (or was) uptime milliseconds. */
struct pf_clock {
  bool set;
  int64_t origin, uptime;
};

/*
 * The stamp of the moment now, and what created and finished are by that clock:
 * *first <= *last <= sysuptime as plain numbers.
 */
struct ft_pf_stamp pf_clock_read(const struct pf_clock *clock, int64_t now, int64_t created,
                                 int64_t finished, uint32_t *first, uint32_t *last);

#endif
