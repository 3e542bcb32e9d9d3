/* pfsync packets: link layer, messages, and whatever else may arrive (pfflowd.md 3, 7, 9). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "pfsync-packets.h"

/* -- what the parser hands over -- */

struct seen {
  size_t count;
  enum ft_pf_kind kinds[64];
  struct ft_pf_state states[64];
};

static void see(void *arg, enum ft_pf_kind kind, const struct ft_pf_state *state) {
  struct seen *seen = arg;
  assert_true(seen->count < 64);
  seen->kinds[seen->count] = kind;
  seen->states[seen->count++] = *state;
}

static enum ft_pf_verdict parse(const struct packet *packet, struct seen *seen) {
  memset(seen, 0, sizeof *seen);
  return ft_pf_parse(packet->data, packet->size, see, seen);
}

static void assert_end(const struct ft_pf_endpoint *end, uint32_t addr, unsigned port) {
  assert_int_equal(end->addr.width, 4);
  assert_int_equal(ft_addr_to_u32(&end->addr), addr);
  assert_int_equal(end->port, port);
}

static void assert_sample(const struct ft_pf_state *state, const struct sample *s) {
  assert_true(state->id == s->id && state->creator == s->creator);
  assert_string_equal(state->interface, s->interface);
  assert_int_equal(state->direction, s->direction);
  assert_int_equal(state->protocol, s->protocol);
  assert_int_equal(state->age, s->age);
  assert_int_equal(state->expire, s->expire);
  for (int i = 0; i < 2; i++) {
    assert_true(state->packets[i] == s->packets[i]);
    assert_true(state->octets[i] == s->octets[i]);
  }
  assert_end(&state->stack[0], 0xc0000209, 80);
  assert_end(&state->stack[1], (uint32_t)(0x0a000000 + s->id), (unsigned)(1000 + s->id));
  assert_end(&state->wire[0], 0xc0000209, 80);
  assert_end(&state->wire[1], 0xc6336401, (unsigned)(50000 + s->id));
}

static void test_full_states_of_all_versions(void **unused) {
  (void)unused;
  static struct packet packet;
  static struct seen seen;
  struct sample first = sample_new(1), second = sample_new(2);
  second.interface = "sixteen-octets-0"; /* no NUL in the message */
  second.direction = FT_PF_IN;
  for (uint8_t version = 2; version <= 3; version++) {
    begin_old(&packet, version, 3, version == 2 ? 4 : 20);
    add_old(&packet, &first);
    add_old(&packet, &second);
    assert_int_equal(parse(&packet, &seen), FT_PF_OK);
    assert_int_equal(seen.count, 2);
    assert_int_equal(seen.kinds[1], FT_PF_DELETE);
    assert_sample(&seen.states[0], &first);
    assert_sample(&seen.states[1], &second);
  }
  second.octets[1] = UINT64_C(0x123456789abcdef);
  begin_v6(&packet);
  add_v6_state(&packet, 13, &first);
  add_v6_state(&packet, 14, &second);
  add_v6_delete(&packet, 9, 7);
  assert_int_equal(parse(&packet, &seen), FT_PF_OK);
  assert_int_equal(seen.count, 3);
  assert_int_equal(seen.kinds[0], FT_PF_INSERT);
  assert_int_equal(seen.kinds[1], FT_PF_UPDATE);
  assert_int_equal(seen.kinds[2], FT_PF_DELETE_COMPRESSED);
  assert_sample(&seen.states[0], &first);
  assert_sample(&seen.states[1], &second);
  assert_true(seen.states[2].id == 9 && seen.states[2].creator == 7);
}

static void test_families(void **unused) {
  (void)unused;
  static const struct {
    uint8_t family, width;
  } cases[] = {{2, 4}, {24, 16}, {28, 16}, {30, 16}, {0, 0}, {10, 0}, {255, 0}};
  static struct packet packet;
  static struct seen seen;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct sample s = sample_new(1);
    s.family = cases[i].family;
    begin_v6(&packet);
    add_v6_state(&packet, 13, &s);
    assert_int_equal(parse(&packet, &seen), FT_PF_OK);
    assert_int_equal(seen.states[0].stack[1].addr.width, cases[i].width);
    /* A family of the key's own goes first: translation between families. */
    packet.data[24 + 102] = 24;
    parse(&packet, &seen);
    assert_int_equal(seen.states[0].stack[0].addr.width, 16);
    assert_int_equal(seen.states[0].wire[0].addr.width, cases[i].width);
  }
}

static void test_header_of_version_3(void **unused) {
  (void)unused;
  static struct packet packet;
  static struct seen seen;
  struct sample s = sample_new(3);
  begin_old(&packet, 3, 3, 4);
  add_old(&packet, &s);
  assert_int_equal(parse(&packet, &seen), FT_PF_OK);
  assert_sample(&seen.states[0], &s);
  packet.size++;
  assert_int_equal(parse(&packet, &seen), FT_PF_RUNT);
  begin_old(&packet, 3, 3, 4);
  assert_int_equal(parse(&packet, &seen), FT_PF_EMPTY);
  packet.size = 12;
  assert_int_equal(parse(&packet, &seen), FT_PF_RUNT_HEADER);
}

static void test_both_forms_of_clear(void **unused) {
  (void)unused;
  static struct packet packet;
  static struct seen seen;
  begin_old(&packet, 2, 0, 4);
  put(add_raw(&packet, 8), 77, 4);
  assert_int_equal(parse(&packet, &seen), FT_PF_OK);
  assert_int_equal(seen.kinds[0], FT_PF_CLEAR);
  assert_int_equal(seen.states[0].creator, 77);
  assert_string_equal(seen.states[0].interface, "");
  begin_old(&packet, 2, 0, 4);
  uint8_t *message = add_raw(&packet, 24);
  memcpy(message, "em1", 3);
  put(message + 16, 78, 4);
  assert_int_equal(parse(&packet, &seen), FT_PF_OK);
  assert_int_equal(seen.states[0].creator, 78);
  assert_string_equal(seen.states[0].interface, "em1");
}

static void test_verdicts(void **unused) {
  (void)unused;
  static struct packet packet;
  static struct seen seen;
  static const uint8_t unsupported[] = {0, 1, 7, 200, 255};
  for (size_t i = 0; i < sizeof unsupported; i++) {
    begin_old(&packet, unsupported[i], 3, 20);
    assert_int_equal(parse(&packet, &seen), FT_PF_BAD_VERSION);
  }
  begin_old(&packet, 2, 99, 4); /* an unknown action without messages */
  assert_int_equal(parse(&packet, &seen), FT_PF_EMPTY);
  packet.data[3] = 5;
  assert_int_equal(parse(&packet, &seen), FT_PF_OK);
  assert_int_equal(seen.kinds[4], FT_PF_OTHER);
  packet.size = 3;
  assert_int_equal(parse(&packet, &seen), FT_PF_RUNT_HEADER);
}

static void test_stepping_in_version_6(void **unused) {
  (void)unused;
  static struct packet packet;
  static struct seen seen;
  struct sample s = sample_new(1);
  begin_v6(&packet);
  add_v6(&packet, 13, 268);             /* a size that nobody knows */
  add_v6(&packet, 200, 40);             /* an action that nobody knows */
  put(add_v6(&packet, 8, 4) - 2, 0, 2); /* count 0 ... */
  packet.size -= 4;                     /* ... takes no room */
  put(packet.data + 2, packet.size, 2);
  add_v6_state(&packet, 1, &s);
  add_v6(&packet, 9, 0); /* size 0: the end */
  add_v6_state(&packet, 1, &s);
  assert_int_equal(parse(&packet, &seen), FT_PF_RUNT);
  assert_int_equal(seen.count, 3);
  assert_int_equal(seen.kinds[0], FT_PF_OTHER);
  assert_int_equal(seen.kinds[1], FT_PF_OTHER);
  assert_int_equal(seen.kinds[2], FT_PF_INSERT);
  assert_sample(&seen.states[2], &s);
}

/* -- link layer -- */

/* An IPv4 header of 24 octets with an option, before 16 octets of payload and 4 of padding. */
static size_t make_ipv4(uint8_t *to) {
  memset(to, 0, 44);
  to[0] = 0x46;
  put(to + 2, 40, 2);
  to[8] = 255;
  to[9] = 240;
  memset(to + 24, 0xaa, 16);
  return 44;
}

static size_t make_ipv6(uint8_t *to) {
  memset(to, 0, 56);
  to[0] = 0x60;
  put(to + 4, 16, 2);
  to[6] = 240;
  to[7] = 255;
  memset(to + 40, 0xaa, 16);
  return 56;
}

static enum ft_pf_unwrapped unwrap(int type, const uint8_t *data, size_t size,
                                   struct ft_pf_payload *payload) {
  const struct ft_pf_link *link = ft_pf_link_find(type);
  assert_non_null(link);
  return ft_pf_unwrap(link, data, size, payload);
}

static void assert_payload(int type, const uint8_t *data, size_t size) {
  struct ft_pf_payload payload;
  assert_int_equal(unwrap(type, data, size, &payload), FT_PF_PAYLOAD);
  assert_int_equal(payload.size, 16);
  assert_true(payload.from_ip);
  for (size_t i = 0; i < 16; i++)
    assert_int_equal(payload.data[i], 0xaa);
}

static void test_link_types(void **unused) {
  (void)unused;
  static const struct {
    int type;
    size_t header;
    size_t ethertype; /* 0 at SLL2 counts too, hence the flag */
    int typed;
  } cases[] = {{246, 0, 0, 0}, {18, 0, 0, 0},    {121, 0, 0, 0}, {12, 0, 0, 0},
               {14, 0, 0, 0},  {101, 0, 0, 0},   {0, 4, 0, 0},   {108, 4, 0, 0},
               {1, 14, 12, 1}, {113, 16, 14, 1}, {276, 20, 0, 1}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    uint8_t data[128] = {0};
    size_t size = cases[i].header + make_ipv4(data + cases[i].header);
    if (cases[i].typed) put(data + cases[i].ethertype, 0x0800, 2);
    assert_payload(cases[i].type, data, size);
    size = cases[i].header + make_ipv6(data + cases[i].header);
    if (cases[i].typed) put(data + cases[i].ethertype, 0x86dd, 2);
    assert_payload(cases[i].type, data, size);
  }
  assert_null(ft_pf_link_find(105));
  assert_null(ft_pf_link_find(-1));
}

static void test_fixed_ip_versions(void **unused) {
  (void)unused;
  struct ft_pf_payload payload;
  uint8_t data[64];
  size_t size = make_ipv4(data);
  assert_payload(228, data, size);
  assert_int_equal(unwrap(229, data, size, &payload), FT_PF_FOREIGN);
  size = make_ipv6(data);
  assert_payload(229, data, size);
  assert_int_equal(unwrap(228, data, size, &payload), FT_PF_FOREIGN);
}

static void test_vlan_tags(void **unused) {
  (void)unused;
  uint8_t data[128] = {0};
  put(data + 12, 0x88a8, 2);
  put(data + 16, 0x8100, 2);
  put(data + 20, 0x9100, 2);
  put(data + 24, 0x0800, 2);
  size_t size = 26 + make_ipv4(data + 26);
  assert_payload(1, data, size);
  struct ft_pf_payload payload;
  for (size_t cut = 0; cut < 26; cut++)
    assert_int_equal(unwrap(1, data, cut, &payload), FT_PF_FOREIGN);
}

static void test_ip_that_is_not_for_us(void **unused) {
  (void)unused;
  static const struct {
    size_t at;
    uint8_t octet;
  } foreign[] = {{0, 0x44}, {0, 0x56}, {8, 64}, {9, 6}, {6, 0x20}, {7, 1}, {3, 23}};
  struct ft_pf_payload payload;
  uint8_t data[64];
  for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++) {
    size_t size = make_ipv4(data);
    data[foreign[i].at] = foreign[i].octet;
    assert_int_equal(unwrap(101, data, size, &payload), FT_PF_FOREIGN);
  }
  make_ipv4(data);
  data[6] = 0x40; /* don't fragment is no fragment */
  assert_payload(101, data, 40);
  assert_int_equal(unwrap(101, data, 39, &payload), FT_PF_CUT);
  make_ipv6(data);
  assert_int_equal(unwrap(101, data, 55, &payload), FT_PF_CUT);
  data[7] = 254;
  assert_int_equal(unwrap(101, data, 56, &payload), FT_PF_FOREIGN);
}

/* -- hostile octets -- */

static uint64_t chance;

static uint32_t draw(void) {
  chance = chance * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (uint32_t)(chance >> 33);
}

struct hostile {
  struct ft_pf_monitor *monitor;
  struct ft_pf_exporter *exporter;
  size_t ended, datagrams;
};

static void on_ended(void *arg, const struct ft_pf_ended *ended) {
  struct hostile *hostile = arg;
  assert_true(ended->first <= ended->last && ended->last <= ended->stamp.sysuptime);
  ft_pf_exporter_put(hostile->exporter, ended);
  hostile->ended++;
}
static void on_batch_end(void *arg) {
  struct hostile *hostile = arg;
  ft_pf_exporter_flush(hostile->exporter);
}
static int on_datagram(void *arg, const uint8_t *data, size_t size) {
  struct hostile *hostile = arg;
  struct ft_datagram datagram;
  assert_int_equal(ft_datagram_check(data, size, &datagram, NULL), 0);
  hostile->datagrams++;
  return 0;
}

static void hostile_open(struct hostile *hostile, int link_type) {
  struct ft_pf_format format;
  assert_true(ft_pf_format_find(5, &format));
  /* Splitting is tested elsewhere; here it would only take time. */
  struct ft_pf_options options = {.link = ft_pf_link_find(link_type),
                                  .address_width = 4,
                                  .counter_limit = UINT32_MAX,
                                  .state_limit = 40};
  struct ft_pf_events events = {hostile, on_ended, on_batch_end};
  memset(hostile, 0, sizeof *hostile);
  hostile->exporter = ft_pf_exporter_new(&format, on_datagram, hostile, NULL);
  hostile->monitor = ft_pf_monitor_new(&options, &events, NULL);
  assert_non_null(hostile->exporter);
  assert_non_null(hostile->monitor);
}

static void hostile_close(struct hostile *hostile) {
  ft_pf_monitor_free(hostile->monitor);
  ft_pf_exporter_free(hostile->exporter);
}

/* From memory of exactly that size, so that reading beyond it is noticed. */
static void feed(struct hostile *hostile, int64_t now, const uint8_t *data, size_t size) {
  uint8_t *copy = malloc(size > 0 ? size : 1);
  assert_non_null(copy);
  memcpy(copy, data, size);
  ft_pf_monitor_packet(hostile->monitor, now, copy, size);
  free(copy);
}

/* One packet of every kind, some with several messages. */
static size_t make_packets(struct packet *packets) {
  size_t count = 0;
  struct sample a = sample_new(1), b = sample_new(2);
  for (uint8_t version = 2; version <= 3; version++)
    for (uint8_t action = 0; action <= 10; action++) {
      struct packet *packet = &packets[count++];
      begin_old(packet, version, action, version == 2 ? 4 : 20);
      if (action >= 1 && action <= 3) {
        add_old(packet, &a);
        add_old(packet, &b);
      } else {
        put(add_raw(packet, action == 4 ? 88 : 24), a.id, 8);
      }
    }
  struct packet *packet = &packets[count++];
  begin_v6(packet);
  add_v6_state(packet, 13, &a);
  add_v6_state(packet, 14, &b);
  add_v6_refresh(packet, &a);
  add_v6_delete(packet, a.id, a.creator);
  add_v6_clear(packet, "em0", b.creator);
  packet = &packets[count++];
  begin_v6(packet);
  add_v6_state(packet, 6, &a);
  add_v6(packet, 10, 12);
  add_v6(packet, 1, 240);
  return count;
}

enum { MOST_PACKETS = 40, MUTATIONS = 40000 };
static struct packet packets[MOST_PACKETS];

static void test_every_truncation(void **unused) {
  (void)unused;
  size_t count = make_packets(packets);
  for (size_t i = 0; i < count; i++) {
    struct hostile hostile;
    hostile_open(&hostile, 246);
    for (size_t size = 0; size < packets[i].size; size++) {
      feed(&hostile, SECOND, packets[i].data, size);
      assert_int_equal(hostile.ended, 0);
    }
    hostile_close(&hostile);
  }
}

static void test_truncated_lengths_in_version_6(void **unused) {
  (void)unused;
  make_packets(packets);
  struct packet *whole = &packets[22];
  struct hostile hostile;
  hostile_open(&hostile, 246);
  for (size_t size = 20; size <= whole->size; size++) {
    struct packet cut = *whole;
    put(cut.data + 2, size, 2);
    feed(&hostile, SECOND, cut.data, size);
  }
  /* The last three have both states end: a delete and a clear. */
  assert_true(hostile.ended >= 2);
  hostile_close(&hostile);
}

static size_t mutate(uint8_t *to, const struct packet *packet, int link_type) {
  size_t header = 0;
  if (link_type == 1) {
    memset(to, 0, 34);
    put(to + 12, 0x0800, 2);
    to[14] = 0x45;
    put(to + 16, 20 + packet->size, 2);
    to[22] = 255;
    to[23] = 240;
    header = 34;
  }
  memcpy(to + header, packet->data, packet->size);
  size_t size = header + packet->size;
  for (uint32_t changes = draw() % 6; changes > 0; changes--) {
    /* Headers more often than the rest: lengths and counts are there. */
    size_t at = draw() % (draw() % 2 ? size : header + 28);
    static const uint8_t favourites[] = {0, 1, 2, 6, 0x7f, 0x80, 0xff};
    to[at] = draw() % 2 ? (uint8_t)draw() : favourites[draw() % sizeof favourites];
  }
  if (draw() % 8 == 0) size = draw() % (size + 1);
  return size;
}

static void test_mutations(void **unused) {
  (void)unused;
  static const int link_types[] = {246, 1};
  static uint8_t data[sizeof packets[0].data + 64];
  size_t count = make_packets(packets);
  for (size_t l = 0; l < 2; l++) {
    struct hostile hostile;
    hostile_open(&hostile, link_types[l]);
    chance = 42;
    for (int i = 0; i < MUTATIONS; i++) {
      const struct packet *packet = &packets[draw() % count];
      size_t size = mutate(data, packet, link_types[l]);
      int64_t now = ((int64_t)(int32_t)(draw() << 1)) * 500000 + i;
      feed(&hostile, i % 3 ? SECOND * i : now, data, size);
    }
    const struct ft_pf_statistics *statistics = ft_pf_monitor_statistics(hostile.monitor);
    assert_int_equal(statistics->packets, MUTATIONS);
    assert_true(statistics->remembered <= 40);
    assert_true(hostile.ended > 1000 && hostile.datagrams > 500);
    hostile_close(&hostile);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_full_states_of_all_versions),
      cmocka_unit_test(test_families),
      cmocka_unit_test(test_header_of_version_3),
      cmocka_unit_test(test_both_forms_of_clear),
      cmocka_unit_test(test_verdicts),
      cmocka_unit_test(test_stepping_in_version_6),
      cmocka_unit_test(test_link_types),
      cmocka_unit_test(test_fixed_ip_versions),
      cmocka_unit_test(test_vlan_tags),
      cmocka_unit_test(test_ip_that_is_not_for_us),
      cmocka_unit_test(test_every_truncation),
      cmocka_unit_test(test_truncated_lengths_in_version_6),
      cmocka_unit_test(test_mutations),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
