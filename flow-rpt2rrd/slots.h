/*
 * The order of data sources (spec rptfmt.md 2.4): that of the slots of a hash
 * table which the first flow-rpt2rrd kept its columns in. Files made by it take
 * values by their position, so the order must stay.
 */
#ifndef SLOTS_H
#define SLOTS_H

#include <stddef.h>
#include <stdint.h>

/*
 * Puts count different keys with these hashes into a table, in this order. order[i] is then
 * which of them is in the i-th used slot. 0, or -1 without memory.
 */
int slots_order(const uint64_t *hashes, size_t count, size_t *order);
/* The hash of a text; that of a number is the number. */
uint64_t slots_hash(const char *text);

#endif
