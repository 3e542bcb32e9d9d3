#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/grow.h"
#include "filter/filter.h"

/* The block that the statement belongs to: the one opened last. */
static struct ft_primitive *current_primitive(const struct ft_filters *filters) {
  return filters->primitives[filters->primitive_count - 1];
}

static struct ft_filter_def *current_definition(const struct ft_filters *filters) {
  return filters->definitions[filters->definition_count - 1];
}

bool ft_filters_open_primitive(struct ft_filters *filters, struct ft_scan *scan) {
  const char *name = ft_scan_need(scan, "Expecting name.");
  if (!name) return false;
  if (ft_names_find(&filters->primitive_names, name))
    return ft_scan_fail(scan, "Name (%s) previously defined.", name);
  if (!ft_grow(&filters->primitives, &filters->primitive_room, filters->primitive_count + 1,
               sizeof *filters->primitives))
    return ft_scan_fail_memory(scan);
  struct ft_primitive *primitive = ft_primitive_new();
  if (!primitive) return ft_scan_fail_memory(scan);
  filters->primitives[filters->primitive_count++] = primitive;
  primitive->name = strdup(name);
  if (!primitive->name || !ft_names_add(&filters->primitive_names, primitive->name, primitive))
    return ft_scan_fail_memory(scan);
  return ft_scan_done(scan);
}

bool ft_filters_type(struct ft_filters *filters, struct ft_scan *scan) {
  struct ft_primitive *primitive = current_primitive(filters);
  const char *name = ft_scan_need(scan, "Expecting type.");
  if (!name) return false;
  size_t id = 0;
  while (id < FT_TYPE_COUNT && strcasecmp(name, ft_primitive_types[id].name) != 0)
    id++;
  if (id == FT_TYPE_COUNT) return ft_scan_fail(scan, "Unrecognized type.");
  if (primitive->type) return ft_scan_fail(scan, "Type previously defined.");
  if (!ft_primitive_set_type(primitive, (enum ft_type_id)id)) return ft_scan_fail_memory(scan);
  return ft_scan_done(scan);
}

/* The original takes a missing type for a fault of its own, and says nothing else. */
static bool fail_without_type(struct ft_scan *scan, const char *function) {
  ft_error_add(ft_scan_error(scan), "%s(): internal error", function);
  ft_error_end(ft_scan_error(scan));
  return false;
}

bool ft_filters_line(struct ft_filters *filters, struct ft_scan *scan, bool permit) {
  struct ft_primitive *primitive = current_primitive(filters);
  const char *word = ft_scan_need(scan, "Expecting permit/deny data.");
  if (!word) return false;
  if (!primitive->type) return fail_without_type(scan, "parse_primitive_permitdeny");
  return primitive->type->add(filters, primitive, scan, word, permit) && ft_scan_done(scan);
}

bool ft_filters_default(struct ft_filters *filters, struct ft_scan *scan) {
  struct ft_primitive *primitive = current_primitive(filters);
  const char *word = ft_scan_need(scan, "Expecting permit or deny.");
  if (!word) return false;
  bool permit = !strcasecmp(word, "permit");
  if (!permit && strcasecmp(word, "deny") != 0)
    return ft_scan_fail(scan, "Expecting permit or deny.");
  if (!primitive->type) return fail_without_type(scan, "parse_primitive_default");
  if (primitive->type->test == FT_TEST_SAMPLE) ft_scan_warn(scan, "No default mode for rate.");
  primitive->permit_default = permit;
  return ft_scan_done(scan);
}

bool ft_filters_mask(struct ft_filters *filters, struct ft_scan *scan) {
  struct ft_primitive *primitive = current_primitive(filters);
  uint32_t mask;
  if (!ft_scan_need_number(scan, "Expecting mask value.", &mask)) return false;
  if (!primitive->type || !primitive->type->maskable)
    return ft_scan_fail(scan, "Mask not supported for primitive.");
  primitive->mask = (uint8_t)mask;
  return ft_scan_done(scan);
}

bool ft_filters_open_definition(struct ft_filters *filters, struct ft_scan *scan) {
  const char *name = ft_scan_need(scan, "Expecting name.");
  if (!name) return false;
  if (ft_filters_find(filters, name))
    return ft_scan_fail(scan, "Name (%s) previously defined.", name);
  if (!ft_grow(&filters->definitions, &filters->definition_room, filters->definition_count + 1,
               sizeof *filters->definitions))
    return ft_scan_fail_memory(scan);
  struct ft_filter_def *definition = calloc(1, sizeof *definition);
  if (!definition) return ft_scan_fail_memory(scan);
  filters->definitions[filters->definition_count++] = definition;
  definition->group_ended = true;
  definition->name = strdup(name);
  if (!definition->name || !ft_names_add(&filters->definition_names, definition->name, definition))
    return ft_scan_fail_memory(scan);
  return ft_scan_done(scan);
}

bool ft_filters_match(struct ft_filters *filters, struct ft_scan *scan) {
  struct ft_filter_def *definition = current_definition(filters);
  const char *item = ft_scan_need(scan, "Expecting match type.");
  const char *primitive = item ? ft_scan_need(scan, "Expecting match primitive.") : NULL;
  if (!primitive) return false;
  if (!ft_grow(&definition->matches, &definition->room, definition->count + 1,
               sizeof *definition->matches))
    return ft_scan_fail_memory(scan);
  struct ft_match *match = &definition->matches[definition->count++];
  *match = (struct ft_match){.item_name = strdup(item),
                             .primitive_name = strdup(primitive),
                             .opens_group = definition->group_ended};
  definition->group_ended = false;
  if (!match->item_name || !match->primitive_name) return ft_scan_fail_memory(scan);
  return ft_scan_done(scan);
}

bool ft_filters_or(struct ft_filters *filters, struct ft_scan *scan) {
  current_definition(filters)->group_ended = true;
  return ft_scan_done(scan);
}

bool ft_filters_invert(struct ft_filters *filters, struct ft_scan *scan) {
  current_definition(filters)->invert = true;
  return ft_scan_done(scan);
}
