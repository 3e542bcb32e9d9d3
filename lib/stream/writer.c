/* Writing streams (spec stream.md 2.1, 2.2, 5). */
#include "stream.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "../base/io.h"
#include "deflate.h"

/* Octets that are sent on at once: what zlib can count. */
#define DIRECT_MAX ((size_t)1 << 30)

struct ft_writer {
  int fd;
  const struct ft_layout *layout;
  enum ft_byte_order order;
  bool swap;
  int level;
  size_t header_size;
  bool failed; /* records are missing: nothing can complete it any more */
  uint64_t count, octets;
  size_t room, used; /* of buffer, in octets; room is a whole number of records */
  uint8_t *buffer;
  unsigned threads;             /* for ft_deflater_new */
  struct ft_deflater *deflater; /* once there is something to compress */
};

int ft_level_parse(const char *text, int *level, struct ft_error *err) {
  long value = strtol(text, NULL, 10);
  if (value >= 0 && value <= 9) {
    *level = (int)value;
    return 0;
  }
  ft_error_add(err, "Compression level must be between 0 and 9");
  return -1;
}

static int write_octets(struct ft_writer *w, const void *data, size_t size, struct ft_error *err) {
  if (ft_io_write_full(w->fd, data, size) != 0) {
    ft_error_add_system(err, errno, "writen()");
    return -1;
  }
  w->octets += size;
  return 0;
}

/* The header as this writer writes it: its own version, order and compression. */
static size_t encode_header(const struct ft_writer *w, const struct ft_header *header,
                            uint8_t *data) {
  struct ft_header own = *header; /* the texts stay header's */
  ft_header_set_layout(&own, w->layout);
  ft_header_mark(&own, FT_TLV_FLAGS);
  own.order = w->order;
  own.flags &= ~(uint32_t)FT_FLAG_COMPRESS;
  if (w->level > 0) own.flags |= FT_FLAG_COMPRESS;
  return ft_header_encode(&own, data);
}

static int write_header(struct ft_writer *w, const struct ft_header *header, struct ft_error *err) {
  uint8_t data[FT_HEADER_MAX + 4];
  w->header_size = encode_header(w, header, data);
  if (w->header_size > 0 && write_octets(w, data, w->header_size, err) == 0) return 0;
  ft_error_add(err, "ftio_write_header(): failed");
  return -1;
}

static int allocate(struct ft_writer *w, struct ft_error *err) {
  w->room = FT_CHUNK / w->layout->size * w->layout->size;
  w->buffer = malloc(w->room);
  if (w->buffer != NULL) return 0;
  ft_error_add_memory(err);
  return -1;
}

struct ft_writer *ft_writer_open(int fd, const struct ft_layout *layout,
                                 const struct ft_header *header, enum ft_byte_order order,
                                 int level, struct ft_error *err) {
  struct ft_writer *w = calloc(1, sizeof *w);
  if (w == NULL) {
    ft_error_add_memory(err);
    return NULL;
  }
  w->fd = fd;
  ft_io_widen_pipe(fd);
  w->layout = layout;
  w->order = order == FT_ORDER_BIG || order == FT_ORDER_LITTLE ? order : ft_byte_order_host();
  w->swap = w->order != ft_byte_order_host();
  w->level = level;
  if (allocate(w, err) == 0 && write_header(w, header, err) == 0) return w;
  ft_writer_free(w);
  return NULL;
}

static int take_deflated(void *arg, const uint8_t *data, size_t size, struct ft_error *err) {
  return write_octets(arg, data, size, err);
}

/*
 * Not before there is something to compress: it takes a quarter of a megabyte, and
 * a program may have thousands of writers for a few records each.
 */
static int start_deflating(struct ft_writer *w, struct ft_error *err) {
  w->deflater = ft_deflater_new(w->level, w->threads, take_deflated, w);
  if (w->deflater != NULL) return 0;
  ft_error_add_memory(err);
  return -1;
}

/* Sends octets that are in the stream's order on. */
static int send_on(struct ft_writer *w, const uint8_t *data, size_t size, enum ft_deflate_mode mode,
                   struct ft_error *err) {
  if (w->level == 0) return size > 0 ? write_octets(w, data, size, err) : 0;
  if (w->deflater == NULL && start_deflating(w, err) != 0) return -1;
  return ft_deflater_put(w->deflater, data, size, mode, err);
}

/* Sends the buffered records on. */
static int emit(struct ft_writer *w, enum ft_deflate_mode mode, struct ft_error *err) {
  if (w->swap) ft_records_swap(w->layout, w->buffer, w->used / w->layout->size);
  size_t used = w->used;
  w->used = 0;
  return send_on(w, w->buffer, used, mode, err);
}

/* Records by way of the buffer: few at a time, or to be swapped, which must not touch the
 * caller's. */
static int put_buffered(struct ft_writer *w, const uint8_t *from, size_t left,
                        struct ft_error *err) {
  while (left > 0) {
    size_t part = left < w->room - w->used ? left : w->room - w->used;
    memcpy(w->buffer + w->used, from, part);
    w->used += part;
    from += part;
    left -= part;
    if (w->used == w->room && emit(w, FT_DEFLATE_ON, err) != 0) return -1;
  }
  return 0;
}

/* Records that would fill the buffer anyway are spared the copy. */
static int put_direct(struct ft_writer *w, const uint8_t *from, size_t size, struct ft_error *err) {
  if (w->used > 0 && emit(w, FT_DEFLATE_ON, err) != 0) return -1;
  while (size > 0) {
    size_t part = size < DIRECT_MAX ? size : DIRECT_MAX;
    if (send_on(w, from, part, FT_DEFLATE_ON, err) != 0) return -1;
    from += part;
    size -= part;
  }
  return 0;
}

static int fail(struct ft_writer *w, const char *line, struct ft_error *err) {
  w->failed = true;
  ft_error_add(err, "%s", line);
  return -1;
}

int ft_writer_put(struct ft_writer *w, const void *records, size_t count, struct ft_error *err) {
  size_t size = count * w->layout->size;
  bool direct = !w->swap && size >= w->room;
  w->count += count;
  int rc = direct ? put_direct(w, records, size, err) : put_buffered(w, records, size, err);
  return rc == 0 ? 0 : fail(w, "ftio_write(): failed", err);
}

int ft_writer_flush(struct ft_writer *w, struct ft_error *err) {
  return emit(w, FT_DEFLATE_FLUSH, err) == 0 ? 0 : fail(w, "ftio_write(): failed", err);
}

bool ft_writer_holds(const struct ft_writer *w, size_t count) {
  return count < (w->room - w->used) / w->layout->size;
}
void ft_writer_set_fd(struct ft_writer *w, int fd) {
  w->fd = fd;
}
void ft_writer_set_threads(struct ft_writer *w, unsigned threads) {
  w->threads = threads;
}
uint64_t ft_writer_count(const struct ft_writer *w) {
  return w->count;
}
uint64_t ft_writer_octets(const struct ft_writer *w) {
  return w->octets;
}

/* The header again in its place, the descriptor left where it was. */
static int rewrite_header(struct ft_writer *w, const struct ft_header *header,
                          struct ft_error *err) {
  uint8_t data[FT_HEADER_MAX + 4];
  size_t size = encode_header(w, header, data);
  if (size != w->header_size) {
    ft_error_add(err, "Header size change during rewrite not supported");
    return -1;
  }
  if (lseek(w->fd, 0, SEEK_SET) == (off_t)-1) {
    ft_error_add_system(err, errno, "lseek()");
    return -1;
  }
  uint64_t octets = w->octets;
  int rc = write_octets(w, data, size, err);
  w->octets = octets;
  if (lseek(w->fd, 0, SEEK_END) == (off_t)-1 && rc == 0) {
    ft_error_add_system(err, errno, "lseek()");
    rc = -1;
  }
  return rc;
}

/*
 * The records are on disk before the header says that they are all there: a
 * writer that dies in between leaves a file that is marked as incomplete.
 */
int ft_writer_finish(struct ft_writer *w, const struct ft_header *final, struct ft_error *err) {
  if (w->failed) return -1;
  if (emit(w, FT_DEFLATE_FINISH, err) == 0 && (final == NULL || rewrite_header(w, final, err) == 0))
    return 0;
  return fail(w, "ftio_close(): failed", err);
}

void ft_writer_free(struct ft_writer *w) {
  if (w == NULL) return;
  ft_deflater_free(w->deflater);
  free(w->buffer);
  free(w);
}
