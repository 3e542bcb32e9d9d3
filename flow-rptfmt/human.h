/* Numbers as people read them (spec rptfmt.md 5.1). */
#ifndef RPTFMT_HUMAN_H
#define RPTFMT_HUMAN_H

#include <stdbool.h>

#include "number.h"

#define HUMAN_SIZE 80

/* Octets, in units of 1024: `812 B`, `5.87 MB`. octets >= 0. */
void human_octets(struct wide octets, char text[HUMAN_SIZE]);
/* Milliseconds: `53.2 s`, `8m 27s`, `12h 05m`, `5d 03h`. milliseconds >= 0. */
void human_duration(struct wide milliseconds, char text[HUMAN_SIZE]);
/* Bits per second, in units of 1000: `812 bps`, `5.87 Mbps`. rate >= 0. */
void human_bitrate(double rate, char text[HUMAN_SIZE]);
/* Groups of three: `4,417`. count >= 0. */
void human_count(struct wide count, char text[HUMAN_SIZE]);
/* Local time `YYYY-MM-DD HH:MM:SS`. false: beyond the year 9999, or before 1970. */
bool human_time(struct wide seconds, char text[HUMAN_SIZE]);
/* The zone's abbreviation at that time, after human_time succeeded. */
void human_zone(struct wide seconds, char text[HUMAN_SIZE]);

#endif
