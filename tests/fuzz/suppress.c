/* flow-dscan's suppress files. */
#include "config.h"

#include "../../flow-dscan/suppress.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct ft_error err = FT_ERROR_INIT;
  struct suppress suppress = {0};
  const struct suppress_flow flow = {.prot = 6, .srcport = 1024, .dstport = 80};
  if (suppress_load(&suppress, fuzz_path(data, size), &fuzz_log, &fuzz_log, &err)) {
    for (uint32_t i = 0; i < 8; i++) {
      struct ft_addr addr = ft_addr_from_u32(UINT32_C(0x0a010200) + i);
      suppress_matches(&suppress, &addr, &flow);
    }
  }
  suppress_free(&suppress);
  return 0;
}
