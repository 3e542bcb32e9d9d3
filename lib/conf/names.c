#include "config.h"

#include "conf/names.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define FIRST_SIZE 64

/* FNV-1a of the name, in lower case if case does not count. */
static uint32_t hash_name(const char *name, bool case_counts) {
  uint32_t hash = 2166136261u;
  for (; *name; name++) {
    unsigned char c = (unsigned char)*name;
    if (!case_counts && c >= 'A' && c <= 'Z') c = (unsigned char)(c + ('a' - 'A'));
    hash = (hash ^ c) * 16777619u;
  }
  return hash;
}

static bool same_name(const struct ft_names *names, const char *a, const char *b) {
  return names->case_counts ? !strcmp(a, b) : !strcasecmp(a, b);
}

/* The slot that holds the name, or would. */
static struct ft_named *slot_of(const struct ft_names *names, const char *name) {
  size_t mask = names->size - 1, place = hash_name(name, names->case_counts) & mask;
  while (names->slots[place].name && !same_name(names, names->slots[place].name, name))
    place = (place + 1) & mask;
  return &names->slots[place];
}

void *ft_names_find(const struct ft_names *names, const char *name) {
  return names->size ? slot_of(names, name)->value : NULL;
}

static bool grow(struct ft_names *names) {
  struct ft_names wider = {.case_counts = names->case_counts,
                           .count = names->count,
                           .size = names->size ? names->size * 2 : FIRST_SIZE};
  wider.slots = calloc(wider.size, sizeof *wider.slots);
  if (!wider.slots) return false;
  for (size_t i = 0; i < names->size; i++)
    if (names->slots[i].name) *slot_of(&wider, names->slots[i].name) = names->slots[i];
  free(names->slots);
  names->slots = wider.slots;
  names->size = wider.size;
  return true;
}

bool ft_names_add(struct ft_names *names, const char *name, void *value) {
  if ((names->count + 1) * 2 > names->size && !grow(names)) return false;
  *slot_of(names, name) = (struct ft_named){name, value};
  names->count++;
  return true;
}

void ft_names_clear(struct ft_names *names) {
  free(names->slots);
  *names = (struct ft_names){0};
}

char *ft_names_need_new(struct ft_names *names, void *value, struct ft_scan *scan) {
  const char *word = ft_scan_need(scan, "Expecting name.");
  if (!word) return NULL;
  if (ft_names_find(names, word)) {
    ft_scan_fail(scan, "Name (%s) previously defined.", word);
    return NULL;
  }
  char *name = strdup(word);
  if (name && ft_names_add(names, name, value)) return name;
  free(name);
  ft_scan_fail_memory(scan);
  return NULL;
}
