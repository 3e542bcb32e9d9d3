/* Dates (spec filter.md 6). */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "ft/conf.h"

/* 2005-11-14 12:00:00 UTC, a Monday. */
#define NOW 1131969600

static void set_zone(const char *zone) {
  setenv("TZ", zone, 1);
  tzset();
}

struct form {
  const char *text;
  const char *want; /* UTC; NULL: no date */
};

static void check(const struct form *forms, size_t count) {
  for (size_t i = 0; i < count; i++) {
    uint32_t seconds = 0;
    char got[64] = "no date", want[64] = "no date";
    if (ft_date_parse(forms[i].text, NOW, &seconds)) {
      time_t t = seconds;
      struct tm tm;
      strftime(got, sizeof got, "%Y-%m-%d %H:%M:%S", gmtime_r(&t, &tm));
    }
    if (forms[i].want) snprintf(want, sizeof want, "%s", forms[i].want);
    if (strcmp(got, want) != 0) fail_msg("%s: %s, not %s", forms[i].text, got, want);
  }
}
#define CHECK(forms) check(forms, sizeof(forms) / sizeof *(forms))

static void absolute(void **state) {
  (void)state;
  set_zone("UTC");
  static const struct form forms[] = {
      {"", "2005-11-14 00:00:00"},
      {"2005-11-14", "2005-11-14 00:00:00"},
      {"2005-11-14 11:59:55", "2005-11-14 11:59:55"},
      {"November 14, 2005 02:00", "2005-11-14 02:00:00"},
      {"Nov 14 12:00 2006", "2006-11-14 12:00:00"},
      {"nov. 3", "2005-11-03 00:00:00"},
      {"sept 3", "2005-09-03 00:00:00"},
      {"14 Nov 99", "1999-11-14 00:00:00"},
      {"14 Nov 68", "2068-11-14 00:00:00"},
      {"14 Nov 70", "1970-11-14 00:00:00"},
      {"14-Nov-2005 12pm", "2005-11-14 12:00:00"},
      {"12/24", "2005-12-24 00:00:00"},
      {"12/24/06 1:02 p.m.", "2006-12-24 13:02:00"},
      {"2005/12/24", "2005-12-24 00:00:00"},
      {"20051114", "2005-11-14 00:00:00"},
      {"20051114 1159", "2005-11-14 11:59:00"},
      {"20051114 7", "2005-11-14 07:00:00"},
      {"12 am", "2005-11-14 00:00:00"},
      {"Monday, 14 Nov 2005 (one (two)) 12:00", "2005-11-14 12:00:00"},
      {"2005-11-14 (open", "2005-11-14 00:00:00"},
      {"2106-02-07 06:28:15", "2106-02-07 06:28:15"},
      {"1970-01-01", "1970-01-01 00:00:00"},
      {"second:5", NULL},
      {"twelfth:5", "2005-11-14 12:05:00"},
  };
  CHECK(forms);
}

static void zones(void **state) {
  (void)state;
  set_zone("EST5EDT,M4.1.0,M10.5.0");
  static const struct form forms[] = {
      {"2005-11-14 7:00", "2005-11-14 12:00:00"},
      {"2005-07-14 7:00", "2005-07-14 11:00:00"},
      {"2005-11-14 12:00 GMT", "2005-11-14 12:00:00"},
      {"2005-11-14 12:00 bst", "2005-11-14 11:00:00"},
      {"2005-11-14 7:00 EDT", "2005-11-14 11:00:00"},
      {"2005-11-14 12:00 est dst", "2005-11-14 16:00:00"},
      {"2005-11-14 13:00 MESZ", "2005-11-14 11:00:00"},
      {"2005-11-14 13:00 +0130", "2005-11-14 11:30:00"},
      {"2005-11-14 06:30:30-0530", "2005-11-14 12:00:30"},
      {"2005-11-14 13:00 A", "2005-11-14 14:00:00"},
      {"2005-11-14 13:00 y", "2005-11-14 01:00:00"},
      {"2005-11-14 13:00 e.s.t.", "2005-11-14 18:00:00"},
      {"2005-11-14 12:00 -1 month", "2005-12-14 12:01:00"},
      {"1970-01-01 +0100", NULL},
      {"1970-01-01 0:00 +0100", NULL},
      {"2005-11-14 GMT CET", NULL},
      {"2005-11-14 j", NULL},
      {"2005-10-29 12:00 1 day", "2005-10-30 16:00:00"},
      {"2005-09-30 12:00 1 month", "2005-10-30 17:00:00"},
  };
  CHECK(forms);
}

static void relative(void **state) {
  (void)state;
  set_zone("UTC");
  static const struct form forms[] = {
      {"now", "2005-11-14 12:00:00"},
      {"today", "2005-11-14 12:00:00"},
      {"yesterday", "2005-11-13 12:00:00"},
      {"tomorrow", "2005-11-15 12:00:00"},
      {"600 seconds ago", "2005-11-14 11:50:00"},
      {"10min ago", "2005-11-14 11:50:00"},
      {"1 hour 2 minutes ago", "2005-11-14 10:58:00"},
      {"1 hour ago 2 minutes", "2005-11-14 11:02:00"},
      {"hour", "2005-11-14 13:00:00"},
      {"-30 days", "2005-10-15 12:00:00"},
      {"- 30 days", "2005-12-14 12:00:00"},
      {"a fortnight ago", "2005-10-31 12:00:00"},
      {"next week", "2005-11-28 12:00:00"},
      {"last year", "2004-11-14 12:00:00"},
      {"third day", "2005-11-17 12:00:00"},
      {"2005-01-31 1 month", "2005-03-03 00:00:00"},
      {"2004-01-31 1 month", "2004-03-02 00:00:00"},
      {"2005-11-14 12:00 tomorrow", "2005-11-15 12:00:00"},
      {"36 years ago", NULL},
      {"9999999999999999999 years", NULL},
      {"9999999999999999999 weeks", NULL},
  };
  CHECK(forms);
}

static void weekdays(void **state) {
  (void)state;
  set_zone("UTC");
  static const struct form forms[] = {
      {"monday", "2005-11-14 00:00:00"},
      {"tue", "2005-11-15 00:00:00"},
      {"sunday", "2005-11-20 00:00:00"},
      {"last monday", "2005-11-07 00:00:00"},
      {"next monday", "2005-11-21 00:00:00"},
      {"3 fri 6:00", "2005-12-02 06:00:00"},
      {"thurs,", "2005-11-17 00:00:00"},
      {"mon tue", NULL},
      {"wednesday 2005-11-14", "2005-11-14 00:00:00"},
  };
  CHECK(forms);
}

static void no_dates(void **state) {
  (void)state;
  set_zone("UTC");
  static const struct form forms[] = {
      {"foo", NULL},
      {"2005-11-31", NULL},
      {"2005-02-29", NULL},
      {"2005-13-01", NULL},
      {"2005-00-14", NULL},
      {"2005-11-00", NULL},
      {"1969-12-31", NULL},
      {"2005-11-14 24:00", NULL},
      {"2005-11-14 12:60", NULL},
      {"12:00:60", NULL},
      {"13 pm", NULL},
      {"0 am", NULL},
      {"12:00 13:00", NULL},
      {"2005-11-14 2005-11-14", NULL},
      {"Nov 14 2005 12:00", NULL},
      {"2106-02-07 06:28:16", NULL},
      {"# 2005-11-14", NULL},
      {"2005-11-14 # x", NULL},
      {"ago", NULL},
      {"12:", NULL},
      {"1/2/", NULL},
      {"10000", NULL},
      {"last", NULL},
      {"\xff", NULL},
      {"abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz", NULL},
  };
  CHECK(forms);
}

/* Nothing that is fed to it may break it. */
static void any_text_is_safe(void **state) {
  (void)state;
  set_zone("UTC");
  static const char *const parts[] = {"12",  ":",    "-3",  "nov", "monday",       "ago",   "year",
                                      "gmt", "dst",  "/",   ",",   "pm",           "(",     ")",
                                      "+",   "last", "now", "a",   "999999999999", "second"};
  const size_t count = sizeof parts / sizeof *parts;
  uint32_t random = 1, seconds;
  for (int run = 0; run < 20000; run++) {
    char text[256] = "";
    for (int words = 0; words < 7; words++) {
      random = random * 1664525 + 1013904223;
      strcat(text, parts[(random >> 16) % count]);
      if (random >> 31) strcat(text, " ");
    }
    ft_date_parse(text, NOW, &seconds);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(absolute), cmocka_unit_test(zones),    cmocka_unit_test(relative),
      cmocka_unit_test(weekdays), cmocka_unit_test(no_dates), cmocka_unit_test(any_text_is_safe),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
