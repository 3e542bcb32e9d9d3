#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "filter/filter.h"

/* The list with room for one more pointer, or NULL. */
static void *grown(void *list, size_t count) {
  return realloc(list, (count + 1) * sizeof(void *));
}

static struct ft_primitive *find_primitive(const struct ft_filters *filters, const char *name) {
  for (size_t i = 0; i < filters->primitive_count; i++)
    if (!strcasecmp(filters->primitives[i]->name, name)) return filters->primitives[i];
  return NULL;
}

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
  if (find_primitive(filters, name))
    return ft_scan_fail(scan, "Name (%s) previously defined.", name);
  struct ft_primitive **list = grown(filters->primitives, filters->primitive_count);
  if (!list) return ft_scan_fail_memory(scan);
  filters->primitives = list;
  struct ft_primitive *primitive = calloc(1, sizeof *primitive);
  if (!primitive) return ft_scan_fail_memory(scan);
  list[filters->primitive_count++] = primitive;
  primitive->mask = 0xff;
  primitive->name = strdup(name);
  return primitive->name ? ft_scan_done(scan) : ft_scan_fail_memory(scan);
}

bool ft_filters_type(struct ft_filters *filters, struct ft_scan *scan) {
  struct ft_primitive *primitive = current_primitive(filters);
  const char *name = ft_scan_need(scan, "Expecting type.");
  if (!name) return false;
  const struct ft_primitive_type *type = NULL;
  for (size_t i = 0; !type && i < FT_TYPE_COUNT; i++)
    if (!strcasecmp(name, ft_primitive_types[i].name)) type = &ft_primitive_types[i];
  if (!type) return ft_scan_fail(scan, "Unrecognized type.");
  if (primitive->type) return ft_scan_fail(scan, "Type previously defined.");
  primitive->type = type;
  if (type->limit) {
    primitive->buckets = calloc(type->limit, sizeof *primitive->buckets);
    if (!primitive->buckets) return ft_scan_fail_memory(scan);
  }
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
  struct ft_filter_def **list = grown(filters->definitions, filters->definition_count);
  if (!list) return ft_scan_fail_memory(scan);
  filters->definitions = list;
  struct ft_filter_def *definition = calloc(1, sizeof *definition);
  if (!definition) return ft_scan_fail_memory(scan);
  list[filters->definition_count++] = definition;
  definition->group_ended = true;
  definition->name = strdup(name);
  return definition->name ? ft_scan_done(scan) : ft_scan_fail_memory(scan);
}

bool ft_filters_match(struct ft_filters *filters, struct ft_scan *scan) {
  struct ft_filter_def *definition = current_definition(filters);
  const char *item = ft_scan_need(scan, "Expecting match type.");
  const char *primitive = item ? ft_scan_need(scan, "Expecting match primitive.") : NULL;
  if (!primitive) return false;
  if (definition->count == definition->room) {
    size_t room = definition->room ? definition->room * 2 : 4;
    struct ft_match *more = realloc(definition->matches, room * sizeof *more);
    if (!more) return ft_scan_fail_memory(scan);
    definition->matches = more;
    definition->room = room;
  }
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

/* false: item and primitive do not go together. */
static bool compatible(const struct ft_match_item *item, const struct ft_primitive *primitive) {
  if (!primitive->type) return false;
  if (!(item->types >> (primitive->type - ft_primitive_types) & 1)) return false;
  return primitive->type->test != FT_TEST_SAMPLE || primitive->entries.count > 0;
}

static bool resolve_match(const struct ft_filters *filters, const struct ft_filter_def *definition,
                          struct ft_match *match, struct ft_error *err) {
  match->primitive = find_primitive(filters, match->primitive_name);
  match->item = ft_match_item_find(match->item_name);
  const char *in = definition->name;
  if (!match->primitive)
    ft_error_add(err, "Unable to resolve primitive \"%s\" in filter-definition \"%s\".",
                 match->primitive_name, in);
  else if (!match->item)
    ft_error_add(err, "Unknown match criteria \"%s\" in filter-definition \"%s\".",
                 match->item_name, in);
  else if (!compatible(match->item, match->primitive))
    ft_error_add(err, "Primitive \"%s\" incompatible with match in filter-definition \"%s\".",
                 match->item_name, in);
  else
    return true;
  ft_error_add(err, "resolve_primitives(): failed");
  return false;
}

bool ft_filters_resolve(struct ft_filters *filters, struct ft_error *err) {
  for (size_t d = filters->definition_count; d-- > 0;) {
    struct ft_filter_def *definition = filters->definitions[d];
    for (size_t m = 0; m < definition->count; m++)
      if (!resolve_match(filters, definition, &definition->matches[m], err)) return false;
  }
  return true;
}
