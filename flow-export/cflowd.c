/* Format 0: cflowd's packed records (spec tools.md 5.3). */
#include <stdlib.h>

#include "export.h"
#include "prog.h"

enum source { COLUMN, START, END };

struct item {
  uint64_t fields; /* that it is made of */
  enum ft_field_id field;
  enum source source;
  uint8_t width; /* octets in the output */
};

#define CLOCK_BITS (0x1 | 0x2 | 0x4)

/* Bit n of the index stands for item n. */
static const struct item items[] = {
#define PLAIN(field, bit, width)                                                                   \
  { bit, FT_F_##field, COLUMN, width }
    PLAIN(EXADDR, 0x8, 4),
    PLAIN(SRCADDR, 0x1000, 4),
    PLAIN(DSTADDR, 0x2000, 4),
    PLAIN(INPUT, 0x20000, 2),
    PLAIN(OUTPUT, 0x40000, 2),
    PLAIN(SRCPORT, 0x80000, 2),
    PLAIN(DSTPORT, 0x100000, 2),
    PLAIN(DPKTS, 0x20, 4),
    PLAIN(DOCTETS, 0x40, 4),
    PLAIN(NEXTHOP, 0x10000, 4),
    {CLOCK_BITS | 0x80, FT_F_FIRST, START, 4},
    {CLOCK_BITS | 0x100, FT_F_LAST, END, 4},
    PLAIN(PROT, 0x200000, 1),
    PLAIN(TOS, 0x400000, 1),
    PLAIN(SRC_AS, 0x4000000, 2),
    PLAIN(DST_AS, 0x8000000, 2),
    PLAIN(SRC_MASK, 0x1000000, 1),
    PLAIN(DST_MASK, 0x2000000, 1),
    PLAIN(TCP_FLAGS, 0x800000, 1),
    PLAIN(IN_ENCAPS, 0x10000000, 1),
    PLAIN(OUT_ENCAPS, 0x20000000, 1),
    PLAIN(PEER_NEXTHOP, 0x40000000, 4),
    PLAIN(ENGINE_TYPE, 0x200, 1),
    PLAIN(ENGINE_ID, 0x400, 1),
#undef PLAIN
};
#define ITEMS (sizeof(items) / sizeof(items[0]))

/* The index, four octets, and the items. */
#define RECORD_MAX (4 + ITEMS * 4)

struct state {
  uint32_t index;
  struct ft_clock clock;
  unsigned count;
  struct {
    struct ft_column column;
    enum source source;
    uint8_t width;
  } cells[ITEMS];
};

/* Turns a field list into index bits. */
static int check(struct export_job *job) {
  if (!job->mask_given || !job->mask_is_list) return 0;
  uint64_t covered = 0, index = 0;
  for (size_t i = 0; i < ITEMS; i++) {
    if (items[i].fields & ~job->mask) continue;
    covered |= items[i].fields;
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

static bool item_in_layout(const struct item *item, const struct ft_layout *layout) {
  /* The format gives aggregated flows no protocol, even where they have one. */
  if (item->field == FT_F_PROT && layout->version == 8) return false;
  /* A field too wide for its place, as an IPv6 address, is left out rather than cut. */
  if (item->source == COLUMN && ft_column(layout, item->field).width > item->width) return false;
  return !(item->fields & ~layout->mask);
}

static int begin(struct export_job *job) {
  struct state *s = calloc(1, sizeof(*s));
  if (!s) prog_die("out of memory");
  job->state = s;
  ft_clock_bind(&s->clock, job->layout);
  for (size_t i = 0; i < ITEMS; i++) {
    if (!(job->mask >> i & 1) || !item_in_layout(&items[i], job->layout)) continue;
    s->index |= (uint32_t)1 << i;
    s->cells[s->count].column = ft_column(job->layout, items[i].field);
    s->cells[s->count].source = items[i].source;
    s->cells[s->count].width = items[i].width;
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
  p = big_endian(p, s->index, 4);
  for (unsigned i = 0; i < s->count; i++) {
    uint64_t value = 0;
    switch (s->cells[i].source) {
    case COLUMN:
      value = ft_load(record, s->cells[i].column);
      break;
    case START:
      value = ft_ms_seconds(ft_clock_first_ms(&s->clock, record));
      break;
    case END:
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
    text_end(job->out, write_record(job->state, record, text_begin(job->out, RECORD_MAX)));
  return 0;
}

static int end(struct export_job *job) {
  free(job->state);
  return 0;
}

const struct export_format export_cflowd = {"cflowd", check, begin, put, end};
