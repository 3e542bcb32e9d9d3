#include "collect/expire.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/grow.h"
#include "collect/expire_list.h"

/* A file that was not changed for so many seconds is not being written. */
#define OPEN_AGE 86400

int ft_size_parse(const char *text, uint64_t *size, struct ft_error *err) {
  static const struct {
    char letter;
    uint64_t factor;
  } units[] = {{'\0', 1}, {'b', 512}, {'K', 1 << 10}, {'M', 1 << 20}, {'G', 1 << 30}};
  char *end;
  errno = 0;
  uint64_t number = strtoull(text, &end, 0);
  /* strtoull takes a sign and wraps; what stands behind the unit's letter is ignored. */
  bool good = errno == 0 && end != text && memchr(text, '-', (size_t)(end - text)) == NULL;
  for (size_t i = 0; good && i < sizeof units / sizeof *units; i++) {
    if (*end != units[i].letter) continue;
    if (__builtin_mul_overflow(number, units[i].factor, size)) break;
    return 0;
  }
  ft_error_add(err, "scan_size(): failed");
  return -1;
}

struct ft_expire *ft_expire_new(void) {
  return calloc(1, sizeof(struct ft_expire));
}

void ft_expire_free(struct ft_expire *expire) {
  if (expire == NULL) return;
  for (size_t i = 0; i < expire->count; i++)
    free(expire->files[i].path);
  free(expire->files);
  free(expire);
}

int ft_expire_add(struct ft_expire *expire, const char *path, uint64_t octets, uint32_t start,
                  struct ft_error *err) {
  bool room = ft_grow(&expire->files, &expire->room, expire->count + 1, sizeof *expire->files);
  char *copy = room ? strdup(path) : NULL;
  if (copy == NULL) {
    ft_error_add_memory(err);
    return -1;
  }
  expire->files[expire->count++] =
      (struct ft_expire_file){.path = copy, .octets = octets, .start = start};
  expire->octets += octets;
  return 0;
}

void ft_expire_spare_open(struct ft_expire *expire, int64_t now) {
  struct stat status;
  if (expire->count == 0) return;
  const char *path = expire->files[expire->count - 1].path, *slash = strrchr(path, '/');
  const char *name = slash != NULL ? slash + 1 : path;
  if (strncmp(name, "tmp", 3) != 0 || stat(path, &status) != 0) return;
  if (now - (int64_t)status.st_mtime < OPEN_AGE) expire->spared = 1;
}

/* The file leaves the list even if it cannot be removed, or it would be tried for ever. */
static void remove_file(struct ft_expire *expire, size_t index, const struct ft_log *log) {
  struct ft_expire_file *file = &expire->files[index];
  if (unlink(file->path) != 0) ft_log_system(log, errno, "unlink(%s)", file->path);
  expire->octets -= file->octets;
  free(file->path);
}

static void forget_first(struct ft_expire *expire, size_t count) {
  if (count == 0) return; /* there may be no list at all */
  expire->count -= count;
  memmove(expire->files, expire->files + count, expire->count * sizeof *expire->files);
}

/* At least the newest stays: it is never one that is spared. */
static void keep_files(struct ft_expire *expire, uint64_t limit, bool dry_run,
                       const struct ft_log *log) {
  if (limit == 0 || expire->count <= limit) return;
  size_t excess = expire->count - (size_t)limit;
  for (size_t i = 0; i < excess; i++) {
    ft_log_line(log, "remove/1 %s", expire->files[i].path);
    if (!dry_run) remove_file(expire, i, log);
  }
  if (!dry_run) forget_first(expire, excess);
}

static void keep_octets(struct ft_expire *expire, uint64_t limit, uint64_t open_octets,
                        bool dry_run, const struct ft_log *log) {
  if (limit == 0) return;
  uint64_t sum = expire->octets + open_octets;
  size_t removed = 0;
  for (; removed < expire->count - expire->spared && sum > limit; removed++) {
    sum -= expire->files[removed].octets;
    ft_log_line(log, "remove/2 %s", expire->files[removed].path);
    if (!dry_run) remove_file(expire, removed, log);
  }
  if (!dry_run) forget_first(expire, removed);
}

void ft_expire_run(struct ft_expire *expire, const struct ft_expire_limits *limits,
                   uint64_t open_octets, bool dry_run, const struct ft_log *log) {
  keep_files(expire, limits->files, dry_run, log);
  keep_octets(expire, limits->octets, open_octets, dry_run, log);
}

void ft_expire_dump(const struct ft_expire *expire, const struct ft_log *log) {
  for (size_t i = 0; i < expire->count; i++) {
    const struct ft_expire_file *file = &expire->files[i];
    ft_log_line(log, "name=%s  size=%llu  time=%lu", file->path, (unsigned long long)file->octets,
                (unsigned long)file->start);
  }
}
