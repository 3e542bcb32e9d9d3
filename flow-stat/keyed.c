/* Reports by key: binding and counting (spec stat.md 1.3). */
#include "keyed.h"

#include <stdlib.h>

#include "prog.h"

/* Two prefixes of the widest addresses. */
#define KEY_MAX (KEY_PARTS * (FT_ADDR_MAX_WIDTH + 1))

enum { PROT_TCP = 6, PROT_UDP = 17 };

/* Returns the offset behind the part. */
static uint8_t bind_part(struct keyed_part *part, const struct key_part *key,
                         const struct ft_layout *layout, uint8_t offset) {
  *part = (struct keyed_part){.source = key->source,
                              .is_addr = ft_field_info(key->field)->kind == FT_KIND_ADDRESS,
                              .column = ft_column(layout, key->field),
                              .column2 = ft_column(layout, key->field2),
                              .offset = offset};
  part->compared = part->column.width;
  return (uint8_t)(offset + part->compared + (key->source == KEY_PREFIX));
}

static void bind_keys(struct keyed *k, const struct report *report,
                      const struct ft_layout *layout) {
  uint8_t size = 0;
  k->key_count = report->flags & KEYED_BOTH ? 2 : 1;
  k->parts = report->kind->parts;
  for (unsigned i = 0; i < k->key_count; i++) {
    uint8_t offset = 0;
    for (unsigned p = 0; p < k->parts; p++) {
      offset = bind_part(&k->keys[i][p], &report->keys[i][p], layout, offset);
      if (report->keys[i][p].source == KEY_OCTETS_PER_PACKET) k->needs_packets = true;
    }
    if (offset > size) size = offset;
  }
  tally_init(&k->tally, size);
}

static bool begin(struct stat_job *job) {
  const struct report *report = job->report;
  struct keyed *k = calloc(1, sizeof(*k));
  if (!k) prog_die("out of memory");
  bind_keys(k, report, job->layout);
  if (!keyed_can_sort(k, job->opt->sort)) {
    fprintf(stderr, "%c can't sort on field %d.\n", job->opt->comment, job->opt->sort);
    free(k);
    return false;
  }
  k->flags = report->flags;
  if (report->flags & KEYED_ONE_FLOW)
    k->dflows.width = 0; /* so that every record counts as one */
  else
    k->dflows = ft_column(job->layout, FT_F_DFLOWS);
  k->doctets = ft_column(job->layout, FT_F_DOCTETS);
  k->dpkts = ft_column(job->layout, FT_F_DPKTS);
  k->first = ft_column(job->layout, FT_F_FIRST);
  k->last = ft_column(job->layout, FT_F_LAST);
  k->prot = ft_column(job->layout, FT_F_PROT);
  if (job->opt->names && report->symbols)
    k->symbols = ft_symbols_load_installed(report->symbols, prog_log());
  job->state = k;
  return true;
}

static void store_number(uint8_t *p, uint64_t value, unsigned width) {
  for (unsigned i = width; i--; value >>= 8)
    p[i] = (uint8_t)value;
}

static void make_key(const struct keyed *k, const struct keyed_part *parts, const uint8_t *record,
                     uint8_t *key) {
  for (unsigned p = 0; p < k->parts; p++) {
    const struct keyed_part *part = &parts[p];
    uint8_t *to = key + part->offset;
    if (part->source == KEY_OCTETS_PER_PACKET) {
      store_number(to, ft_load(record, part->column) / ft_load(record, part->column2),
                   part->compared);
    } else if (!part->is_addr) {
      store_number(to, ft_load(record, part->column), part->compared);
    } else {
      struct ft_addr addr = ft_load_addr(record, part->column);
      if (part->source == KEY_PREFIX) {
        uint8_t length = (uint8_t)ft_load(record, part->column2);
        ft_addr_mask_as_record(&addr, length);
        to[part->compared] = length;
      }
      memcpy(to, addr.octets, part->compared);
    }
  }
}

static void count_record(struct keyed *k, const uint8_t *record) {
  if (k->flags & KEYED_PORTS) {
    uint64_t prot = ft_load(record, k->prot);
    if (prot != PROT_TCP && prot != PROT_UDP) return;
  }
  struct counts c = {.flows = stat_flows(record, k->dflows),
                     .octets = ft_load(record, k->doctets),
                     .packets = ft_load(record, k->dpkts),
                     .duration = stat_duration(record, k->first, k->last)};
  counts_add(&k->total, &c);
  if (k->needs_packets && c.packets == 0) {
    stat_bogus();
    return;
  }
  for (unsigned i = 0; i < k->key_count; i++) {
    uint8_t key[KEY_MAX];
    make_key(k, k->keys[i], record, key);
    struct counts *entry = tally_find(&k->tally, key);
    if (!entry) prog_die("out of memory");
    counts_add(entry, &c);
    if (i > 0 && !(k->flags & KEYED_TOTAL_ONCE)) counts_add(&k->total, &c);
  }
}

static void put(struct stat_job *job, const struct ft_batch *batch) {
  const uint8_t *record = batch->records;
  for (size_t i = 0; i < batch->count; i++, record += job->layout->size)
    count_record(job->state, record);
}

static void end(struct stat_job *job) {
  struct keyed *k = job->state;
  size_t count;
  uint32_t *order = keyed_order(k, job->report->kind, job->opt->sort, &count);
  if (!order) prog_die("out of memory");
  keyed_print(job, k, order, count);
  free(order);
  tally_free(&k->tally);
  ft_symbols_free(k->symbols);
  free(k);
}

const struct stat_engine engine_keyed = {begin, put, end};
