#include "keys.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "lines.h"

static int add(struct keys *keys, const char *text, size_t length, struct ft_error *err) {
  const char *copy = arena_text(&keys->arena, text, length);
  if (!copy || !ft_grow(&keys->list, &keys->room, keys->count + 1, sizeof *keys->list)) {
    ft_error_add_memory(err);
    return -1;
  }
  keys->list[keys->count++] =
      (struct key){.text = copy, .total = text_starts_with(copy, KEYS_TOTAL)};
  return 0;
}

int keys_from_list(struct keys *keys, const char *list, struct ft_error *err) {
  keys->count = 0;
  for (;;) {
    size_t length = strcspn(list, ",");
    if (add(keys, list, length, err) != 0) return -1;
    if (list[length] == '\0') return 0;
    list += length + 1;
  }
}

int keys_from_file(struct keys *keys, const char *path, struct ft_error *err) {
  struct lines lines = LINES_INIT(fopen(path, "r"));
  if (!lines.stream) {
    ft_error_add_system(err, errno, "%s", path);
    return -1;
  }
  keys->count = 0;
  int result = 0;
  while (result == 0) {
    const char *line = lines_next(&lines);
    if (!line) break;
    if (*line != '\0' && *line != '#') result = add(keys, line, lines.length, err);
  }
  if (result == 0) result = lines_check(&lines, err);
  lines_free(&lines);
  fclose(lines.stream);
  return result;
}

static int compare(const void *a, const void *b) {
  const struct key *const *left = a, *const *right = b;
  int order = strcmp((*left)->text, (*right)->text);
  if (order != 0) return order;
  return *left < *right ? -1 : *left > *right; /* the first of equals comes first */
}

int keys_prepare(struct keys *keys, struct ft_error *err) {
  keys->sorted = calloc(keys->count + 1, sizeof *keys->sorted);
  if (!keys->sorted) {
    ft_error_add_memory(err);
    return -1;
  }
  for (size_t i = 0; i < keys->count; i++)
    keys->sorted[i] = &keys->list[i];
  qsort(keys->sorted, keys->count, sizeof *keys->sorted, compare);
  keys->row_count = keys->sorted_count = 0;
  for (size_t i = 0; i < keys->count; i++) {
    struct key *key = keys->sorted[i];
    /* A repetition needs nothing to be stored. */
    key->seen = keys->sorted_count > 0 &&
                strcmp(keys->sorted[keys->sorted_count - 1]->text, key->text) == 0;
    if (key->seen) continue;
    keys->sorted[keys->sorted_count++] = key;
    if (!key->total) keys->row_count++;
  }
  return 0;
}

static int compare_text(const void *text, const void *element) {
  const struct key *const *key = element;
  return strcmp(text, (*key)->text);
}

struct key *keys_find(const struct keys *keys, const char *text) {
  struct key **found =
      bsearch(text, keys->sorted, keys->sorted_count, sizeof *keys->sorted, compare_text);
  return found ? *found : NULL;
}

void keys_free(struct keys *keys) {
  free(keys->list);
  free(keys->sorted);
  arena_free(&keys->arena);
}
