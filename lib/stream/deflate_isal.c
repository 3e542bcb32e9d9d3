/* Deflating with ISA-L: several times as fast as zlib's lowest levels. */
#include "config.h"

#include "deflate_kinds.h"

#ifdef HAVE_ISAL

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <isa-l/igzip_lib.h>

/* The library is given whole blocks: what it makes depends on how its input is cut. */
#define BLOCK 65536
/* Behind so many of them a new beginning, for inflate_pieces.c. */
#define BLOCKS_TOGETHER 4

struct isal {
  int level;
  bool started; /* the header has been sent */
  struct isal_zstream z;
  uint8_t *buffer; /* the library's work space */
  size_t used;     /* of input */
  unsigned blocks; /* since the last new beginning */
  uint8_t input[BLOCK];
  uint8_t output[FT_DEFLATE_PIECE];
};

static void *start(int level, unsigned threads) {
  static const uint32_t sizes[FT_DEFLATE_ISAL_LEVELS + 1] = {
      0, ISAL_DEF_LVL1_DEFAULT, ISAL_DEF_LVL2_DEFAULT, ISAL_DEF_LVL3_DEFAULT};
  (void)threads;
  struct isal *state = calloc(1, sizeof *state);
  if (state == NULL) return NULL;
  isal_deflate_init(&state->z);
  state->level = level;
  state->z.level = (uint32_t)level;
  state->z.level_buf_size = sizes[level];
  state->z.level_buf = state->buffer = malloc(sizes[level]);
  state->z.gzip_flag = IGZIP_ZLIB_NO_HDR;
  if (state->buffer != NULL) return state;
  free(state);
  return NULL;
}

/* Deflates what has been collected. */
static int send_block(struct ft_deflater *d, enum ft_deflate_mode mode, struct ft_error *err) {
  struct isal *state = d->state;
  state->z.next_in = state->input;
  state->z.avail_in = (uint32_t)state->used;
  state->z.flush = mode == FT_DEFLATE_FLUSH ? SYNC_FLUSH : NO_FLUSH;
  if (mode == FT_DEFLATE_ON && ++state->blocks == BLOCKS_TOGETHER) {
    state->z.flush = FULL_FLUSH;
    state->blocks = 0;
  }
  state->z.end_of_stream = mode == FT_DEFLATE_FINISH;
  state->used = 0;
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

static int put(struct ft_deflater *d, const uint8_t *data, size_t size, enum ft_deflate_mode mode,
               struct ft_error *err) {
  struct isal *state = d->state;
  if (!state->started && ft_deflate_send_header(d, state->level, err) != 0) return -1;
  state->started = true;
  while (size > 0) {
    size_t part = size < BLOCK - state->used ? size : BLOCK - state->used;
    memcpy(state->input + state->used, data, part);
    state->used += part;
    data += part;
    size -= part;
    if (state->used == BLOCK && send_block(d, FT_DEFLATE_ON, err) != 0) return -1;
  }
  return mode == FT_DEFLATE_ON ? 0 : send_block(d, mode, err);
}

static void end(void *arg) {
  struct isal *state = arg;
  free(state->buffer);
  free(state);
}

const struct ft_deflate_kind ft_deflate_isal = {start, put, end};

#endif
