/* Finds the flow files below a folder for the list of expiry. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/folder.h"
#include "collect/expire_list.h"
#include "ft/stream.h"

struct scan {
  struct ft_expire *expire;
  const struct ft_log *log;
  struct ft_error *err;
};

static bool is_capture_name(const char *name) {
  return strncmp(name, "ft", 2) == 0 || strncmp(name, "cf", 2) == 0 || strncmp(name, "tmp", 3) == 0;
}

static int add_file(struct scan *scan, const char *path, const char *name,
                    const struct stat *status) {
  int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) {
    ft_log_system(scan->log, errno, "open(%s)", path);
    return 0;
  }
  struct ft_header header;
  ft_header_init(&header);
  int result = ft_header_try(fd, name, &header, scan->log);
  if (result == -2) ft_error_add_memory(scan->err);
  if (result == -1)
    result = 0;
  else if (result == 0) {
    uint32_t start = ft_header_has(&header, FT_TLV_START) ? header.start : 0;
    result = ft_expire_add(scan->expire, path, (uint64_t)status->st_size, start, scan->err);
  }
  ft_header_clear(&header);
  close(fd);
  return result;
}

static int scan_entry(void *arg, const char *path, const char *name, const struct stat *status) {
  struct scan *scan = arg;
  if (!S_ISREG(status->st_mode)) {
    ft_log_line(scan->log, "not plain, skipping: %s", name);
    return 0;
  }
  if (!is_capture_name(name)) {
    ft_log_line(scan->log, "ignoring: %s", name);
    return 0;
  }
  return add_file(scan, path, name, status);
}

/* Oldest first; the path decides between equals, so that the order is determined. */
static int compare_files(const void *a, const void *b) {
  const struct ft_expire_file *x = a, *y = b;
  if (x->start != y->start) return x->start < y->start ? -1 : 1;
  return strcmp(x->path, y->path);
}

int ft_expire_load(struct ft_expire *expire, const char *folder, const struct ft_log *log,
                   struct ft_error *err) {
  struct scan scan = {.expire = expire, .log = log, .err = err};
  if (ft_folder_walk(folder, scan_entry, &scan, log, err) != 0) {
    ft_error_add(err, "ftfile_scandir(): failed");
    return -1;
  }
  if (expire->count > 0) qsort(expire->files, expire->count, sizeof *expire->files, compare_files);
  return 0;
}
