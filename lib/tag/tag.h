/*
 * Inside of the tag language: the tree that a file becomes, and the table of action
 * types. Spec tag-mask-xlate.md 3.
 */
#ifndef FT_TAG_TAG_H
#define FT_TAG_TAG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conf/language.h"
#include "conf/list.h"
#include "conf/names.h"
#include "ft/tag.h"

enum ft_tag_key { FT_TAG_PREFIX, FT_TAG_ADDRESS, FT_TAG_NUMBER, FT_TAG_ANY };

#define FT_TAG_FIELDS 2

struct ft_tag_type {
  const char *name;
  enum ft_tag_key key;
  uint8_t protocol; /* of flows that alone are looked at; 0: all */
  /* The fields that are looked up, one after the other; as wide as a key number can be. */
  size_t field_count;
  enum ft_field_id fields[FT_TAG_FIELDS];
};
/* By any of its names; NULL if there is none. */
const struct ft_tag_type *ft_tag_type_find(const char *name);

enum ft_tag_side { FT_TAG_SOURCE, FT_TAG_DESTINATION, FT_TAG_SIDES };

/* What is done to one of the tags: tag & keep | bits. */
struct ft_tag_change {
  uint32_t keep, bits; /* keep UINT32_MAX and bits 0: nothing */
};
struct ft_tag_changes {
  struct ft_tag_change side[FT_TAG_SIDES];
};

/* What is done to the flows with a key. */
struct ft_tag_match {
  struct ft_tag_match *next;
  char text[FT_ADDR_TEXT_SIZE]; /* the key as written canonically: equal texts, equal keys */
  struct ft_prefix prefix;      /* the key of prefixes and addresses */
  uint32_t number;              /* and that of numbers */
  bool given[FT_TAG_SIDES];
  struct ft_tag_changes changes;
};

struct ft_tag_action {
  struct ft_tag_action *next;
  char *name;
  size_t index;                   /* among the actions of the file */
  const struct ft_tag_type *type; /* NULL: none, does nothing */
  struct ft_names keys;           /* the matches by their texts */
  struct ft_tag_match *matches;
  size_t match_count;
};

/* One action line; resolved once the file has been read. */
struct ft_tag_use {
  struct ft_tag_use *next;
  char *name;
  const struct ft_tag_action *action;
};

/* Interfaces are numbers of 16 bits. */
#define FT_TAG_INTERFACES 65536

struct ft_tag_term {
  struct ft_tag_term *next;
  uint8_t *input, *output; /* sets of interfaces (conf/list.h); NULL: all */
  struct ft_addr exporter; /* width 0: any */
  struct ft_tag_use *uses, **uses_end;
  size_t use_count;
};

struct ft_tag_def {
  struct ft_tag_def *next;
  char *name;
  const struct ft_tags *file;
  struct ft_tag_term *terms, **terms_end;
  struct ft_tag_term *open; /* the last one, NULL: none */
  size_t term_count;
};

/* The last of the file first. */
struct ft_tags {
  struct ft_names action_names, definition_names;
  struct ft_tag_action *actions;
  struct ft_tag_def *definitions;
  size_t action_count;
};

/* -- the statements; false with an error -- */

bool ft_tags_open_action(struct ft_tags *tags, struct ft_scan *scan);
bool ft_tags_type(struct ft_tags *tags, struct ft_scan *scan);
bool ft_tags_match(struct ft_tags *tags, struct ft_scan *scan);
bool ft_tags_open_definition(struct ft_tags *tags, struct ft_scan *scan);
bool ft_tags_term(struct ft_tags *tags, struct ft_scan *scan);
bool ft_tags_input_filter(struct ft_tags *tags, struct ft_scan *scan);
bool ft_tags_output_filter(struct ft_tags *tags, struct ft_scan *scan);
bool ft_tags_exporter(struct ft_tags *tags, struct ft_scan *scan);
bool ft_tags_action(struct ft_tags *tags, struct ft_scan *scan);

#endif
