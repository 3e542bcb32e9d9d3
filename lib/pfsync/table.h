/*
 * The states that are remembered (pfflowd.md 8): found by id and creator, by
 * what a clear message names, by their last mention, and by the moment at which
 * they are due. Moments are microseconds since 1970.
 */
#ifndef PFSYNC_TABLE_H
#define PFSYNC_TABLE_H

#include "ft/pfsync.h"
#include "pfsync/group.h"
#include "pfsync/index.h"
#include "pfsync/ring.h"

struct pf_entry {
  struct pf_node node;
  struct ft_pf_state state;
  int64_t created, mentioned, due;
  uint64_t serial;      /* order in which entries became known */
  struct pf_ring heard; /* all entries by last mention */
  struct pf_membership of_creator, of_interface;
  size_t heap_index;
};

struct pf_table;

/* NULL: no memory. */
struct pf_table *pf_table_new(uint64_t hash_seed);
void pf_table_free(struct pf_table *table);

size_t pf_table_count(const struct pf_table *table);

struct pf_entry *pf_table_find(const struct pf_table *table, uint64_t id, uint32_t creator);
/* A new entry with this state, created and mentioned now. NULL: no memory. */
struct pf_entry *pf_table_add(struct pf_table *table, const struct ft_pf_state *state,
                              int64_t created, int64_t now);
/* A mention with so many seconds left. */
void pf_table_mention(struct pf_table *table, struct pf_entry *entry, int64_t now, uint32_t expire);
/* A mention with all of the state. */
void pf_table_update(struct pf_table *table, struct pf_entry *entry,
                     const struct ft_pf_state *state, int64_t now);
/* Forgets and frees it. */
void pf_table_remove(struct pf_table *table, struct pf_entry *entry);

/* Makes what a clear message names due at PF_AT_ONCE. Without an interface: on all of them. */
#define PF_AT_ONCE INT64_MIN
void pf_table_clear(struct pf_table *table, uint32_t creator, const char *interface);
/* The entry that is due first (of equals: known first), NULL if none is due by now. */
struct pf_entry *pf_table_due(const struct pf_table *table, int64_t now);
/* The entry that was not mentioned for the longest time, NULL if there is none. */
struct pf_entry *pf_table_stalest(const struct pf_table *table);

#endif
