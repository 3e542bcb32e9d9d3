#include "chunk.h"

void rep_source_bind(struct rep_source *source, const struct ft_layout *layout, uint32_t scale,
                     bool rates) {
  source->flows = ft_column(layout, FT_F_DFLOWS);
  source->octets = ft_column(layout, FT_F_DOCTETS);
  source->packets = ft_column(layout, FT_F_DPKTS);
  source->first = ft_column(layout, FT_F_FIRST);
  source->last = ft_column(layout, FT_F_LAST);
  source->seconds = ft_column(layout, FT_F_UNIX_SECS);
  source->scale = scale;
  source->rates = rates;
}

/* Inlined with a constant width, the load is one instruction. */
static inline void load_width(const struct rep_chunk *chunk, uint16_t offset, uint8_t width,
                              uint64_t *values) {
  struct ft_column column = {offset, width};
  for (size_t i = 0; i < chunk->count; i++)
    values[i] = ft_load(chunk->record[i], column);
}

void rep_chunk_load(const struct rep_chunk *chunk, struct ft_column column, uint64_t *values) {
  switch (column.width) {
  case 1:
    load_width(chunk, column.offset, 1, values);
    break;
  case 2:
    load_width(chunk, column.offset, 2, values);
    break;
  case 4:
    load_width(chunk, column.offset, 4, values);
    break;
  case 8:
    load_width(chunk, column.offset, 8, values);
    break;
  default:
    load_width(chunk, column.offset, 0, values);
    break;
  }
}

static void measure_rates(struct rep_chunk *chunk) {
  for (size_t i = 0; i < chunk->count; i++) {
    chunk->pps[i] = chunk->bps[i] = 0;
    if (!chunk->duration[i]) continue;
    double seconds = (double)chunk->duration[i] / 1000.0;
    chunk->pps[i] = (double)chunk->packets[i] / seconds;
    chunk->bps[i] = ((double)chunk->octets[i] * 8) / seconds;
  }
}

size_t rep_chunk_drop_empty(struct rep_chunk *chunk, const struct rep_source *source) {
  size_t kept = 0, all = chunk->count;
  rep_chunk_load(chunk, source->packets, chunk->packets);
  for (size_t i = 0; i < all; i++) {
    chunk->record[kept] = chunk->record[i];
    kept += chunk->packets[i] != 0;
  }
  chunk->count = kept;
  return all - kept;
}

void rep_chunk_measure(struct rep_chunk *chunk, const struct rep_source *source) {
  uint64_t first[REP_CHUNK];
  rep_chunk_load(chunk, source->packets, chunk->packets);
  rep_chunk_load(chunk, source->octets, chunk->octets);
  rep_chunk_load(chunk, source->flows, chunk->flows);
  rep_chunk_load(chunk, source->last, chunk->duration);
  rep_chunk_load(chunk, source->first, first);
  for (size_t i = 0; i < chunk->count; i++)
    chunk->duration[i] = (uint32_t)(chunk->duration[i] - first[i]);
  if (!source->flows.width) {
    for (size_t i = 0; i < chunk->count; i++)
      chunk->flows[i] = 1;
  }
  if (source->scale) {
    for (size_t i = 0; i < chunk->count; i++) {
      chunk->packets[i] *= source->scale;
      chunk->octets[i] *= source->scale;
    }
  }
  if (source->rates) measure_rates(chunk);
}
