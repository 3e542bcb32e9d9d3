#include "config.h"

#include "replacement.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static mode_t new_mode(void) {
  mode_t mask = umask(0);
  umask(mask);
  return 0666 & ~mask;
}

/* A new file beside the old one, or -1. */
static int make_temp(struct replacement *file, mode_t mode) {
  if (asprintf(&file->temp, "%s.XXXXXX", file->path) < 0) {
    file->temp = NULL;
    return -1;
  }
  int fd = mkostemp(file->temp, O_CLOEXEC);
  if (fd >= 0 && fchmod(fd, mode) == 0) return fd;
  if (fd >= 0) {
    unlink(file->temp);
    close(fd);
  }
  free(file->temp);
  file->temp = NULL;
  return -1;
}

static int open_best(struct replacement *file) {
  struct stat old;
  int fd = -1;
  bool exists = stat(file->path, &old) == 0;
  if (exists && access(file->path, W_OK) != 0) return -1;
  if (!exists || S_ISREG(old.st_mode))
    fd = make_temp(file, exists ? old.st_mode & 07777 : new_mode());
  if (fd >= 0) return fd;
  return open(file->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
}

static void release(struct replacement *file) {
  int errnum = errno;
  free(file->temp);
  free(file->path);
  *file = (struct replacement){0};
  errno = errnum;
}

bool replacement_open(struct replacement *file, const char *path) {
  *file = (struct replacement){.path = realpath(path, NULL)};
  if (!file->path) file->path = strdup(path);
  int fd = file->path ? open_best(file) : -1;
  if (fd >= 0) file->out = fdopen(fd, "w");
  if (file->out) return true;
  if (fd >= 0) close(fd);
  release(file);
  return false;
}

static bool finish(struct replacement *file) {
  bool written = fflush(file->out) == 0 && !ferror(file->out);
  if (written && file->temp) written = fsync(fileno(file->out)) == 0;
  int errnum = errno;
  if (fclose(file->out) != 0 && written) return false;
  errno = errnum;
  return written && (!file->temp || rename(file->temp, file->path) == 0);
}

bool replacement_finish(struct replacement *file) {
  bool done = finish(file);
  int errnum = errno;
  if (!done && file->temp) unlink(file->temp);
  errno = errnum;
  release(file);
  return done;
}
