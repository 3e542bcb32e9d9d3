/*
 * What a collector that was killed left behind: files still named tmp-. Their intact
 * flows are kept, the header is completed, and the file gets its final name.
 */
#ifndef COLLECT_RECOVER_H
#define COLLECT_RECOVER_H

#include <stdbool.h>

#include "ft/error.h"

/* Called for each file under its final name. */
typedef void ft_recovered(void *arg, const char *path);

/*
 * Finishes the tmp- files below folder that nobody works on; one line to log for each, also
 * for one that cannot be finished, which stays as it is. No file is ever overwritten. 0, or -1:
 * the folder could not be read, no memory.
 */
int ft_recover(const char *folder, ft_recovered *recovered, void *arg, const struct ft_log *log,
               struct ft_error *err);

/*
 * Marks an open file as being worked on, so that no other collector's start takes it for a
 * leftover; until fd is closed. false: somebody else does. Where the system cannot tell, true.
 */
bool ft_claim_file(int fd);

#endif
