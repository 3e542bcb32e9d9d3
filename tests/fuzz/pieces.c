/* The compressed part of a stream, inflated in order and by threads: the same comes out. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "stream/inflate.h"

#define ROOM 1048576

struct result {
  enum ft_inflate_status status;
  size_t size;
  uint8_t data[ROOM];
};

/* Small pieces, and asked for in portions of another size. */
static void inflate_all(struct result *result, int fd, bool in_pieces) {
  struct ft_inflater *inflater = ft_inflater_new(fd, 512, in_pieces);
  size_t made;
  FUZZ_HOLDS(inflater != NULL);
  if (in_pieces) ft_inflater_use_threads(inflater, 2, 16);
  result->status = FT_INFLATE_MORE;
  for (result->size = 0; result->status == FT_INFLATE_MORE && result->size < ROOM;
       result->size += made) {
    size_t room = ROOM - result->size < 1000 ? ROOM - result->size : 1000;
    result->status = ft_inflater_read(inflater, result->data + result->size, room, &made);
  }
  ft_inflater_free(inflater);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static struct result in_order, in_pieces;
  inflate_all(&in_order, fuzz_descriptor(data, size), false);
  inflate_all(&in_pieces, fuzz_descriptor(data, size), true);
  /* Incomplete sets of codes are refused at once by zlib only: see inflate.h. */
  size_t common = in_order.size < in_pieces.size ? in_order.size : in_pieces.size;
  FUZZ_HOLDS(memcmp(in_order.data, in_pieces.data, common) == 0);
  if (in_order.status == FT_INFLATE_END || common == ROOM) {
    FUZZ_HOLDS(in_pieces.size == in_order.size);
    FUZZ_HOLDS(in_pieces.status == in_order.status || common == ROOM);
  }
  return 0;
}
