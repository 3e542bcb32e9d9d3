/* Giving up root's rights for those of a user. */
#ifndef USER_H
#define USER_H

#include "ft/error.h"

/*
 * Takes on the user with this name, and the groups it is in, for good. Does nothing if the
 * process is that user already. 0, or -1 with the reason.
 */
int prog_become_user(const char *name, struct ft_error *err);

#endif
