/*
 * Inflating a compressed file of ours with several threads. deflate_blocks.c and
 * deflate_isal.c start anew every so many octets, behind the mark of a flush: from there on
 * nothing in front is needed. Internal to the stream module.
 */
#ifndef FT_STREAM_INFLATE_PIECES_H
#define FT_STREAM_INFLATE_PIECES_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct ft_pieces;

enum ft_pieces_status {
  FT_PIECES_MORE,
  FT_PIECES_END,   /* the zlib stream ended, and is whole */
  FT_PIECES_FAILED /* it has to be inflated in order from its start; what was given is right */
};

/*
 * Starts threads on the zlib stream whose header of two octets is at start of a regular file,
 * which is cut into pieces of least octets or more. fd keeps its position, and must stay open.
 * NULL: too little to gain, or no memory.
 */
struct ft_pieces *ft_pieces_start(int fd, off_t start, size_t least, unsigned threads);
/* Puts up to room octets into out, *made of them. */
enum ft_pieces_status ft_pieces_read(struct ft_pieces *pieces, uint8_t *out, size_t room,
                                     size_t *made);
/* Ends the threads. NULL is fine. */
void ft_pieces_free(struct ft_pieces *pieces);

#endif
