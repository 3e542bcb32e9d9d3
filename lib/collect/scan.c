/* Finds the flow files below a folder for the list of expiry. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "collect/expire_list.h"
#include "ft/stream.h"

struct scan {
  struct ft_expire *expire;
  const struct ft_log *log;
  struct ft_error *err;
};

static char *join(const char *folder, const char *name) {
  size_t size = strlen(folder) + strlen(name) + 2;
  char *path = malloc(size);
  if (path != NULL) snprintf(path, size, "%s/%s", folder, name);
  return path;
}

static bool is_capture_name(const char *name) {
  return strncmp(name, "ft", 2) == 0 || strncmp(name, "cf", 2) == 0 || strncmp(name, "tmp", 3) == 0;
}

/* The reasons of a header that cannot be read, without the closing line for programs. */
static void log_bad_header(const struct scan *scan, struct ft_error *reason, const char *name) {
  static const char closing[] = "ftiheader_read(): failed";
  size_t length = sizeof closing - 1;
  if (reason->length >= length && strcmp(reason->text + reason->length - length, closing) == 0) {
    reason->length -= length;
    if (reason->length > 0) reason->length--; /* the LF before it */
    reason->text[reason->length] = '\0';
  }
  if (reason->length > 0) ft_log_error(scan->log, reason);
  ft_log_line(scan->log, "ftiheader_read(%s): Failed, ignoring file.", name);
}

static int add_file(struct scan *scan, const char *path, const char *name,
                    const struct stat *status) {
  int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) {
    ft_log_system(scan->log, errno, "open(%s)", path);
    return 0;
  }
  struct ft_header header;
  struct ft_error reason = FT_ERROR_INIT;
  ft_header_init(&header);
  int result = 0;
  if (ft_header_read(fd, &header, &reason) != 0) {
    log_bad_header(scan, &reason, name);
  } else {
    uint32_t start = ft_header_has(&header, FT_TLV_START) ? header.start : 0;
    result = ft_expire_add(scan->expire, path, (uint64_t)status->st_size, start, scan->err);
  }
  ft_header_clear(&header);
  close(fd);
  return result;
}

static int scan_folder(struct scan *scan, DIR *dir, const char *folder, int depth);

static int enter_folder(struct scan *scan, const char *path, int depth) {
  if (depth >= FT_EXPIRE_DEPTH) {
    ft_error_add(scan->err, "Limit of %d nested directories reached.", FT_EXPIRE_DEPTH);
    return -1;
  }
  DIR *dir = opendir(path);
  if (dir == NULL) {
    ft_log_system(scan->log, errno, "opendir(%s)", path);
    return 0;
  }
  int result = scan_folder(scan, dir, path, depth + 1);
  closedir(dir);
  return result;
}

/* An entry that cannot be examined is named and passed over: it may just have vanished. */
static int scan_entry(struct scan *scan, const char *path, const char *name, int depth) {
  struct stat status;
  if (stat(path, &status) != 0) {
    ft_log_system(scan->log, errno, "stat(%s)", path);
    return 0;
  }
  if (S_ISDIR(status.st_mode)) return enter_folder(scan, path, depth);
  if (!S_ISREG(status.st_mode)) {
    ft_log_line(scan->log, "not plain, skipping: %s", name);
    return 0;
  }
  if (!is_capture_name(name)) {
    ft_log_line(scan->log, "ignoring: %s", name);
    return 0;
  }
  return add_file(scan, path, name, &status);
}

static int scan_folder(struct scan *scan, DIR *dir, const char *folder, int depth) {
  int result = 0;
  const struct dirent *entry;
  while (result == 0 && (entry = readdir(dir)) != NULL) {
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
    char *path = join(folder, entry->d_name);
    if (path == NULL) {
      ft_error_add_memory(scan->err);
      return -1;
    }
    result = scan_entry(scan, path, entry->d_name, depth);
    free(path);
  }
  return result;
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
  DIR *dir = opendir(folder);
  int result = -1;
  if (dir == NULL) {
    ft_error_add_system(err, errno, "opendir(%s)", folder);
  } else {
    result = scan_folder(&scan, dir, folder, 1);
    closedir(dir);
  }
  if (result != 0) {
    ft_error_add(err, "ftfile_scandir(): failed");
    return -1;
  }
  if (expire->count > 0) qsort(expire->files, expire->count, sizeof *expire->files, compare_files);
  return 0;
}
