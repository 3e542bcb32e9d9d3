/*
 * A file that takes the place of another one as a whole, or not at all: what is written goes to
 * a file beside it, `tmp-NAME.PID-N`, which every program of the suite takes for unfinished.
 * Internal to libft and the programs.
 */
#ifndef FT_BASE_REPLACEMENT_H
#define FT_BASE_REPLACEMENT_H

#include <stdbool.h>
#include <sys/stat.h>

struct ft_replacement {
  char *path; /* that of the file itself, behind symbolic links */
  char *temp; /* what is written meanwhile; NULL: the file itself */
};

/*
 * Opens what shall become the file at path for writing, with the mode and the owner of the one
 * that is there, else with mode less the umask. The file itself is written, from its start, if it
 * is no regular one, or is in a folder where nothing like it can be made. The descriptor is the
 * caller's. -1 with errno.
 */
int ft_replacement_open(struct ft_replacement *file, const char *path, mode_t mode);
/* No replacement: opens the file itself, to add to it. The descriptor, or -1 with errno. */
int ft_replacement_append(const char *path, mode_t mode);
/* Where it is now, to open it again. */
const char *ft_replacement_place(const struct ft_replacement *file);
/* It is whole: puts it in place. False with errno, and dropped. Either way it is done with. */
bool ft_replacement_keep(struct ft_replacement *file);
/*
 * It will not become whole: the old file stays as it was, a file that was written itself
 * becomes empty. errno stays. Nothing happens to what is done with, or zero.
 */
void ft_replacement_drop(struct ft_replacement *file);

#endif
