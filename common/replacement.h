/* A file that takes the place of another one as a whole, or not at all. */
#ifndef REPLACEMENT_H
#define REPLACEMENT_H

#include <stdbool.h>
#include <stdio.h>

struct replacement {
  FILE *out;
  char *path; /* that of the file itself, behind symbolic links */
  char *temp; /* what is written meanwhile; NULL: the file itself */
};

/*
 * Opens what shall become the file at path, with the mode of the one that is there, else
 * 0666 less the umask. What is no regular file is written itself, and so is a file in a
 * folder where nothing new can be made. False with errno.
 */
bool replacement_open(struct replacement *file, const char *path);
/* On disk and in place; or false with errno, and the old file is as it was. */
bool replacement_finish(struct replacement *file);

#endif
