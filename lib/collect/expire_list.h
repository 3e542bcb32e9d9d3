/* The list behind ft_expire; for expire.c and scan.c only. */
#ifndef COLLECT_EXPIRE_LIST_H
#define COLLECT_EXPIRE_LIST_H

#include "collect/expire.h"

struct ft_expire_file {
  char *path;
  uint64_t octets;
  uint32_t start; /* capture start of the header */
};

struct ft_expire {
  struct ft_expire_file *files; /* oldest first */
  size_t count, room;
  uint64_t octets; /* of all of them */
  size_t spared;   /* 1: the newest is not to be removed */
};

#endif
