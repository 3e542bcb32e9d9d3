/* Reports by key: binding and counting (spec stat.md 1.3). */
#include "keyed.h"

#include <stdlib.h>

#include "prog.h"
#include "report/tree.h"

enum { PROT_TCP = 6, PROT_UDP = 17 };

static void bind_keys(struct keyed *k, const struct report *report,
                      const struct ft_layout *layout) {
  const uint8_t both = REP_PREFIX_LEN | REP_PREFIX_MASK;
  const struct rep_report formats = {.address_format = {both, both}}, plain = {0};
  const struct rep_report *as = report->flags & KEYED_PREFIX ? &formats : &plain;
  unsigned count = report->keys[1] == REP_K_END ? 1 : 2;
  k->alternatives = report->flags & KEYED_BOTH ? 2 : 1;
  for (unsigned i = 0; i < k->alternatives; i++)
    rep_keys_bind(&k->keys[i], report->keys + i, count / k->alternatives, as, false, layout);
}

static void bind_columns(struct keyed *k, const struct report *report,
                         const struct ft_layout *layout) {
  k->flags = report->flags;
  k->needs_packets = report->keys[0] == REP_K_PSZ;
  k->prot = ft_column(layout, FT_F_PROT);
  rep_source_bind(&k->source, layout, 0, false);
  if (report->flags & KEYED_ONE_FLOW) k->source.flows.width = 0; /* counts as one then */
  bind_keys(k, report, layout);
}

static bool begin(struct stat_job *job) {
  const struct report *report = job->report;
  struct keyed *k = calloc(1, sizeof(*k));
  if (!k) prog_out_of_memory();
  bind_columns(k, report, job->layout);
  if (!keyed_can_sort(k, job->opt->sort)) {
    fprintf(stderr, "%c can't sort on field %d.\n", job->opt->comment, job->opt->sort);
    free(k);
    return false;
  }
  k->packed = calloc(REP_LOOKUP_MAX * (size_t)k->keys[0].words, sizeof *k->packed);
  if (!k->packed) prog_out_of_memory();
  rep_table_init(&k->table, k->keys[0].words, CELLS);
  if (job->opt->names && report->symbols)
    k->symbols = ft_symbols_load_installed(report->symbols, prog_log());
  if (job->opt->names && report->symbols && !k->symbols) prog_out_of_memory();
  job->state = k;
  return true;
}

static struct counts counts_of(const struct rep_chunk *chunk, size_t i) {
  return (struct counts){chunk->flows[i], chunk->octets[i], chunk->packets[i], chunk->duration[i]};
}

static void add_totals(struct keyed *k) {
  unsigned times = k->flags & KEYED_TOTAL_ONCE ? 1 : k->alternatives;
  for (size_t i = 0; i < k->chunk.count; i++) {
    struct counts c = counts_of(&k->chunk, i);
    for (unsigned t = 0; t < times; t++)
      counts_add(&k->total, &c);
  }
}

/* Takes the records without packets out of the chunk. */
static void drop_bogus(struct rep_chunk *chunk, const struct rep_source *source) {
  size_t dropped = rep_chunk_drop_empty(chunk, source);
  if (!dropped) return;
  for (size_t i = 0; i < dropped; i++)
    stat_bogus();
  rep_chunk_measure(chunk, source);
}

static void count_chunk(struct keyed *k) {
  struct rep_chunk *chunk = &k->chunk;
  size_t words = k->keys[0].words;
  rep_chunk_measure(chunk, &k->source);
  add_totals(k);
  if (k->needs_packets) drop_bogus(chunk, &k->source);
  for (unsigned a = 0; a < k->alternatives; a++)
    rep_keys_pack(&k->keys[a], chunk, k->packed + a * words, k->alternatives * words);
  if (rep_table_find(&k->table, k->packed, k->alternatives * chunk->count, k->rows, k->cells) != 0)
    prog_out_of_memory();
  union rep_cell *const *row = k->cells;
  for (size_t i = 0; i < chunk->count; i++)
    for (unsigned a = 0; a < k->alternatives; a++) {
      union rep_cell *cells = *row++ + words;
      cells[CELL_FLOWS].n += chunk->flows[i];
      cells[CELL_OCTETS].n += chunk->octets[i];
      cells[CELL_PACKETS].n += chunk->packets[i];
      cells[CELL_DURATION].n += chunk->duration[i];
    }
  chunk->count = 0;
}

static bool is_wanted(const struct keyed *k, const uint8_t *record) {
  if (!(k->flags & KEYED_PORTS)) return true;
  uint64_t prot = ft_load(record, k->prot);
  return prot == PROT_TCP || prot == PROT_UDP;
}

static void put(struct stat_job *job, const struct ft_batch *batch) {
  struct keyed *k = job->state;
  const uint8_t *record = batch->records;
  for (size_t i = 0; i < batch->count; i++, record += job->layout->size) {
    if (!is_wanted(k, record)) continue;
    k->chunk.record[k->chunk.count++] = record;
    if (k->chunk.count == REP_CHUNK) count_chunk(k);
  }
  if (k->chunk.count) count_chunk(k); /* the next batch takes the memory */
}

static void end(struct stat_job *job) {
  struct keyed *k = job->state;
  if (keyed_order(k, job->report->kind, job->opt->sort) != 0) prog_out_of_memory();
  keyed_print(job, k);
  rep_order_free(&k->order);
  rep_table_free(&k->table);
  ft_symbols_free(k->symbols);
  free(k->packed);
  free(k);
}

const struct stat_engine engine_keyed = {begin, put, end};
