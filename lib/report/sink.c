#include "config.h"

#include "sink.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static time_t path_time(enum rep_when when, const struct rep_times *times) {
  switch (when) {
  case REP_NOW:
    return times->now;
  case REP_START:
    return (time_t)times->first;
  case REP_END:
    return (time_t)times->last;
  default: {
    uint32_t first = (uint32_t)times->first, last = (uint32_t)times->last;
    return (time_t)(uint32_t)(first + (uint32_t)(last - first) / 2);
  }
  }
}

static int expand(struct rep_sink *sink, const struct rep_output *output,
                  const struct rep_times *times, struct ft_error *err) {
  time_t when = path_time(output->when, times);
  struct tm tm;
  if (localtime_r(&when, &tm) && strftime(sink->path, sizeof sink->path, output->path, &tm))
    return 0;
  ft_error_add(err, "strftime(): failed");
  return -1;
}

/* Makes the folder that the first length characters of path name. */
static int make_folder(const char *path, size_t length, struct ft_error *err) {
  char folder[REP_PATH_SIZE];
  memcpy(folder, path, length);
  folder[length] = '\0';
  if (mkdir(folder, 0755) == 0 || errno == EEXIST) return 0;
  ft_error_add_system(err, errno, "mkdir(%s)", folder);
  ft_error_add(err, "mkpath(%s): failed", path);
  return -1;
}

static int make_folders(const char *path, struct ft_error *err) {
  for (const char *part = path, *end; (end = strchr(part, '/')) != NULL; part = end + 1) {
    size_t length = (size_t)(end - part);
    bool dots = (length == 1 && part[0] == '.') || (length == 2 && !memcmp(part, "..", 2));
    if (length == 0 || dots) continue;
    if (make_folder(path, (size_t)(end - path), err) < 0) return -1;
  }
  return 0;
}

static int open_command(struct rep_sink *sink, struct ft_error *err) {
  sink->is_command = true;
  sink->fresh = true;
  /* NOLINTNEXTLINE(cert-env33-c): the operator's command, from the definition file */
  sink->file = popen(sink->path + 1, "we");
  if (sink->file) return 0;
  ft_error_add_system(err, errno, "popen(%s)", sink->path + 1);
  return -1;
}

static int open_file(struct rep_sink *sink, bool append, struct ft_error *err) {
  struct stat st;
  int fd = append ? ft_replacement_append(sink->path, 0666)
                  : ft_replacement_open(&sink->made, sink->path, 0666);
  sink->file = fd >= 0 ? fdopen(fd, append ? "a" : "w") : NULL;
  if (!sink->file) {
    ft_error_add_system(err, errno, "fopen(%s)", sink->path);
    if (fd >= 0) close(fd);
    ft_replacement_drop(&sink->made);
    return -1;
  }
  if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) return 0;
  sink->fresh = st.st_size == 0;
  if (append) sink->size = st.st_size;
  return 0;
}

int rep_sink_open(struct rep_sink *sink, const struct rep_output *output,
                  const struct rep_times *times, uint32_t interval, FILE *out,
                  struct ft_error *err) {
  sink->is_command = false;
  sink->fresh = interval == 0;
  sink->path[0] = '\0';
  sink->made = (struct ft_replacement){0};
  sink->size = -1;
  sink->file = out;
  if (!output->path) return 0;
  if (expand(sink, output, times, err) < 0) return -1;
  if (sink->path[0] == '|') return open_command(sink, err);
  if (make_folders(sink->path, err) < 0) return -1;
  return open_file(sink, interval > 0, err);
}

static int close_command(struct rep_sink *sink, int write_error, const struct ft_log *log,
                         struct ft_error *err) {
  int status = pclose(sink->file);
  if (status > 0 && WIFEXITED(status))
    ft_log_line(log, "pclose(%s): failed exit code=%d.", sink->path + 1, WEXITSTATUS(status));
  if (!write_error || write_error == EPIPE) return 0;
  ft_error_add_system(err, write_error, "pclose(%s)", sink->path + 1);
  return -1;
}

/* A file that cannot be written stays as it was. Returns what went wrong, 0: nothing. */
static int close_file(struct rep_sink *sink, int write_error) {
  if (fflush(sink->file) != 0 && !write_error) write_error = errno;
  if (write_error && sink->size >= 0 && ftruncate(fileno(sink->file), sink->size) != 0)
    sink->size = -1; /* the first failure is the one to tell */
  if (fclose(sink->file) != 0 && !write_error) write_error = errno;
  if (write_error)
    ft_replacement_drop(&sink->made);
  else if (sink->size < 0 && !ft_replacement_keep(&sink->made))
    write_error = errno;
  return write_error;
}

int rep_sink_close(struct rep_sink *sink, int write_error, const struct ft_log *log,
                   struct ft_error *err) {
  if (sink->is_command) return close_command(sink, write_error, log, err);
  if (!sink->path[0]) {
    if (!write_error || write_error == EPIPE) return 0;
    ft_error_add_system(err, write_error, "write error");
    return -1;
  }
  write_error = close_file(sink, write_error);
  if (!write_error || write_error == EPIPE) return 0;
  ft_error_add_system(err, write_error, "fclose(%s)", sink->path);
  return -1;
}
