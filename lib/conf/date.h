/*
 * Between the date grammar (date_parse.y), its words (date_words.c) and the
 * calendar (date.c). Spec filter.md 6.
 */
#ifndef FT_CONF_DATE_H
#define FT_CONF_DATE_H

#include <stdbool.h>
#include <stdint.h>

/* What a unit of time adds, or one word like `tomorrow`. */
struct ft_date_span {
  int32_t seconds, months;
};

enum ft_date_half { FT_DATE_24, FT_DATE_AM, FT_DATE_PM };

/* All that a date text says. */
struct ft_date {
  const char *text; /* what has not been scanned */

  unsigned times, zones, dates, weekdays, rels; /* how often each was met */
  int64_t hour, minute, second;
  enum ft_date_half half;
  bool zone_given;
  int64_t minutes_west;
  int64_t year, month, day; /* as written */
  bool year_given;
  int weekday; /* 0 is Sunday */
  int64_t weekday_count;
  int64_t seconds, months; /* relative */
  bool too_far;            /* they were beyond all reason */
};

/* Token kinds; values are in number, span and the like. */
union ft_date_value {
  int64_t number; /* N, SIGNED, MONTH 1 to 12, WEEKDAY, ZONE minutes west, AM or PM */
  struct ft_date_span span;
};

/* The next token of the text; 0 at its end. */
int ft_date_token(struct ft_date *date, union ft_date_value *value);
/* Reads date->text; false if it does not fit the grammar. */
bool ft_date_read(struct ft_date *date);

/* For the grammar's actions. */
void ft_date_set_time(struct ft_date *date, int64_t hour, int64_t minute, int64_t second,
                      enum ft_date_half half);
void ft_date_set_zone(struct ft_date *date, int64_t minutes_west);
void ft_date_set_date(struct ft_date *date, int64_t month, int64_t day);
void ft_date_set_year(struct ft_date *date, int64_t year);
void ft_date_set_weekday(struct ft_date *date, int weekday, int64_t count);
void ft_date_add(struct ft_date *date, int64_t count, struct ft_date_span span);
/* A number that stands alone: a year, yyyymmdd, or a time. */
void ft_date_set_number(struct ft_date *date, int64_t number);

#endif
