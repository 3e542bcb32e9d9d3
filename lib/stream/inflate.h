/*
 * The compressed part of a stream being read (stream.md 5.2): one zlib stream. Internal to
 * the stream module.
 */
#ifndef FT_STREAM_INFLATE_H
#define FT_STREAM_INFLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ft_inflater;

enum ft_inflate_status {
  FT_INFLATE_MORE, /* goes on */
  FT_INFLATE_END,  /* the zlib stream ended; octets behind it are none of ours */
  FT_INFLATE_EOF,  /* the input ended inside the zlib stream */
  FT_INFLATE_DAMAGED,
  FT_INFLATE_ERROR /* of read(2), errno */
};

/*
 * Inflates what fd gives from its position on, read in pieces of piece octets. whole_speed: a
 * faster library may be used if there is one, at the price of some memory. NULL: no memory.
 */
struct ft_inflater *ft_inflater_new(int fd, size_t piece, bool whole_speed);
/* Octets of a compressed file that are worth being handed to a thread. */
#define FT_INFLATE_LEAST 49152
/*
 * Before anything is read: a file may be inflated by so many threads, each at least so many of its
 * octets at a time, if it was written in a way that permits it. What comes out is the same.
 */
void ft_inflater_use_threads(struct ft_inflater *inflater, unsigned threads, size_t least);
/*
 * Puts up to room octets into out, *made of them, waiting for input only as long as there is
 * nothing to give. Every octet in front of damage or a cut is given, in whatever way it
 * is inflated; and nothing else, unless damage has made a set of codes incomplete, which zlib
 * refuses at once and ISA-L when it meets a code that has no meaning.
 */
enum ft_inflate_status ft_inflater_read(struct ft_inflater *inflater, uint8_t *out, size_t room,
                                        size_t *made);
void ft_inflater_free(struct ft_inflater *inflater);

#endif
