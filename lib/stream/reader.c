/* Reading the records of a stream (spec stream.md 5 to 7). */
#include "stream.h"

#include <errno.h>
#include <stdlib.h>

#include "../base/io.h"
#include "inflate.h"

/* Octets of records that are held at a time, unless the caller wants less. */
#define RECORD_BUFFER     (4 * FT_CHUNK)
#define RECORD_BUFFER_MIN 4096

struct ft_reader {
  int fd;
  struct ft_log log;
  struct ft_header header;
  const struct ft_layout *layout;
  size_t stored_size;           /* of a record as stored: the layout's, or the old one */
  const struct ft_layout *swap; /* not NULL: records come in the other byte order */
  bool ended;
  enum ft_damage damage;
  size_t room;   /* octets that buffer can hold */
  size_t have;   /* octets in buffer */
  size_t handed; /* those of them that the last batch used up */
  uint8_t *buffer;
  uint8_t *converted;           /* records made from those of stream version 1 */
  struct ft_inflater *inflater; /* of compressed records, else NULL */
};

/* The end for a reason that the caller should hear of. */
static void stop_early(struct ft_reader *r, enum ft_damage damage, const char *text) {
  ft_log_line(&r->log, "%s", text);
  r->ended = true;
  r->damage = damage;
}

static void stop_read_error(struct ft_reader *r) {
  ft_log_system(&r->log, errno, "read()");
  r->ended = true;
  r->damage = FT_UNREADABLE;
}

/* Takes what one read gives. */
static void fill_plain(struct ft_reader *r) {
  ssize_t n = ft_io_read_some(r->fd, r->buffer + r->have, r->room - r->have);
  if (n < 0)
    stop_read_error(r);
  else if (n == 0)
    r->ended = true;
  else
    r->have += (size_t)n;
}

static void fill_inflated(struct ft_reader *r) {
  size_t made;
  enum ft_inflate_status status =
      ft_inflater_read(r->inflater, r->buffer + r->have, r->room - r->have, &made);
  r->have += made;
  switch (status) {
  case FT_INFLATE_MORE:
    break;
  case FT_INFLATE_END:
  case FT_INFLATE_EOF:
    r->ended = true;
    break;
  case FT_INFLATE_DAMAGED:
    stop_early(r, FT_DAMAGED, "inflate(): failed");
    break;
  case FT_INFLATE_ERROR:
    stop_read_error(r);
    break;
  }
}

static void warn_of_fragment(struct ft_reader *r) {
  if (r->damage != FT_WHOLE || r->have == 0) return;
  stop_early(r, FT_CUT_OFF,
             r->inflater ? "Warning, partial inflated record before EOF"
                         : "Warning, partial record before EOF");
}

/* Brings the records into host order and the layout of stream version 3. */
static uint8_t *present_records(struct ft_reader *r, size_t count) {
  if (r->swap != NULL) ft_records_swap(r->swap, r->buffer, count);
  if (r->converted == NULL) return r->buffer;
  ft_records_from_v1(r->layout, r->buffer, r->converted, count);
  return r->converted;
}

bool ft_reader_next(struct ft_reader *r, struct ft_batch *batch) {
  if (r->handed > 0) {
    r->have -= r->handed;
    memmove(r->buffer, r->buffer + r->handed, r->have);
    r->handed = 0;
  }
  while (r->have < r->stored_size && !r->ended) {
    if (r->inflater)
      fill_inflated(r);
    else
      fill_plain(r);
  }
  size_t count = r->have / r->stored_size;
  if (count == 0) {
    warn_of_fragment(r);
    r->have = 0;
    return false;
  }
  r->handed = count * r->stored_size;
  batch->records = present_records(r, count);
  batch->count = count;
  return true;
}

void ft_reader_set_threads(struct ft_reader *r, unsigned threads) {
  if (r->inflater) ft_inflater_use_threads(r->inflater, threads, FT_INFLATE_LEAST);
}

enum ft_damage ft_reader_damage(const struct ft_reader *r) {
  return r->damage;
}
const struct ft_header *ft_reader_header(const struct ft_reader *r) {
  return &r->header;
}
const struct ft_layout *ft_reader_layout(const struct ft_reader *r) {
  return r->layout;
}

static int choose_layout(struct ft_reader *r, struct ft_error *err) {
  const struct ft_header *h = &r->header;
  bool old = h->stream_version == 1;
  if (old && h->version != 1 && h->version != 5) {
    ft_error_add(err, "Unsupported d_version %u", h->version);
    ft_error_add(err, "Unsupported record type (ftio_rec_size_");
    return -1;
  }
  r->layout = ft_header_layout(h, err);
  if (r->layout == NULL) return -1;
  const struct ft_layout *stored = old ? ft_layout_v1_stream() : r->layout;
  r->stored_size = stored->size;
  if ((h->order == FT_ORDER_BIG || h->order == FT_ORDER_LITTLE) && h->order != ft_byte_order_host())
    r->swap = stored;
  return 0;
}

static int allocate(struct ft_reader *r, struct ft_error *err) {
  r->buffer = malloc(r->room);
  bool ok = r->buffer != NULL;
  if (r->header.stream_version == 1) {
    r->converted = malloc(r->room / FT_RECORD1_SIZE * r->layout->size);
    ok = ok && r->converted != NULL;
  }
  if (r->header.flags & FT_FLAG_COMPRESS) {
    r->inflater = ft_inflater_new(r->fd, r->room / 2, r->room == RECORD_BUFFER);
    ok = ok && r->inflater != NULL;
  }
  if (ok) return 0;
  ft_error_add_memory(err);
  return -1;
}

struct ft_reader *ft_reader_open(int fd, const struct ft_log *log, struct ft_error *err) {
  return ft_reader_open_sized(fd, RECORD_BUFFER, log, err);
}

struct ft_reader *ft_reader_open_sized(int fd, size_t room, const struct ft_log *log,
                                       struct ft_error *err) {
  struct ft_reader *r = calloc(1, sizeof *r);
  if (r == NULL) {
    ft_error_add_memory(err);
    return NULL;
  }
  r->fd = fd;
  ft_io_widen_pipe(fd);
  r->room = room < RECORD_BUFFER ? room : RECORD_BUFFER;
  if (r->room < RECORD_BUFFER_MIN) r->room = RECORD_BUFFER_MIN;
  if (log != NULL) r->log = *log;
  ft_header_init(&r->header);
  if (ft_header_read(fd, &r->header, err) == 0 && choose_layout(r, err) == 0 &&
      allocate(r, err) == 0)
    return r;
  ft_reader_close(r);
  return NULL;
}

void ft_reader_close(struct ft_reader *r) {
  if (r == NULL) return;
  ft_inflater_free(r->inflater);
  ft_header_clear(&r->header);
  free(r->buffer);
  free(r->converted);
  free(r);
}
