/* Dates, where the clock is changed twice a year. */
#include "config.h"

#include <stdlib.h>
#include <time.h>

#include "ft/conf.h"
#include "fuzz.h"

#define NOW 1131969600

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  uint32_t seconds, again;
  char *text = fuzz_text(data, size);
  setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
  tzset();
  if (ft_date_parse(text, NOW, &seconds))
    FUZZ_HOLDS(ft_date_parse(text, NOW, &again) && again == seconds);
  free(text);
  return 0;
}
