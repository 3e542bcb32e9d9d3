/*
 * What summary-detail adds to the totals: distributions of packet size, and of
 * packets, octets and duration of flows (spec report.md 6.1).
 */
#ifndef REPORT_DETAIL_H
#define REPORT_DETAIL_H

#include "chunk.h"

enum { REP_D_PSIZE, REP_D_FPSIZE, REP_D_FOSIZE, REP_D_FTIME, REP_DISTRIBUTIONS };
/* Room for the classes of one distribution. */
#define REP_CLASSES_MAX 32

struct rep_distribution {
  unsigned count; /* classes; values above the last are counted at [count] */
  uint64_t limits[REP_CLASSES_MAX];
  uint64_t records[REP_CLASSES_MAX + 1];
};

struct rep_detail {
  uint64_t first, last; /* smallest First, largest Last */
  struct rep_distribution distributions[REP_DISTRIBUTIONS];
};

/* The facts of a report's totals that the columns need. */
struct rep_facts {
  uint64_t flows, octets, packets, duration, seconds;
};

void rep_detail_init(struct rep_detail *detail);
void rep_detail_add(struct rep_detail *detail, const struct rep_chunk *chunk,
                    const struct rep_source *source);

struct rep_detail_column {
  char label[32];
  bool integer; /* value is printed without fraction */
  double value;
};
/* Columns from 0 on; false behind the last. ascii: with the label `>psize4096`. */
bool rep_detail_column(const struct rep_detail *detail, const struct rep_facts *facts,
                       unsigned index, bool ascii, struct rep_detail_column *column);

#endif
