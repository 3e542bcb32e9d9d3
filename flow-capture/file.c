#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cores.h"
#include "collect/recover.h"

/* Names that are tried before giving up; each stands for a second. */
#define NAME_TRIES 3600

int capture_kind_init(struct capture_kind *kind, const char *comment, struct ft_error *err) {
  static const enum ft_tlv counters[] = {FT_TLV_START, FT_TLV_END,     FT_TLV_FLAGS, FT_TLV_FLOWS,
                                         FT_TLV_LOST,  FT_TLV_CORRUPT, FT_TLV_RESETS};
  ft_header_init(&kind->header);
  for (size_t i = 0; i < sizeof counters / sizeof *counters; i++)
    ft_header_mark(&kind->header, counters[i]);
  if (ft_header_set_host(&kind->header, err) != 0) return -1;
  return ft_header_set_text(&kind->header, FT_TLV_COMMENT, comment, err);
}

int capture_kind_check(const struct capture_kind *kind, struct ft_error *err) {
  int fd = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (fd < 0) {
    ft_error_add_system(err, errno, "open(/dev/null)");
    return -1;
  }
  /* Headers of version 8 are the longest. */
  struct ft_writer *writer =
      ft_writer_open(fd, ft_layout_find(8, 1), &kind->header, kind->order, 0, err);
  ft_writer_free(writer);
  close(fd);
  return writer != NULL ? 0 : -1;
}

static bool disk_is_full(int errnum) {
  return errnum == ENOSPC || errnum == EDQUOT;
}

/* Makes the folders before the last slash. 0 or -1; errno tells why. */
static int make_folders(char *path, struct ft_error *err) {
  for (char *slash = strchr(path, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
    *slash = '\0';
    int failed = mkdir(path, 0755) != 0 && errno != EEXIST ? errno : 0;
    if (failed != 0) ft_error_add_system(err, failed, "mkdir(%s)", path);
    *slash = '/';
    if (failed != 0) {
      ft_error_add_system(err, failed, "ftfile_mkpath(%s)", path);
      errno = failed;
      return -1;
    }
  }
  return 0;
}

static void set_paths(struct capture_file *file, time_t second) {
  char folder[FT_CAPTURE_NAME_SIZE], name[FT_CAPTURE_NAME_SIZE];
  const char *slash = ft_capture_folder(folder, file->kind->nesting, second) > 0 ? "/" : "";
  ft_capture_name(name, FT_CAPTURE_OPEN, file->layout, second);
  snprintf(file->open_path, sizeof file->open_path, "%s%s%s", folder, slash, name);
  ft_capture_name(name, FT_CAPTURE_FINISHED, file->layout, second);
  snprintf(file->path, sizeof file->path, "%s%s%s", folder, slash, name);
}

static bool exists(const char *path) {
  struct stat status;
  return lstat(path, &status) == 0;
}

/* Nothing is ever overwritten: a second whose name is taken is passed over. */
static int create(struct capture_file *file, struct ft_error *err) {
  for (int i = 0; i < NAME_TRIES; i++) {
    set_paths(file, file->opened + i);
    if (make_folders(file->open_path, err) != 0) return -1;
    if (exists(file->path)) continue;
    file->fd = open(file->open_path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (file->fd >= 0) {
      ft_claim_file(file->fd); /* no one else can have it yet */
      return 0;
    }
    if (errno != EEXIST) break;
  }
  int errnum = errno;
  ft_error_add_system(err, errnum, "open(%s)", file->open_path);
  errno = errnum;
  return -1;
}

static struct ft_header file_header(const struct capture_file *file) {
  struct ft_header header = file->kind->header; /* its texts are borrowed */
  header.start = (uint32_t)file->opened;
  return header;
}

struct capture_file *capture_file_open(const struct capture_kind *kind,
                                       const struct ft_layout *layout, time_t opened,
                                       struct ft_error *err) {
  struct capture_file *file = calloc(1, sizeof *file);
  if (file == NULL) {
    ft_error_add_memory(err);
    return NULL;
  }
  file->kind = kind;
  file->layout = layout;
  file->opened = opened;
  file->fd = -1;
  atomic_init(&file->octets, 0);
  atomic_init(&file->failed, false);
  if (create(file, err) != 0) {
    atomic_store(&file->failed, true);
    if (disk_is_full(errno)) return file;
    free(file);
    return NULL;
  }
  struct ft_header header = file_header(file);
  file->writer = ft_writer_open(file->fd, layout, &header, kind->order, kind->level, err);
  if (file->writer == NULL) {
    /* The header was found writable at the start, so it is the disk. */
    unlink(file->open_path);
    atomic_store(&file->failed, true);
    return file;
  }
  ft_writer_set_threads(file->writer, ft_cores());
  file->header_octets = ft_writer_octets(file->writer);
  atomic_store(&file->octets, file->header_octets);
  return file;
}

/* How much of what was put since the last flush has reached the file is not known. */
static int failed(struct capture_file *file) {
  file->lost_records += ft_writer_count(file->writer) - file->safe_records;
  atomic_store(&file->failed, true);
  return -1;
}

int capture_file_put(struct capture_file *file, const uint8_t *records, size_t count,
                     struct ft_error *err) {
  if (atomic_load(&file->failed)) {
    file->lost_records += count;
    return 0;
  }
  if (ft_writer_put(file->writer, records, count, err) != 0) return failed(file);
  atomic_store(&file->octets, ft_writer_octets(file->writer));
  return 0;
}

/* Data on the disk, as far as the kind of file can be synced at all. */
static int sync_file(struct capture_file *file, struct ft_error *err) {
  if (fdatasync(file->fd) == 0 || errno == EINVAL) return 0;
  ft_error_add_system(err, errno, "fdatasync(%s)", file->open_path);
  return -1;
}

int capture_file_flush(struct capture_file *file, struct ft_error *err) {
  if (atomic_load(&file->failed)) return 0;
  if (ft_writer_flush(file->writer, err) != 0 || sync_file(file, err) != 0) return failed(file);
  file->safe_records = ft_writer_count(file->writer);
  atomic_store(&file->octets, ft_writer_octets(file->writer));
  return 0;
}

/* A finished name promises flows that a loss of power does not take away. */
static int close_durably(struct capture_file *file, struct ft_error *err) {
  if (sync_file(file, err) != 0) return failed(file);
  int rc = close(file->fd);
  file->fd = -1;
  if (rc == 0) return 0;
  ft_error_add_system(err, errno, "close(%s)", file->open_path);
  return failed(file);
}

static int complete(struct capture_file *file, struct ft_error *err) {
  struct ft_header header = file_header(file);
  header.end = (uint32_t)file->closed;
  header.flags |= FT_FLAG_DONE;
  header.flows = (uint32_t)ft_writer_count(file->writer);
  header.lost = file->counts.lost;
  header.corrupt = file->counts.corrupt;
  header.resets = file->counts.resets;
  if (ft_writer_finish(file->writer, &header, err) != 0) return failed(file);
  atomic_store(&file->octets, ft_writer_octets(file->writer));
  return close_durably(file, err);
}

/* Whoever took the final name meanwhile keeps it. 0 or -1; errno tells why. */
static int rename_finished(struct capture_file *file, struct ft_error *err) {
  char open_path[CAPTURE_PATH_SIZE];
  memcpy(open_path, file->open_path, sizeof open_path);
  for (int tries = 1; ft_take_name(open_path, file->path) != 0; tries++) {
    if (errno != EEXIST || tries == NAME_TRIES) {
      int errnum = errno;
      ft_error_add_system(err, errnum, "rename(%s,%s)", open_path, file->path);
      errno = errnum;
      return -1;
    }
    set_paths(file, file->opened + tries);
    if (make_folders(file->path, err) != 0) return -1;
  }
  return 0;
}

/* Nothing but a header; asks the disk, which may have taken a part of the write that failed. */
static bool holds_nothing(const struct capture_file *file) {
  struct stat status;
  if (file->fd < 0 || fstat(file->fd, &status) != 0) return false;
  return (uint64_t)status.st_size <= file->header_octets;
}

int capture_file_finish(struct capture_file *file, struct ft_error *err) {
  if (!atomic_load(&file->failed)) {
    if (complete(file, err) != 0) return -1;
    if (rename_finished(file, err) != 0) {
      /* All flows are stored: the next start gives the file its name. */
      if (disk_is_full(errno)) atomic_store(&file->failed, true);
      return -1;
    }
    file->finished = true;
  } else if (file->writer != NULL && holds_nothing(file)) {
    unlink(file->open_path);
    file->open_path[0] = '\0';
  }
  return 0;
}

void capture_file_free(struct capture_file *file) {
  if (file == NULL) return;
  ft_writer_free(file->writer);
  if (file->fd >= 0) close(file->fd);
  free(file);
}
