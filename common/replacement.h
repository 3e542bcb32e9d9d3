/* A text file that takes the place of another one as a whole, or not at all. */
#ifndef REPLACEMENT_H
#define REPLACEMENT_H

#include <stdbool.h>
#include <stdio.h>

#include "base/replacement.h"

struct replacement {
  FILE *out;
  struct ft_replacement file;
};

/* Opens what shall become the file at path (base/replacement.h), mode 0666. False with errno. */
bool replacement_open(struct replacement *file, const char *path);
/* On disk and in place; or false with errno, and the old file is as it was. */
bool replacement_finish(struct replacement *file);

#endif
