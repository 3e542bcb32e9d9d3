#include "count.h"

#include <stdlib.h>
#include <string.h>

static bool keeps_rates(const struct rep_report *report) {
  uint32_t rates = rep_columns_with(REP_RATE_TRAITS);
  for (const struct rep_output *output = report->outputs; output; output = output->next) {
    if (output->columns & rates) return true;
    if (output->sort != REP_NO_COLUMN && REP_BIT(output->sort) & rates) return true;
  }
  return false;
}

static void bind_keys(struct rep_count *count, const struct ft_layout *layout) {
  const struct rep_report *report = count->report;
  const uint8_t *codes = count->type->keys;
  if (count->type->shape == REP_TWO_ROWS || count->type->shape == REP_DISTINCT) {
    /* Two rows lie in one table: if one side is a prefix, both are. */
    bool prefix = count->type->shape == REP_TWO_ROWS &&
                  (report->address_format[REP_SOURCE] || report->address_format[REP_DESTINATION]);
    rep_keys_bind(&count->keys[0], codes, 1, report, prefix, layout);
    rep_keys_bind(&count->keys[1], codes + 1, 1, report, prefix, layout);
  } else {
    rep_keys_bind(&count->keys[0], codes, rep_type_key_columns(count->type), report, false, layout);
  }
}

static int make_tables(struct rep_count *count) {
  struct rep_keys *keys = count->keys;
  unsigned cells = count->type->shape == REP_LINEAR ? REP_S_PACKETS + 1
                   : count->rates                   ? REP_SUMS
                                                    : REP_S_RATES;
  count->count_cell = cells;
  if (count->type->shape == REP_DISTINCT) {
    cells++;
    count->row_of_pair = rep_keys_add_room(&keys[1], sizeof(uint32_t));
    rep_table_init(&count->pairs, keys[1].words, 0);
  }
  rep_table_init(&count->table, keys[0].words, cells);
  count->packed =
      calloc(REP_LOOKUP_MAX * ((size_t)keys[0].words + keys[1].words), sizeof *count->packed);
  return count->packed ? 0 : -1;
}

static int make_room(struct rep_count *count) {
  if (count->type->shape == REP_DETAIL) {
    count->detail = malloc(sizeof *count->detail);
    if (!count->detail) return -1;
    rep_detail_init(count->detail);
  }
  return rep_type_has_rows(count->type) ? make_tables(count) : 0;
}

int rep_count_no_memory(const struct rep_count *count, struct ft_error *err) {
  ft_error_add(err, "Out of memory at %u rows of report \"%s\".", count->table.count,
               count->report->name);
  return -1;
}

int rep_count_init(struct rep_count *count, const struct rep_report *report,
                   const struct ft_layout *layout, struct ft_error *err) {
  memset(count, 0, sizeof *count);
  count->report = report;
  count->type = report->type;
  count->rates = keeps_rates(report);
  count->first = UINT32_MAX;
  bind_keys(count, layout);
  rep_source_bind(&count->source, layout, report->scale,
                  count->rates || rep_keys_need_rates(&count->keys[0]));
  ft_clock_bind(&count->clock, layout);
  return make_room(count) < 0 ? rep_count_no_memory(count, err) : 0;
}

void rep_count_free(struct rep_count *count) {
  rep_table_free(&count->table);
  rep_table_free(&count->pairs);
  rep_order_free(&count->order);
  free(count->detail);
  free(count->packed);
}

void rep_count_clear(struct rep_count *count) {
  if (rep_type_has_rows(count->type)) rep_table_clear(&count->table);
  if (count->type->shape == REP_DISTINCT) rep_table_clear(&count->pairs);
  if (count->detail) rep_detail_init(count->detail);
  rep_order_free(&count->order);
  memset(count->totals, 0, sizeof count->totals);
  count->ignores = 0;
  count->first = UINT32_MAX;
  count->last = 0;
}

/* -- counting -- */

static inline void add_sums(union rep_cell *sums, const struct rep_chunk *chunk, size_t i) {
  sums[REP_S_FLOWS].n += chunk->flows[i];
  sums[REP_S_OCTETS].n += chunk->octets[i];
  sums[REP_S_PACKETS].n += chunk->packets[i];
  sums[REP_S_DURATION].n += chunk->duration[i];
  sums[REP_S_FRECS].n += chunk->duration[i] != 0;
}

/* A minimum of 0 counts as unset, whatever set it (report.md 5). */
static inline void add_rate(union rep_cell *average, double value) {
  union rep_cell *minimum = average + 1, *maximum = average + 2;
  average->d += value;
  if (value < minimum->d || minimum->d == 0) minimum->d = value;
  if (value > maximum->d) maximum->d = value;
}

static inline void add_rates(union rep_cell *sums, const struct rep_chunk *chunk, size_t i) {
  if (!chunk->duration[i]) return;
  add_rate(&sums[REP_S_AVG_PPS], chunk->pps[i]);
  add_rate(&sums[REP_S_AVG_BPS], chunk->bps[i]);
}

static void add_totals(struct rep_count *count) {
  const struct rep_chunk *chunk = &count->chunk;
  for (size_t i = 0; i < chunk->count; i++) {
    uint64_t seconds = ft_load(chunk->record[i], count->source.seconds);
    if (seconds < count->first) count->first = seconds;
    if (seconds > count->last) count->last = seconds;
    add_sums(count->totals, chunk, i);
  }
  for (size_t i = 0; count->rates && i < chunk->count; i++)
    add_rates(count->totals, chunk, i);
}

/* Adds the records of the chunk to the rows found, per_record of them for each. */
static void add_to_rows(struct rep_count *count, size_t per_record) {
  const struct rep_chunk *chunk = &count->chunk;
  unsigned words = count->keys[0].words;
  union rep_cell *const *cells = count->cells;
  for (size_t i = 0; i < chunk->count; i++) {
    for (size_t n = 0; n < per_record; n++) {
      union rep_cell *sums = *cells++ + words;
      add_sums(sums, chunk, i);
      if (count->rates) add_rates(sums, chunk, i);
    }
  }
}

/* Finds the rows of so many packed keys. */
static int find_rows(struct rep_count *count, size_t keys) {
  return rep_table_find(&count->table, count->packed, keys, count->rows, count->cells);
}

static int add_one_row(struct rep_count *count) {
  rep_keys_pack(&count->keys[0], &count->chunk, count->packed, count->keys[0].words);
  if (find_rows(count, count->chunk.count) < 0) return -1;
  add_to_rows(count, 1);
  return 0;
}

/* New rows appear in the order source, destination, record by record. */
static int add_two_rows(struct rep_count *count) {
  size_t words = count->keys[0].words;
  rep_keys_pack(&count->keys[0], &count->chunk, count->packed, 2 * words);
  rep_keys_pack(&count->keys[1], &count->chunk, count->packed + words, 2 * words);
  if (find_rows(count, 2 * count->chunk.count) < 0) return -1;
  add_to_rows(count, 2);
  return 0;
}

static int add_distinct(struct rep_count *count) {
  if (add_one_row(count) < 0) return -1;
  struct rep_segment row = count->row_of_pair;
  size_t words = count->keys[1].words, n = count->chunk.count;
  rep_keys_pack(&count->keys[1], &count->chunk, count->packed, words);
  for (size_t i = 0; i < n; i++)
    count->packed[i * words + row.word] |= (uint64_t)count->rows[i] << row.shift;
  uint32_t pair[REP_CHUNK], known = count->pairs.count;
  union rep_cell *unused[REP_CHUNK];
  if (rep_table_find(&count->pairs, count->packed, n, pair, unused) < 0) return -1;
  unsigned cell = count->keys[0].words + count->count_cell;
  for (size_t i = 0; i < n; i++) {
    if (pair[i] != known) continue;
    known++; /* pairs are numbered as they appear: this is the first of its kind */
    count->cells[i][cell].n++;
  }
  return 0;
}

static int add_chunk(struct rep_count *count) {
  count->ignores += rep_chunk_drop_empty(&count->chunk, &count->source);
  rep_chunk_measure(&count->chunk, &count->source);
  add_totals(count);
  switch (count->type->shape) {
  case REP_ROWS:
    return add_one_row(count);
  case REP_TWO_ROWS:
    return add_two_rows(count);
  case REP_DISTINCT:
    return add_distinct(count);
  case REP_LINEAR:
    return rep_linear_add(count);
  case REP_DETAIL:
    rep_detail_add(count->detail, &count->chunk, &count->source);
    break;
  case REP_COUNTERS:
    break;
  }
  return 0;
}

/* No branch on pass: filters let through what cannot be foretold. */
int rep_count_records(struct rep_count *count, const uint8_t *records, size_t n, size_t size,
                      const uint8_t *pass, struct ft_error *err) {
  struct rep_chunk *chunk = &count->chunk;
  chunk->count = 0;
  for (size_t i = 0; i < n; i++, records += size) {
    chunk->record[chunk->count] = records;
    chunk->count += pass[i];
    if (chunk->count < REP_CHUNK) continue;
    if (add_chunk(count) < 0) return rep_count_no_memory(count, err);
    chunk->count = 0;
  }
  if (chunk->count && add_chunk(count) < 0) return rep_count_no_memory(count, err);
  return 0;
}

/* -- results -- */

static void average(union rep_cell *sums) {
  double records = (double)sums[REP_S_FRECS].n;
  if (!sums[REP_S_FRECS].n) return;
  sums[REP_S_AVG_PPS].d /= records;
  sums[REP_S_AVG_BPS].d /= records;
}

void rep_count_finish(struct rep_count *count) {
  if (!count->rates) return;
  average(count->totals);
  for (uint32_t row = 0; row < count->table.count; row++)
    average(rep_table_row(&count->table, row) + count->keys[0].words);
}

uint64_t rep_count_fields(const struct rep_report *report) {
  static const uint64_t mask_bits[] = {FT_FIELD_BIT(SRC_MASK), FT_FIELD_BIT(DST_MASK)};
  uint64_t bits = FT_FIELD_BIT(DPKTS) | FT_FIELD_BIT(DOCTETS) | FT_FIELD_BIT(FIRST) |
                  FT_FIELD_BIT(LAST) | FT_FIELD_BIT(UNIX_SECS) | FT_FIELD_BIT(UNIX_NSECS);
  for (const uint8_t *code = report->type->keys; *code != REP_K_END; code++) {
    const struct rep_key *key = &rep_keys[*code];
    if (key->field != REP_NO_FIELD) bits |= ft_field_info(key->field)->bit;
    if (key->side != REP_NO_SIDE && report->address_format[key->side]) bits |= mask_bits[key->side];
  }
  if (report->tag_mask) bits |= FT_FIELD_BIT(SRC_TAG) | FT_FIELD_BIT(DST_TAG);
  return bits;
}

uint64_t rep_count_rows(const struct rep_count *count) {
  if (!rep_type_has_rows(count->type)) return 0;
  if (count->type->store == REP_HASH) return count->table.count;
  uint64_t rows = 0;
  unsigned cell = count->keys[0].words + REP_S_PACKETS;
  for (uint32_t row = 0; row < count->table.count; row++)
    rows += rep_table_row(&count->table, row)[cell].n != 0;
  return rows;
}

unsigned rep_count_cell(const struct rep_count *count, enum rep_column column) {
  return column == REP_C_COUNT ? count->count_cell : rep_columns[column].sum;
}
