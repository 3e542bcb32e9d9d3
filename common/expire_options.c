#include "expire_options.h"

#include <unistd.h>

#include "prog.h"

static void set_octet_limit(struct ft_expire_limits *limits, const char *text) {
  struct ft_error err = FT_ERROR_INIT;
  if (ft_size_parse(text, &limits->octets, &err) != 0) prog_fail(&err, NULL);
}

static void set_file_limit(struct ft_expire_limits *limits, const char *text) {
  int count = prog_number(text);
  limits->files = count > 0 ? (uint64_t)count : 0;
}

bool expire_option(struct ft_expire_limits *limits, int letter) {
  switch (letter) {
  case 'e':
    set_file_limit(limits, optarg);
    return true;
  case 'E':
    set_octet_limit(limits, optarg);
    return true;
  default:
    return false;
  }
}
