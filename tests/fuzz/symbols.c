/* Symbol tables: each name that a value has leads to a value of that name. */
#include "config.h"

#include <string.h>
#include <strings.h>

#include "ft/conf.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct ft_symbols *symbols = ft_symbols_load(fuzz_path(data, size), &fuzz_log);
  if (!symbols) return 0;
  for (uint32_t value = 0; value < 1024; value++) {
    const char *name = ft_symbols_name(symbols, value);
    uint32_t found;
    if (name) FUZZ_HOLDS(ft_symbols_value(symbols, name, strlen(name), &found));
  }
  ft_symbols_name(symbols, UINT32_MAX);
  ft_symbols_free(symbols);
  return 0;
}
