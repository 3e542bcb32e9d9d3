#include "socket_options.h"

#include "collect/expire.h"
#include "collect/receive.h"
#include "prog.h"

size_t octets_option(const char *text, const char *option, size_t least, size_t most) {
  struct ft_error err = FT_ERROR_INIT;
  uint64_t octets;
  if (ft_size_parse(text, &octets, &err) != 0) prog_fail(&err, NULL);
  if (octets < least) prog_die("%s must be at least %zu octets", option, least);
  if (octets > most) prog_die("%s must be at most %zu octets", option, most);
  return (size_t)octets;
}

int receive_buffer_option(const char *text) {
  return (int)octets_option(text, "--receive-buffer", FT_RECEIVE_BUFFER_LEAST,
                            FT_RECEIVE_BUFFER_MOST);
}
