#include "config.h"

#include "collect/recover.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/folder.h"
#include "base/grow.h"
#include "collect/clock.h"
#include "ft/stream.h"

#define OPEN_PREFIX     "tmp-v"
#define FINISHED_PREFIX "ft-v"
/* Where a file is written anew; no program takes such a name for a flow file. */
#define SCRATCH_PREFIX ".recover-"
/* Names that are tried; each stands for a second. */
#define NAME_TRIES 3600
/* Looks at a file that somebody else has open. */
#define LEASE_TRIES    5
#define LEASE_PAUSE_US 10000

/* The leftovers that were found. */
struct paths {
  char **list;
  size_t count, room;
  struct ft_error *err;
};

/* A leftover while it is worked on. */
struct leftover {
  const char *path, *name; /* name: the last part of path */
  char *scratch, *final;
  int fd, out;
  time_t written; /* last */
  mode_t mode;
  uint32_t start;
  uint64_t flows;
  bool complete; /* it lacks nothing but its name */
};

bool ft_claim_file(int fd) {
  if (flock(fd, LOCK_EX | LOCK_NB) != 0) return errno != EWOULDBLOCK;
  return true;
}

/*
 * A collector that knows no such marks (0.68) has the file open all the same. Another start in
 * the same folder, which saw our mark, only for a moment.
 */
static bool is_open_elsewhere(int fd) {
#ifdef F_SETLEASE
  /* Who opens the file meanwhile waits for a moment, and we get a signal: one that is ignored
   * instead of SIGIO, which would end the program. */
  if (fcntl(fd, F_SETSIG, SIGURG) != 0) return false;
  for (int tries = 0; fcntl(fd, F_SETLEASE, F_WRLCK) != 0; tries++) {
    if (errno != EAGAIN && errno != EBUSY) return false;
    if (tries == LEASE_TRIES) return true;
    ft_clock_pause(LEASE_PAUSE_US, NULL);
  }
  fcntl(fd, F_SETLEASE, F_UNLCK);
#else
  (void)fd;
#endif
  return false;
}

/* PATH with the name in front of its last part replaced by prefix; rest is what follows that. */
static char *sibling(const char *path, const char *name, const char *prefix, const char *rest) {
  size_t folder = (size_t)(name - path), size = folder + strlen(prefix) + strlen(rest) + 1;
  char *out = malloc(size);
  if (out != NULL) snprintf(out, size, "%.*s%s%s", (int)folder, path, prefix, rest);
  return out;
}

/* -- the flows -- */

/* The header of a file that was closed in order, but for what only its collector knew. */
static struct ft_header final_header(const struct ft_reader *reader, const struct leftover *left) {
  struct ft_header header = *ft_reader_header(reader);
  header.end = (uint32_t)left->written;
  header.flags = (header.flags & ~(uint32_t)FT_FLAG_STREAMING) | FT_FLAG_DONE;
  header.flows = (uint32_t)left->flows;
  ft_header_mark(&header, FT_TLV_END);
  ft_header_mark(&header, FT_TLV_FLAGS);
  ft_header_mark(&header, FT_TLV_FLOWS);
  return header;
}

static int copy_flows(struct leftover *left, struct ft_reader *reader, struct ft_error *err) {
  struct ft_header header = final_header(reader, left);
  int level = header.flags & FT_FLAG_COMPRESS ? FT_LEVEL_DEFAULT : 0;
  struct ft_writer *writer =
      ft_writer_open(left->out, ft_reader_layout(reader), &header, header.order, level, err);
  if (writer == NULL) return -1;
  struct ft_batch batch;
  int result = 0;
  while (result == 0 && ft_reader_next(reader, &batch)) {
    result = ft_writer_put(writer, batch.records, batch.count, err);
    left->flows += batch.count;
  }
  /* What cannot be read now may be read by the next start: the leftover is all there is. */
  if (result == 0 && ft_reader_damage(reader) == FT_UNREADABLE) {
    ft_error_add(err, "Not all flows could be read");
    result = -1;
  }
  header = final_header(reader, left);
  if (result == 0) result = ft_writer_finish(writer, &header, err);
  ft_writer_free(writer);
  return result;
}

static void ignore_line(void *arg, const char *text) {
  (void)arg;
  (void)text;
}

/* Writes the intact flows to the scratch file. What is damaged is why we are here: not told. */
static int rewrite(struct leftover *left, struct ft_error *err) {
  static const struct ft_log quiet = {ignore_line, NULL};
  struct ft_reader *reader = ft_reader_open(left->fd, &quiet, err);
  if (reader == NULL) return -1;
  const struct ft_header *header = ft_reader_header(reader);
  left->start = ft_header_has(header, FT_TLV_START) ? header->start : (uint32_t)left->written;
  left->complete = header->flags & FT_FLAG_DONE;
  if (left->complete) {
    left->flows = header->flows;
    ft_reader_close(reader);
    return 0;
  }
  unlink(left->scratch); /* of a recovery that was killed too */
  left->out = open(left->scratch, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  int result = -1;
  if (left->out < 0)
    ft_error_add_system(err, errno, "open(%s)", left->scratch);
  else if (fchmod(left->out, left->mode) != 0)
    ft_error_add_system(err, errno, "fchmod(%s)", left->scratch);
  else if (ft_claim_file(left->out)) /* it will be the leftover in a moment */
    result = copy_flows(left, reader, err);
  ft_reader_close(reader);
  return result;
}

/* -- the names -- */

static bool same_file(const char *a, const char *b) {
  struct stat one, other;
  return lstat(a, &one) == 0 && lstat(b, &other) == 0 && one.st_ino == other.st_ino &&
         one.st_dev == other.st_dev;
}

int ft_take_name(const char *path, const char *final) {
#if defined(HAVE_RENAMEAT2) && defined(RENAME_NOREPLACE)
  if (renameat2(AT_FDCWD, path, AT_FDCWD, final, RENAME_NOREPLACE) == 0) return 0;
  if (errno != EEXIST && errno != EINVAL && errno != ENOSYS) return -1;
#endif
  /* A link never replaces a file either. */
  if (link(path, final) == 0) return unlink(path);
  if (errno == EEXIST) {
    /* Somebody was killed between the link and the removal of the old name. */
    if (same_file(path, final)) return unlink(path);
    errno = EEXIST;
    return -1;
  }
  struct stat status; /* no links on this file system */
  if (lstat(final, &status) == 0) {
    errno = EEXIST;
    return -1;
  }
  return rename(path, final);
}

/* Its own name, or else that of the first second from the file's start on that is free. */
static int finish_name(struct leftover *left, const struct ft_layout *layout,
                       struct ft_error *err) {
  for (time_t i = 0; i < NAME_TRIES; i++) {
    char name[FT_CAPTURE_NAME_SIZE];
    if (i > 0) {
      ft_capture_name(name, FT_CAPTURE_FINISHED, layout, (time_t)left->start + i);
      free(left->final);
      left->final = sibling(left->path, left->name, "", name);
      if (left->final == NULL) break;
    }
    if (ft_take_name(left->path, left->final) == 0) return 0;
    if (errno != EEXIST) break;
  }
  ft_error_add_system(err, errno, "rename(%s,%s)", left->path, left->final ? left->final : "?");
  return -1;
}

/*
 * The scratch file takes the place of the leftover, and only then the final name: whatever
 * happens in between, the flows are there once.
 */
static int replace(struct leftover *left, struct ft_error *err) {
  if (left->complete) return 0;
  if (fdatasync(left->out) != 0 && errno != EINVAL) {
    ft_error_add_system(err, errno, "fdatasync(%s)", left->scratch);
    return -1;
  }
  if (rename(left->scratch, left->path) == 0) return 0;
  ft_error_add_system(err, errno, "rename(%s,%s)", left->scratch, left->path);
  return -1;
}

static const struct ft_layout *layout_of(int fd, struct ft_error *err) {
  struct ft_header header;
  const struct ft_layout *layout = NULL;
  ft_header_init(&header);
  if (lseek(fd, 0, SEEK_SET) == 0 && ft_header_read(fd, &header, err) == 0)
    layout = ft_layout_find_header(header.version, header.agg_version, header.agg_method, err);
  ft_header_clear(&header);
  return layout;
}

/*
 * True if nobody else works on the file; by now somebody may have finished it, and what is open
 * here has no name any more.
 */
static bool is_ours(const struct leftover *left) {
  struct stat opened, named;
  if (!ft_claim_file(left->fd) || is_open_elsewhere(left->fd)) return false;
  return fstat(left->fd, &opened) == 0 && lstat(left->path, &named) == 0 &&
         opened.st_ino == named.st_ino && opened.st_dev == named.st_dev;
}

enum outcome { FAILED, RECOVERED, IN_USE, EMPTY };

/* Takes the file's flows to a file with a final name. */
static enum outcome recover_ours(struct leftover *left, struct ft_error *err) {
  const struct ft_layout *layout = layout_of(left->fd, err);
  if (layout == NULL || lseek(left->fd, 0, SEEK_SET) != 0 || rewrite(left, err) != 0) return FAILED;
  /* Nothing to save: it stays where those who look for it expect it (golden capture-killed). */
  if (!left->complete && left->flows == 0) return EMPTY;
  return replace(left, err) == 0 && finish_name(left, layout, err) == 0 ? RECOVERED : FAILED;
}

static enum outcome recover_named(struct leftover *left, struct ft_error *err) {
  if (left->scratch == NULL || left->final == NULL) {
    ft_error_add_memory(err);
    return FAILED;
  }
  left->fd = open(left->path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
  if (left->fd < 0) {
    ft_error_add_system(err, errno, "open(%s)", left->path);
    return FAILED;
  }
  if (!is_ours(left)) return IN_USE;
  struct stat status;
  if (fstat(left->fd, &status) != 0) {
    ft_error_add_system(err, errno, "fstat(%s)", left->path);
    return FAILED;
  }
  left->written = status.st_mtime;
  left->mode = status.st_mode & 0777;
  enum outcome outcome = recover_ours(left, err);
  if (left->out >= 0) {
    if (outcome != RECOVERED) unlink(left->scratch);
    close(left->out);
  }
  return outcome;
}

static void recover_file(const char *path, ft_recovered *recovered, void *arg,
                         const struct ft_log *log) {
  const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
  const char *rest = name + strlen(OPEN_PREFIX);
  struct leftover left = {.path = path,
                          .name = name,
                          .scratch = sibling(path, name, SCRATCH_PREFIX, rest),
                          .final = sibling(path, name, FINISHED_PREFIX, rest),
                          .fd = -1,
                          .out = -1};
  struct ft_error err = FT_ERROR_INIT;
  switch (recover_named(&left, &err)) {
  case FAILED:
    ft_error_add(&err, "%s: not recovered", path);
    ft_log_error(log, &err);
    break;
  case RECOVERED:
    ft_log_line(log, "recovered %s: %llu flows", left.final, (unsigned long long)left.flows);
    if (recovered) recovered(arg, left.final);
    break;
  case EMPTY:
    ft_log_line(log, "%s: no flows to recover", path);
    break;
  case IN_USE:
    break;
  }
  if (left.fd >= 0) close(left.fd);
  free(left.scratch);
  free(left.final);
}

/* -- the tree -- */

static int note_leftover(void *arg, const char *path, const char *name, const struct stat *status) {
  struct paths *paths = arg;
  if (!S_ISREG(status->st_mode) || strncmp(name, OPEN_PREFIX, strlen(OPEN_PREFIX)) != 0) return 0;
  bool room = ft_grow(&paths->list, &paths->room, paths->count + 1, sizeof *paths->list);
  char *copy = room ? strdup(path) : NULL;
  if (copy == NULL) {
    ft_error_add_memory(paths->err);
    return -1;
  }
  paths->list[paths->count++] = copy;
  return 0;
}

static int compare_paths(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

int ft_recover(const char *folder, ft_recovered *recovered, void *arg, const struct ft_log *log,
               struct ft_error *err) {
  /* All names first: renaming while a folder is read may show a file twice. */
  struct paths paths = {.err = err};
  int result = ft_folder_walk(folder, note_leftover, &paths, log, err);
  if (paths.count > 0) qsort(paths.list, paths.count, sizeof *paths.list, compare_paths);
  for (size_t i = 0; i < paths.count; i++) {
    if (result == 0) recover_file(paths.list[i], recovered, arg, log);
    free(paths.list[i]);
  }
  free(paths.list);
  return result;
}
