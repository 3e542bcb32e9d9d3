#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "tag/tag.h"

/* ---- actions ---- */

bool ft_tags_open_action(struct ft_tags *tags, struct ft_scan *scan) {
  struct ft_tag_action *action = calloc(1, sizeof *action);
  if (!action) return ft_scan_fail_memory(scan);
  action->next = tags->actions;
  action->index = tags->action_count++;
  tags->actions = action;
  action->name = ft_names_need_new(&tags->action_names, action, scan);
  return action->name && ft_scan_done(scan);
}

bool ft_tags_type(struct ft_tags *tags, struct ft_scan *scan) {
  struct ft_tag_action *action = tags->actions;
  const char *name = ft_scan_need(scan, "Expecting type.");
  if (!name) return false;
  const struct ft_tag_type *type = ft_tag_type_find(name);
  if (!type) return ft_scan_fail(scan, "Unrecognized type.");
  if (action->type) return ft_scan_fail(scan, "Type previously defined.");
  action->type = type;
  return ft_scan_done(scan);
}

/* A number modulo what the field of the type holds. */
static bool read_number(struct ft_tag_match *match, const struct ft_tag_type *type,
                        struct ft_scan *scan, const char *word) {
  unsigned bits = 8u * ft_field_info(type->fields[0])->width;
  int64_t value;
  if (!ft_scan_decimal(scan, word, &value)) return false;
  match->number = (uint32_t)value & UINT32_MAX >> (32 - bits);
  snprintf(match->text, sizeof match->text, "%lu", (unsigned long)match->number);
  return true;
}

static bool read_key(struct ft_tag_match *match, const struct ft_tag_type *type,
                     struct ft_scan *scan, const char *word) {
  struct ft_prefix *prefix = &match->prefix;
  switch (type->key) {
  case FT_TAG_PREFIX:
    if (!ft_scan_prefix(scan, word, prefix)) return false;
    ft_prefix_format(&prefix->addr, prefix->length, match->text);
    return true;
  case FT_TAG_ADDRESS:
    if (!ft_scan_addr(scan, word, &prefix->addr)) return false;
    prefix->length = (uint8_t)(8 * prefix->addr.width);
    ft_addr_format(&prefix->addr, match->text);
    return true;
  case FT_TAG_NUMBER:
    return read_number(match, type, scan, word);
  default:
    strcpy(match->text, "any");
    return !strcasecmp(word, match->text) || ft_scan_fail(scan, "Match must be any.");
  }
}

/* The match with the key of word, made if it is new; NULL with an error. */
static struct ft_tag_match *match_of(struct ft_tag_action *action, struct ft_scan *scan,
                                     const char *word) {
  static const struct ft_tag_change nothing = {UINT32_MAX, 0};
  struct ft_tag_match read = {.changes.side = {nothing, nothing}};
  if (!read_key(&read, action->type, scan, word)) return NULL;
  struct ft_tag_match *match = ft_names_find(&action->keys, read.text);
  if (match) return match;
  match = malloc(sizeof *match);
  if (match) {
    *match = read;
    match->next = action->matches;
    action->matches = match;
    action->match_count++;
  }
  if (match && ft_names_add(&action->keys, match->text, match)) return match;
  ft_scan_fail_memory(scan);
  return NULL;
}

static const struct set_word {
  const char *name;
  enum ft_tag_side side;
  bool replace;
} set_words[] = {
    {"set-source", FT_TAG_SOURCE, true},           {"set-src", FT_TAG_SOURCE, true},
    {"set-destination", FT_TAG_DESTINATION, true}, {"set-dst", FT_TAG_DESTINATION, true},
    {"or-source", FT_TAG_SOURCE, false},           {"or-src", FT_TAG_SOURCE, false},
    {"or-destination", FT_TAG_DESTINATION, false}, {"or-dst", FT_TAG_DESTINATION, false},
};

static const struct set_word *need_set_word(struct ft_scan *scan) {
  static const char missing[] = "Expecting [set|or]-[source|destination].";
  const char *word = ft_scan_need(scan, missing);
  if (!word) return NULL;
  for (size_t i = 0; i < sizeof set_words / sizeof *set_words; i++)
    if (!strcasecmp(set_words[i].name, word)) return &set_words[i];
  ft_scan_fail(scan, "%s", missing);
  return NULL;
}

/* One value that replaces, or any number of them that add bits. */
static bool add_change(struct ft_tag_match *match, const struct set_word *word, uint32_t value) {
  struct ft_tag_change *change = &match->changes.side[word->side];
  bool replaces = change->keep == 0;
  if (match->given[word->side] && (word->replace || replaces)) return false;
  match->given[word->side] = true;
  if (word->replace) change->keep = 0;
  change->bits |= value;
  return true;
}

bool ft_tags_match(struct ft_tags *tags, struct ft_scan *scan) {
  struct ft_tag_action *action = tags->actions;
  uint32_t value;
  if (!action->type) return ft_scan_fail(scan, "Must set type first.");
  const char *key = ft_scan_need(scan, "Expecting match data.");
  struct ft_tag_match *match = key ? match_of(action, scan, key) : NULL;
  const struct set_word *word = match ? need_set_word(scan) : NULL;
  if (!word || !ft_scan_need_number(scan, "Expecting set data.", &value)) return false;
  if (!add_change(match, word, value))
    return ft_scan_fail(scan, "Only one set per source/destination per match.");
  return ft_scan_done(scan);
}

/* ---- definitions ---- */

bool ft_tags_open_definition(struct ft_tags *tags, struct ft_scan *scan) {
  struct ft_tag_def *definition = calloc(1, sizeof *definition);
  if (!definition) return ft_scan_fail_memory(scan);
  definition->next = tags->definitions;
  definition->file = tags;
  definition->terms_end = &definition->terms;
  tags->definitions = definition;
  definition->name = ft_names_need_new(&tags->definition_names, definition, scan);
  return definition->name && ft_scan_done(scan);
}

bool ft_tags_term(struct ft_tags *tags, struct ft_scan *scan) {
  struct ft_tag_def *definition = tags->definitions;
  struct ft_tag_term *term = calloc(1, sizeof *term);
  if (!term) return ft_scan_fail_memory(scan);
  term->uses_end = &term->uses;
  *definition->terms_end = definition->open = term;
  definition->terms_end = &term->next;
  definition->term_count++;
  return ft_scan_done(scan);
}

/* The term that the statement belongs to, or NULL with an error. */
static struct ft_tag_term *open_term(const struct ft_tags *tags, struct ft_scan *scan) {
  struct ft_tag_term *term = tags->definitions->open;
  if (!term) ft_scan_fail(scan, "Must start term.");
  return term;
}

static bool set_interfaces(uint8_t **interfaces, const char *previous, struct ft_scan *scan) {
  const char *list = ft_scan_need(scan, "Expecting filter list.");
  if (!list) return false;
  if (*interfaces) return ft_scan_fail(scan, "%s", previous);
  *interfaces = malloc(FT_NUMBER_LIST_SIZE(FT_TAG_INTERFACES));
  if (!*interfaces) return ft_scan_fail_memory(scan);
  return ft_number_list_parse(list, FT_TAG_INTERFACES, *interfaces, ft_scan_error(scan)) &&
         ft_scan_done(scan);
}

bool ft_tags_input_filter(struct ft_tags *tags, struct ft_scan *scan) {
  struct ft_tag_term *term = open_term(tags, scan);
  return term && set_interfaces(&term->input, "Input filter previously defined.", scan);
}

bool ft_tags_output_filter(struct ft_tags *tags, struct ft_scan *scan) {
  struct ft_tag_term *term = open_term(tags, scan);
  return term && set_interfaces(&term->output, "Output filter previously defined.", scan);
}

bool ft_tags_exporter(struct ft_tags *tags, struct ft_scan *scan) {
  struct ft_tag_term *term = open_term(tags, scan);
  const char *word = term ? ft_scan_need(scan, "Expecting exporter.") : NULL;
  if (!word) return false;
  if (term->exporter.width) return ft_scan_fail(scan, "Exporter previously defined.");
  return ft_scan_addr(scan, word, &term->exporter) && ft_scan_done(scan);
}

bool ft_tags_action(struct ft_tags *tags, struct ft_scan *scan) {
  struct ft_tag_term *term = open_term(tags, scan);
  const char *name = term ? ft_scan_need(scan, "Expecting action.") : NULL;
  if (!name) return false;
  struct ft_tag_use *use = calloc(1, sizeof *use);
  if (!use) return ft_scan_fail_memory(scan);
  *term->uses_end = use;
  term->uses_end = &use->next;
  term->use_count++;
  use->name = strdup(name);
  return use->name ? ft_scan_done(scan) : ft_scan_fail_memory(scan);
}
