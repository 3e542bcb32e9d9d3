#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/grow.h"
#include "xlate/xlate.h"

static struct ft_xlate_action *current_action(const struct ft_xlates *xlates) {
  return xlates->actions[xlates->action_count - 1];
}

/* The term that the statement belongs to, or NULL with an error. */
static struct ft_xlate_term *current_term(const struct ft_xlates *xlates, struct ft_scan *scan) {
  struct ft_xlate_def *definition = xlates->definitions[xlates->definition_count - 1];
  if (definition->count) return &definition->terms[definition->count - 1];
  ft_scan_fail(scan, "Must start term.");
  return NULL;
}

bool ft_xlates_include_filter(struct ft_xlates *xlates, struct ft_scan *scan) {
  const char *path = ft_scan_need(scan, "Expecting pathname.");
  if (!path) return false;
  if (xlates->filter_path) return ft_scan_fail(scan, "Filter pathname previously specified.");
  xlates->filter_path = strdup(path);
  return xlates->filter_path ? ft_scan_done(scan) : ft_scan_fail_memory(scan);
}

/* ---- actions ---- */

bool ft_xlates_open_action(struct ft_xlates *xlates, struct ft_scan *scan) {
  if (!ft_grow(&xlates->actions, &xlates->action_room, xlates->action_count + 1,
               sizeof *xlates->actions))
    return ft_scan_fail_memory(scan);
  struct ft_xlate_action *action = calloc(1, sizeof *action);
  if (!action) return ft_scan_fail_memory(scan);
  xlates->actions[xlates->action_count++] = action;
  action->name = ft_names_need_new(&xlates->action_names, action, scan);
  return action->name && ft_scan_done(scan);
}

bool ft_xlates_type(struct ft_xlates *xlates, struct ft_scan *scan) {
  struct ft_xlate_action *action = current_action(xlates);
  const char *name = ft_scan_need(scan, "Expecting type.");
  if (!name) return false;
  const struct ft_xlate_type *type = ft_xlate_type_find(name);
  if (!type) return ft_scan_fail(scan, "Unrecognized type.");
  if (action->type) return ft_scan_fail(scan, "Type previously defined.");
  action->type = type;
  return ft_scan_done(scan);
}

/* The open action if its type takes the statement, or NULL with an error. */
static struct ft_xlate_action *action_that_takes(const struct ft_xlates *xlates,
                                                 struct ft_scan *scan, unsigned what) {
  struct ft_xlate_action *action = current_action(xlates);
  if (!action->type)
    ft_scan_fail(scan, "Must set type first.");
  else if (!(action->type->takes & what))
    ft_scan_fail(scan, "Illegal keyword.");
  else
    return action;
  return NULL;
}

/* A number with nothing behind it, or an address in its dotted form. */
static bool need_mask(struct ft_scan *scan, const char *missing, uint32_t *mask) {
  const char *word = ft_scan_need(scan, missing), *end;
  uint64_t number;
  if (!word) return false;
  if (strchr(word, '.') && strspn(word, ".0123456789") == strlen(word)) {
    struct ft_addr addr;
    if (!ft_scan_addr(scan, word, &addr)) return false;
    *mask = ft_addr_to_u32(&addr);
    return true;
  }
  if (!ft_number_parse(word, UINT32_MAX, &number, &end))
    return ft_scan_fail(scan, "Value out of range.");
  if (end == word || *end) return ft_scan_fail(scan, "%s", missing);
  *mask = (uint32_t)number;
  return true;
}

bool ft_xlates_mask(struct ft_xlates *xlates, struct ft_scan *scan) {
  struct ft_xlate_action *action = action_that_takes(xlates, scan, FT_TAKES_MASK);
  return action && need_mask(scan, "Expecting source mask.", &action->masks[0]) &&
         need_mask(scan, "Expecting destination mask.", &action->masks[1]) && ft_scan_done(scan);
}

static bool need_decimal(struct ft_scan *scan, const char *missing, int64_t *value) {
  const char *word = ft_scan_need(scan, missing);
  return word && ft_scan_decimal(scan, word, value);
}

bool ft_xlates_scale(struct ft_xlates *xlates, struct ft_scan *scan) {
  struct ft_xlate_action *action = action_that_takes(xlates, scan, FT_TAKES_SCALE);
  int64_t value;
  if (!action || !need_decimal(scan, "Expecting scale.", &value)) return false;
  action->scale = (uint32_t)value;
  return ft_scan_done(scan);
}

bool ft_xlates_as(struct ft_xlates *xlates, struct ft_scan *scan) {
  struct ft_xlate_action *action = action_that_takes(xlates, scan, FT_TAKES_AS);
  int64_t value;
  if (!action || !need_decimal(scan, "Expecting AS.", &value)) return false;
  action->as = (uint16_t)value;
  return ft_scan_done(scan);
}

bool ft_xlates_algorithm(struct ft_xlates *xlates, struct ft_scan *scan) {
  struct ft_xlate_action *action = action_that_takes(xlates, scan, FT_TAKES_KEY);
  const char *name = action ? ft_scan_need(scan, "Expecting algorithm.") : NULL;
  if (!name) return false;
  if (strcasecmp(name, "cryptopan-aes128") != 0)
    return ft_scan_fail(scan, "Expecting CryptoPAn-aes128");
  action->algorithm = true;
  return ft_scan_done(scan);
}

bool ft_xlates_key(struct ft_xlates *xlates, struct ft_scan *scan) {
  struct ft_xlate_action *action = action_that_takes(xlates, scan, FT_TAKES_KEY);
  const char *digits = action ? ft_scan_need(scan, "Expecting Key.") : NULL;
  if (!digits) return false;
  if (!ft_key_decode(digits, strlen(digits), action->key))
    return ft_scan_fail(scan, "decode_hex() failed.");
  return ft_scan_done(scan);
}

/* A file that gives no key is told at once, and refused when all has been read. */
bool ft_xlates_key_file(struct ft_xlates *xlates, struct ft_scan *scan) {
  struct ft_xlate_action *action = action_that_takes(xlates, scan, FT_TAKES_KEY);
  const char *path = action ? ft_scan_need(scan, "Expecting key-file.") : NULL;
  if (!path) return false;
  free(action->key_file);
  action->key_file = strdup(path);
  if (!action->key_file) return ft_scan_fail_memory(scan);
  if (!ft_key_load(path, ft_scan_log(scan), action->key))
    memset(action->key, 0, sizeof action->key);
  return ft_scan_done(scan);
}

/* HH[:MM[:SS]]; *second counts from midnight. */
static bool parse_time_of_day(struct ft_scan *scan, const char *word, unsigned *second) {
  static const struct {
    unsigned seconds;
    int64_t limit;
  } parts[] = {{3600, 23}, {60, 59}, {1, 59}};
  *second = 0;
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
    int64_t value;
    if (!ft_decimal_parse(word, &value, &word) || value < 0 || value > parts[i].limit)
      return ft_scan_fail(scan, "Value out of range.");
    *second += (unsigned)value * parts[i].seconds;
    if (*word != ':' || i == sizeof parts / sizeof *parts - 1) break;
    word++;
  }
  return !*word || ft_scan_fail(scan, "Unexpected text: %s", word);
}

bool ft_xlates_key_file_refresh(struct ft_xlates *xlates, struct ft_scan *scan) {
  struct ft_xlate_action *action = action_that_takes(xlates, scan, FT_TAKES_KEY);
  int64_t minutes;
  unsigned second = 0;
  if (!action || !need_decimal(scan, "Expecting interval.", &minutes)) return false;
  if (minutes <= 0) return ft_scan_fail(scan, "Expecting interval.");
  const char *word = ft_scan_next(scan);
  if (word && !parse_time_of_day(scan, word, &second)) return false;
  action->refresh_minutes = (uint32_t)minutes;
  action->refresh_at = ft_key_first_refresh(time(NULL), action->refresh_minutes, second);
  ft_log_line(ft_scan_log(scan), "cryptopan key refresh at %lld.", (long long)action->refresh_at);
  return ft_scan_done(scan);
}

/* ---- definitions ---- */

bool ft_xlates_open_definition(struct ft_xlates *xlates, struct ft_scan *scan) {
  if (!ft_grow(&xlates->definitions, &xlates->definition_room, xlates->definition_count + 1,
               sizeof *xlates->definitions))
    return ft_scan_fail_memory(scan);
  struct ft_xlate_def *definition = calloc(1, sizeof *definition);
  if (!definition) return ft_scan_fail_memory(scan);
  xlates->definitions[xlates->definition_count++] = definition;
  definition->name = ft_names_need_new(&xlates->definition_names, definition, scan);
  return definition->name && ft_scan_done(scan);
}

bool ft_xlates_term(struct ft_xlates *xlates, struct ft_scan *scan) {
  struct ft_xlate_def *definition = xlates->definitions[xlates->definition_count - 1];
  if (!ft_grow(&definition->terms, &definition->room, definition->count + 1,
               sizeof *definition->terms))
    return ft_scan_fail_memory(scan);
  definition->terms[definition->count++] = (struct ft_xlate_term){0};
  return ft_scan_done(scan);
}

/* The lines of the filter file's error, less the closing one: that is for filter programs. */
static void add_filter_error(struct ft_error *err, const struct ft_error *filter_error) {
  static const char closing[] = "\nftfil_load(): failed";
  size_t length = filter_error->length, tail = sizeof closing - 1;
  if (length >= tail && !strcmp(filter_error->text + length - tail, closing)) length -= tail;
  ft_error_add(err, "%.*s", (int)length, filter_error->text);
  if (filter_error->ended) ft_error_end(err); /* an error that nothing may follow stays one */
}

static bool load_filters(struct ft_xlates *xlates, struct ft_scan *scan) {
  if (xlates->filters) return true;
  struct ft_error err = FT_ERROR_INIT;
  char *installed = xlates->filter_path ? NULL : ft_conf_path("cfg/filter.cfg");
  const char *path = xlates->filter_path ? xlates->filter_path : installed;
  if (!path) return ft_scan_fail_memory(scan);
  xlates->filters = ft_filters_load(path, xlates->vars, ft_scan_log(scan), &err);
  free(installed);
  if (xlates->filters) return true;
  add_filter_error(ft_scan_error(scan), &err);
  return ft_scan_fail(scan, "Filters not loaded.");
}

bool ft_xlates_filter(struct ft_xlates *xlates, struct ft_scan *scan) {
  struct ft_xlate_term *term = current_term(xlates, scan);
  const char *name = term ? ft_scan_need(scan, "Expecting filter name.") : NULL;
  if (!name) return false;
  if (term->filter) return ft_scan_fail(scan, "Filter previously defined for term.");
  if (!load_filters(xlates, scan)) return false;
  term->filter = ft_filters_find(xlates->filters, name);
  return term->filter ? ft_scan_done(scan) : ft_scan_fail(scan, "Filter definition not found.");
}

bool ft_xlates_action(struct ft_xlates *xlates, struct ft_scan *scan) {
  struct ft_xlate_term *term = current_term(xlates, scan);
  const char *name = term ? ft_scan_need(scan, "Expecting action.") : NULL;
  if (!name) return false;
  if (!ft_grow(&term->uses, &term->room, term->count + 1, sizeof *term->uses))
    return ft_scan_fail_memory(scan);
  struct ft_xlate_use use = {.name = strdup(name)};
  if (!use.name) return ft_scan_fail_memory(scan);
  term->uses[term->count++] = use;
  return ft_scan_done(scan);
}

bool ft_xlates_stop(struct ft_xlates *xlates, struct ft_scan *scan) {
  struct ft_xlate_term *term = current_term(xlates, scan);
  if (!term) return false;
  term->stop = true;
  return ft_scan_done(scan);
}
