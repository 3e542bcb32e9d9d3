#include "replacement.h"

#include <errno.h>
#include <unistd.h>

bool replacement_open(struct replacement *file, const char *path) {
  int fd = ft_replacement_open(&file->file, path, 0666);
  file->out = fd >= 0 ? fdopen(fd, "w") : NULL;
  if (file->out) return true;
  if (fd >= 0) close(fd);
  ft_replacement_drop(&file->file);
  return false;
}

static bool close_written(struct replacement *file) {
  bool written = fflush(file->out) == 0 && !ferror(file->out);
  if (written && file->file.temp) written = fsync(fileno(file->out)) == 0;
  int errnum = errno;
  if (fclose(file->out) != 0 && written) return false;
  errno = errnum;
  return written;
}

bool replacement_finish(struct replacement *file) {
  if (close_written(file)) return ft_replacement_keep(&file->file);
  ft_replacement_drop(&file->file);
  return false;
}
