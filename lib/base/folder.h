/* Walking through folders of flow files: what flow-capture's expiry and flow-cat have in common. */
#ifndef FT_BASE_FOLDER_H
#define FT_BASE_FOLDER_H

#include <dirent.h>
#include <sys/stat.h>

#include "ft/error.h"

/* Levels of nested folders, the first one counted. */
#define FT_FOLDER_LEVELS 50

/* 0, or -1 and `Limit of 50 nested directories reached.`: a folder of this level is too deep. */
int ft_folder_check_level(unsigned level, struct ft_error *err);

/*
 * What is called for an entry: path is that of the folder with name, status what it leads to,
 * links followed. 0, or -1 to end the walk.
 */
typedef int ft_folder_visit(void *arg, const char *path, const char *name,
                            const struct stat *status);
/*
 * Visits the entries of an open folder, but for . and .., in the order of the system. One that
 * cannot be examined is named to log and left out. 0; -1 if visit said so or there is no memory;
 * 1 with errno if the folder could not be read to its end.
 */
int ft_folder_each(DIR *folder, const char *path, ft_folder_visit *visit, void *arg,
                   const struct ft_log *log, struct ft_error *err);

/*
 * Visits everything below the folder path that is not a folder itself. A folder below it that
 * cannot be opened is named to log and left out. 0, or -1 with an error.
 */
int ft_folder_walk(const char *path, ft_folder_visit *visit, void *arg, const struct ft_log *log,
                   struct ft_error *err);

#endif
