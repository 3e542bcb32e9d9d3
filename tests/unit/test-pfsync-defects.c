/*
 * Defects of the original that are about its input (pfflowd.md 11): one test
 * for each line of that table, and for what section 4 asks of large counters.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "pfsync-watch.h"

/* 0.7 looked at the first state of a packet only. */
static void test_every_state_of_a_packet(void **unused) {
  (void)unused;
  struct watch watch;
  struct packet packet;
  watch_open(&watch, (struct ft_pf_options){0});
  begin_old(&packet, 3, 3, 20);
  for (uint64_t id = 1; id <= 40; id++) {
    struct sample s = sample_new(id);
    s.age = (uint32_t)id;
    add_old(&packet, &s);
  }
  assert_int_equal(feed(&watch, 0, &packet), 0);
  assert_int_equal(watch.count, 40);
  for (size_t i = 0; i < 40; i++) {
    assert_told(&watch, i, i + 1, i + 2, -1000 * (int64_t)(i + 1), 0);
    assert_int_equal(ft_addr_to_u32(&watch.told[i].source.addr), 0x0a000001 + i);
    assert_int_equal(watch.told[i].source.port, 1001 + i);
  }
  assert_int_equal(watch.batches, 1);
  ft_pf_monitor_free(watch.monitor);
}

/* With -r times were those of the conversion, and ages were lost. The example of section 6. */
static void test_times_of_a_savefile(void **unused) {
  (void)unused;
  struct watch watch;
  struct packet packet;
  struct sample s = sample_new(1);
  const int64_t start = INT64_C(1130760000250000);
  watch_open(&watch, (struct ft_pf_options){0});
  s.age = 3600;
  begin_v6(&packet);
  add_v6_state(&packet, FULL_DELETE, &s);
  ft_pf_monitor_packet(watch.monitor, start, packet.data, packet.size);
  s.age = 60;
  begin_v6(&packet);
  add_v6_state(&packet, FULL_DELETE, &s);
  ft_pf_monitor_packet(watch.monitor, start + 61500000, packet.data, packet.size);
  /* A packet that is earlier than the first: rounded down, not towards it. */
  ft_pf_monitor_packet(watch.monitor, start - 1, packet.data, packet.size);
  assert_int_equal(watch.count, 3);
  assert_int_equal(watch.told[0].first, 996400000);
  assert_int_equal(watch.told[0].last, 1000000000);
  assert_int_equal(watch.told[0].seconds, 1130760000);
  assert_int_equal(watch.told[0].nanoseconds, 250000000);
  assert_int_equal(watch.told[1].first, 1000001500);
  assert_int_equal(watch.told[1].last, 1000061500);
  assert_int_equal(watch.told[2].uptime, 999999999);
  assert_int_equal(watch.told[2].nanoseconds, 249999000);
  ft_pf_monitor_free(watch.monitor);
}

static void feed_a_bit_of_everything(struct watch *watch) {
  struct packet packet;
  for (uint64_t id = 1; id <= 12; id++) {
    struct sample s = sample_new(id);
    s.interface = id % 3 ? "em0" : "em1";
    feed_state(watch, (int64_t)id % 4, FULL_INSERT, &s);
  }
  feed_clear(watch, 5, "em1", 7);
  begin_v6(&packet);
  for (uint64_t id = 1; id <= 3; id++)
    add_delete(&packet, id, 7);
  feed(watch, 6, &packet);
  ft_pf_monitor_tick(watch->monitor, START + 5000 * SECOND);
}

/* Numbers that nobody can guess keep senders from slowing us down; they are not seen in flows. */
static void test_a_savefile_always_gives_the_same(void **unused) {
  (void)unused;
  static struct watch one, other;
  watch_open(&one, (struct ft_pf_options){.hash_seed = 1, .state_limit = 10});
  watch_open(&other, (struct ft_pf_options){.hash_seed = UINT64_MAX / 3, .state_limit = 10});
  feed_a_bit_of_everything(&one);
  feed_a_bit_of_everything(&other);
  assert_int_equal(one.count, 12);
  assert_int_equal(other.count, 12);
  assert_int_equal(one.batches, other.batches);
  for (size_t i = 0; i < 12; i++) {
    assert_int_equal(one.told[i].id, other.told[i].id);
    assert_int_equal(one.told[i].batch, other.told[i].batch);
    assert_int_equal(one.told[i].first, other.told[i].first);
    assert_int_equal(one.told[i].last, other.told[i].last);
  }
  ft_pf_monitor_free(one.monitor);
  ft_pf_monitor_free(other.monitor);
}

/* Ages over 49.7 days overflowed 32 bits of milliseconds. */
static void test_old_states(void **unused) {
  (void)unused;
  static const uint32_t ages[] = {1000000, 4294968, 4294967295};
  struct watch watch;
  struct sample s = sample_new(1);
  watch_open(&watch, (struct ft_pf_options){0});
  for (size_t i = 0; i < 3; i++) {
    s.age = ages[i];
    feed_state(&watch, 0, FULL_DELETE, &s);
    assert_int_equal(watch.told[i].first, 0);
    assert_int_equal(watch.told[i].last, UPTIME);
  }
  ft_pf_monitor_free(watch.monitor);
}

/* States older than the program started at First 0. */
static void test_states_older_than_the_program(void **unused) {
  (void)unused;
  struct watch watch;
  struct sample s = sample_new(1);
  watch_open(&watch, (struct ft_pf_options){0});
  ft_pf_monitor_set_clock(watch.monitor, START, 50000000); /* the system runs since 50000 s */
  s.age = 40000;
  feed_state(&watch, 1, FULL_DELETE, &s);
  assert_int_equal(watch.told[0].uptime, 50001000);
  assert_int_equal(watch.told[0].first, 10001000);
  assert_int_equal(watch.told[0].last, 50001000);
  ft_pf_monitor_free(watch.monitor);
}

/* Nobody looked at the link type: octets of any header were taken as pfsync. */
static void test_link_types_are_checked(void **unused) {
  (void)unused;
  static const int others[] = {3, 6, 9, 50, 105, 119, 127, 147, 192, 247, 277, -1};
  struct watch watch;
  struct packet packet;
  struct sample s = sample_new(1);
  for (size_t i = 0; i < sizeof others / sizeof *others; i++)
    assert_null(ft_pf_link_find(others[i]));
  watch_open(&watch, (struct ft_pf_options){.link = ft_pf_link_find(1)});
  begin_old(&packet, 2, 3, 4);
  add_old(&packet, &s);
  assert_int_equal(feed(&watch, 0, &packet), 0); /* pfsync where Ethernet should be */
  assert_int_equal(watch.count, 0);
  assert_int_equal(ft_pf_monitor_statistics(watch.monitor)->skipped, 1);
  ft_pf_monitor_free(watch.monitor);
}

static void make_version(struct packet *packet, uint8_t version, const struct sample *s) {
  if (version <= 4)
    begin_old(packet, version, 3, version == 2 ? 4 : 20);
  else
    begin_new(packet, version);
  if (version <= 3)
    add_old(packet, s);
  else
    add_keyed(packet, version == 4 ? &form_v4 : version == 5 ? &form_1301 : &form_v6, 6, s);
  if (version == 5) end_v5(packet, 0);
}

/* Any version but the one that the program was compiled for ended it. */
static void test_all_versions_in_one_run(void **unused) {
  (void)unused;
  struct watch watch;
  struct packet packet;
  watch_open(&watch, (struct ft_pf_options){0});
  for (uint8_t version = 2; version <= 6; version++) {
    struct sample s = sample_new(version);
    make_version(&packet, version, &s);
    assert_int_equal(feed(&watch, 0, &packet), 0);
    assert_told(&watch, version - 2u, version, version + 1u, -10000, 0);
  }
  /* On the firewall's own interface nothing else can be there. */
  packet.data[0] = 1;
  assert_int_equal(feed(&watch, 0, &packet), -1);
  packet.data[0] = 7;
  assert_int_equal(feed(&watch, 0, &packet), -1);
  ft_pf_monitor_free(watch.monitor);
}

/* Inside IP anybody can send anything: it is counted, the program goes on. */
static void test_other_versions_on_a_network(void **unused) {
  (void)unused;
  static const int types[] = {101, 246};
  struct watch watch;
  struct packet packet = {.size = 60};
  put(packet.data, 0x4500003c, 4);
  packet.data[8] = 255;
  packet.data[9] = 240;
  for (size_t i = 0; i < 2; i++) {
    watch_open(&watch, (struct ft_pf_options){.link = ft_pf_link_find(types[i])});
    for (unsigned version = 0; version < 256; version++) {
      packet.data[20] = (uint8_t)version;
      assert_int_equal(feed(&watch, 0, &packet), 0);
    }
    assert_int_equal(ft_pf_monitor_statistics(watch.monitor)->packets, 256);
    assert_int_equal(ft_pf_monitor_statistics(watch.monitor)->skipped, 251);
    ft_pf_monitor_free(watch.monitor);
  }
}

/* A name of 16 octets has no NUL behind it; -D showed what follows in the message. */
static void keep_name(void *arg, enum ft_pf_kind kind, const struct ft_pf_state *state) {
  assert_int_equal(kind, FT_PF_DELETE);
  memcpy(arg, state->interface, FT_PF_INTERFACE_SIZE);
}

static void test_interface_names_end(void **unused) {
  (void)unused;
  struct packet packet;
  char name[FT_PF_INTERFACE_SIZE];
  for (uint8_t version = 2; version <= 6; version++) {
    struct sample s = sample_new(1);
    s.interface = "sixteen-octets-x";
    make_version(&packet, version, &s);
    assert_int_equal(ft_pf_parse(packet.data, packet.size, keep_name, name), FT_PF_OK);
    assert_string_equal(name, s.interface);
  }
}

/* A counter may need 65536 rounds, but packets that cost nothing may not ask for them for ever. */
static void test_rounds_are_paid_with_octets(void **unused) {
  (void)unused;
  struct watch watch;
  struct packet packet;
  struct sample huge = sample_new(1), small = sample_new(2), large = sample_new(3);
  const uint64_t most = UINT32_MAX, limit = most * FT_PF_MAX_ROUNDS;
  watch_open(&watch, (struct ft_pf_options){.counter_limit = limit});
  huge.packets[0] = huge.octets[0] = limit;
  large.octets[1] = 5 * most;
  for (size_t i = 0; i < 4; i++)
    feed_state(&watch, 0, FULL_DELETE, &huge);
  assert_int_equal(watch.count, 4);
  for (size_t i = 0; i < 100; i++)
    feed_state(&watch, 0, FULL_DELETE, &huge);
  assert_int_equal(watch.count, 4);
  assert_int_equal(watch.lines, 1);
  assert_int_equal(ft_pf_monitor_statistics(watch.monitor)->implausible, 100);
  /* What other states need is there again with the next packets. */
  feed_state(&watch, 0, FULL_DELETE, &small);
  feed_state(&watch, 0, FULL_DELETE, &large);
  assert_told(&watch, 4, 2, 3, -10000, 0);
  assert_told(&watch, 5, 3, 4, -10000, 0);
  /* Remembered ones pay when they end, and directions without packets cost nothing. */
  feed_state(&watch, 0, FULL_INSERT, &huge);
  feed_delete(&watch, 0, 1, 7);
  assert_int_equal(watch.count, 6);
  huge.packets[0] = 0;
  huge.octets[1] = 7;
  feed_state(&watch, 0, FULL_DELETE, &huge);
  assert_int_equal(watch.count, 7);
  begin_v6(&packet);
  packet.data[0] = 2; /* empty, but octets all the same */
  packet.size = sizeof packet.data;
  huge.packets[0] = huge.octets[0];
  for (uint64_t paid = 0; paid < UINT64_C(64) * FT_PF_MAX_ROUNDS; paid += packet.size)
    feed(&watch, 0, &packet);
  feed_state(&watch, 0, FULL_DELETE, &huge);
  assert_int_equal(watch.count, 8);
  ft_pf_monitor_free(watch.monitor);
}

/* Counts that promise much: the octets that are there decide. */
static void test_counts_without_messages(void **unused) {
  (void)unused;
  static const uint8_t told_sizes[] = {0, 1, 3, 66, 255};
  struct watch watch;
  struct packet packet;
  watch_open(&watch, (struct ft_pf_options){0});
  for (unsigned version = 5; version <= 6; version++)
    for (unsigned action = 0; action < 256; action++)
      for (size_t i = 0; i < sizeof told_sizes; i++) {
        begin_new(&packet, (uint8_t)version);
        uint8_t *message = add_new(&packet, (uint8_t)action, 40);
        message[-3] = told_sizes[i];
        put(message - 2, 65535, 2);
        assert_int_equal(feed(&watch, 0, &packet), 0);
      }
  const struct ft_pf_statistics *statistics = ft_pf_monitor_statistics(watch.monitor);
  for (int kind = 0; kind < FT_PF_KINDS; kind++)
    assert_int_equal(statistics->kinds[kind], 0);
  ft_pf_monitor_free(watch.monitor);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_every_state_of_a_packet),
      cmocka_unit_test(test_times_of_a_savefile),
      cmocka_unit_test(test_a_savefile_always_gives_the_same),
      cmocka_unit_test(test_old_states),
      cmocka_unit_test(test_states_older_than_the_program),
      cmocka_unit_test(test_link_types_are_checked),
      cmocka_unit_test(test_all_versions_in_one_run),
      cmocka_unit_test(test_other_versions_on_a_network),
      cmocka_unit_test(test_interface_names_end),
      cmocka_unit_test(test_rounds_are_paid_with_octets),
      cmocka_unit_test(test_counts_without_messages),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
