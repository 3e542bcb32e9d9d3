/* Reports by key: what counting and printing share. */
#ifndef KEYED_H
#define KEYED_H

#include "ft/conf.h"
#include "stat.h"
#include "tally.h"

/* A key part bound to a layout; its octets in the tally's key, most significant first. */
struct keyed_part {
  enum key_source source;
  bool is_addr;
  struct ft_column column, column2;
  uint8_t offset;
  uint8_t compared; /* octets that decide the order; a prefix's length follows them */
};

struct keyed {
  struct keyed_part keys[2][KEY_PARTS];
  unsigned key_count, parts; /* alternatives, and parts of each */
  unsigned flags;
  struct ft_column dflows, doctets, dpkts, first, last, prot;
  bool needs_packets; /* flows without packets have no key */
  struct tally tally;
  struct counts total;
  struct ft_symbols *symbols;
};

/* Numbers of the tally's entries in the order of the lines, allocated; NULL without memory. */
uint32_t *keyed_order(const struct keyed *keyed, const struct key_kind *kind, int sort,
                      size_t *count);
/* Whether there is such a column to sort by. */
bool keyed_can_sort(const struct keyed *keyed, int sort);
/* Column headings, lines, tally lines. */
void keyed_print(const struct stat_job *job, const struct keyed *keyed, const uint32_t *order,
                 size_t count);

#endif
