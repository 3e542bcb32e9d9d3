/* Deflating with ISA-L: several times as fast as zlib's lowest levels. */
#include "config.h"

#include "deflate_kinds.h"

#ifdef HAVE_ISAL

#include <stdlib.h>

#include <isa-l/igzip_lib.h>

struct isal {
  struct isal_zstream z;
  uint8_t *buffer; /* the library's work space */
  uint8_t output[FT_DEFLATE_PIECE];
};

static void *start(int level, unsigned threads) {
  static const uint32_t sizes[FT_DEFLATE_ISAL_LEVELS + 1] = {
      0, ISAL_DEF_LVL1_DEFAULT, ISAL_DEF_LVL2_DEFAULT, ISAL_DEF_LVL3_DEFAULT};
  (void)threads;
  struct isal *state = calloc(1, sizeof *state);
  if (state == NULL) return NULL;
  isal_deflate_init(&state->z);
  state->z.level = (uint32_t)level;
  state->z.level_buf_size = sizes[level];
  state->z.level_buf = state->buffer = malloc(sizes[level]);
  state->z.gzip_flag = IGZIP_ZLIB;
  if (state->buffer != NULL) return state;
  free(state);
  return NULL;
}

static int put(struct ft_deflater *d, const uint8_t *data, size_t size, enum ft_deflate_mode mode,
               struct ft_error *err) {
  struct isal *state = d->state;
  state->z.next_in = (uint8_t *)(uintptr_t)data; /* which it only reads */
  state->z.avail_in = (uint32_t)size;
  state->z.flush = mode == FT_DEFLATE_FLUSH ? SYNC_FLUSH : NO_FLUSH;
  state->z.end_of_stream = mode == FT_DEFLATE_FINISH;
  do {
    state->z.next_out = state->output;
    state->z.avail_out = FT_DEFLATE_PIECE;
    if (isal_deflate(&state->z) != COMP_OK) {
      ft_error_add(err, "deflate(): failed");
      return -1;
    }
    size_t made = FT_DEFLATE_PIECE - state->z.avail_out;
    if (made > 0 && d->sink(d->arg, state->output, made, err) != 0) return -1;
  } while (state->z.avail_out == 0);
  return 0;
}

static void end(void *arg) {
  struct isal *state = arg;
  free(state->buffer);
  free(state);
}

const struct ft_deflate_kind ft_deflate_isal = {start, put, end};

#endif
