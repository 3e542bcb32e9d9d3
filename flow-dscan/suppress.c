#include "suppress.h"

#include <stdlib.h>
#include <string.h>

#include "conf/language.h"

#define ANY UINT32_MAX
/* Of protocols and ports. */
#define NUMBER_MAX 65535

enum { PROT, SRCPORT, DSTPORT, NUMBERS };

struct rule {
  uint32_t numbers[NUMBERS]; /* or ANY */
};

struct parser {
  struct suppress *suppress;
  const struct ft_log *log, *lines;
  struct ft_error *err;
};

/* A number or `-`. */
static bool parse_number(const char *word, uint32_t *number) {
  *number = ANY;
  if (strcmp(word, "-") == 0) return true;
  if (word[strspn(word, "0123456789")]) return false;
  int64_t value;
  if (!ft_decimal_parse(word, &value, NULL) || value > NUMBER_MAX) return false;
  *number = (uint32_t)value;
  return true;
}

static bool parse_rule(char **save, struct rule *rule) {
  for (int i = 0; i < NUMBERS; i++) {
    const char *word = strtok_r(NULL, " \t\n", save);
    if (!word || !parse_number(word, &rule->numbers[i])) return false;
  }
  return true;
}

/* line ends with its newline, as the messages do; words is a copy that gets cut. */
static bool parse_line(const struct parser *parser, const char *line, char *words) {
  struct addresses *entries = &parser->suppress->entries;
  struct rule rule;
  struct ft_addr addr;
  char *save;
  const char *ip = strtok_r(words, " \t\n", &save);
  if (!ip || line[0] == '#') return true;
  bool any_ip = strcmp(ip, "-") == 0;
  const char *wrong = NULL;
  if (!parse_rule(&save, &rule))
    wrong = "syntax error: ";
  else if (any_ip)
    wrong = "no src ip wildcard";
  else if (ft_addr_parse(ip, &addr, NULL) != 0)
    wrong = "syntax error: ";
  else if (addresses_find(entries, 0, &addr))
    wrong = "dup ip: ";
  if (wrong) {
    ft_log_line(parser->log, "suppress parser: %s%s", wrong, any_ip && wrong[0] == 'n' ? "" : line);
    return true;
  }
  uint32_t number = addresses_add(entries, 0, &addr, ADDRESSES_BEHIND);
  if (!number) {
    ft_error_add_memory(parser->err);
    return false;
  }
  memcpy(addresses_value(entries, number), &rule, sizeof rule);
  ft_log_line(parser->lines, "suppress: %.*s", (int)strcspn(line, "\n"), line);
  return true;
}

/* The line at *text with its newline, allocated; moves on. */
static char *cut_line(const char **text) {
  size_t length = strcspn(*text, "\n");
  if ((*text)[length] == '\n') length++;
  char *line = strndup(*text, length);
  *text += length;
  return line;
}

static bool parse_text(const struct parser *parser, const char *text) {
  bool good = true;
  while (good && *text) {
    char *line = cut_line(&text), *words = line ? strdup(line) : NULL;
    if (words) {
      good = parse_line(parser, line, words);
    } else {
      ft_error_add_memory(parser->err);
      good = false;
    }
    free(words);
    free(line);
  }
  return good;
}

bool suppress_load(struct suppress *suppress, const char *path, const struct ft_log *log,
                   const struct ft_log *lines, struct ft_error *err) {
  addresses_init(&suppress->entries, sizeof(struct rule));
  char *text = ft_file_text(path, NULL, NULL);
  if (!text) {
    ft_error_add(err, "fopen(%s): failed", path);
    return false;
  }
  const struct parser parser = {suppress, log, lines, err};
  bool good = parse_text(&parser, text);
  free(text);
  return good;
}

void suppress_free(struct suppress *suppress) {
  addresses_clear(&suppress->entries);
}

bool suppress_matches(const struct suppress *suppress, const struct ft_addr *addr,
                      const struct suppress_flow *flow) {
  uint32_t number = addresses_find(&suppress->entries, 0, addr);
  if (!number) return false;
  const struct rule *rule = addresses_value(&suppress->entries, number);
  const uint64_t values[NUMBERS] = {flow->prot, flow->srcport, flow->dstport};
  for (int i = 0; i < NUMBERS; i++)
    if (rule->numbers[i] != ANY && rule->numbers[i] != values[i]) return false;
  return true;
}
