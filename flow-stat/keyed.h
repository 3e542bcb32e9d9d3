/* Reports by key: what counting, ordering and printing share. The engine is flow-report's. */
#ifndef KEYED_H
#define KEYED_H

#include "ft/conf.h"
#include "report/keys.h"
#include "report/order.h"
#include "report/table.h"
#include "stat.h"

/* The cells of a row behind its key. */
enum { CELL_FLOWS, CELL_OCTETS, CELL_PACKETS, CELL_DURATION, CELLS };

struct keyed {
  unsigned flags;
  unsigned alternatives;   /* of a record: 1, or 2 with KEYED_BOTH */
  struct rep_keys keys[2]; /* one for each alternative, of the same size */
  bool needs_packets;      /* flows without packets have no key */
  struct rep_source source;
  struct ft_column prot;
  struct rep_table table;
  struct rep_order order;
  struct counts total;
  struct ft_symbols *symbols;

  struct rep_chunk chunk;
  uint64_t *packed; /* room for the keys of a chunk */
  uint32_t rows[REP_LOOKUP_MAX];
  union rep_cell *cells[REP_LOOKUP_MAX];
};

static inline struct counts keyed_counts(const struct keyed *keyed, const union rep_cell *row) {
  row += keyed->table.key_words;
  return (struct counts){row[CELL_FLOWS].n, row[CELL_OCTETS].n, row[CELL_PACKETS].n,
                         row[CELL_DURATION].n};
}

/* Column headings, lines, tally lines, in the order that has been made. */
void keyed_print(const struct stat_job *job, const struct keyed *keyed);

/* Whether there is such a column to sort by. */
bool keyed_can_sort(const struct keyed *keyed, int sort);
/* Makes the order of the lines (spec stat.md 1.4). 0, or -1 without memory. */
int keyed_order(struct keyed *keyed, const struct key_kind *kind, int sort);

#endif
