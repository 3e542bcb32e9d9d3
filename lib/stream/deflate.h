/*
 * The compressed part of a stream being written (stream.md 5.2): one zlib stream, whatever
 * makes it. Internal to the stream module.
 */
#ifndef FT_STREAM_DEFLATE_H
#define FT_STREAM_DEFLATE_H

#include <stddef.h>
#include <stdint.h>

#include "ft/error.h"

/* What is to be done behind the octets that are put. */
enum ft_deflate_mode {
  FT_DEFLATE_ON,    /* nothing: they may be kept */
  FT_DEFLATE_FLUSH, /* everything so far is sent on and can be inflated */
  FT_DEFLATE_FINISH /* the zlib stream ends */
};

/* Takes what has been made. 0, or -1 with an error. */
typedef int ft_deflate_sink(void *arg, const uint8_t *data, size_t size, struct ft_error *err);

struct ft_deflater;

/*
 * level: 1 to 9. threads 0: one after the other in the smallest memory. From 1 on: in blocks that
 * are deflated by themselves, in so many threads if more than 1; the octets do not depend on the
 * number. NULL: no memory.
 */
struct ft_deflater *ft_deflater_new(int level, unsigned threads, ft_deflate_sink *sink, void *arg);
/* 0, or -1 with an error, that of the sink or `deflate(): failed`. */
int ft_deflater_put(struct ft_deflater *deflater, const uint8_t *data, size_t size,
                    enum ft_deflate_mode mode, struct ft_error *err);
void ft_deflater_free(struct ft_deflater *deflater);

#endif
