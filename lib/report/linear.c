/* Flows spread evenly over the seconds they lasted (spec report.md 6, type 75). */
#include "count.h"

/* Adds values to the rows of the seconds from start, n of them (at most REP_LOOKUP_MAX). */
static int add_seconds(struct rep_count *count, uint32_t start, size_t n, const double values[3]) {
  for (size_t i = 0; i < n; i++)
    count->packed[i] = start + i;
  if (rep_table_find(&count->table, count->packed, n, count->rows, count->cells) < 0) return -1;
  for (size_t i = 0; i < n; i++) {
    union rep_cell *sums = count->cells[i] + 1;
    sums[REP_S_FLOWS].d += values[REP_S_FLOWS];
    sums[REP_S_OCTETS].d += values[REP_S_OCTETS];
    sums[REP_S_PACKETS].d += values[REP_S_PACKETS];
  }
  return 0;
}

static int add_record(struct rep_count *count, size_t i) {
  const struct rep_chunk *chunk = &count->chunk;
  uint32_t start = ft_ms_seconds(ft_clock_first_ms(&count->clock, chunk->record[i]));
  uint32_t end = ft_ms_seconds(ft_clock_last_ms(&count->clock, chunk->record[i]));
  if (end < start) return 0;
  uint64_t seconds = (uint64_t)end - start + 1;
  double n = (double)seconds;
  const double values[] = {[REP_S_FLOWS] = (double)chunk->flows[i] / n,
                           [REP_S_OCTETS] = (double)chunk->octets[i] / n,
                           [REP_S_PACKETS] = (double)chunk->packets[i] / n};
  while (seconds) {
    size_t now = seconds < REP_LOOKUP_MAX ? (size_t)seconds : REP_LOOKUP_MAX;
    if (add_seconds(count, start, now, values) < 0) return -1;
    start += (uint32_t)now;
    seconds -= now;
  }
  return 0;
}

int rep_linear_add(struct rep_count *count) {
  for (size_t i = 0; i < count->chunk.count; i++) {
    if (add_record(count, i) < 0) return -1;
  }
  return 0;
}
