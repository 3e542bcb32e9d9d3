/* The reports of flow-stat (spec stat.md, part 1). */
#ifndef STAT_H
#define STAT_H

#include <stdbool.h>
#include <stdint.h>

#include "ft/record.h"
#include "ft/stream.h"
#include "report/types.h"
#include "text.h"

struct stat_options {
  char comment;
  int debug, format, tally_lines;
  bool names, header, percent, wide;
  int sort; /* column + 1, below 0: ascending; 0: unsorted */
  const char *title;
};

struct stat_job {
  const struct stat_options *opt;
  const struct report *report;
  const struct ft_layout *layout;
  struct text *out;
  void *state; /* the engine's own */
};

/* begin and end may print; end frees. begin: false if there is nothing to count. */
struct stat_engine {
  bool (*begin)(struct stat_job *job);
  void (*put)(struct stat_job *job, const struct ft_batch *batch);
  void (*end)(struct stat_job *job);
};

/* How keyed reports of one kind look (stat.md 1.4, 1.5). */
struct key_kind {
  bool by_key;           /* a table: descending key unless sorted, tally lines */
  uint8_t width;         /* of a key's column */
  uint8_t wide_width;    /* the same with -w */
  bool wide_if_percent;  /* wide_width also counts with -P */
  bool cut_names;        /* to the width */
  bool pad_packets;      /* even if nothing follows */
  uint8_t heading_width; /* of a heading that is the report's label; 0: as it is */
  uint8_t heading_wide;
};

#define STAT_KEYS_MAX 2

enum keyed_flag {
  KEYED_BOTH = 1,       /* each record counts for its first key and for its second */
  KEYED_TOTAL_ONCE = 2, /* but only once for the totals */
  KEYED_PORTS = 4,      /* UDP and TCP only */
  KEYED_ONE_FLOW = 8,   /* a record is one flow, whatever its dflows */
  KEYED_PREFIX = 16     /* addresses are cut to their mask lengths, which belong to the key */
};

struct report {
  const char *name;
  const struct stat_engine *engine;
  uint64_t needs; /* field bits besides those of the keys */
  /* Keyed reports only: */
  const struct key_kind *kind;
  const char *label;
  const char *symbols; /* table of -n; NULL: none */
  unsigned flags;
  uint8_t keys[STAT_KEYS_MAX + 1]; /* enum rep_key_code, ends with REP_K_END */
};

#define REPORT_COUNT 33
extern const struct report reports[REPORT_COUNT];
/* All field bits that a report cannot do without. */
uint64_t report_needs(const struct report *report);

extern const struct stat_engine engine_keyed, engine_summary, engine_plot, engine_short,
    engine_none;

struct counts {
  uint64_t flows, octets, packets;
  uint64_t duration; /* milliseconds */
};

static inline void counts_add(struct counts *to, const struct counts *from) {
  to->flows += from->flows;
  to->octets += from->octets;
  to->packets += from->packets;
  to->duration += from->duration;
}

/* dflows of a record, 1 where the layout has none. */
static inline uint64_t stat_flows(const uint8_t *record, struct ft_column dflows) {
  return dflows.width ? ft_load(record, dflows) : 1;
}
/* last - first modulo the counter's width. */
static inline uint64_t stat_duration(const uint8_t *record, struct ft_column first,
                                     struct ft_column last) {
  uint64_t duration = ft_load(record, last) - ft_load(record, first);
  return last.width == 8 ? duration : (uint32_t)duration;
}
/* What the programs say about a flow without packets, without their name. */
void stat_bogus(void);

#endif
