#include "config.h"

#include "replacement.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Names that are tried: others are of programs that were killed. */
#define NAME_TRIES 1000

static void release(struct ft_replacement *file) {
  int errnum = errno;
  free(file->temp);
  free(file->path);
  *file = (struct ft_replacement){0};
  errno = errnum;
}

static void forget_temp(struct ft_replacement *file) {
  free(file->temp);
  file->temp = NULL;
}

/* A new file beside the old one, or -1. */
static int make_temp(struct ft_replacement *file, mode_t mode) {
  const char *slash = strrchr(file->path, '/'), *name = slash ? slash + 1 : file->path;
  int folder = (int)(name - file->path), fd = -1;
  for (int n = 0; n < NAME_TRIES && fd < 0; n++) {
    if (asprintf(&file->temp, "%.*stmp-%s.%ld-%d", folder, file->path, name, (long)getpid(), n) <
        0) {
      file->temp = NULL;
      return -1;
    }
    fd = open(file->temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (fd >= 0) break;
    forget_temp(file);
    if (errno != EEXIST) return -1;
  }
  return fd;
}

/* Takes mode and owner over from the old file, or -1: then that one is to be written. */
static int make_alike(struct ft_replacement *file, const struct stat *old) {
  struct stat made;
  int fd = make_temp(file, 0600);
  if (fd < 0) return -1;
  bool alike = fstat(fd, &made) == 0;
  if (alike && (made.st_uid != old->st_uid || made.st_gid != old->st_gid))
    alike = fchown(fd, old->st_uid, old->st_gid) == 0;
  if (alike && fchmod(fd, old->st_mode & 07777) == 0) return fd;
  unlink(file->temp);
  close(fd);
  forget_temp(file);
  return -1;
}

/* What they name may be open elsewhere, as a part of something. */
static bool is_device_name(const char *path) {
  return !strncmp(path, "/dev/", 5) || !strncmp(path, "/proc/", 6);
}

static int open_best(struct ft_replacement *file, const char *given, mode_t mode) {
  struct stat old;
  int fd = -1;
  if (stat(file->path, &old) == 0) {
    if (access(file->path, W_OK) != 0) return -1;
    if (S_ISREG(old.st_mode) && !is_device_name(given)) fd = make_alike(file, &old);
  } else if (lstat(file->path, &old) != 0) { /* no link to what is not there */
    fd = make_temp(file, mode);
  }
  if (fd >= 0) return fd;
  if (errno == EMFILE || errno == ENFILE) return -1;
  return open(file->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
}

int ft_replacement_open(struct ft_replacement *file, const char *path, mode_t mode) {
  *file = (struct ft_replacement){.path = realpath(path, NULL)};
  if (!file->path) file->path = strdup(path);
  errno = file->path ? 0 : ENOMEM;
  int fd = file->path ? open_best(file, path, mode) : -1;
  if (fd < 0) release(file);
  return fd;
}

int ft_replacement_append(const char *path, mode_t mode) {
  return open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, mode);
}

const char *ft_replacement_place(const struct ft_replacement *file) {
  return file->temp ? file->temp : file->path;
}

bool ft_replacement_keep(struct ft_replacement *file) {
  bool kept = !file->temp || rename(file->temp, file->path) == 0;
  if (kept)
    release(file);
  else
    ft_replacement_drop(file);
  return kept;
}

void ft_replacement_drop(struct ft_replacement *file) {
  struct stat status;
  int errnum = errno;
  if (file->temp)
    unlink(file->temp);
  else if (file->path && stat(file->path, &status) == 0 && S_ISREG(status.st_mode) &&
           truncate(file->path, 0) != 0)
    errno = errnum; /* whoever fails tells about the first failure */
  errno = errnum;
  release(file);
}
