#include "config.h"

#include "deflate.h"

#include <stdlib.h>
/* Input that zlib only reads is then const. */
#define ZLIB_CONST
#include <zlib.h>

#include "deflate_kinds.h"

/* -- zlib, octet after octet -- */

struct zlib {
  z_stream z;
  uint8_t output[FT_DEFLATE_PIECE];
};

static void *start_zlib(int level, unsigned threads) {
  (void)threads;
  struct zlib *state = calloc(1, sizeof *state);
  if (state != NULL && deflateInit(&state->z, level) == Z_OK) return state;
  free(state);
  return NULL;
}

static int put_zlib(struct ft_deflater *d, const uint8_t *data, size_t size,
                    enum ft_deflate_mode mode, struct ft_error *err) {
  static const int flushes[] = {[FT_DEFLATE_ON] = Z_NO_FLUSH,
                                [FT_DEFLATE_FLUSH] = Z_SYNC_FLUSH,
                                [FT_DEFLATE_FINISH] = Z_FINISH};
  struct zlib *state = d->state;
  state->z.next_in = data;
  state->z.avail_in = (uInt)size;
  do {
    state->z.next_out = state->output;
    state->z.avail_out = FT_DEFLATE_PIECE;
    if (deflate(&state->z, flushes[mode]) == Z_STREAM_ERROR) {
      ft_error_add(err, "deflate(): failed");
      return -1;
    }
    size_t made = FT_DEFLATE_PIECE - state->z.avail_out;
    if (made > 0 && d->sink(d->arg, state->output, made, err) != 0) return -1;
  } while (state->z.avail_out == 0);
  return 0;
}

static void end_zlib(void *arg) {
  struct zlib *state = arg;
  deflateEnd(&state->z);
  free(state);
}

const struct ft_deflate_kind ft_deflate_zlib = {start_zlib, put_zlib, end_zlib};

/* -- which one -- */

int ft_deflate_send_header(struct ft_deflater *d, int level, struct ft_error *err) {
  /* The second octet tells the level, and makes both a multiple of 31 (RFC 1950). */
  static const uint8_t second[] = {0x01, 0x01, 0x5e, 0x5e, 0x5e, 0x5e, 0x9c, 0xda, 0xda, 0xda};
  const uint8_t header[2] = {0x78, second[level]};
  return d->sink(d->arg, header, sizeof header, err);
}

static const struct ft_deflate_kind *choose(int level, unsigned threads) {
#ifdef HAVE_ISAL
  /* One thread of it does more than several of zlib. */
  if (level <= FT_DEFLATE_ISAL_LEVELS) return &ft_deflate_isal;
#else
  (void)level;
#endif
  return threads > 0 ? &ft_deflate_blocks : &ft_deflate_zlib;
}

struct ft_deflater *ft_deflater_new(int level, unsigned threads, ft_deflate_sink *sink, void *arg) {
  struct ft_deflater *d = calloc(1, sizeof *d);
  if (d == NULL) return NULL;
  *d = (struct ft_deflater){.kind = choose(level, threads), .sink = sink, .arg = arg};
  d->state = d->kind->start(level, threads);
  if (d->state != NULL) return d;
  free(d);
  return NULL;
}

int ft_deflater_put(struct ft_deflater *d, const uint8_t *data, size_t size,
                    enum ft_deflate_mode mode, struct ft_error *err) {
  return d->kind->put(d, data, size, mode, err);
}

void ft_deflater_free(struct ft_deflater *d) {
  if (d == NULL) return;
  d->kind->end(d->state);
  free(d);
}
