#include "config.h"

#include "inflate.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>
#ifdef HAVE_ISAL
#include <isa-l/igzip_lib.h>
#endif

#include "../base/io.h"
#include "inflate_pieces.h"

#define DISCARD_PIECE 32768

struct ft_inflater {
  int fd;
  size_t piece;
  uint8_t *input;
  bool ended;     /* there is no more input */
  bool owing;     /* stopped for lack of room: there may be more without input */
  bool inflating; /* zlib is at work, and is to be ended */
  z_stream z;
  off_t start;              /* of the zlib stream in fd; -1: it cannot be read again */
  uint64_t given;           /* by pieces or fast */
  struct ft_pieces *pieces; /* NULL: not used, or no more; the same for fast */
#ifdef HAVE_ISAL
  struct inflate_state *fast;
#endif
};

/* -- input -- */

/* More input: its octets at i->input, how many in *size, 0 at the end. */
static enum ft_inflate_status fill(struct ft_inflater *i, size_t *size) {
  ssize_t n = ft_io_read_some(i->fd, i->input, i->piece);
  *size = n > 0 ? (size_t)n : 0;
  if (n < 0) return FT_INFLATE_ERROR;
  if (n > 0) return FT_INFLATE_MORE;
  i->ended = true;
  return FT_INFLATE_EOF;
}

/* -- zlib -- */

static enum ft_inflate_status read_zlib(struct ft_inflater *i, uint8_t *out, size_t room,
                                        size_t *made) {
  size_t size;
  *made = 0;
  if (i->z.avail_in == 0 && !i->owing) {
    enum ft_inflate_status status = fill(i, &size);
    if (status != FT_INFLATE_MORE) return status;
    i->z.next_in = i->input;
    i->z.avail_in = (uInt)size;
  }
  i->z.next_out = out;
  i->z.avail_out = (uInt)room;
  int rc = inflate(&i->z, Z_NO_FLUSH);
  *made = room - i->z.avail_out;
  i->owing = i->z.avail_out == 0;
  if (rc == Z_STREAM_END) return FT_INFLATE_END;
  if (rc == Z_MEM_ERROR) {
    errno = ENOMEM;
    return FT_INFLATE_ERROR;
  }
  return rc == Z_OK || rc == Z_BUF_ERROR ? FT_INFLATE_MORE : FT_INFLATE_DAMAGED;
}

static bool start_zlib(struct ft_inflater *i) {
  i->inflating = inflateInit(&i->z) == Z_OK;
  if (!i->inflating) errno = ENOMEM;
  return i->inflating;
}

/* -- from the start, again -- */

/* The faster ways take any window size, and go on where a dictionary is wanted (RFC 1950). */
static bool is_usual_header(const uint8_t header[2]) {
  return (header[0] & 0x8f) == 0x08 && (header[1] & 0x20) == 0 &&
         (header[0] << 8 | header[1]) % 31 == 0;
}

static bool can_start_again(const struct ft_inflater *i) {
  uint8_t header[2];
  return i->start >= 0 && pread(i->fd, header, sizeof header, i->start) == (ssize_t)sizeof header &&
         is_usual_header(header);
}

/* Has what was given made once more by the way that is left, which counts it for itself. */
static enum ft_inflate_status start_again(struct ft_inflater *i) {
  uint64_t left = i->given;
  uint8_t *scratch = malloc(DISCARD_PIECE);
  enum ft_inflate_status status = FT_INFLATE_ERROR;
  i->ended = i->owing = false;
  i->given = 0;
  if (scratch != NULL && lseek(i->fd, i->start, SEEK_SET) == i->start) status = FT_INFLATE_MORE;
  while (left > 0 && status == FT_INFLATE_MORE) {
    size_t part = left < DISCARD_PIECE ? (size_t)left : DISCARD_PIECE, made;
    status = ft_inflater_read(i, scratch, part, &made);
    left -= made;
  }
  free(scratch);
  return status;
}

/* -- ISA-L: faster, but not as exact about where damage begins -- */

#ifdef HAVE_ISAL

/* Where memory is no matter. */
static void start_fast(struct ft_inflater *i) {
  if (!can_start_again(i)) return;
  i->fast = malloc(sizeof *i->fast);
  if (i->fast == NULL) return;
  isal_inflate_init(i->fast);
  i->fast->crc_flag = ISAL_ZLIB;
}

/* Goes on with zlib behind what was given, however far the fast library has read. */
static enum ft_inflate_status fall_back(struct ft_inflater *i) {
  free(i->fast);
  i->fast = NULL;
  if (!start_zlib(i)) return FT_INFLATE_ERROR;
  return start_again(i);
}

static enum ft_inflate_status read_fast(struct ft_inflater *i, uint8_t *out, size_t room,
                                        size_t *made) {
  struct inflate_state *fast = i->fast;
  size_t size;
  *made = 0;
  if (fast->avail_in == 0 && !i->owing) {
    enum ft_inflate_status status = fill(i, &size);
    if (status == FT_INFLATE_ERROR) return status;
    if (status == FT_INFLATE_EOF) {
      status = fall_back(i); /* zlib may know some octets more */
      return status == FT_INFLATE_MORE ? read_zlib(i, out, room, made) : status;
    }
    fast->next_in = i->input;
    fast->avail_in = (uint32_t)size;
  }
  fast->next_out = out;
  fast->avail_out = (uint32_t)room;
  int rc = isal_inflate(fast);
  if (rc != ISAL_DECOMP_OK) { /* what this call has made is not sure: zlib says it again */
    enum ft_inflate_status status = fall_back(i);
    return status == FT_INFLATE_MORE ? read_zlib(i, out, room, made) : status;
  }
  *made = room - fast->avail_out;
  i->given += *made;
  i->owing = fast->avail_out == 0;
  return fast->block_state == ISAL_BLOCK_FINISH ? FT_INFLATE_END : FT_INFLATE_MORE;
}

#endif

/* -- any of them -- */

static enum ft_inflate_status read_in_order(struct ft_inflater *i, uint8_t *out, size_t room,
                                            size_t *made) {
#ifdef HAVE_ISAL
  if (i->fast != NULL) return read_fast(i, out, room, made);
#endif
  return read_zlib(i, out, room, made);
}

static enum ft_inflate_status read_pieces(struct ft_inflater *i, uint8_t *out, size_t room,
                                          size_t *made) {
  enum ft_pieces_status pieces = ft_pieces_read(i->pieces, out, room, made);
  i->given += *made;
  if (pieces == FT_PIECES_END) return FT_INFLATE_END;
  if (pieces == FT_PIECES_MORE || *made > 0) return FT_INFLATE_MORE;
  ft_pieces_free(i->pieces);
  i->pieces = NULL;
  enum ft_inflate_status status = start_again(i);
  return status == FT_INFLATE_MORE ? read_in_order(i, out, room, made) : status;
}

struct ft_inflater *ft_inflater_new(int fd, size_t piece, bool whole_speed) {
  struct ft_inflater *i = calloc(1, sizeof *i);
  if (i == NULL) return NULL;
  i->fd = fd;
  i->piece = piece;
  i->start = whole_speed ? lseek(fd, 0, SEEK_CUR) : -1;
  i->input = malloc(piece);
  bool good = i->input != NULL;
#ifdef HAVE_ISAL
  if (good) start_fast(i);
  if (good && i->fast == NULL) good = start_zlib(i);
#else
  if (good) good = start_zlib(i);
#endif
  if (good) return i;
  ft_inflater_free(i);
  return NULL;
}

void ft_inflater_use_threads(struct ft_inflater *i, unsigned threads, size_t least) {
  if (can_start_again(i)) i->pieces = ft_pieces_start(i->fd, i->start, least, threads);
}

enum ft_inflate_status ft_inflater_read(struct ft_inflater *i, uint8_t *out, size_t room,
                                        size_t *made) {
  return i->pieces != NULL ? read_pieces(i, out, room, made) : read_in_order(i, out, room, made);
}

void ft_inflater_free(struct ft_inflater *i) {
  if (i == NULL) return;
  ft_pieces_free(i->pieces);
  if (i->inflating) inflateEnd(&i->z);
#ifdef HAVE_ISAL
  free(i->fast);
#endif
  free(i->input);
  free(i);
}
