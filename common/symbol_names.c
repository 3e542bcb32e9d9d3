#include "symbol_names.h"

#include <strings.h>

#include "number.h"

enum { SYM_PORT, SYM_PROTOCOL, SYM_AS, SYM_TAG, SYM_TYPE };
static const char *const symbol_files[SYMBOL_FILES] = {
    [SYM_PORT] = "tcp-port.sym", [SYM_PROTOCOL] = "ip-prot.sym", [SYM_AS] = "asn.sym",
    [SYM_TAG] = "tag.sym",       [SYM_TYPE] = "ip-type.sym",
};
static const struct {
  const char *title;
  int file;
} named_columns[] = {
    {"ip-source-port", SYM_PORT},  {"ip-destination-port", SYM_PORT},
    {"ip-port", SYM_PORT},         {"ip-protocol", SYM_PROTOCOL},
    {"source-as", SYM_AS},         {"destination-as", SYM_AS},
    {"source-tag", SYM_TAG},       {"destination-tag", SYM_TAG},
    {"ip-address-type", SYM_TYPE}, {"ip-destination-address-type", SYM_TYPE},
};

static int symbol_file(const char *title) {
  for (size_t i = 0; i < sizeof named_columns / sizeof *named_columns; i++) {
    if (strcasecmp(title, named_columns[i].title) == 0) return named_columns[i].file;
  }
  return -1;
}

int symbol_names_table(struct symbol_names *names, const char *title,
                       const struct ft_symbols **table, struct ft_error *err) {
  *table = NULL;
  int file = symbol_file(title);
  if (file < 0) return 0;
  struct ft_symbols **symbols = &names->tables[file];
  if (!*symbols) *symbols = ft_symbols_load_installed(symbol_files[file], names->log);
  if (!*symbols) {
    ft_error_add_memory(err);
    return -1;
  }
  *table = *symbols;
  return 0;
}

const char *symbol_names_find(const struct ft_symbols *table, const char *value) {
  struct number number;
  if (!number_parse(value, &number) || !number.integer || wide_negative(number.whole) ||
      wide_compare(number.whole, wide_from(UINT32_MAX)) > 0)
    return NULL;
  return ft_symbols_name(table, (uint32_t)number.whole.low);
}

void symbol_names_free(struct symbol_names *names) {
  for (size_t i = 0; i < SYMBOL_FILES; i++)
    ft_symbols_free(names->tables[i]);
}
