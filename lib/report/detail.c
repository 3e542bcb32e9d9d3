#include "detail.h"

#include <stdio.h>
#include <string.h>

/* first, first + step, ... up to last */
struct range {
  uint16_t first, last, step;
};

#define RANGES_MAX 7

static const struct {
  const char *name;
  bool other; /* has a column for the values above the last class */
  struct range ranges[RANGES_MAX];
} shapes[REP_DISTRIBUTIONS] = {
    [REP_D_PSIZE] = {"psize", false, {{32, 576, 32}, {1024, 4608, 512}}},
    [REP_D_FPSIZE] = {"fpsize", true, {{1, 2, 1}, {4, 52, 4}, {60, 60, 1}, {100, 900, 100}}},
    [REP_D_FOSIZE] = {"fosize",
                      true,
                      {{32, 32, 1},
                       {64, 64, 1},
                       {128, 128, 1},
                       {256, 256, 1},
                       {512, 512, 1},
                       {1280, 15872, 768}}},
    [REP_D_FTIME] = {"ftime",
                     true,
                     {{10, 10, 1},
                      {50, 50, 1},
                      {100, 100, 1},
                      {200, 200, 1},
                      {500, 500, 1},
                      {1000, 10000, 1000},
                      {12000, 30000, 2000}}},
};

void rep_detail_init(struct rep_detail *detail) {
  memset(detail, 0, sizeof *detail);
  detail->first = UINT32_MAX;
  for (unsigned d = 0; d < REP_DISTRIBUTIONS; d++) {
    struct rep_distribution *distribution = &detail->distributions[d];
    for (unsigned r = 0; r < RANGES_MAX; r++) {
      struct range range = shapes[d].ranges[r];
      for (unsigned n = range.first; range.step && n <= range.last; n += range.step)
        distribution->limits[distribution->count++] = n;
    }
  }
}

static void count_value(struct rep_distribution *distribution, uint64_t value) {
  unsigned low = 0, high = distribution->count;
  while (low < high) {
    unsigned middle = (low + high) / 2;
    if (distribution->limits[middle] < value) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  distribution->records[low]++;
}

void rep_detail_add(struct rep_detail *detail, const struct rep_chunk *chunk,
                    const struct rep_source *source) {
  for (size_t i = 0; i < chunk->count; i++) {
    uint64_t first = ft_load(chunk->record[i], source->first);
    uint64_t last = ft_load(chunk->record[i], source->last);
    if (first < detail->first) detail->first = first;
    if (last > detail->last) detail->last = last;
    count_value(&detail->distributions[REP_D_PSIZE], rep_packet_size(chunk, i));
    count_value(&detail->distributions[REP_D_FPSIZE], chunk->packets[i]);
    count_value(&detail->distributions[REP_D_FOSIZE], chunk->octets[i]);
    count_value(&detail->distributions[REP_D_FTIME], chunk->duration[i]);
  }
}

static double quotient(uint64_t a, uint64_t b) {
  /* NOLINTNEXTLINE(bugprone-integer-division): the report has whole averages */
  return b ? (double)(a / b) : 0;
}
static double rate(uint64_t flows, double seconds) {
  return seconds ? (double)flows / seconds : 0;
}

/* The columns before the distributions. */
enum { TIME_REAL, AFLOWTIME, APS, AFS, APF, FPS, FPS_REAL, AVERAGES };
static const char *const average_names[AVERAGES] = {"time_real", "aflowtime", "aps",     "afs",
                                                    "apf",       "fps",       "fps_real"};

static double average(const struct rep_detail *detail, const struct rep_facts *facts,
                      unsigned index) {
  switch (index) {
  case TIME_REAL:
    return (double)facts->seconds;
  case AFLOWTIME:
    return quotient(facts->duration, facts->flows);
  case APS:
    return quotient(facts->octets, facts->packets);
  case AFS:
    return quotient(facts->octets, facts->flows);
  case APF:
    return quotient(facts->packets, facts->flows);
  case FPS:
    return rate(facts->flows, (double)(detail->last - detail->first) / 1000.0);
  default:
    return rate(facts->flows, (double)facts->seconds);
  }
}

static void set_label(struct rep_detail_column *column, unsigned d, uint64_t limit, bool ascii) {
  /* The stray `>` of the original is kept where scripts may look for it. */
  bool stray = ascii && d == REP_D_PSIZE && limit == 4096;
  snprintf(column->label, sizeof column->label, "%s%s%u", stray ? ">" : "", shapes[d].name,
           (unsigned)limit);
}

bool rep_detail_column(const struct rep_detail *detail, const struct rep_facts *facts,
                       unsigned index, bool ascii, struct rep_detail_column *column) {
  column->integer = index == TIME_REAL;
  if (index < AVERAGES) {
    snprintf(column->label, sizeof column->label, "%s", average_names[index]);
    column->value = average(detail, facts, index);
    return true;
  }
  index -= AVERAGES;
  for (unsigned d = 0; d < REP_DISTRIBUTIONS; d++) {
    const struct rep_distribution *distribution = &detail->distributions[d];
    unsigned columns = distribution->count + shapes[d].other;
    if (index >= columns) {
      index -= columns;
      continue;
    }
    if (index < distribution->count) {
      set_label(column, d, distribution->limits[index], ascii);
    } else {
      snprintf(column->label, sizeof column->label, "%s_other", shapes[d].name);
    }
    column->value = facts->flows ? (double)distribution->records[index] / (double)facts->flows : 0;
    return true;
  }
  return false;
}
