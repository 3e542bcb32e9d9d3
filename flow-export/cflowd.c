/* Format 0: cflowd's packed records (spec tools.md 5.3). */
#include <stdlib.h>

#include "cflowd.h"
#include "export.h"
#include "prog.h"

struct state {
  uint32_t index;
  struct ft_clock clock;
  unsigned count;
  struct {
    struct ft_column column;
    enum cflowd_source source;
    uint8_t width;
  } cells[CFLOWD_ITEMS];
};

/* Turns a field list into index bits. */
static int check(struct export_job *job) {
  if (!job->mask_given || !job->mask_is_list) return 0;
  uint64_t covered = 0, index = 0;
  for (size_t i = 0; i < CFLOWD_ITEMS; i++) {
    if (cflowd_items[i].fields & ~job->mask) continue;
    covered |= cflowd_items[i].fields;
    index |= (uint64_t)1 << i;
  }
  if (job->mask & ~covered) {
    prog_message("xfields contains fields after conversion to cflow mask 0x%llX",
                 (unsigned long long)(job->mask & ~covered));
    prog_message("ftxfield_tocflow(): failed");
    return 1;
  }
  job->mask = index;
  return 0;
}

static int begin(struct export_job *job) {
  struct state *s = calloc(1, sizeof(*s));
  if (!s) prog_die("out of memory");
  job->state = s;
  ft_clock_bind(&s->clock, job->layout);
  s->index = cflowd_index(job->layout) & (uint32_t)job->mask;
  for (unsigned i = 0; i < CFLOWD_ITEMS; i++) {
    if (!(s->index >> i & 1)) continue;
    s->cells[s->count].column = ft_column(job->layout, cflowd_items[i].field);
    s->cells[s->count].source = cflowd_items[i].source;
    s->cells[s->count].width = cflowd_items[i].width;
    s->count++;
  }
  return 0;
}

static char *big_endian(char *p, uint64_t value, unsigned width) {
  for (unsigned i = width; i--; value >>= 8)
    p[i] = (char)(value & 255);
  return p + width;
}

static char *write_record(const struct state *s, const uint8_t *record, char *p) {
  p = big_endian(p, s->index, CFLOWD_INDEX_SIZE);
  for (unsigned i = 0; i < s->count; i++) {
    uint64_t value = 0;
    switch (s->cells[i].source) {
    case CFLOWD_COLUMN:
      value = ft_load(record, s->cells[i].column);
      break;
    case CFLOWD_START:
      value = ft_ms_seconds(ft_clock_first_ms(&s->clock, record));
      break;
    case CFLOWD_END:
      value = ft_ms_seconds(ft_clock_last_ms(&s->clock, record));
      break;
    }
    p = big_endian(p, value, s->cells[i].width);
  }
  return p;
}

static int put(struct export_job *job, const struct ft_batch *batch) {
  const uint8_t *record = batch->records;
  for (size_t i = 0; i < batch->count; i++, record += job->layout->size)
    text_end(job->out, write_record(job->state, record, text_begin(job->out, CFLOWD_RECORD_MAX)));
  return 0;
}

static int end(struct export_job *job) {
  free(job->state);
  return 0;
}

const struct export_format export_cflowd = {"cflowd", check, begin, put, end};
