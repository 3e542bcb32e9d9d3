#include "config.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "filter/filter.h"

/* What a bucket list is read into. */
struct target {
  struct ft_filters *filters;
  struct ft_primitive *primitive;
  struct ft_scan *scan;
  enum ft_mode mode;
};

static bool fail_lookup(struct ft_scan *scan) {
  ft_error_add(ft_scan_error(scan), "load_lookup(): failed");
  return false;
}

static bool set(const struct target *target, uint32_t value) {
  enum ft_mode mode = ft_primitive_mode(target->primitive, value);
  if (mode != FT_MODE_UNSET)
    ft_scan_warn(target->scan, "index %u previously set as %s.", value,
                 mode == FT_MODE_PERMIT ? "permit" : "deny");
  return ft_primitive_set_range(target->primitive, value, value, target->mode) ||
         ft_scan_fail_memory(target->scan);
}

/*
 * Reads the element at *text up to the next `,` or `-` and moves behind that
 * character, which *end gets (NUL at the end of the list).
 */
static bool read_element(const struct target *target, char **text, uint32_t *value, char *end) {
  const struct ft_primitive_type *type = target->primitive->type;
  char *element = *text, *stop = element + strcspn(element, ",-");
  *end = *stop;
  *stop = '\0';
  *text = *end ? stop + 1 : stop;
  if (isalpha((unsigned char)*element)) {
    if (!ft_filters_symbol(target->filters, type, element, ft_scan_log(target->scan), value)) {
      ft_scan_fail(target->scan, "symbol lookup for \"%s\" failed.", element);
      return fail_lookup(target->scan);
    }
  } else if (!ft_scan_number(target->scan, element, value)) {
    return fail_lookup(target->scan);
  }
  if (*value < type->limit) return true;
  ft_scan_fail(target->scan, "Value out of range.");
  return fail_lookup(target->scan);
}

static bool read_list(const struct target *target, char *text) {
  while (*text) {
    uint32_t value, last;
    char end;
    if (!read_element(target, &text, &value, &end)) return false;
    if (!set(target, value)) return false;
    if (end != '-') continue;
    if (!read_element(target, &text, &last, &end)) return false;
    while (value < last)
      if (!set(target, ++value)) return false;
  }
  return true;
}

bool ft_add_buckets(struct ft_filters *filters, struct ft_primitive *primitive,
                    struct ft_scan *scan, const char *word, bool permit) {
  if (*word == '!') {
    permit = !permit;
    word++;
  }
  struct target target = {filters, primitive, scan, permit ? FT_MODE_PERMIT : FT_MODE_DENY};
  char *text = strdup(word);
  if (!text) return ft_scan_fail_memory(scan);
  bool good = read_list(&target, text);
  free(text);
  return good;
}
