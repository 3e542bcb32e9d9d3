#include "config.h"

#include <string.h>
#include <time.h>

#include "conf/date.h"
#include "ft/conf.h"

void ft_date_set_time(struct ft_date *date, int64_t hour, int64_t minute, int64_t second,
                      enum ft_date_half half) {
  date->times++;
  date->hour = hour;
  date->minute = minute;
  date->second = second;
  date->half = half;
}

void ft_date_set_zone(struct ft_date *date, int64_t minutes_west) {
  date->zone_given = true;
  date->minutes_west = minutes_west;
}

void ft_date_set_date(struct ft_date *date, int64_t month, int64_t day) {
  date->dates++;
  date->month = month;
  date->day = day;
}

void ft_date_set_year(struct ft_date *date, int64_t year) {
  date->year_given = true;
  date->year = year;
}

void ft_date_set_weekday(struct ft_date *date, int weekday, int64_t count) {
  date->weekdays++;
  date->weekday = weekday;
  date->weekday_count = count;
}

/* Seconds: far more than 32 bits hold, far less than 64. */
#define FAR INT64_C(100000000000000000)

void ft_date_add(struct ft_date *date, int64_t count, struct ft_date_span span) {
  date->seconds += count * span.seconds;
  date->months += count * span.months;
  if (date->seconds > FAR || date->seconds < -FAR || date->months > FAR || date->months < -FAR) {
    date->too_far = true;
    date->seconds = date->months = 0;
  }
}

void ft_date_set_number(struct ft_date *date, int64_t number) {
  if (date->times && date->dates && !date->rels) {
    ft_date_set_year(date, number);
  } else if (number > 10000) {
    ft_date_set_date(date, number / 100 % 100, number % 100);
    ft_date_set_year(date, number / 10000);
  } else if (number < 100) {
    ft_date_set_time(date, number, 0, 0, FT_DATE_24);
  } else {
    ft_date_set_time(date, number / 100, number % 100, 0, FT_DATE_24);
  }
}

static bool local(int64_t seconds, struct tm *tm) {
  time_t t = (time_t)seconds;
  return localtime_r(&t, tm) != NULL;
}

/* mktime with the daylight saving rule of that date; fields may overflow into the next ones. */
static int64_t from_local(struct tm *tm) {
  tm->tm_isdst = -1;
  return mktime(tm);
}

/* The hour of the day, -1 if there is no such hour. */
static int hour_of_day(int64_t hour, enum ft_date_half half) {
  if (half == FT_DATE_24) return hour >= 0 && hour <= 23 ? (int)hour : -1;
  if (hour < 1 || hour > 12) return -1;
  return (int)(hour % 12) + (half == FT_DATE_PM ? 12 : 0);
}

static int days_in_month(int year, int month) {
  static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return days[month] + (month == 1 && leap);
}

/* Years with two digits are those of 1969 to 2068. -1: not a year that counts. */
static int full_year(int64_t year) {
  if (year < 0) year = -year;
  if (year < 69)
    year += 2000;
  else if (year < 100)
    year += 1900;
  return year >= 1970 && year <= 2107 ? (int)year : -1;
}

/* Puts the date written into tm, which holds today. false: there is no such day. */
static bool set_day(const struct ft_date *date, struct tm *tm) {
  if (!date->dates) return true;
  int year = date->year_given ? full_year(date->year) : tm->tm_year + 1900;
  if (year < 0 || date->month < 1 || date->month > 12) return false;
  tm->tm_year = year - 1900;
  tm->tm_mon = (int)date->month - 1;
  if (date->day < 1 || date->day > days_in_month(year, tm->tm_mon)) return false;
  tm->tm_mday = (int)date->day;
  return true;
}

/* Step 1 of the chapter: where the relative parts count from. */
static bool base(const struct ft_date *date, int64_t now, int64_t *seconds) {
  bool fixed = date->dates || date->weekdays || date->times;
  *seconds = now;
  if (!fixed && date->rels) return true;
  struct tm tm;
  if (!local(now, &tm)) return false;
  tm.tm_hour = tm.tm_min = tm.tm_sec = 0;
  if (date->times) {
    tm.tm_hour = hour_of_day(date->hour, date->half);
    if (tm.tm_hour < 0 || date->minute < 0 || date->minute > 59 || date->second < 0 ||
        date->second > 59)
      return false;
    tm.tm_min = (int)date->minute;
    tm.tm_sec = (int)date->second;
  }
  if (!set_day(date, &tm)) return false;
  if (fixed && date->zone_given)
    *seconds = (int64_t)timegm(&tm) + date->minutes_west * 60;
  else
    *seconds = from_local(&tm);
  return true;
}

/* On the calendar; days that the month lacks count on into the next one. */
static bool add_months(int64_t *seconds, int64_t months) {
  struct tm tm;
  if (months == 0) return true;
  if (months > 12 * 1000 || months < -12 * 1000 || !local(*seconds, &tm)) return false;
  tm.tm_mon += (int)months;
  *seconds = from_local(&tm);
  return true;
}

static bool advance_to_weekday(int64_t *seconds, int weekday, int64_t count) {
  struct tm tm;
  if (count > 52 * 1000 || !local(*seconds, &tm)) return false;
  int64_t weeks = count > 0 ? count - 1 : count;
  tm.tm_mday += (weekday - tm.tm_wday + 7) % 7 + (int)weeks * 7;
  *seconds = from_local(&tm);
  return true;
}

bool ft_date_parse(const char *text, int64_t now, uint32_t *seconds) {
  struct ft_date date = {.text = text};
  if (!ft_date_read(&date) || date.too_far) return false;
  if (date.times > 1 || date.zones > 1 || date.dates > 1 || date.weekdays > 1) return false;
  int64_t result;
  if (!base(&date, now, &result)) return false;
  result += date.seconds;
  if (!add_months(&result, date.months)) return false;
  if (date.weekdays && !date.dates &&
      !advance_to_weekday(&result, date.weekday, date.weekday_count))
    return false;
  *seconds = (uint32_t)result;
  return result >= 0 && result <= UINT32_MAX;
}
