#include "human.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SECOND 1000
#define MINUTE (60 * SECOND)
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)
/* 9999-12-31, a day's worth short so that no zone's time is beyond that year. */
#define LAST_TIME 253402214400

/*
 * Prints value in the smallest of these units in which it is, as printed, below
 * base. In the last one it may be greater.
 */
static void print_scaled(double value, double base, const char *const *units, size_t count,
                         char text[HUMAN_SIZE]) {
  size_t unit = 0;
  while (value >= base && unit + 1 < count) {
    value /= base;
    unit++;
  }
  /* Only just below base it is rounding that decides. */
  if (value >= base - 0.01 && unit + 1 < count) {
    snprintf(text, HUMAN_SIZE, "%.2f", value);
    if (strtod(text, NULL) >= base) {
      value /= base;
      unit++;
    }
  }
  snprintf(text, HUMAN_SIZE, "%.2f %s", value, units[unit]);
}

void human_octets(struct wide octets, char text[HUMAN_SIZE]) {
  static const char *const units[] = {"KB", "MB", "GB", "TB", "PB", "EB"};
  if (wide_to_int64(octets) < 1024)
    snprintf(text, HUMAN_SIZE, "%d B", (int)octets.low);
  else
    print_scaled(wide_to_double(octets) / 1024, 1024, units, sizeof units / sizeof *units, text);
}

void human_bitrate(double rate, char text[HUMAN_SIZE]) {
  static const char *const units[] = {"kbps", "Mbps", "Gbps", "Tbps"};
  if (rate < 999.5)
    snprintf(text, HUMAN_SIZE, "%.0f bps", rate);
  else if (rate < 1e40)
    print_scaled(rate / 1000, 1000, units, sizeof units / sizeof *units, text);
  else
    snprintf(text, HUMAN_SIZE, "%g bps", rate);
}

void human_duration(struct wide milliseconds, char text[HUMAN_SIZE]) {
  char days[WIDE_TEXT_SIZE];
  int64_t nearest = wide_to_int64(milliseconds);
  struct wide whole_days = milliseconds;
  int rest = (int)wide_divide(&whole_days, DAY);
  if (nearest < MINUTE)
    snprintf(text, HUMAN_SIZE, "%d.%d s", rest / SECOND, rest % SECOND / (SECOND / 10));
  else if (nearest < HOUR)
    snprintf(text, HUMAN_SIZE, "%dm %02ds", rest / MINUTE, rest % MINUTE / SECOND);
  else if (nearest < 100 * (int64_t)HOUR)
    snprintf(text, HUMAN_SIZE, "%dh %02dm", (int)(nearest / HOUR), rest % HOUR / MINUTE);
  else
    snprintf(text, HUMAN_SIZE, "%sd %02dh", wide_text(whole_days, days), rest / HOUR);
}

void human_count(struct wide count, char text[HUMAN_SIZE]) {
  char buffer[WIDE_TEXT_SIZE];
  const char *digits = wide_text(count, buffer);
  for (size_t left = strlen(digits); left > 0; left--) {
    *text++ = *digits++;
    if (left % 3 == 1 && left > 1) *text++ = ',';
  }
  *text = '\0';
}

static size_t format_time(struct wide seconds, const char *format, char text[HUMAN_SIZE]) {
  time_t time = (time_t)wide_to_int64(seconds);
  struct tm local;
  if (!localtime_r(&time, &local)) return 0;
  return strftime(text, HUMAN_SIZE, format, &local);
}

bool human_time(struct wide seconds, char text[HUMAN_SIZE]) {
  if (wide_negative(seconds) || wide_to_int64(seconds) >= LAST_TIME) return false;
  return format_time(seconds, "%Y-%m-%d %H:%M:%S", text) > 0;
}

void human_zone(struct wide seconds, char text[HUMAN_SIZE]) {
  if (format_time(seconds, "%Z", text) == 0) *text = '\0';
}
