#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "tree.h"

#define UNAVAILABLE "field \"%s\" selected not available for report."

/* A choice of words; ends with word NULL. */
struct choice {
  const char *word;
  int value;
};

static bool choose(const struct choice *choices, const char *word, int *value) {
  for (; choices->word; choices++) {
    if (!strcasecmp(choices->word, word)) {
      *value = choices->value;
      return true;
    }
  }
  return false;
}

/* The output that the command is for, or NULL with an error. */
static struct rep_output *current(struct rep_load *load, struct ft_scan *scan) {
  if (!load->output) ft_scan_fail(scan, "Not in report output.");
  return load->output;
}

/* The type of the current output: outputs are only opened by the last report. */
static const struct rep_type *current_type(const struct rep_load *load) {
  return load->reports->reports->type;
}

bool rep_set_path(struct rep_load *load, struct ft_scan *scan) {
  struct rep_output *output = current(load, scan);
  if (!output) return false;
  const char *rest = ft_scan_rest(scan);
  if (!rest || !*rest) return ft_scan_fail(scan, "Expecting pathname.");
  char *path = strdup(rest);
  if (!path) return ft_scan_fail_memory(scan);
  free(output->path);
  output->path = path;
  return true;
}

bool rep_set_time(struct rep_load *load, struct ft_scan *scan) {
  static const struct choice times[] = {
      {"now", REP_NOW}, {"start", REP_START}, {"end", REP_END}, {"mid", REP_MID}, {NULL, 0}};
  struct rep_output *output = current(load, scan);
  if (!output) return false;
  const char *word = ft_scan_need(scan, "Expecting time specifier.");
  if (!word) return false;
  int when;
  if (!choose(times, word, &when)) return ft_scan_fail(scan, "Invalid time specifier.");
  output->when = (enum rep_when)when;
  return ft_scan_done(scan);
}

bool rep_set_tally(struct rep_load *load, struct ft_scan *scan) {
  struct rep_output *output = current(load, scan);
  return output && ft_scan_need_number(scan, "Expecting tally increment.", &output->tally) &&
         ft_scan_done(scan);
}

bool rep_set_format(struct rep_load *load, struct ft_scan *scan) {
  static const struct choice formats[] = {
      {"ascii", REP_ASCII}, {"binary", REP_ASCII}, {"csv", REP_CSV}, {"json", REP_JSON}, {NULL, 0}};
  struct rep_output *output = current(load, scan);
  if (!output) return false;
  const char *word = ft_scan_need(scan, "Expecting format.");
  if (!word) return false;
  int format;
  if (!choose(formats, word, &format)) return ft_scan_fail(scan, "Unrecognized format.");
  output->format = (enum rep_format)format;
  return ft_scan_done(scan);
}

/* `other` can be shown, as nothing, but there is nothing to sort by. */
static bool can_sort(const struct rep_type *type, int column) {
  if (!(rep_columns_available(type) & REP_BIT(column))) return false;
  return column != REP_C_OTHER || !rep_type_has_rows(type);
}

bool rep_set_sort(struct rep_load *load, struct ft_scan *scan) {
  struct rep_output *output = current(load, scan);
  if (!output) return false;
  const char *word = ft_scan_need(scan, "Expecting sort field.");
  if (!word) return false;
  if (*word != '+' && *word != '-') return ft_scan_fail(scan, "Expecting + or -.");
  if (word[1]) {
    int column = rep_sort_by_name(word + 1);
    if (column == REP_NO_COLUMN) return ft_scan_fail(scan, "Unrecognized field.");
    if (!can_sort(current_type(load), column)) return ft_scan_fail(scan, UNAVAILABLE, word + 1);
    output->sort = column;
    output->largest_first = *word == '+';
  }
  return ft_scan_done(scan);
}

bool rep_set_records(struct rep_load *load, struct ft_scan *scan) {
  struct rep_output *output = current(load, scan);
  if (!output) return false;
  const char *word = ft_scan_need(scan, "Expecting num records.");
  return word && ft_scan_number64(scan, word, &output->limit) && ft_scan_done(scan);
}

/* What a list item does: name lies behind its sign, bits gets what it stands for. */
typedef bool list_item(const struct rep_load *load, const char *name, uint32_t *bits,
                       struct ft_scan *scan);

static bool field_item(const struct rep_load *load, const char *name, uint32_t *bits,
                       struct ft_scan *scan) {
  *bits = rep_columns_by_name(name);
  if (!*bits) return ft_scan_fail(scan, "Unrecognized field.");
  if (*bits & ~rep_columns_available(current_type(load)))
    return ft_scan_fail(scan, UNAVAILABLE, name);
  return true;
}

static bool option_item(const struct rep_load *load, const char *name, uint32_t *bits,
                        struct ft_scan *scan) {
  const struct rep_option_info *option = rep_options;
  while (option->name && strcasecmp(option->name, name) != 0)
    option++;
  if (!option->name) return ft_scan_fail(scan, "Unrecognized option.");
  *bits = option->bit;
  if (*bits & ~rep_options_available(current_type(load)))
    return ft_scan_fail(scan, "option selected not available for report.");
  return true;
}

static bool one_item(const struct rep_load *load, const char *item, size_t length,
                     list_item *look_up, const char *expecting, uint32_t *set,
                     struct ft_scan *scan) {
  if (*item != '+' && *item != '-') return ft_scan_fail(scan, "%s", expecting);
  if (length == 1) return true;
  char *name = strndup(item + 1, length - 1);
  if (!name) return ft_scan_fail_memory(scan);
  uint32_t bits = 0;
  bool good = look_up(load, name, &bits, scan);
  free(name);
  if (*item == '+') {
    *set |= bits;
  } else {
    *set &= ~bits;
  }
  return good;
}

static bool change_set(const struct rep_load *load, list_item *look_up, const char *missing,
                       const char *expecting, uint32_t *set, struct ft_scan *scan) {
  const char *rest = ft_scan_rest(scan), *item;
  if (!rest || !*rest) return ft_scan_fail(scan, "%s", missing);
  size_t length;
  while (ft_list_next(&rest, ", ", &item, &length)) {
    if (!one_item(load, item, length, look_up, expecting, set, scan)) return false;
  }
  return true;
}

bool rep_set_fields(struct rep_load *load, struct ft_scan *scan) {
  struct rep_output *output = current(load, scan);
  return output && change_set(load, field_item, "Expecting display fields.",
                              "Expecting +field or -field.", &output->columns, scan);
}

bool rep_set_options(struct rep_load *load, struct ft_scan *scan) {
  struct rep_output *output = current(load, scan);
  return output && change_set(load, option_item, "Expecting options.",
                              "Expecting +option or -option.", &output->options, scan);
}
