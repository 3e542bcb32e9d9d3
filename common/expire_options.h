/* The options -e and -E of flow-capture and flow-expire (spec capture.md 2.1, 2.7). */
#ifndef EXPIRE_OPTIONS_H
#define EXPIRE_OPTIONS_H

#include <stdbool.h>

#include "collect/expire.h"

/*
 * Takes what getopt returned, with optarg, if it is -e or -E. False: another letter. A bad value
 * is told, exit status 1.
 */
bool expire_option(struct ft_expire_limits *limits, int letter);

#endif
