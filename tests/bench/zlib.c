/*
 * The peer of reading and writing compressed streams: zlib alone.
 *
 *   zlib inflate FILE    a compressed stream, its header skipped
 *   zlib deflate FILE    all octets of FILE at level 6
 *
 * What comes out is counted and thrown away. Exit status 1 if anything is wrong with FILE.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <zlib.h>

#define LEVEL 6

static uint8_t in[65536], out[131072];

/* True unless the file is at its end. */
static int fill(z_stream *z, FILE *f) {
  z->next_in = in;
  z->avail_in = (uInt)fread(in, 1, sizeof in, f);
  return z->avail_in > 0;
}

static int skip_header(FILE *f) {
  if (fread(in, 1, 8, f) != 8) return -1;
  uint32_t size = in[4] | in[5] << 8 | in[6] << 16 | (uint32_t)in[7] << 24;
  return fseek(f, (long)size, SEEK_SET);
}

static int inflate_file(FILE *f) {
  z_stream z = {0};
  if (skip_header(f) != 0 || inflateInit(&z) != Z_OK) return 1;
  int rc = Z_OK;
  while (rc == Z_OK) {
    if (z.avail_in == 0 && !fill(&z, f)) return 1;
    z.next_out = out;
    z.avail_out = sizeof out;
    rc = inflate(&z, Z_NO_FLUSH);
  }
  return inflateEnd(&z) != Z_OK || rc != Z_STREAM_END;
}

static int deflate_file(FILE *f) {
  z_stream z = {0};
  if (deflateInit(&z, LEVEL) != Z_OK) return 1;
  int rc = Z_OK, flush = Z_NO_FLUSH;
  while (rc == Z_OK) {
    if (z.avail_in == 0 && !fill(&z, f)) flush = Z_FINISH;
    z.next_out = out;
    z.avail_out = sizeof out;
    rc = deflate(&z, flush);
  }
  return deflateEnd(&z) != Z_OK || rc != Z_STREAM_END;
}

int main(int argc, char **argv) {
  FILE *f = argc == 3 ? fopen(argv[2], "rb") : NULL;
  if (f == NULL) return 1;
  int status = strcmp(argv[1], "inflate") == 0 ? inflate_file(f) : deflate_file(f);
  fclose(f);
  return status;
}
