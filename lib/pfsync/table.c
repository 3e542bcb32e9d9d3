#include "pfsync/table.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "pfsync/heap.h"

/* A state is over when it was not mentioned for so long (pfflowd.md 8, lost deletes). */
#define SECOND INT64_C(1000000)
enum { SILENCE_LEAST = 600, SILENCE_MARGIN = 60 };

struct pf_table {
  struct pf_index index; /* by id and creator */
  struct pf_groups groups;
  struct pf_ring heard;
  struct pf_heap heap;
  uint64_t seed, serial;
};

#define ENTRY_OF(place, member)                                                                    \
  ((struct pf_entry *)(void *)((char *)(place)-offsetof(struct pf_entry, member)))

struct pf_table *pf_table_new(uint64_t hash_seed) {
  struct pf_table *table = calloc(1, sizeof *table);
  if (!table) return NULL;
  table->seed = table->groups.seed = hash_seed;
  pf_ring_init(&table->heard);
  if (pf_index_init(&table->index) && pf_index_init(&table->groups.index)) return table;
  pf_table_free(table);
  return NULL;
}

void pf_table_free(struct pf_table *table) {
  if (!table) return;
  struct pf_entry *entry;
  while ((entry = pf_table_stalest(table)))
    pf_table_remove(table, entry);
  pf_heap_free(&table->heap);
  pf_index_free(&table->groups.index);
  pf_index_free(&table->index);
  free(table);
}

size_t pf_table_count(const struct pf_table *table) {
  return table->index.count;
}

static uint64_t hash_of(const struct pf_table *table, uint64_t id, uint32_t creator) {
  return ft_hash_number(ft_hash_number(table->seed, id), creator);
}

struct pf_entry *pf_table_find(const struct pf_table *table, uint64_t id, uint32_t creator) {
  uint64_t hash = hash_of(table, id, creator);
  struct pf_node *node = NULL;
  while ((node = pf_index_next(&table->index, hash, node))) {
    struct pf_entry *entry = ENTRY_OF(node, node);
    if (entry->state.id == id && entry->state.creator == creator) return entry;
  }
  return NULL;
}

static int64_t due_moment(int64_t now, uint32_t expire) {
  int64_t silence = (int64_t)expire + SILENCE_MARGIN;
  return now + (silence > SILENCE_LEAST ? silence : SILENCE_LEAST) * SECOND;
}

/* Where there is no memory for it, a clear message of that interface misses the entry. */
static void join_interface(struct pf_table *table, struct pf_entry *entry) {
  const struct ft_pf_state *state = &entry->state;
  entry->of_interface.group = NULL;
  if (state->interface[0] != '\0')
    pf_group_join(&table->groups, state->creator, state->interface, &entry->of_interface);
}

struct pf_entry *pf_table_add(struct pf_table *table, const struct ft_pf_state *state,
                              int64_t created, int64_t now) {
  struct pf_entry *entry = malloc(sizeof *entry);
  if (!entry) return NULL;
  entry->state = *state;
  entry->created = created;
  entry->mentioned = now;
  entry->due = due_moment(now, state->expire);
  entry->serial = table->serial++;
  if (!pf_group_join(&table->groups, state->creator, "", &entry->of_creator)) {
    free(entry);
    return NULL;
  }
  if (!pf_heap_add(&table->heap, entry)) {
    pf_group_leave(&table->groups, &entry->of_creator);
    free(entry);
    return NULL;
  }
  join_interface(table, entry);
  pf_index_add(&table->index, &entry->node, hash_of(table, state->id, state->creator));
  pf_ring_append(&table->heard, &entry->heard);
  return entry;
}

void pf_table_mention(struct pf_table *table, struct pf_entry *entry, int64_t now,
                      uint32_t expire) {
  entry->state.expire = expire;
  entry->mentioned = now;
  entry->due = due_moment(now, expire);
  pf_heap_moved(&table->heap, entry);
  pf_ring_remove(&entry->heard);
  pf_ring_append(&table->heard, &entry->heard);
}

void pf_table_update(struct pf_table *table, struct pf_entry *entry,
                     const struct ft_pf_state *state, int64_t now) {
  bool moves = strcmp(entry->state.interface, state->interface) != 0;
  entry->state = *state;
  if (moves) {
    pf_group_leave(&table->groups, &entry->of_interface);
    join_interface(table, entry);
  }
  pf_table_mention(table, entry, now, state->expire);
}

void pf_table_remove(struct pf_table *table, struct pf_entry *entry) {
  pf_index_remove(&table->index, &entry->node);
  pf_group_leave(&table->groups, &entry->of_creator);
  pf_group_leave(&table->groups, &entry->of_interface);
  pf_ring_remove(&entry->heard);
  pf_heap_remove(&table->heap, entry);
  free(entry);
}

void pf_table_clear(struct pf_table *table, uint32_t creator, const char *interface) {
  const struct pf_group *group = pf_group_find(&table->groups, creator, interface);
  if (!group) return;
  for (struct pf_ring *place = group->members.next; place != &group->members; place = place->next) {
    struct pf_entry *entry = interface[0] == '\0' ? ENTRY_OF(place, of_creator.place)
                                                  : ENTRY_OF(place, of_interface.place);
    entry->due = PF_AT_ONCE;
    pf_heap_moved(&table->heap, entry);
  }
}

struct pf_entry *pf_table_due(const struct pf_table *table, int64_t now) {
  struct pf_entry *entry = pf_heap_first(&table->heap);
  return entry && entry->due <= now ? entry : NULL;
}

struct pf_entry *pf_table_stalest(const struct pf_table *table) {
  const struct pf_ring *place = table->heard.next;
  return place == &table->heard ? NULL : ENTRY_OF(place, heard);
}
