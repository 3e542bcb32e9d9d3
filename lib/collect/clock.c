#include "collect/clock.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#define DAY (86400 * FT_NANOSECONDS)

int64_t ft_clock_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return now.tv_sec * FT_NANOSECONDS + now.tv_nsec;
}

static struct tm local_time(time_t t) {
  struct tm tm = {0};
  localtime_r(&t, &tm);
  return tm;
}

void ft_clock_pause(uint32_t microseconds, bool (*stop)(void)) {
  struct timespec left = {.tv_sec = microseconds / 1000000,
                          .tv_nsec = (long)(microseconds % 1000000) * 1000};
  if (microseconds == 0 || (stop != NULL && stop())) return;
  while (nanosleep(&left, &left) != 0 && errno == EINTR && (stop == NULL || !stop()))
    continue;
}

size_t ft_capture_name(char *out, enum ft_capture_state state, const struct ft_layout *layout,
                       time_t opened) {
  struct tm tm = local_time(opened);
  long offset = tm.tm_gmtoff;
  long minutes = labs(offset) / 60;
  char method[8] = "";
  if (layout->version == 8) snprintf(method, sizeof method, "m%02u", layout->agg_method);
  int n = snprintf(out, FT_CAPTURE_NAME_SIZE, "%sv%02u%s.%04d-%02d-%02d.%02d%02d%02d%c%02ld%02ld",
                   state == FT_CAPTURE_OPEN ? "tmp-" : "ft-", layout->version, method,
                   tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec,
                   offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
  return (size_t)n;
}

size_t ft_capture_folder(char *out, int nesting, time_t opened) {
  /* From -3 to 3. */
  static const char *const formats[] = {
      "%Y/%Y-%m/%Y-%m-%d", "%Y-%m/%Y-%m-%d", "%Y-%m-%d", "", "%Y", "%Y/%Y-%m", "%Y/%Y-%m/%Y-%m-%d"};
  struct tm tm = local_time(opened);
  return strftime(out, FT_CAPTURE_NAME_SIZE, formats[nesting + 3], &tm);
}

int64_t ft_rotation_boundary(int64_t now, unsigned rotations) {
  time_t seconds = (time_t)(now / FT_NANOSECONDS);
  struct tm tm = local_time(seconds);
  int64_t midnight =
      (seconds - (tm.tm_hour * 3600L + tm.tm_min * 60L + tm.tm_sec)) * FT_NANOSECONDS;
  int64_t parts = (int64_t)rotations + 1;
  /* From the day's start for every file, so that fractions of a second do not add up. */
  int64_t n = (now - midnight) / (DAY / parts);
  while (midnight + n * DAY / parts <= now)
    n++;
  return midnight + n * DAY / parts;
}

void ft_stat_clock_init(struct ft_stat_clock *clock, unsigned interval) {
  *clock = (struct ft_stat_clock){.interval = interval, .due = -1, .reported = -1};
}

bool ft_stat_clock_due(struct ft_stat_clock *clock, time_t now) {
  if (clock->interval == 0) return false;
  struct tm tm = local_time(now);
  int64_t minute = ((int64_t)now + tm.tm_gmtoff) / 60;
  if (minute == clock->reported || (clock->due >= 0 && clock->due != tm.tm_min)) return false;
  int interval = (int)clock->interval;
  clock->reported = minute;
  clock->due = (tm.tm_min + interval - tm.tm_min % interval) % 60;
  return true;
}
