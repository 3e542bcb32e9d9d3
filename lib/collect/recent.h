/*
 * A bounded table of things by key. When it is full the thing that was not
 * looked for longest makes room for the next one: what strangers send (forged
 * sources, above all) costs so much memory and no more (spec capture.md 8, item 2).
 */
#ifndef COLLECT_RECENT_H
#define COLLECT_RECENT_H

#include <stdbool.h>
#include <stddef.h>

struct ft_recent;

/* Is told before a thing goes. arg: as given to ft_recent_new. */
typedef void ft_recent_drop(void *arg, void *thing);
typedef void ft_recent_visit(void *arg, void *thing);

/*
 * For up to limit things of thing_size octets under keys of key_size octets. drop
 * may be NULL. NULL: no memory.
 */
struct ft_recent *ft_recent_new(size_t limit, size_t key_size, size_t thing_size,
                                ft_recent_drop *drop, void *arg);
/* Every thing is dropped. */
void ft_recent_free(struct ft_recent *recent);

/*
 * The thing under this key, a new one of all zeros if there is none (*fresh tells
 * which). It stays where it is until it is dropped, at the earliest by the next call.
 * NULL: no memory, and nothing that could be dropped.
 */
void *ft_recent_find(struct ft_recent *recent, const void *key, bool *fresh);
size_t ft_recent_count(const struct ft_recent *recent);
/* Drops the thing that was not looked for longest. False if there is none. */
bool ft_recent_drop_oldest(struct ft_recent *recent);
/* Visits all, what was looked for last comes first. visit must not change the table. */
void ft_recent_each(struct ft_recent *recent, ft_recent_visit *visit, void *arg);

#endif
