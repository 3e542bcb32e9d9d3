#include "ft/record.h"

#include <ctype.h>
#include <stdlib.h>
#include <strings.h>

static const struct ft_field fields[FT_FIELD_COUNT] = {
#define FIELD_ROW(id, name, bit, width, kind) {name, bit, width, FT_KIND_##kind},
    FT_FIELDS(FIELD_ROW)
#undef FIELD_ROW
};

const struct ft_field *ft_field_info(enum ft_field_id id) {
  return (unsigned)id < FT_FIELD_COUNT ? &fields[id] : NULL;
}

int ft_field_by_name(const char *name) {
  for (int i = 0; i < FT_FIELD_COUNT; i++)
    if (strcasecmp(name, fields[i].name) == 0) return i;
  return -1;
}

/*
 * Lists had extra_pkts before marked_tos once, in the order of their bits, and
 * headings the other way round; both orders are taken (tools.md, defect 21).
 */
static bool out_of_order(uint64_t bit, uint64_t mask) {
  if (bit == FT_BIT_EXTRA_PKTS) mask &= ~FT_BIT_MARKED_TOS;
  return bit < mask;
}

static int add_name(const char *name, uint64_t *mask, struct ft_error *err) {
  int id = ft_field_by_name(name);
  const char *trouble = NULL;
  if (id < 0)
    trouble = "Unrecognized";
  else if (*mask & fields[id].bit)
    trouble = "Duplicate";
  else if (out_of_order(fields[id].bit, *mask))
    trouble = "Out of order";
  if (trouble != NULL) {
    ft_error_add(err, "%s field: %s", trouble, name);
    return -1;
  }
  *mask |= fields[id].bit;
  return 0;
}

static int parse_names(const char *text, uint64_t *mask, struct ft_error *err) {
  *mask = 0;
  for (;;) {
    size_t n = strcspn(text, ",");
    char *name = strndup(text, n);
    if (name == NULL) {
      ft_error_add_memory(err);
      return -1;
    }
    int rc = add_name(name, mask, err);
    free(name);
    if (rc != 0) return rc;
    if (text[n] == '\0') return 0;
    text += n + 1;
  }
}

int ft_field_mask_parse(const char *text, uint64_t *mask, struct ft_error *err) {
  if (!isalpha((unsigned char)*text)) {
    *mask = strtoull(text, NULL, 0);
    return 0;
  }
  if (parse_names(text, mask, err) == 0) return 0;
  ft_error_add(err, "ftxfield_parse(): failed");
  return -1;
}
