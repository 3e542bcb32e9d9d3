#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

/*
 * Writes the value of the expression behind an `@` to out and moves *text behind
 * it. false with an error.
 */
static bool expand_one(const struct ft_vars *vars, const char **text, FILE *out,
                       struct ft_error *err) {
  const char *p = *text;
  if (*p != '{') {
    size_t length = name_length(p);
    const char *value = ft_vars_get(vars, p, length);
    if (value) fputs(value, out);
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
    fputs(value, out);
  else if (*after == ':')
    fwrite(after + 2, 1, (size_t)(close - after - 2), out);
  *text = close + 1;
  return true;
}

char *ft_vars_expand(const struct ft_vars *vars, const char *line, struct ft_error *err) {
  char *text = NULL;
  if (!vars || !strchr(line, '@')) {
    text = strdup(line);
    if (!text) ft_error_add_memory(err);
    return text;
  }
  size_t size = 0;
  FILE *out = open_memstream(&text, &size);
  bool good = true;
  while (out && good && *line) {
    size_t plain = strcspn(line, "@");
    fwrite(line, 1, plain, out);
    line += plain;
    if (*line) {
      line++;
      good = expand_one(vars, &line, out, err);
    }
  }
  bool written = out && !ferror(out);
  if (out && fclose(out)) written = false;
  if (good && written && text) return text;
  if (good) ft_error_add_memory(err);
  free(text);
  return NULL;
}
