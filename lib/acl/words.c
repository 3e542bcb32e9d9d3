#include "config.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "acl/parse.h"
#include "base/service.h"
#include "conf/language.h"

/* Of a word in a message; an error has a fixed size. */
#define SHOWN_MAX 1000

static int shown(struct ft_acl_word word) {
  return word.length < SHOWN_MAX ? (int)word.length : SHOWN_MAX;
}

bool ft_acl_fail_memory(struct ft_acl_reading *reading) {
  reading->failed = true;
  ft_error_add_memory(reading->err);
  return false;
}

bool ft_acl_unknown(struct ft_acl_reading *reading, const char *what, struct ft_acl_word word) {
  reading->failed = true;
  ft_error_add(reading->err, "%.2000s line %u: Unknown %s \"%.*s\"", reading->path, reading->line,
               what, shown(word), word.start);
  return false;
}

bool ft_acl_address(struct ft_acl_reading *reading, struct ft_acl_word word, struct ft_addr *addr) {
  char *text = strndup(word.start, word.length);
  if (!text) return ft_acl_fail_memory(reading);
  reading->failed = ft_addr_parse(text, addr, NULL) != 0;
  free(text);
  if (reading->failed)
    ft_error_add(reading->err, "%.2000s line %u: Bad address \"%.*s\".", reading->path,
                 reading->line, shown(word), word.start);
  return !reading->failed;
}

bool ft_acl_number(struct ft_acl_reading *reading, struct ft_acl_word word, uint32_t max,
                   uint32_t *value) {
  int64_t number;
  if (!ft_decimal_parse(word.start, &number, NULL) || number > max) {
    reading->failed = true;
    ft_error_add(reading->err, "%.2000s line %u: Value out of range.", reading->path,
                 reading->line);
    return false;
  }
  *value = (uint32_t)number;
  return true;
}

bool ft_acl_port_name(struct ft_acl_reading *reading, struct ft_acl_word word, uint32_t *port) {
  if (!reading->port_names)
    reading->port_names = ft_symbols_load_installed("tcp-port.sym", reading->log);
  if (!reading->port_names) return ft_acl_fail_memory(reading);
  if (ft_symbols_value(reading->port_names, word.start, word.length, port) &&
      *port <= FT_ACL_MAX_PORT)
    return true;
  char *name = strndup(word.start, word.length);
  if (!name) return ft_acl_fail_memory(reading);
  bool tcp = reading->entry.protocol == IPPROTO_TCP;
  bool found = ft_service_port(name, tcp ? SOCK_STREAM : SOCK_DGRAM, port);
  free(name);
  if (found) return true;
  reading->failed = true;
  ft_error_add(reading->err, "Unknown port \"%.*s\"", shown(word), word.start);
  return false;
}

struct named_value {
  const char *name;
  uint32_t value;
};

static bool find_name(const struct named_value *names, size_t count, struct ft_acl_word word,
                      uint32_t *value) {
  for (size_t i = 0; i < count; i++) {
    if (strlen(names[i].name) != word.length || memcmp(names[i].name, word.start, word.length) != 0)
      continue;
    *value = names[i].value;
    return true;
  }
  return false;
}

bool ft_acl_precedence_name(struct ft_acl_reading *reading, struct ft_acl_word word,
                            uint32_t *precedence) {
  static const struct named_value names[] = {
      {"routine", 0},  {"priority", 1}, {"immediate", 2}, {"flash", 3},
      {"critical", 5}, {"internet", 6}, {"network", 7},
  };
  return find_name(names, sizeof names / sizeof *names, word, precedence) ||
         ft_acl_unknown(reading, "precedence", word);
}

bool ft_acl_tos_name(struct ft_acl_reading *reading, struct ft_acl_word word, uint32_t *tos) {
  static const struct named_value names[] = {{"normal", 0}};
  return find_name(names, sizeof names / sizeof *names, word, tos) ||
         ft_acl_unknown(reading, "tos", word);
}

bool ft_acl_keep_entry(struct ft_acl_reading *reading, enum ft_acl_kind kind,
                       struct ft_acl_word name) {
  char *text = strndup(name.start, name.length);
  if (!text) return ft_acl_fail_memory(reading);
  reading->failed = !ft_acl_add(reading->acl, kind, text, &reading->entry, reading->err);
  free(text);
  return !reading->failed;
}
