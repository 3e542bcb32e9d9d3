#include "base/folder.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int ft_folder_check_level(unsigned level, struct ft_error *err) {
  if (level <= FT_FOLDER_LEVELS) return 0;
  ft_error_add(err, "Limit of %d nested directories reached.", FT_FOLDER_LEVELS);
  return -1;
}

static char *join(const char *folder, const char *name) {
  size_t length = strlen(folder), size = length + strlen(name) + 2;
  const char *slash = length > 0 && folder[length - 1] == '/' ? "" : "/";
  char *path = malloc(size);
  if (path != NULL) snprintf(path, size, "%s%s%s", folder, slash, name);
  return path;
}

static int visit_entry(const char *folder, const char *name, ft_folder_visit *visit, void *arg,
                       const struct ft_log *log, struct ft_error *err) {
  struct stat status;
  int result = 0;
  char *path = join(folder, name);
  if (path == NULL) {
    ft_error_add_memory(err);
    return -1;
  }
  if (stat(path, &status) == 0)
    result = visit(arg, path, name, &status);
  else /* removed since it was listed, or a dangling link: no reason to give up the others */
    ft_log_system(log, errno, "stat(%s)", path);
  free(path);
  return result;
}

int ft_folder_each(DIR *folder, const char *path, ft_folder_visit *visit, void *arg,
                   const struct ft_log *log, struct ft_error *err) {
  for (;;) {
    errno = 0;
    const struct dirent *entry = readdir(folder);
    if (entry == NULL) return errno != 0 ? 1 : 0;
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
    if (visit_entry(path, entry->d_name, visit, arg, log, err) != 0) return -1;
  }
}

struct walk {
  ft_folder_visit *visit;
  void *arg;
  const struct ft_log *log;
  struct ft_error *err;
  unsigned level; /* of folders that we are in */
};

static int walk_entry(void *arg, const char *path, const char *name, const struct stat *status);

/* Closes dir. */
static int walk_folder(struct walk *walk, DIR *dir, const char *path) {
  walk->level++;
  int result = ft_folder_each(dir, path, walk_entry, walk, walk->log, walk->err);
  walk->level--;
  closedir(dir);
  return result < 0 ? -1 : 0;
}

static int walk_entry(void *arg, const char *path, const char *name, const struct stat *status) {
  struct walk *walk = arg;
  if (!S_ISDIR(status->st_mode)) return walk->visit(walk->arg, path, name, status);
  if (ft_folder_check_level(walk->level + 1, walk->err) != 0) return -1;
  DIR *dir = opendir(path);
  if (dir != NULL) return walk_folder(walk, dir, path);
  ft_log_system(walk->log, errno, "opendir(%s)", path);
  return 0;
}

int ft_folder_walk(const char *path, ft_folder_visit *visit, void *arg, const struct ft_log *log,
                   struct ft_error *err) {
  struct walk walk = {.visit = visit, .arg = arg, .log = log, .err = err};
  DIR *dir = opendir(path);
  if (dir != NULL) return walk_folder(&walk, dir, path);
  ft_error_add_system(err, errno, "opendir(%s)", path);
  return -1;
}
