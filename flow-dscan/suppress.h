/* Suppress files: traffic of hosts that is nobody's concern (spec stat.md 2.2). */
#ifndef DSCAN_SUPPRESS_H
#define DSCAN_SUPPRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "addresses.h"
#include "ft/error.h"

/* An entry for each address, with the values that the rest of the flow must have. */
struct suppress {
  struct addresses entries;
};

/* What an entry looks at besides the address. */
struct suppress_flow {
  uint64_t prot, srcport, dstport;
};

/*
 * Lines that are wrong are told to log and left out. lines, unless NULL, gets those that
 * count. False with `fopen(FILE): failed` or without memory; free it in both cases.
 */
bool suppress_load(struct suppress *suppress, const char *path, const struct ft_log *log,
                   const struct ft_log *lines, struct ft_error *err);
void suppress_free(struct suppress *suppress);
bool suppress_matches(const struct suppress *suppress, const struct ft_addr *addr,
                      const struct suppress_flow *flow);

#endif
