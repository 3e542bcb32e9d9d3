#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "acl/acl.h"
#include "base/grow.h"

static void free_list(struct ft_acl_list *list) {
  if (!list) return;
  free(list->name);
  free(list->entries);
  free(list);
}

static struct ft_acl_list *new_list(enum ft_acl_kind kind, const char *name) {
  struct ft_acl_list *list = calloc(1, sizeof *list);
  if (!list) return NULL;
  list->kind = kind;
  list->name = strdup(name);
  if (list->name) return list;
  free_list(list);
  return NULL;
}

/* false: no memory; the list is then still the caller's. */
static bool keep_list(struct ft_acl *acl, struct ft_acl_list *list) {
  if (!ft_grow(&acl->lists, &acl->room, acl->count + 1, sizeof(*acl->lists))) return false;
  if (!ft_names_add(&acl->names, list->name, list)) return false;
  acl->lists[acl->count++] = list;
  return true;
}

static bool keep_entry(struct ft_acl_list *list, const struct ft_acl_entry *entry) {
  if (!ft_grow(&list->entries, &list->room, list->count + 1, sizeof(*list->entries))) return false;
  list->entries[list->count++] = *entry;
  return true;
}

bool ft_acl_add(struct ft_acl *acl, enum ft_acl_kind kind, const char *name,
                const struct ft_acl_entry *entry, struct ft_error *err) {
  struct ft_acl_list *list = ft_names_find(&acl->names, name);
  if (!list) {
    list = new_list(kind, name);
    if (!list || !keep_list(acl, list)) {
      free_list(list);
      ft_error_add_memory(err);
      return false;
    }
  }
  if (list->kind != kind) {
    ft_error_add(err, "access list %.2000s is both standard and extended", name);
    return false;
  }
  if (keep_entry(list, entry)) return true;
  ft_error_add_memory(err);
  return false;
}

const struct ft_acl_list *ft_acl_find(const struct ft_acl *acl, enum ft_acl_kind kind,
                                      const char *name) {
  const struct ft_acl_list *list = ft_names_find(&acl->names, name);
  return list && list->kind == kind ? list : NULL;
}

void ft_acl_free(struct ft_acl *acl) {
  if (!acl) return;
  for (size_t i = 0; i < acl->count; i++)
    free_list(acl->lists[i]);
  free(acl->lists);
  ft_names_clear(&acl->names);
  free(acl);
}

/* -- printing -- */

static void print_side(const struct ft_acl_side *side, FILE *out) {
  char addr[FT_ADDR_TEXT_SIZE], wildcard[FT_ADDR_TEXT_SIZE];
  ft_addr_format(&side->addr, addr);
  ft_addr_format(&side->wildcard, wildcard);
  fprintf(out, " %s %s", addr, wildcard);
}

void ft_acl_list_print(const struct ft_acl_list *list, FILE *out) {
  static const char *const kinds[] = {
      [FT_ACL_STANDARD] = "standard ", [FT_ACL_EXTENDED] = "extended "};
  bool numbered =
      list->name[strspn(list->name, "0")] >= '1' && list->name[strspn(list->name, "0")] <= '9';
  for (size_t i = 0; i < list->count; i++) {
    const struct ft_acl_entry *entry = &list->entries[i];
    fprintf(out, "access-list %s%s %s%s", numbered ? "" : kinds[list->kind], list->name,
            entry->permit ? "permit" : "deny", list->kind == FT_ACL_EXTENDED ? " xx" : "");
    print_side(&entry->source, out);
    if (list->kind == FT_ACL_EXTENDED) {
      putc(' ', out);
      print_side(&entry->destination, out);
    }
    putc('\n', out);
  }
  putc('\n', out);
}

void ft_acl_print(const struct ft_acl *acl, FILE *out) {
  static const enum ft_acl_kind kinds[] = {FT_ACL_STANDARD, FT_ACL_EXTENDED};
  for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
    for (size_t i = 0; i < acl->count; i++)
      if (acl->lists[i]->kind == kinds[k]) ft_acl_list_print(acl->lists[i], out);
}
