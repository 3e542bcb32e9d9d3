/*
 * The peer of reading compressed streams: plain zlib inflate. Skips the header
 * of a stream file and inflates the rest, to nowhere.
 *
 *   inflate FILE
 */
#include <stdint.h>
#include <stdio.h>
#include <zlib.h>

int main(int argc, char **argv) {
  static uint8_t in[65536], out[131072];
  FILE *f = argc == 2 ? fopen(argv[1], "rb") : NULL;
  if (f == NULL || fread(in, 1, 8, f) != 8) return 1;
  uint32_t header = in[4] | in[5] << 8 | in[6] << 16 | (uint32_t)in[7] << 24;
  z_stream z = {0};
  if (fseek(f, (long)header, SEEK_SET) != 0 || inflateInit(&z) != Z_OK) return 1;
  int rc = Z_OK;
  while (rc == Z_OK) {
    if (z.avail_in == 0) {
      z.next_in = in;
      z.avail_in = (uInt)fread(in, 1, sizeof in, f);
      if (z.avail_in == 0) return 1;
    }
    z.next_out = out;
    z.avail_out = sizeof out;
    rc = inflate(&z, Z_NO_FLUSH);
  }
  return rc == Z_STREAM_END ? 0 : 1;
}
