/* Opening more files than the usual limit of descriptors allows. */
#ifndef DESCRIPTORS_H
#define DESCRIPTORS_H

#include <stdbool.h>
#include <sys/types.h>

/*
 * open(2) with O_CLOEXEC. Where the soft limit of descriptors is in the way it is raised, up
 * to the hard one.
 */
int descriptors_open(const char *path, int flags, mode_t mode);
/* Raises the soft limit. False if it is the hard one already. */
bool descriptors_more(void);
/* True if errnum means that there are no descriptors, whatever the file. */
bool descriptors_exhausted(int errnum);

#endif
