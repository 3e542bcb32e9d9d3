/*
 * Inside of the translation language: the tree that a file becomes, and the table
 * of action types. Spec tag-mask-xlate.md 5.
 */
#ifndef FT_XLATE_XLATE_H
#define FT_XLATE_XLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conf/language.h"
#include "conf/names.h"
#include "ft/filter.h"
#include "ft/xlate.h"
#include "xlate/key.h"

/* What one step does to a field. */
enum ft_xlate_step {
  FT_STEP_NETWORK, /* keep as many bits as another field says */
  FT_STEP_CLASS,   /* keep the network of the address class */
  FT_STEP_MASK,
  FT_STEP_SCALE,
  FT_STEP_REPLACE_0,
  FT_STEP_ANONYMIZE
};

/* Statements that an action of a type may have. */
enum { FT_TAKES_MASK = 1, FT_TAKES_SCALE = 2, FT_TAKES_AS = 4, FT_TAKES_KEY = 8 };

#define FT_XLATE_STEPS 2

struct ft_xlate_type {
  const char *name;
  unsigned takes;
  enum ft_xlate_step step;
  /*
   * The fields that the step is done to; with FT_STEP_NETWORK the second one has the
   * number of bits. A mask has its own value for each of them.
   */
  enum ft_field_id fields[FT_XLATE_STEPS];
  size_t field_count;
};
/* By any of its names; NULL if there is none. */
const struct ft_xlate_type *ft_xlate_type_find(const char *name);

struct ft_xlate_action {
  char *name;
  const struct ft_xlate_type *type; /* NULL: none, does nothing */
  uint32_t masks[FT_XLATE_STEPS], scale;
  uint16_t as;
  bool algorithm; /* has been given; there is only one */
  uint8_t key[FT_KEY_SIZE];
  char *key_file;           /* NULL: none */
  uint32_t refresh_minutes; /* 0: never */
  int64_t refresh_at;
};

/* One action line; resolved once the file has been read. */
struct ft_xlate_use {
  char *name;
  const struct ft_xlate_action *action;
};

struct ft_xlate_term {
  const struct ft_filter_def *filter; /* NULL: all flows */
  bool stop;
  struct ft_xlate_use *uses;
  size_t count, room;
};

struct ft_xlate_def {
  char *name;
  struct ft_xlate_term *terms;
  size_t count, room;
};

struct ft_xlates {
  struct ft_names action_names, definition_names;
  struct ft_xlate_action **actions;
  size_t action_count, action_room;
  struct ft_xlate_def **definitions;
  size_t definition_count, definition_room;
  const struct ft_vars *vars; /* while the file is read */
  char *filter_path;          /* NULL: the installed file */
  struct ft_filters *filters; /* NULL until a filter is named */
};

/* -- the statements; false with an error -- */

bool ft_xlates_include_filter(struct ft_xlates *xlates, struct ft_scan *scan);
bool ft_xlates_open_action(struct ft_xlates *xlates, struct ft_scan *scan);
bool ft_xlates_type(struct ft_xlates *xlates, struct ft_scan *scan);
bool ft_xlates_mask(struct ft_xlates *xlates, struct ft_scan *scan);
bool ft_xlates_scale(struct ft_xlates *xlates, struct ft_scan *scan);
bool ft_xlates_as(struct ft_xlates *xlates, struct ft_scan *scan);
bool ft_xlates_algorithm(struct ft_xlates *xlates, struct ft_scan *scan);
bool ft_xlates_key(struct ft_xlates *xlates, struct ft_scan *scan);
bool ft_xlates_key_file(struct ft_xlates *xlates, struct ft_scan *scan);
bool ft_xlates_key_file_refresh(struct ft_xlates *xlates, struct ft_scan *scan);
bool ft_xlates_open_definition(struct ft_xlates *xlates, struct ft_scan *scan);
bool ft_xlates_term(struct ft_xlates *xlates, struct ft_scan *scan);
bool ft_xlates_filter(struct ft_xlates *xlates, struct ft_scan *scan);
bool ft_xlates_action(struct ft_xlates *xlates, struct ft_scan *scan);
bool ft_xlates_stop(struct ft_xlates *xlates, struct ft_scan *scan);

#endif
