#include "config.h"

#include "part.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "descriptors.h"

int parts_init(struct parts *parts, const struct ft_layout *layout,
               const struct output_options *options, struct ft_error *err) {
  memset(parts, 0, sizeof(*parts));
  parts->layout = layout;
  parts->options = options;
  parts->secs = ft_column(layout, FT_F_UNIX_SECS);
  ft_header_init(&parts->header);
  /* The final header may not be longer than the first: these fields keep the place. */
  ft_header_mark(&parts->header, FT_TLV_START);
  ft_header_mark(&parts->header, FT_TLV_END);
  ft_header_mark(&parts->header, FT_TLV_FLOWS);
  parts->header.flags = FT_FLAG_STREAMING;
  return ft_header_set_text(&parts->header, FT_TLV_COMMENT, options->comment, err);
}

struct part *parts_add(struct parts *parts, const char *base, struct ft_error *err) {
  struct part *part = calloc(1, sizeof(*part));
  char *copy = strdup(base);
  if (!part || !copy) {
    ft_error_add_memory(err);
    free(part);
    free(copy);
    return NULL;
  }
  part->base = copy;
  part->fd = -1;
  part->next = parts->all;
  parts->all = part;
  return part;
}

/* -- descriptors -- */

static void unlink_part(struct parts *parts, struct part *part) {
  *(part->newer ? &part->newer->older : &parts->newest) = part->older;
  *(part->older ? &part->older->newer : &parts->oldest) = part->newer;
  part->newer = part->older = NULL;
}

static void link_newest(struct parts *parts, struct part *part) {
  part->older = parts->newest;
  *(parts->newest ? &parts->newest->newer : &parts->oldest) = part;
  parts->newest = part;
}

/* 0, or -1 with errno: some file systems tell only here that the disk is full. */
static int close_descriptor(struct parts *parts, struct part *part) {
  int fd = part->fd;
  if (fd < 0) return 0;
  unlink_part(parts, part);
  part->fd = -1;
  return close(fd);
}

/* Closes for now the file that was not written to for the longest time. False with errno. */
static bool park_oldest(struct parts *parts) {
  struct part *part = parts->oldest;
  if (!part) return false; /* errno stays */
  ft_writer_set_fd(part->writer, -1);
  return close_descriptor(parts, part) == 0;
}

/* The next file for a path, or without one the file at hand again. */
static int open_descriptor(struct parts *parts, struct part *part, const char *path,
                           struct ft_error *err) {
  do
    part->fd = path ? ft_replacement_open(&part->file, path, 0644)
                    : open(ft_replacement_place(&part->file), O_WRONLY | O_CLOEXEC);
  while (part->fd < 0 && descriptors_exhausted(errno) &&
         (descriptors_more() || park_oldest(parts)));
  if (part->fd < 0) {
    ft_error_add_system(err, errno, "open(%s)", path ? path : part->file.path);
    return -1;
  }
  link_newest(parts, part);
  return 0;
}

/* Makes sure that there is a descriptor before something is written. */
static int wake(struct parts *parts, struct part *part, struct ft_error *err) {
  if (part->fd >= 0) {
    if (part == parts->newest) return 0;
    unlink_part(parts, part);
    link_newest(parts, part);
    return 0;
  }
  if (open_descriptor(parts, part, NULL, err) < 0) return -1;
  ft_writer_set_fd(part->writer, part->fd);
  if (lseek(part->fd, 0, SEEK_END) != (off_t)-1) return 0;
  ft_error_add_system(err, errno, "lseek(%s)", part->file.path);
  return -1;
}

/* -- files -- */

/* Gives the file at hand up. */
static void drop_file(struct parts *parts, struct part *part) {
  ft_writer_free(part->writer);
  part->writer = NULL;
  close_descriptor(parts, part);
  ft_replacement_drop(&part->file);
}

static int open_file(struct parts *parts, struct part *part, struct ft_error *err) {
  char *path;
  if (asprintf(&path, "%s.%llu", part->base, (unsigned long long)part->number) < 0) {
    ft_error_add_memory(err);
    return -1;
  }
  int status = open_descriptor(parts, part, path, err);
  free(path);
  if (status == 0)
    part->writer = ft_writer_open(part->fd, parts->layout, &parts->header, parts->options->order,
                                  parts->options->level, err);
  if (!part->writer) {
    drop_file(parts, part);
    return -1;
  }
  part->number++;
  return 0;
}

static int fail_to_close(struct ft_error *err, const char *call) {
  ft_error_add_system(err, errno, "%s", call);
  ft_error_add(err, "ftio_close(): failed");
  return -1;
}

static int finish_file(struct parts *parts, struct part *part, struct ft_error *err) {
  struct ft_header final = parts->header; /* the texts stay that one's */
  final.start = part->start;
  final.end = part->end;
  final.flows = (uint32_t)ft_writer_count(part->writer);
  final.flags = FT_FLAG_DONE;
  int status = wake(parts, part, err);
  if (status == 0) status = ft_writer_finish(part->writer, &final, err);
  if (status == 0 && close_descriptor(parts, part) != 0) status = fail_to_close(err, "close()");
  if (status == 0 && !ft_replacement_keep(&part->file)) status = fail_to_close(err, "rename()");
  drop_file(parts, part);
  return status;
}

/* How many of the records go to the file at hand; *full tells whether it is complete then. */
static size_t take(const struct parts *parts, struct part *part, const uint8_t *records,
                   size_t count, bool *full) {
  const size_t size = parts->layout->size;
  *full = false;
  if (parts->max_flows) {
    uint64_t left = parts->max_flows - ft_writer_count(part->writer);
    *full = left <= count;
    if (*full) count = (size_t)left;
  }
  if (parts->max_seconds) {
    for (size_t i = 0; i < count; i++) {
      uint64_t secs = ft_load(records + i * size, parts->secs);
      if (secs <= part->start || secs - part->start <= parts->max_seconds) continue;
      *full = true;
      count = i + 1; /* the flow that is too late still belongs to it */
    }
  }
  part->end = (uint32_t)ft_load(records + (count - 1) * size, parts->secs);
  return count;
}

/* As many of the records as the file at hand takes, 0 for a failure. */
static size_t put_some(struct parts *parts, struct part *part, const uint8_t *records, size_t count,
                       struct ft_error *err) {
  bool full;
  if (!part->writer) {
    if (open_file(parts, part, err) < 0) return 0;
    part->start = (uint32_t)ft_load(records, parts->secs);
  }
  size_t taken = take(parts, part, records, count, &full);
  bool failed = !ft_writer_holds(part->writer, taken) && wake(parts, part, err) < 0;
  if (failed || ft_writer_put(part->writer, records, taken, err) < 0) {
    drop_file(parts, part);
    return 0;
  }
  return full && finish_file(parts, part, err) < 0 ? 0 : taken;
}

int part_put(struct parts *parts, struct part *part, const uint8_t *records, size_t count,
             struct ft_error *err) {
  while (count > 0) {
    size_t taken = put_some(parts, part, records, count, err);
    if (taken == 0) return -1;
    records += taken * parts->layout->size;
    count -= taken;
  }
  return 0;
}

int parts_finish(struct parts *parts, const struct ft_log *log) {
  struct ft_error err = FT_ERROR_INIT;
  int status = 0;
  for (struct part *part = parts->all; part; part = part->next) {
    if (!part->writer || finish_file(parts, part, &err) == 0) continue;
    ft_log_error(log, &err);
    status = -1;
  }
  return status;
}

void parts_clear(struct parts *parts) {
  for (struct part *part = parts->all, *next; part; part = next) {
    next = part->next;
    drop_file(parts, part);
    free(part->base);
    free(part);
  }
  ft_header_clear(&parts->header);
}
