/* Compressing and inflating: whatever does it, zlib reads the one and agrees with the other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include <cmocka.h>

#include "stream/deflate.h"
#include "stream/inflate.h"

#define PLAIN 1200000
/* Damage may make more of it: so much is read. */
#define INFLATED (2 * PLAIN)
#define PACKED   (PLAIN + PLAIN / 8 + 4096)

static uint8_t plain[PLAIN], packed[PACKED], again[INFLATED];
static size_t packed_size;

static uint32_t random_state = 5;

static uint32_t next_random(uint32_t limit) {
  random_state = random_state * 1664525u + 1013904223u;
  return (random_state >> 8) % limit;
}

/* Records that are much like those before them, as flows are. */
static void make_plain(void) {
  for (size_t i = 0; i < PLAIN; i++)
    plain[i] = i >= 64 && next_random(4) != 0 ? plain[i - 64] : (uint8_t)next_random(256);
}

static int keep(void *arg, const uint8_t *data, size_t size, struct ft_error *err) {
  (void)arg;
  (void)err;
  assert_true(packed_size + size <= PACKED);
  memcpy(packed + packed_size, data, size);
  packed_size += size;
  return 0;
}

/* What zlib makes of the octets so far; they need not be the end. */
static size_t inflate_packed(bool *ended) {
  z_stream z = {.next_in = packed, .avail_in = (uInt)packed_size};
  assert_int_equal(inflateInit(&z), Z_OK);
  z.next_out = again;
  z.avail_out = sizeof again;
  int rc = inflate(&z, Z_NO_FLUSH);
  assert_true(rc == Z_OK || rc == Z_STREAM_END || rc == Z_BUF_ERROR);
  *ended = rc == Z_STREAM_END;
  size_t made = sizeof again - z.avail_out;
  inflateEnd(&z);
  return made;
}

/* Puts size octets of plain in random pieces; every flush must make all before it readable. */
static void deflate_plain(int level, unsigned threads, size_t size, bool flushes) {
  struct ft_error err = FT_ERROR_INIT;
  struct ft_deflater *deflater = ft_deflater_new(level, threads, keep, NULL);
  bool ended;
  assert_non_null(deflater);
  packed_size = 0;
  for (size_t done = 0, part; done < size; done += part) {
    part = next_random(90000) + 1;
    if (part > size - done) part = size - done;
    bool flush = flushes && next_random(3) == 0;
    assert_int_equal(ft_deflater_put(deflater, plain + done, part,
                                     flush ? FT_DEFLATE_FLUSH : FT_DEFLATE_ON, &err),
                     0);
    if (flush) assert_int_equal(inflate_packed(&ended), done + part);
  }
  assert_int_equal(ft_deflater_put(deflater, NULL, 0, FT_DEFLATE_FINISH, &err), 0);
  ft_deflater_free(deflater);
  assert_int_equal(inflate_packed(&ended), size);
  assert_true(ended);
  assert_memory_equal(plain, again, size);
}

static void zlib_reads_what_is_written(void **state) {
  (void)state;
  static const size_t sizes[] = {0, 1, 1000, 262143, 262144, 262145, PLAIN};
  for (int level = 1; level <= 9; level += level < 4 ? 1 : 2)
    for (unsigned threads = 0; threads <= 3; threads++)
      for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        deflate_plain(level, threads, sizes[i], i % 2 == 1);
}

/* The same octets from one thread as from four, which depends on where flushes are only. */
static void threads_change_nothing(void **state) {
  (void)state;
  static uint8_t first[PACKED];
  for (int level = 1; level <= 9; level += 5) {
    deflate_plain(level, 1, PLAIN, false);
    size_t first_size = packed_size;
    memcpy(first, packed, packed_size);
    for (int round = 0; round < 5; round++) {
      deflate_plain(level, 4, PLAIN, false);
      assert_int_equal(packed_size, first_size);
      assert_memory_equal(packed, first, first_size);
    }
  }
}

/* All that an inflater gives of fd, and how it ended. */
static enum ft_inflate_status inflate_file(int fd, bool whole_speed, unsigned threads, uint8_t *out,
                                           size_t *size) {
  assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
  struct ft_inflater *inflater = ft_inflater_new(fd, 4096, whole_speed);
  enum ft_inflate_status status = FT_INFLATE_MORE;
  size_t made;
  assert_non_null(inflater);
  if (threads > 1) ft_inflater_use_threads(inflater, threads, 500 + next_random(20000));
  for (*size = 0; status == FT_INFLATE_MORE && *size < INFLATED; *size += made) {
    size_t room = INFLATED - *size < 10000 ? INFLATED - *size : 10000;
    status = ft_inflater_read(inflater, out + *size, room, &made);
  }
  ft_inflater_free(inflater);
  return status;
}

/* Cut and damaged files give the same octets and the same end whatever inflates them. */
static void compare_damaged(int rounds, unsigned threads) {
  static uint8_t one[INFLATED], other[INFLATED];
  FILE *file = tmpfile();
  assert_non_null(file);
  for (int round = 0; round < rounds; round++) {
    size_t size = round % 3 == 0 ? next_random((uint32_t)packed_size) : packed_size;
    size_t at = next_random((uint32_t)packed_size);
    uint8_t bit = round % 3 == 1 ? (uint8_t)(1u << next_random(8)) : 0;
    packed[at] ^= bit;
    assert_int_equal(pwrite(fileno(file), packed, size, 0), size);
    assert_int_equal(ftruncate(fileno(file), (off_t)size), 0);
    packed[at] ^= bit;
    size_t one_size, other_size;
    enum ft_inflate_status one_status = inflate_file(fileno(file), false, 1, one, &one_size);
    enum ft_inflate_status other_status =
        inflate_file(fileno(file), true, threads, other, &other_size);
    assert_int_equal(one_status, other_status);
    assert_int_equal(one_size, other_size);
    assert_memory_equal(one, other, one_size);
    if (bit == 0 && size == packed_size) assert_int_equal(one_status, FT_INFLATE_END);
  }
  fclose(file);
}

static void damage_is_found_alike(void **state) {
  (void)state;
  deflate_plain(6, 0, 60000, true);
  compare_damaged(1500, 1);
}

/* In blocks of several kinds, and in none: then one thread does it. */
static void threads_find_the_same(void **state) {
  (void)state;
  for (unsigned kind = 0; kind < 6; kind++) {
    deflate_plain(kind % 3 == 0 ? 1 : 6, kind % 3 == 1 ? 0 : 2, PLAIN, kind >= 3);
    assert_true(packed_size > 300000); /* some pieces */
    compare_damaged(18, 2 + kind % 3);
  }
}

/* Marks of flushes, but what follows refers to what is in front of them. */
static void marks_may_mean_nothing(void **state) {
  (void)state;
  static const uint8_t stored[] = {0x78, 0x01, 0, 0, 0, 0xff, 0xff};
  static uint8_t out[INFLATED];
  size_t size = 0;
  FILE *file = tmpfile();
  assert_non_null(file);
  deflate_plain(6, 0, PLAIN, true);
  assert_int_equal(pwrite(fileno(file), packed, packed_size, 0), packed_size);
  assert_int_equal(inflate_file(fileno(file), true, 3, out, &size), FT_INFLATE_END);
  assert_int_equal(size, PLAIN);
  assert_memory_equal(out, plain, PLAIN);
  /* Stored blocks full of what looks like marks: cut behind them, nothing can be inflated. */
  assert_int_equal(ftruncate(fileno(file), 0), 0);
  assert_int_equal(pwrite(fileno(file), stored, sizeof stored, 0), sizeof stored);
  size_t at = sizeof stored;
  for (size_t i = 0; i < 400000; i++)
    packed[i] = i % 4 < 2 ? 0 : 0xff;
  for (unsigned block = 0; block < 6; block++) {
    static const uint8_t header[] = {0, 0x40, 0x9c, 0xbf, 0x63}; /* 40000 octets */
    assert_int_equal(pwrite(fileno(file), header, sizeof header, (off_t)at), sizeof header);
    assert_int_equal(pwrite(fileno(file), packed, 40000, (off_t)(at + sizeof header)), 40000);
    at += sizeof header + 40000;
  }
  assert_int_equal(inflate_file(fileno(file), true, 3, out, &size), FT_INFLATE_EOF);
  assert_int_equal(size, 6 * 40000);
  fclose(file);
}

/* Windows that are too large, wanted dictionaries, other methods: zlib's word counts. */
static void headers_are_refused_alike(void **state) {
  (void)state;
  static uint8_t one[INFLATED], other[INFLATED];
  FILE *file = tmpfile();
  assert_non_null(file);
  deflate_plain(6, 0, 5000, false);
  for (unsigned first = 0; first < 256; first++)
    for (unsigned flags = 0; flags < 8; flags++) {
      packed[0] = (uint8_t)first;
      packed[1] = (uint8_t)(flags << 5);
      packed[1] = (uint8_t)(packed[1] + 31 - (first << 8 | packed[1]) % 31);
      assert_int_equal(pwrite(fileno(file), packed, packed_size, 0), packed_size);
      size_t one_size, other_size;
      enum ft_inflate_status status = inflate_file(fileno(file), false, 1, one, &one_size);
      assert_int_equal(inflate_file(fileno(file), true, 1, other, &other_size), status);
      assert_int_equal(other_size, one_size);
      bool usual = (first & 0x8f) == 8 && (packed[1] & 0x20) == 0;
      assert_int_equal(status, usual ? FT_INFLATE_END : FT_INFLATE_DAMAGED);
    }
  fclose(file);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(zlib_reads_what_is_written), cmocka_unit_test(threads_change_nothing),
      cmocka_unit_test(damage_is_found_alike),      cmocka_unit_test(threads_find_the_same),
      cmocka_unit_test(marks_may_mean_nothing),     cmocka_unit_test(headers_are_refused_alike),
  };
  make_plain();
  return cmocka_run_group_tests(tests, NULL, NULL);
}
