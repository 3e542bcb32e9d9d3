/* Room for more open files than the usual limit has. */
#ifndef DESCRIPTORS_H
#define DESCRIPTORS_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Raises the soft limit of open descriptors so that one more file can be opened where
 * open() has just failed with EMFILE. False if the hard limit is reached.
 */
bool descriptors_raise(void);

#endif
