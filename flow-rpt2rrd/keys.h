/* The keys whose values are stored (spec rptfmt.md 2.1: -k, -K). */
#ifndef KEYS_H
#define KEYS_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "ft/error.h"

#define KEYS_TOTAL "total_"

struct key {
  const char *text;
  bool total; /* begins with KEYS_TOTAL: names a sum of the report, not a row */
  bool seen;  /* a row had it */
};

/* All zero to begin with. A key that is given twice counts once. */
struct keys {
  struct arena arena;
  struct key *list; /* as given */
  size_t count, room;
  /* Made by keys_prepare. */
  struct key **sorted; /* by text, each once */
  size_t sorted_count;
  size_t row_count; /* of those that are no totals */
};

/* Takes the keys from a list with commas, in place of those there were. 0, or -1 without memory. */
int keys_from_list(struct keys *keys, const char *list, struct ft_error *err);
/* The same from the lines of a file: white space around them, comments and empty lines fall away.
 */
int keys_from_file(struct keys *keys, const char *path, struct ft_error *err);
/* To be called once all keys are known. 0, or -1 without memory. */
int keys_prepare(struct keys *keys, struct ft_error *err);
/* NULL: was not asked for. */
struct key *keys_find(const struct keys *keys, const char *text);
void keys_free(struct keys *keys);

#endif
