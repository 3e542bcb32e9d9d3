/* The ways to deflate behind deflate.h. */
#ifndef FT_STREAM_DEFLATE_KINDS_H
#define FT_STREAM_DEFLATE_KINDS_H

#include "deflate.h"

/* Pieces that the sink gets. */
#define FT_DEFLATE_PIECE 16384

struct ft_deflate_kind {
  void *(*start)(int level, unsigned threads); /* NULL: no memory */
  int (*put)(struct ft_deflater *deflater, const uint8_t *data, size_t size,
             enum ft_deflate_mode mode, struct ft_error *err);
  void (*end)(void *state);
};

struct ft_deflater {
  const struct ft_deflate_kind *kind;
  void *state; /* the kind's own */
  ft_deflate_sink *sink;
  void *arg;
};

/* The two octets in front, as zlib writes them at this level. */
int ft_deflate_send_header(struct ft_deflater *deflater, int level, struct ft_error *err);

extern const struct ft_deflate_kind ft_deflate_zlib;
extern const struct ft_deflate_kind ft_deflate_blocks;
#ifdef HAVE_ISAL
extern const struct ft_deflate_kind ft_deflate_isal;
/* Levels that it makes as small as zlib does. */
#define FT_DEFLATE_ISAL_LEVELS 3
#endif

#endif
