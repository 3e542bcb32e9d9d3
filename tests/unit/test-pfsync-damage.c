/*
 * What pfflowd reads, damaged (pfflowd.md 9): packets of every form and the
 * captures of the golden cases, cut at each octet and changed at random. Nothing
 * may read beside a packet, take for ever, or make more of it than it brings.
 *
 *   MUTATIONS=N   so many changed packets (default 200000; `make check-mutations`)
 *   SEED=N        other changes
 *   CAPTURES=DIR  the captures DIR/NAME/in.pcap too
 */
#ifdef FT_TIME_BITS
#undef _TIME_BITS /* libpcap's time_t, see pfflowd/packets.h */
#endif
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <glob.h>
#include <unistd.h>

#include <cmocka.h>
#include <pcap/pcap.h>

#include "pfsync-rig.h"

enum { MOST_RIGS = 64 }; /* link types times versions of the export */

/* Exports take turns. */
static unsigned version_of_turn(uint64_t turn) {
  static const unsigned versions[] = {1, 5, 9, 10};
  return versions[turn % 4];
}

static uint64_t number_from(const char *variable, uint64_t usual) {
  const char *text = getenv(variable);
  return text ? strtoull(text, NULL, 10) : usual;
}

static uint64_t chance;

static uint32_t draw(void) {
  chance = chance * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (uint32_t)(chance >> 33);
}

/* -- packets to begin with -- */

struct specimen {
  int link_type;
  uint8_t *data;
  size_t size;
};
static struct {
  struct specimen *items;
  size_t count, own; /* the first ones are our own */
} corpus;

static void collect(int link_type, const uint8_t *data, size_t size) {
  if (size > 0 && ft_pf_link_find(link_type)) {
    struct specimen *items = realloc(corpus.items, (corpus.count + 1) * sizeof *items);
    uint8_t *copy = malloc(size);
    assert_true(items && copy);
    memcpy(copy, data, size);
    items[corpus.count++] = (struct specimen){link_type, copy, size};
    corpus.items = items;
    /* cppcheck-suppress memleak; copy is in the list now */
  }
}

/* Both on the firewall's own interface and behind headers of Ethernet and IPv4. */
static void collect_own(const struct packet *packet) {
  static uint8_t frame[34 + sizeof packet->data];
  collect(246, packet->data, packet->size);
  memset(frame, 0, 34);
  put(frame + 12, 0x0800, 2);
  frame[14] = 0x45;
  put(frame + 16, 20 + packet->size, 2);
  frame[22] = 255;
  frame[23] = 240;
  memcpy(frame + 34, packet->data, packet->size);
  collect(1, frame, 34 + packet->size);
}

static void make_old(uint8_t version, uint8_t action) {
  static struct packet packet;
  begin_old(&packet, version, action, version == 2 ? 4 : 20);
  for (uint64_t id = 1; id <= 2; id++) {
    struct sample s = sample_new(id);
    if (action < 1 || action > 3)
      put(add_raw(&packet, action == 4 ? 88 : 24), id, 8);
    else if (version == 4)
      add_keyed(&packet, &form_v4, action, &s);
    else
      add_old(&packet, &s);
  }
  collect_own(&packet);
}

static void make_new(const struct keyed_form *form) {
  static struct packet packet;
  struct sample a = sample_new(1), b = sample_new(2);
  begin_new(&packet, form->version);
  add_keyed(&packet, form, form->insert, &a);
  add_keyed(&packet, form, form->update, &b);
  if (form->remove != 0) add_keyed(&packet, form, form->remove, &b);
  add_refresh(&packet, &a);
  add_new(&packet, 10, 12);
  add_delete(&packet, a.id, a.creator);
  add_clear(&packet, "em0", b.creator);
  if (form->version == 5) end_v5(&packet, form->size == 240 ? 20 : 0);
  collect_own(&packet);
}

static void collect_captures(const char *folder) {
  glob_t found;
  char pattern[4096], error[PCAP_ERRBUF_SIZE];
  snprintf(pattern, sizeof pattern, "%s/*/in.pcap", folder);
  if (glob(pattern, 0, NULL, &found) != 0) return;
  for (size_t i = 0; i < found.gl_pathc; i++) {
    struct pcap_pkthdr *header;
    const u_char *data;
    pcap_t *file = pcap_open_offline(found.gl_pathv[i], error);
    if (!file) continue;
    while (pcap_next_ex(file, &header, &data) == 1)
      collect(pcap_datalink(file), data, header->caplen);
    pcap_close(file);
  }
  globfree(&found);
}

static const char *golden_folder(void) {
  static char path[4096];
  const char *top = getenv("SRCDIR");
  snprintf(path, sizeof path, "%s/tests/golden/pfflowd", top ? top : ".");
  return path;
}

static int prepare(void **unused) {
  (void)unused;
  static const struct keyed_form *const forms[] = {&form_240,  &form_1301, &form_1400,
                                                   &form_1500, &form_v6,   &form_v6_240};
  open_room();
  for (uint8_t version = 2; version <= 4; version++)
    for (uint8_t action = 0; action <= 10; action++)
      make_old(version, action);
  for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
    make_new(forms[i]);
  corpus.own = corpus.count;
  collect_captures(golden_folder());
  if (getenv("CAPTURES")) collect_captures(getenv("CAPTURES"));
  return 0;
}

static int tidy(void **unused) {
  (void)unused;
  for (size_t i = 0; i < corpus.count; i++)
    free(corpus.items[i].data);
  free(corpus.items);
  return 0;
}

/* -- packets cut at each octet -- */

/* One of two packets has the guard at its end. */
static void feed_twice(struct rig *rig, const uint8_t *data, size_t size) {
  feed(rig, SECOND, data, size);
  feed(rig, SECOND, data, size);
}

/* The lengths in the packet still tell of the whole: nothing of it may be used. */
static void test_cut_packets(void **unused) {
  (void)unused;
  for (size_t i = 0; i < corpus.count; i++) {
    const struct specimen *specimen = &corpus.items[i];
    struct rig rig;
    rig_open(&rig, specimen->link_type, version_of_turn(i));
    for (size_t size = 0; size < specimen->size; size++) {
      feed_twice(&rig, specimen->data, size);
      if (i < corpus.own) assert_int_equal(rig.ended, 0);
    }
    rig_close(&rig);
  }
}

/* Where versions 5 and 6 have their length: the subheaders are cut, not the packet. */
static void test_cut_lengths(void **unused) {
  (void)unused;
  static uint8_t data[ROOM];
  for (size_t i = 0; i < corpus.count; i++) {
    const struct specimen *specimen = &corpus.items[i];
    struct rig rig;
    if (specimen->link_type == 1 || specimen->size < 20 || specimen->data[0] < 5) continue;
    memcpy(data, specimen->data, specimen->size);
    rig_open(&rig, specimen->link_type, version_of_turn(i));
    for (size_t size = 20; size <= specimen->size; size++) {
      put(data + 2, size, 2);
      feed_twice(&rig, data, size);
    }
    if (i < corpus.own) assert_true(rig.ended > 0);
    rig_close(&rig);
  }
}

/* -- savefiles cut at each octet -- */

static void feed_savefile(const uint8_t *data, size_t size) {
  char error[PCAP_ERRBUF_SIZE];
  struct pcap_pkthdr *header;
  const u_char *packet;
  struct rig rig;
  FILE *stream = fmemopen((void *)(uintptr_t)data, size, "r");
  assert_non_null(stream);
  pcap_t *file = pcap_fopen_offline(stream, error);
  if (!file) {
    fclose(stream);
    return;
  }
  if (ft_pf_link_find(pcap_datalink(file))) {
    rig_open(&rig, pcap_datalink(file), version_of_turn(size));
    while (pcap_next_ex(file, &header, &packet) == 1)
      feed(&rig, (int64_t)header->ts.tv_sec * SECOND, packet, header->caplen);
    assert_true(rig.octets <= size);
    rig_close(&rig);
  }
  pcap_close(file);
}

static size_t octets_of_record(const uint8_t *file, const uint8_t *record) {
  bool big_endian = file[0] == 0xa1;
  size_t size = 0;
  for (unsigned i = 0; i < 4; i++)
    size = size << 8 | record[8 + (big_endian ? i : 3 - i)];
  return 16 + size;
}

/*
 * What comes before a record makes no difference to how it is read, so that each
 * cut needs no more than the file's header and the record that it goes through.
 */
static void cut_savefile(const uint8_t *file, size_t size) {
  static uint8_t part[ROOM];
  enum { HEADER = 24 };
  for (size_t cut = 1; cut <= HEADER && cut <= size; cut++)
    feed_savefile(file, cut);
  memcpy(part, file, size < HEADER ? size : HEADER);
  for (size_t at = HEADER, next; at + 16 <= size; at = next) {
    next = at + octets_of_record(file, file + at);
    if (next > size) next = size;
    if (HEADER + next - at > sizeof part) continue;
    memcpy(part + HEADER, file + at, next - at);
    for (size_t cut = at + 1; cut <= next; cut++)
      feed_savefile(part, HEADER + cut - at);
  }
}

static size_t cut_savefiles(const char *folder) {
  static uint8_t file[1 << 20];
  glob_t found;
  char pattern[4096];
  snprintf(pattern, sizeof pattern, "%s/*/in.pcap", folder);
  if (glob(pattern, 0, NULL, &found) != 0) return 0;
  size_t count = found.gl_pathc;
  for (size_t i = 0; i < count; i++) {
    FILE *stream = fopen(found.gl_pathv[i], "r");
    assert_non_null(stream);
    cut_savefile(file, fread(file, 1, sizeof file, stream));
    fclose(stream);
  }
  globfree(&found);
  return count;
}

static void test_cut_savefiles(void **unused) {
  (void)unused;
  assert_true(cut_savefiles(golden_folder()) > 0);
  if (getenv("CAPTURES")) assert_true(cut_savefiles(getenv("CAPTURES")) > 0);
}

/* -- packets changed at random -- */

/* Headers more often than the rest: lengths and counts are there. */
static size_t draw_place(size_t size) {
  return draw() % (draw() % 2 && size > 64 ? 64 : size);
}

static void change_octet(uint8_t *data, size_t size) {
  static const uint8_t favourites[] = {0, 1, 2, 3, 4, 5, 6, 12, 15, 0x40, 0x60, 0x7f, 0x80, 0xff};
  data[draw_place(size)] = draw() % 2 ? (uint8_t)draw() : favourites[draw() % sizeof favourites];
}

/* A number that is near to what the packet has. */
static void change_length(uint8_t *data, size_t size) {
  if (size >= 2) put(data + draw_place(size - 1), size + 8 - draw() % 48, 2);
}

static void copy_piece(uint8_t *data, size_t size) {
  const struct specimen *from = &corpus.items[draw() % corpus.count];
  size_t source = draw() % from->size, target = draw() % size, length = draw() % 300;
  if (length > from->size - source) length = from->size - source;
  if (length > size - target) length = size - target;
  memcpy(data + target, from->data + source, length);
}

static void remove_piece(uint8_t *data, size_t *size) {
  size_t at = draw() % *size, length = draw() % 24;
  if (length >= *size - at) return;
  memmove(data + at, data + at + length, *size - at - length);
  *size -= length;
}

/* Versions 5 and 6 are read no further than the length in the header tells. */
static void mend_length(uint8_t *data, size_t size) {
  size_t start = size > 34 && data[12] == 8 ? 34 : 0;
  if (size >= start + 4 && (data[start] == 5 || data[start] == 6))
    put(data + start + 2, size - start, 2);
}

static size_t mutate(uint8_t *data, const struct specimen *specimen) {
  size_t size = specimen->size;
  memcpy(data, specimen->data, size);
  for (uint32_t changes = draw() % 6; changes > 0; changes--) {
    uint32_t kind = draw() % 16;
    if (kind < 11)
      change_octet(data, size);
    else if (kind < 13)
      change_length(data, size);
    else if (kind < 15)
      copy_piece(data, size);
    else
      remove_piece(data, &size);
  }
  if (draw() % 8 == 0) size = draw() % (size + 1);
  if (draw() % 2) mend_length(data, size);
  return size;
}

static struct rig *rig_of(struct rig *rigs, int link_type, unsigned version) {
  size_t i = 0;
  while (i < MOST_RIGS && rigs[i].monitor &&
         (rigs[i].link_type != link_type || rigs[i].version != version))
    i++;
  assert_true(i < MOST_RIGS);
  if (!rigs[i].monitor) rig_open(&rigs[i], link_type, version);
  return &rigs[i];
}

static void test_mutations(void **unused) {
  (void)unused;
  static struct rig rigs[MOST_RIGS];
  static uint8_t data[ROOM];
  uint64_t mutations = number_from("MUTATIONS", 200000), ended = 0;
  chance = number_from("SEED", 42);
  for (uint64_t i = 0; i < mutations; i++) {
    const struct specimen *specimen = &corpus.items[draw() % (i % 2 ? corpus.own : corpus.count)];
    size_t size = mutate(data, specimen);
    int64_t anywhere = ((int64_t)(int32_t)(draw() << 1)) * 500000;
    struct rig *rig = rig_of(rigs, specimen->link_type, version_of_turn(draw()));
    feed(rig, i % 64 ? SECOND * (int64_t)(i / 16) : anywhere, data, size);
  }
  for (size_t i = 0; i < MOST_RIGS && rigs[i].monitor; i++) {
    ended += rigs[i].ended;
    rig_close(&rigs[i]);
  }
  assert_true(ended > mutations / 10); /* they are not so damaged that nothing is left */
  alarm(0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_cut_packets),
      cmocka_unit_test(test_cut_lengths),
      cmocka_unit_test(test_cut_savefiles),
      cmocka_unit_test(test_mutations),
  };
  return cmocka_run_group_tests(tests, prepare, tidy);
}
