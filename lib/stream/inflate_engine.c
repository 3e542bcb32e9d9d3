#include "config.h"

#include "inflate_engine.h"

#include <stdbool.h>
#include <stdlib.h>
#define ZLIB_CONST
#include <zlib.h>
#ifdef HAVE_ISAL
#include <isa-l/igzip_lib.h>
#endif

/* Room at first, and how far it may grow. */
#define ROOM      1048576
#define ROOM_MOST (16 * ROOM)

/* Twice the room. False: that is too much. */
static bool grow(struct ft_inflated *out) {
  if (out->room >= ROOM_MOST) return false;
  size_t room = out->room > 0 ? 2 * out->room : ROOM;
  uint8_t *data = realloc(out->data, room);
  if (data == NULL) return false;
  out->data = data;
  out->room = room;
  return true;
}

#ifdef HAVE_ISAL

struct ft_engine {
  struct inflate_state state;
};

struct ft_engine *ft_engine_new(void) {
  struct ft_engine *e = malloc(sizeof *e);
  if (e != NULL) isal_inflate_init(&e->state);
  return e;
}

void ft_engine_free(struct ft_engine *e) {
  free(e);
}

enum ft_engine_status ft_engine_run(struct ft_engine *e, const uint8_t *data, size_t size,
                                    struct ft_inflated *out, size_t *rest) {
  struct inflate_state *state = &e->state;
  isal_inflate_reset(state);
  state->crc_flag = ISAL_DEFLATE;
  state->next_in = (uint8_t *)(uintptr_t)data; /* it only reads there */
  state->avail_in = (uint32_t)size;
  out->size = 0;
  do {
    if (out->size == out->room && !grow(out)) return FT_ENGINE_FAILED;
    state->next_out = out->data + out->size;
    state->avail_out = (uint32_t)(out->room - out->size);
    if (isal_inflate(state) != ISAL_DECOMP_OK) return FT_ENGINE_FAILED;
    out->size = out->room - state->avail_out;
  } while (state->avail_out == 0);
  /* Octets that it has taken already, but no bits of. */
  size_t held = state->read_in_length > 0 ? (size_t)state->read_in_length / 8 : 0;
  *rest = state->avail_in + held;
  if (state->block_state == ISAL_BLOCK_FINISH) return FT_ENGINE_STREAM_END;
  bool at_border = state->block_state == ISAL_BLOCK_NEW_HDR && state->avail_in == 0 &&
                   state->read_in_length == 0;
  return at_border ? FT_ENGINE_BORDER : FT_ENGINE_FAILED;
}

uint32_t ft_engine_sum(const struct ft_inflated *out) {
  return isal_adler32(1, out->data, out->size);
}

#else

/* What zlib tells in data_type between calls: bits of the last octet that are not used yet, that
 * it is in the last block, or between two blocks. */
#define UNUSED_BITS    63
#define LAST_BLOCK     64
#define BETWEEN_BLOCKS 128

struct ft_engine {
  z_stream z;
};

struct ft_engine *ft_engine_new(void) {
  struct ft_engine *e = calloc(1, sizeof *e);
  if (e != NULL && inflateInit2(&e->z, -MAX_WBITS) == Z_OK) return e;
  free(e);
  return NULL;
}

void ft_engine_free(struct ft_engine *e) {
  if (e != NULL) inflateEnd(&e->z);
  free(e);
}

enum ft_engine_status ft_engine_run(struct ft_engine *e, const uint8_t *data, size_t size,
                                    struct ft_inflated *out, size_t *rest) {
  z_stream *z = &e->z;
  int rc;
  if (inflateReset(z) != Z_OK) return FT_ENGINE_FAILED;
  z->next_in = data;
  z->avail_in = (uInt)size;
  out->size = 0;
  do {
    if (out->size == out->room && !grow(out)) return FT_ENGINE_FAILED;
    z->next_out = out->data + out->size;
    z->avail_out = (uInt)(out->room - out->size);
    rc = inflate(z, Z_SYNC_FLUSH);
    out->size = out->room - z->avail_out;
    if (rc != Z_OK && rc != Z_BUF_ERROR && rc != Z_STREAM_END) return FT_ENGINE_FAILED;
  } while (z->avail_out == 0 && rc != Z_STREAM_END);
  *rest = z->avail_in;
  if (rc == Z_STREAM_END) return FT_ENGINE_STREAM_END;
  bool at_border = z->avail_in == 0 && (z->data_type & BETWEEN_BLOCKS) != 0 &&
                   (z->data_type & (UNUSED_BITS | LAST_BLOCK)) == 0;
  return at_border ? FT_ENGINE_BORDER : FT_ENGINE_FAILED;
}

uint32_t ft_engine_sum(const struct ft_inflated *out) {
  return (uint32_t)adler32(1, out->data, (uInt)out->size);
}

#endif
