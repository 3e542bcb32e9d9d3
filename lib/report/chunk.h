/*
 * Some records that count, with what every report needs of them (spec
 * report.md 5). Work goes column by column over a chunk, so that no decision
 * about widths or kinds is taken for each record.
 */
#ifndef REPORT_CHUNK_H
#define REPORT_CHUNK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ft/record.h"

#define REP_CHUNK 256

struct rep_chunk {
  size_t count;
  const uint8_t *record[REP_CHUNK];
  uint64_t flows[REP_CHUNK], octets[REP_CHUNK], packets[REP_CHUNK];
  uint64_t duration[REP_CHUNK];          /* milliseconds */
  double bps[REP_CHUNK], pps[REP_CHUNK]; /* 0 without a duration; only if asked for */
};

/* Octets a packet. A scale can make packets of wide counters wrap to 0. */
static inline uint64_t rep_packet_size(const struct rep_chunk *chunk, size_t i) {
  return chunk->packets[i] ? chunk->octets[i] / chunk->packets[i] : 0;
}

/* Where the counters of a record lie. */
struct rep_source {
  struct ft_column flows, octets, packets, first, last, seconds;
  uint32_t scale; /* 0: none */
  bool rates;     /* fill bps and pps */
};

void rep_source_bind(struct rep_source *source, const struct ft_layout *layout, uint32_t scale,
                     bool rates);
/* The column's values of all records. */
void rep_chunk_load(const struct rep_chunk *chunk, struct ft_column column, uint64_t *values);
/* Takes out the records without packets, and returns how many they were: measure then. */
size_t rep_chunk_drop_empty(struct rep_chunk *chunk, const struct rep_source *source);
/* Fills the counters, when count and the records are set. */
void rep_chunk_measure(struct rep_chunk *chunk, const struct rep_source *source);

#endif
