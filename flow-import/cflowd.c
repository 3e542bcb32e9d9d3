/* Format 0: cflowd's packed records (spec tools.md 6.2). */
#include "cflowd.h"
#include "import.h"
#include "prog.h"

struct plan {
  struct ft_column secs, last;
  struct ft_column to[CFLOWD_ITEMS]; /* width 0: dropped */
};

static void make_plan(struct plan *plan, const struct ft_layout *layout) {
  uint32_t index = cflowd_index(layout);
  plan->secs = ft_column(layout, FT_F_UNIX_SECS);
  plan->last = ft_column(layout, FT_F_LAST);
  for (unsigned i = 0; i < CFLOWD_ITEMS; i++) {
    plan->to[i] = (struct ft_column){0, 0};
    if (index >> i & 1) plan->to[i] = ft_column(layout, cflowd_items[i].field);
  }
}

static uint32_t big_endian(const uint8_t *p, unsigned width) {
  uint32_t value = 0;
  while (width--)
    value = value << 8 | *p++;
  return value;
}

/* Octets of the items that an index announces. */
static size_t items_size(uint32_t index) {
  size_t size = 0;
  for (unsigned i = 0; i < CFLOWD_ITEMS; i++)
    if (index >> i & 1) size += cflowd_items[i].width;
  return size;
}

/*
 * Start and end survive in seconds: the start is the exporter's clock, at an
 * uptime of 0, and Last the time that went by since.
 */
static void take_items(const struct plan *plan, uint32_t index, const uint8_t *p, uint8_t *record) {
  uint32_t start = 0;
  for (unsigned i = 0; i < CFLOWD_ITEMS; i++) {
    if (!(index >> i & 1)) continue;
    uint32_t value = big_endian(p, cflowd_items[i].width);
    p += cflowd_items[i].width;
    switch (cflowd_items[i].source) {
    case CFLOWD_COLUMN:
      ft_store(record, plan->to[i], value);
      break;
    case CFLOWD_START:
      start = value;
      ft_store(record, plan->secs, start);
      break;
    case CFLOWD_END:
      if (start)
        ft_store(record, plan->last, (uint64_t)(value - start) * 1000);
      else
        ft_store(record, plan->secs, value);
      break;
    }
  }
}

static int run(struct import_job *job) {
  struct input *in = job->input;
  struct plan plan;
  if (job->layout->version == 1005) {
    prog_message("Unsupported export version");
    return IMPORT_REFUSED;
  }
  make_plan(&plan, job->layout);
  for (uint64_t number = 1;; number++) {
    size_t have = input_need(in, CFLOWD_INDEX_SIZE);
    if (have == 0) return 0;
    uint32_t index = 0;
    size_t size = CFLOWD_INDEX_SIZE;
    if (have >= size) {
      index = big_endian((const uint8_t *)in->data + in->at, CFLOWD_INDEX_SIZE);
      size += items_size(index);
      have = input_need(in, size);
    }
    if (have < size) {
      prog_message("Broken record %llu (not output): %zu of %zu octets", (unsigned long long)number,
                   have, size);
      return IMPORT_REFUSED;
    }
    const uint8_t *items = (const uint8_t *)in->data + in->at + CFLOWD_INDEX_SIZE;
    take_items(&plan, index, items, import_record(job));
    import_keep(job);
    input_take(in, size);
  }
}

const struct import_format import_cflowd = {"cflowd", run};
