/*
 * Names, folders and boundaries of capture files, and the minutes of STAT lines:
 * functions of the time and the zone (TZ) only (spec capture.md 2.4, 2.5, 2.10).
 */
#ifndef COLLECT_CLOCK_H
#define COLLECT_CLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "ft/record.h"

#define FT_NANOSECONDS INT64_C(1000000000)
/* Room for the longest name or folder below, and its NUL. */
#define FT_CAPTURE_NAME_SIZE 96

/* The time of day, nanoseconds since 1970. */
int64_t ft_clock_now(void);

/* Waits, less if a signal comes and stop(), which may be NULL, says true then. */
void ft_clock_pause(uint32_t microseconds, bool (*stop)(void));

enum ft_capture_state { FT_CAPTURE_OPEN, FT_CAPTURE_FINISHED };

/* `tmp-v05.2005-05-11.001500-0400`, or `ft-...` once finished. Returns the length. */
size_t ft_capture_name(char *out, enum ft_capture_state state, const struct ft_layout *layout,
                       time_t opened);
/* `2005/2005-05/2005-05-11` for nesting -3 to 3 (-N), without a slash at the end. */
size_t ft_capture_folder(char *out, int nesting, time_t opened);

/*
 * The end of a file that is opened now: the first multiple of a day divided by
 * rotations + 1 after now, counted from the local midnight as the present state
 * of daylight saving has it. Both in nanoseconds since 1970.
 */
int64_t ft_rotation_boundary(int64_t now, unsigned rotations);

/* Which minute the next STAT lines are due in. interval 0: never. */
struct ft_stat_clock {
  unsigned interval; /* minutes, 0 to 60 */
  int due;           /* minute of the hour; -1 before the first report */
  int64_t reported;  /* the local minute, counted from 1970, of the last report */
};
void ft_stat_clock_init(struct ft_stat_clock *clock, unsigned interval);
/* True if a report is due now; sets the next one. The first call always is. */
bool ft_stat_clock_due(struct ft_stat_clock *clock, time_t now);

#endif
