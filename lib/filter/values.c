#include "config.h"

#include <time.h>

#include "filter/values.h"

/* The records in question, as gathering sees them. */
struct source {
  const uint8_t *records;
  size_t size;
  const uint16_t *live;
  size_t count;
};

static inline const uint8_t *record(const struct source *source, size_t i) {
  return source->records + source->live[i] * source->size;
}

/* Inlined with a constant width: one plain load a record. */
static inline void load(const struct source *source, struct ft_column column,
                        union ft_test_value *values) {
  for (size_t i = 0; i < source->count; i++)
    values[i].number = ft_load(record(source, i), column);
}

static void gather_field(const struct source *source, struct ft_column column,
                         union ft_test_value *values) {
  switch (column.width) {
  case 1:
    load(source, (struct ft_column){column.offset, 1}, values);
    break;
  case 2:
    load(source, (struct ft_column){column.offset, 2}, values);
    break;
  case 4:
    load(source, (struct ft_column){column.offset, 4}, values);
    break;
  default:
    load(source, column, values);
  }
}

static void gather_seconds(const struct source *source, const struct ft_clock *clock,
                           struct ft_column uptime, union ft_test_value *values) {
  for (size_t i = 0; i < source->count; i++) {
    const uint8_t *r = record(source, i);
    values[i].number = ft_ms_seconds(ft_clock_ms(clock, r, ft_load(r, uptime)));
  }
}

static uint32_t duration(const struct ft_clock *clock, const uint8_t *r) {
  return (uint32_t)(ft_load(r, clock->last) - ft_load(r, clock->first));
}

static void gather_durations(const struct source *source, const struct ft_clock *clock,
                             union ft_test_value *values) {
  for (size_t i = 0; i < source->count; i++)
    values[i].number = duration(clock, record(source, i));
}

/* Counter times factor by second; 0 for flows without a duration. */
static void gather_rates(const struct source *source, const struct ft_test *test, double factor,
                         union ft_test_value *values) {
  for (size_t i = 0; i < source->count; i++) {
    const uint8_t *r = record(source, i);
    uint32_t ms = duration(&test->clock, r);
    double counter = (double)ft_load(r, test->column) * factor;
    values[i].real = ms ? counter / (ms / 1000.0) : 0.0;
  }
}

/* -- time of day -- */

static int32_t offset_at(int64_t seconds) {
  time_t t = (time_t)seconds;
  struct tm tm;
  return localtime_r(&t, &tm) ? (int32_t)tm.tm_gmtoff : 0;
}

/* Local time changes rarely: the offset is asked for once for so many seconds. */
#define OFFSET_SPAN 900

static uint64_t time_of_day(struct ft_filter *filter, int64_t seconds) {
  int32_t offset = filter->offset;
  if (seconds < filter->offset_from || seconds >= filter->offset_to) {
    int64_t from = seconds - seconds % OFFSET_SPAN;
    offset = offset_at(from);
    if (offset == offset_at(from + OFFSET_SPAN - 1)) {
      filter->offset = offset;
      filter->offset_from = from;
      filter->offset_to = from + OFFSET_SPAN;
    } else {
      offset = offset_at(seconds);
    }
  }
  const int64_t day = 24 * 60 * 60;
  return (uint64_t)((seconds + offset + day) % day);
}

void ft_test_gather(struct ft_filter *filter, const struct ft_test *test, const uint8_t *records,
                    const uint16_t *live, size_t count, union ft_test_value *values) {
  struct source source = {records, filter->record_size, live, count};
  switch (test->value) {
  case FT_VALUE_FIELD:
    gather_field(&source, test->column, values);
    break;
  case FT_VALUE_START:
  case FT_VALUE_END:
    gather_seconds(&source, &test->clock, test->column, values);
    break;
  case FT_VALUE_DURATION:
    gather_durations(&source, &test->clock, values);
    break;
  case FT_VALUE_PPS:
    gather_rates(&source, test, 1.0, values);
    break;
  case FT_VALUE_BPS:
    gather_rates(&source, test, 8.0, values);
    break;
  case FT_VALUE_NOTHING:
    break;
  }
  for (size_t i = 0; test->local_time && i < count; i++)
    values[i].number = time_of_day(filter, (int64_t)values[i].number);
}
