#include "config.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/grow.h"
#include "conf/language.h"

struct symbol {
  uint32_t value;
  uint32_t position; /* among the distinct values of the file; while reading: the line's */
  char *name;
};

struct ft_symbols {
  char *text;              /* the file, a NUL behind each name */
  struct symbol *by_value; /* ascending */
  struct symbol *by_name;  /* by name, then in the order of rptfmt.md 4.2 */
  size_t count, room;
};

/* A search by name looks through groups of this many values, the last one first. */
#define GROUP 256

static int compare_values(const void *a, const void *b) {
  const struct symbol *x = a, *y = b;
  if (x->value != y->value) return x->value < y->value ? -1 : 1;
  return x->position < y->position ? -1 : x->position > y->position;
}

static int compare_positions(const void *a, const void *b) {
  const struct symbol *x = a, *y = b;
  return x->position < y->position ? -1 : x->position > y->position;
}

static int compare_names(const void *a, const void *b) {
  const struct symbol *x = a, *y = b;
  int order = strcasecmp(x->name, y->name);
  if (order) return order;
  uint32_t group_x = x->position / GROUP, group_y = y->position / GROUP;
  if (group_x != group_y) return group_x > group_y ? -1 : 1;
  return compare_positions(a, b);
}

static bool keep(struct ft_symbols *symbols, uint32_t value, char *name) {
  if (!ft_grow(&symbols->by_value, &symbols->room, symbols->count + 1, sizeof *symbols->by_value))
    return false;
  symbols->by_value[symbols->count] = (struct symbol){value, (uint32_t)symbols->count, name};
  symbols->count++;
  return true;
}

/* One line that begins with a value; cuts it up. */
static bool read_line(struct ft_symbols *symbols, char *line, const char *path, unsigned number,
                      const struct ft_log *log) {
  char *name = line + strcspn(line, " \t\r\v\f");
  if (*name) *name++ = '\0';
  name += strspn(name, " \t");
  size_t length = strlen(name);
  while (length && isspace((unsigned char)name[length - 1]))
    length--;
  name[length] = '\0';
  uint64_t value;
  const char *end;
  if (!length) {
    ft_log_line(log, "Missing field");
  } else if (!ft_number_parse(line, UINT32_MAX, &value, &end) || end == line) {
    ft_log_line(log, "%s line %u: Bad value \"%s\".", path, number, line);
  } else {
    return keep(symbols, (uint32_t)value, name);
  }
  return true;
}

static bool read_lines(struct ft_symbols *symbols, const char *path, const struct ft_log *log) {
  char *line = symbols->text;
  for (unsigned number = 1; line; number++) {
    char *next = strchr(line, '\n');
    if (next) *next++ = '\0';
    line += strspn(line, " \t\r\v\f");
    if (*line && *line != '#' && !read_line(symbols, line, path, number, log)) return false;
    line = next;
  }
  return true;
}

/* Of lines with the same value, the first one's place and the last one's name stay. */
static void merge_values(struct ft_symbols *symbols) {
  struct symbol *list = symbols->by_value;
  size_t kept = 0;
  qsort(list, symbols->count, sizeof *list, compare_values);
  for (size_t i = 0; i < symbols->count; i++) {
    if (kept && list[kept - 1].value == list[i].value)
      list[kept - 1].name = list[i].name;
    else
      list[kept++] = list[i];
  }
  symbols->count = kept;
  qsort(list, kept, sizeof *list, compare_positions);
  for (size_t i = 0; i < kept; i++)
    list[i].position = (uint32_t)i;
}

static bool build_indexes(struct ft_symbols *symbols) {
  if (!symbols->count) return true;
  merge_values(symbols);
  size_t size = symbols->count * sizeof *symbols->by_name;
  symbols->by_name = malloc(size);
  if (!symbols->by_name) return false;
  memcpy(symbols->by_name, symbols->by_value, size);
  qsort(symbols->by_value, symbols->count, sizeof *symbols->by_value, compare_values);
  qsort(symbols->by_name, symbols->count, sizeof *symbols->by_name, compare_names);
  return true;
}

struct ft_symbols *ft_symbols_load(const char *path, const struct ft_log *log) {
  struct ft_symbols *symbols = calloc(1, sizeof *symbols);
  if (!symbols) return NULL;
  struct ft_error err = FT_ERROR_INIT;
  symbols->text = ft_file_text(path, NULL, &err);
  if (!symbols->text && !err.no_memory) {
    ft_log_error(log, &err);
    return symbols;
  }
  if (!symbols->text || !read_lines(symbols, path, log) || !build_indexes(symbols)) {
    ft_symbols_free(symbols);
    return NULL;
  }
  return symbols;
}

struct ft_symbols *ft_symbols_load_installed(const char *name, const struct ft_log *log) {
  char folder_name[64] = "sym/";
  strncat(folder_name, name, sizeof folder_name - sizeof "sym/");
  char *path = ft_conf_path(folder_name);
  struct ft_symbols *symbols = path ? ft_symbols_load(path, log) : NULL;
  free(path);
  return symbols;
}

void ft_symbols_free(struct ft_symbols *symbols) {
  if (!symbols) return;
  free(symbols->text);
  free(symbols->by_value);
  free(symbols->by_name);
  free(symbols);
}

const char *ft_symbols_name(const struct ft_symbols *symbols, uint32_t value) {
  size_t low = 0, high = symbols->count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (symbols->by_value[middle].value < value)
      low = middle + 1;
    else
      high = middle;
  }
  bool found = low < symbols->count && symbols->by_value[low].value == value;
  return found ? symbols->by_value[low].name : NULL;
}

/* Like strcasecmp with the first length octets of name. */
static int compare_part(const char *known, const char *name, size_t length) {
  int order = strncasecmp(known, name, length);
  if (order) return order;
  return strnlen(known, length + 1) > length;
}

bool ft_symbols_value(const struct ft_symbols *symbols, const char *name, size_t length,
                      uint32_t *value) {
  size_t low = 0, high = symbols->count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (compare_part(symbols->by_name[middle].name, name, length) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  if (low == symbols->count || compare_part(symbols->by_name[low].name, name, length)) return false;
  *value = symbols->by_name[low].value;
  return true;
}
