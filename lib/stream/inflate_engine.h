/*
 * Inflating pieces of a deflated stream one by one, with ISA-L where configure found it, else with
 * zlib. Internal to the stream module.
 */
#ifndef FT_STREAM_INFLATE_ENGINE_H
#define FT_STREAM_INFLATE_ENGINE_H

#include <stddef.h>
#include <stdint.h>

/* What was inflated; data is malloc's, and grows as far as it must. */
struct ft_inflated {
  uint8_t *data;
  size_t room, size;
};

enum ft_engine_status {
  FT_ENGINE_BORDER,     /* all was used, and ended between two blocks on an octet's border */
  FT_ENGINE_STREAM_END, /* the stream ended */
  FT_ENGINE_FAILED      /* neither, too much, or it refers to what is in front of it */
};

struct ft_engine;

/* NULL: no memory. One thread at a time. */
struct ft_engine *ft_engine_new(void);
void ft_engine_free(struct ft_engine *engine);
/*
 * Inflates size octets without anything in front of them into out, from its start.
 * *rest: octets behind the end of the stream.
 */
enum ft_engine_status ft_engine_run(struct ft_engine *engine, const uint8_t *data, size_t size,
                                    struct ft_inflated *out, size_t *rest);
/* The Adler-32 sum (RFC 1950) of what was inflated. */
uint32_t ft_engine_sum(const struct ft_inflated *out);

#endif
