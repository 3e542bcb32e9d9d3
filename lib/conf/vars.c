#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "ft/conf.h"

struct variable {
  char *name, *value;
};

struct ft_vars {
  struct variable *list;
  size_t count;
};

struct ft_vars *ft_vars_new(void) {
  return calloc(1, sizeof(struct ft_vars));
}

void ft_vars_free(struct ft_vars *vars) {
  if (!vars) return;
  for (size_t i = 0; i < vars->count; i++) {
    free(vars->list[i].name);
    free(vars->list[i].value);
  }
  free(vars->list);
  free(vars);
}

static struct variable *find(const struct ft_vars *vars, const char *name, size_t length) {
  for (size_t i = 0; i < vars->count; i++) {
    const char *known = vars->list[i].name;
    if (!strncmp(known, name, length) && !known[length]) return &vars->list[i];
  }
  return NULL;
}

const char *ft_vars_get(const struct ft_vars *vars, const char *name, size_t name_length) {
  const struct variable *variable = vars ? find(vars, name, name_length) : NULL;
  return variable ? variable->value : NULL;
}

/* A new variable without a value. */
static struct variable *append(struct ft_vars *vars, const char *name, size_t length) {
  struct variable *more = realloc(vars->list, (vars->count + 1) * sizeof *more);
  if (!more) return NULL;
  vars->list = more;
  more[vars->count] = (struct variable){strndup(name, length), NULL};
  return more[vars->count].name ? &more[vars->count++] : NULL;
}

int ft_vars_set(struct ft_vars *vars, const char *name_is_value, struct ft_error *err) {
  const char *sign = strchr(name_is_value, '=');
  if (!sign || sign == name_is_value || !sign[1]) {
    ft_error_add(err, "ftvar_pset(%s): failed", name_is_value);
    return -1;
  }
  size_t length = (size_t)(sign - name_is_value);
  char *value = strdup(sign + 1);
  struct variable *variable = value ? find(vars, name_is_value, length) : NULL;
  if (value && !variable) variable = append(vars, name_is_value, length);
  if (!variable) {
    free(value);
    ft_error_add_memory(err);
    return -1;
  }
  free(variable->value);
  variable->value = value;
  return 0;
}

static size_t name_length(const char *text) {
  return strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
}

/* What is made of a line. No stream of the C library's: musl's loses what it has no memory for
 * without a word. */
struct text {
  char *octets;
  size_t length, room;
  bool failed;
};

static void put(struct text *text, const char *octets, size_t length) {
  if (text->failed || !ft_grow(&text->octets, &text->room, text->length + length + 1, 1)) {
    text->failed = true;
    return;
  }
  memcpy(text->octets + text->length, octets, length);
  text->length += length;
  text->octets[text->length] = '\0';
}

/*
 * Writes the value of the expression behind an `@` to out and moves *text behind
 * it. false with an error.
 */
static bool expand_one(const struct ft_vars *vars, const char **text, struct text *out,
                       struct ft_error *err) {
  const char *p = *text;
  if (*p != '{') {
    size_t length = name_length(p);
    const char *value = ft_vars_get(vars, p, length);
    if (value) put(out, value, strlen(value));
    *text = p + length;
    return true;
  }
  const char *name = p + 1, *close = strchr(p, '}');
  if (!close) {
    ft_error_add(err, "ftvar: %s: Missing }", p);
    return false;
  }
  size_t length = name_length(name);
  const char *after = name + length, *value = ft_vars_get(vars, name, length);
  if (*after != '}' && *after != ':') {
    ft_error_add(err, "ftvar: %.*s: missing :", (int)(close + 1 - p), p);
    return false;
  }
  if (*after == ':' && after[1] != '-') {
    ft_error_add(err, "ftvar: {%.*s: expecting -", (int)length, name);
    return false;
  }
  if (value)
    put(out, value, strlen(value));
  else if (*after == ':')
    put(out, after + 2, (size_t)(close - after - 2));
  *text = close + 1;
  return true;
}

char *ft_vars_expand(const struct ft_vars *vars, const char *line, struct ft_error *err) {
  struct text text = {.octets = NULL};
  bool good = true;
  while (good && *line) {
    size_t plain = vars ? strcspn(line, "@") : strlen(line);
    put(&text, line, plain);
    line += plain;
    if (*line) {
      line++;
      good = expand_one(vars, &line, &text, err);
    }
  }
  put(&text, "", 0);
  if (good && !text.failed) return text.octets;
  if (good) ft_error_add_memory(err);
  free(text.octets);
  return NULL;
}
