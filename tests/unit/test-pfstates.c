/* Remembered states and the clock (pfflowd.md 4, 6, 8). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "pfsync-watch.h"

static void test_update_keeps_creation_insert_starts_anew(void **unused) {
  (void)unused;
  struct watch watch;
  struct sample s = sample_new(1);
  watch_open(&watch, (struct ft_pf_options){0});
  feed_state(&watch, 0, FULL_INSERT, &s);
  s.packets[0] = 50;
  s.age = 4000; /* wrong on purpose: the first age counts */
  feed_state(&watch, 20, FULL_UPDATE, &s);
  feed_delete(&watch, 30, 1, 7);
  feed_delete(&watch, 31, 1, 7); /* unknown by now */
  assert_int_equal(watch.count, 1);
  assert_told(&watch, 0, 1, 50, -10000, 30000);
  s.age = 0;
  feed_state(&watch, 40, FULL_UPDATE, &s); /* unknown states are learnt from updates */
  feed_state(&watch, 50, FULL_INSERT, &s);
  feed_delete(&watch, 60, 1, 7);
  assert_told(&watch, 1, 1, 50, 50000, 60000);
  assert_int_equal(ft_pf_monitor_statistics(watch.monitor)->unknown_deletes, 1);
  assert_int_equal(ft_pf_monitor_statistics(watch.monitor)->remembered, 0);
  ft_pf_monitor_free(watch.monitor);
}

static void test_full_delete_is_told_each_time(void **unused) {
  (void)unused;
  struct watch watch;
  struct sample s = sample_new(1);
  watch_open(&watch, (struct ft_pf_options){0});
  feed_state(&watch, 0, FULL_INSERT, &s);
  s.age = 25;
  feed_state(&watch, 20, FULL_DELETE, &s);
  feed_state(&watch, 20, FULL_DELETE, &s);
  feed_delete(&watch, 21, 1, 7);
  assert_int_equal(watch.count, 2);
  assert_told(&watch, 0, 1, 2, -5000, 20000);
  assert_told(&watch, 1, 1, 2, -5000, 20000);
  ft_pf_monitor_free(watch.monitor);
}

static void test_creators_are_kept_apart(void **unused) {
  (void)unused;
  struct watch watch;
  struct sample s = sample_new(1);
  watch_open(&watch, (struct ft_pf_options){0});
  feed_state(&watch, 0, FULL_INSERT, &s);
  s.creator = 8;
  s.packets[0] = 99;
  feed_state(&watch, 0, FULL_INSERT, &s);
  feed_delete(&watch, 1, 1, 7);
  assert_told(&watch, 0, 1, 2, -10000, 1000);
  feed_delete(&watch, 2, 1, 8);
  assert_told(&watch, 1, 1, 99, -10000, 2000);
  ft_pf_monitor_free(watch.monitor);
}

static void test_clear(void **unused) {
  (void)unused;
  struct watch watch;
  watch_open(&watch, (struct ft_pf_options){0});
  for (uint64_t id = 1; id <= 6; id++) {
    struct sample s = sample_new(id);
    if (id % 2 == 0) s.interface = "em1";
    if (id == 6) s.creator = 8;
    feed_state(&watch, 0, FULL_INSERT, &s);
  }
  struct sample again = sample_new(1);
  feed_state(&watch, 1, FULL_INSERT, &again); /* becomes known anew, behind the others */
  feed_clear(&watch, 2, "", 0);
  feed_clear(&watch, 2, "em", 7);
  assert_int_equal(watch.count, 0);
  feed_clear(&watch, 3, "em1", 7);
  assert_int_equal(watch.count, 2);
  assert_told(&watch, 0, 2, 3, -10000, 3000);
  assert_told(&watch, 1, 4, 5, -10000, 3000);
  feed_clear(&watch, 4, "", 7);
  assert_int_equal(watch.count, 5);
  assert_told(&watch, 2, 3, 4, -10000, 4000);
  assert_told(&watch, 3, 5, 6, -10000, 4000);
  assert_told(&watch, 4, 1, 2, -9000, 4000);
  assert_int_equal(ft_pf_monitor_statistics(watch.monitor)->remembered, 1);
  ft_pf_monitor_free(watch.monitor);
}

/* A state that moved is found on its new interface only, in its old place. */
static void test_clear_after_a_move(void **unused) {
  (void)unused;
  struct watch watch;
  watch_open(&watch, (struct ft_pf_options){0});
  for (uint64_t id = 1; id <= 3; id++) {
    struct sample s = sample_new(id);
    s.interface = id == 1 ? "em0" : "em1";
    feed_state(&watch, 0, FULL_INSERT, &s);
  }
  struct sample moved = sample_new(1);
  moved.interface = "em1";
  feed_state(&watch, 1, FULL_UPDATE, &moved);
  feed_clear(&watch, 2, "em0", 7);
  assert_int_equal(watch.count, 0);
  feed_clear(&watch, 2, "em1", 7);
  assert_int_equal(watch.count, 3);
  for (uint64_t id = 1; id <= 3; id++)
    assert_int_equal(watch.told[id - 1].id, id);
  ft_pf_monitor_free(watch.monitor);
}

static void test_lost_deletes(void **unused) {
  (void)unused;
  struct watch watch;
  struct packet packet;
  struct sample quiet = sample_new(1), refreshed = sample_new(2), patient = sample_new(3);
  struct sample later = sample_new(4), twin = sample_new(5);
  patient.expire = 700; /* due 760 s after its mention */
  watch_open(&watch, (struct ft_pf_options){0});
  feed_state(&watch, 0, FULL_INSERT, &patient);
  feed_state(&watch, 0, FULL_INSERT, &refreshed);
  feed_state(&watch, 0, FULL_INSERT, &quiet);
  feed_state(&watch, 0, FULL_INSERT, &twin);
  feed_state(&watch, 5, FULL_INSERT, &later);
  begin_v6(&packet);
  add_refresh(&packet, &refreshed);
  feed(&watch, 400, &packet);
  ft_pf_monitor_tick(watch.monitor, START + 600 * SECOND - 1);
  assert_int_equal(watch.count, 0);
  /* Those that are due leave apart from what the packet itself deletes. */
  feed_delete(&watch, 605, 3, 7);
  assert_int_equal(watch.count, 4);
  assert_told(&watch, 0, 1, 2, -10000, 0);
  assert_told(&watch, 1, 5, 6, -10000, 0);
  assert_told(&watch, 2, 4, 5, -5000, 5000);
  assert_told(&watch, 3, 3, 4, -10000, 605000);
  assert_int_equal(watch.told[0].uptime, UPTIME + 605000);
  assert_int_equal(watch.told[2].batch, 0);
  assert_int_equal(watch.told[3].batch, 1);
  assert_int_equal(watch.batches, 2);
  ft_pf_monitor_tick(watch.monitor, START + 1000 * SECOND);
  assert_told(&watch, 4, 2, 3, -10000, 400000);
  feed_state(&watch, 2000, FULL_INSERT, &patient);
  ft_pf_monitor_tick(watch.monitor, START + 2760 * SECOND - 1);
  assert_int_equal(watch.count, 5);
  ft_pf_monitor_tick(watch.monitor, START + 2760 * SECOND);
  assert_told(&watch, 5, 3, 4, 1990000, 2000000);
  assert_int_equal(ft_pf_monitor_statistics(watch.monitor)->lost_deletes, 5);
  ft_pf_monitor_free(watch.monitor);
}

static void test_limit(void **unused) {
  (void)unused;
  struct watch watch;
  watch_open(&watch, (struct ft_pf_options){.state_limit = 3});
  struct sample s = sample_new(1);
  for (uint64_t id = 1; id <= 3; id++) {
    s = sample_new(id);
    feed_state(&watch, (int64_t)id - 1, FULL_INSERT, &s);
  }
  s = sample_new(1);
  feed_state(&watch, 10, FULL_UPDATE, &s);
  for (uint64_t id = 4; id <= 5; id++) {
    s = sample_new(id);
    feed_state(&watch, 20, FULL_INSERT, &s);
  }
  assert_int_equal(watch.count, 2);
  assert_told(&watch, 0, 2, 3, -9000, 1000);
  assert_told(&watch, 1, 3, 4, -8000, 2000);
  assert_int_equal(watch.lines, 1);
  feed_state(&watch, 21, FULL_UPDATE, &s); /* known: needs no room */
  assert_int_equal(watch.count, 2);
  assert_int_equal(ft_pf_monitor_statistics(watch.monitor)->remembered, 3);
  ft_pf_monitor_free(watch.monitor);
}

static void test_many_states(void **unused) {
  (void)unused;
  enum { MANY = 20000 };
  struct watch watch;
  watch_open(&watch, (struct ft_pf_options){.direction = FT_PF_IN});
  struct sample s = sample_new(1);
  for (uint64_t i = 0; i < MANY; i++) {
    s.id = i * 7919 % MANY;
    s.expire = (uint32_t)(i * 31 % 5000);
    feed_state(&watch, 0, FULL_INSERT, &s);
  }
  assert_int_equal(ft_pf_monitor_statistics(watch.monitor)->remembered, MANY);
  for (uint64_t i = 0; i < MANY; i += 2)
    feed_delete(&watch, 1, i, 7);
  assert_int_equal(ft_pf_monitor_statistics(watch.monitor)->remembered, MANY / 2);
  ft_pf_monitor_tick(watch.monitor, START + 6000 * SECOND);
  assert_int_equal(ft_pf_monitor_statistics(watch.monitor)->remembered, 0);
  assert_int_equal(ft_pf_monitor_statistics(watch.monitor)->unknown_deletes, 0);
  assert_int_equal(watch.count, 0); /* all went out, in was asked for */
  ft_pf_monitor_free(watch.monitor);
}

static void test_orientation(void **unused) {
  (void)unused;
  struct watch watch;
  struct packet packet;
  struct sample s = sample_new(1);
  watch_open(&watch, (struct ft_pf_options){0});
  feed_state(&watch, 0, FULL_DELETE, &s);
  s.direction = FT_PF_IN;
  feed_state(&watch, 0, FULL_DELETE, &s);
  s.direction = FT_PF_OUT;
  s.protocol = 1;
  begin_v6(&packet);
  add_v6_state(&packet, FULL_DELETE, &s);
  put(packet.data + 24 + 24 + 32, 777, 2); /* port[0] of the wire key */
  feed(&watch, 0, &packet);
  assert_int_equal(watch.count, 3);
  assert_int_equal(ft_addr_to_u32(&watch.told[0].source.addr), 0x0a000001);
  assert_int_equal(watch.told[0].source.port, 1001);
  assert_int_equal(watch.told[0].destination.port, 80);
  assert_int_equal(ft_addr_to_u32(&watch.told[1].source.addr), 0xc0000209);
  assert_int_equal(watch.told[1].destination.port, 1001);
  assert_int_equal(watch.told[2].destination.port, 777);
  ft_pf_monitor_free(watch.monitor);
}

static void test_clock_restarts_before_it_wraps(void **unused) {
  (void)unused;
  struct watch watch;
  struct sample s = sample_new(1);
  watch_open(&watch, (struct ft_pf_options){0});
  ft_pf_monitor_set_clock(watch.monitor, START, UINT32_MAX - 999);
  s.age = 3;
  feed_state(&watch, 0, FULL_DELETE, &s);
  assert_int_equal(watch.told[0].uptime, UINT32_MAX - 999);
  assert_int_equal(watch.told[0].first, UINT32_MAX - 3999);
  feed_state(&watch, 1, FULL_DELETE, &s);
  assert_int_equal(watch.told[1].uptime, 0x80000000u);
  assert_int_equal(watch.told[1].first, 0x80000000u - 3000);
  assert_int_equal(watch.told[1].last, 0x80000000u);
  feed_state(&watch, 10000000, FULL_DELETE, &s);
  assert_true(watch.told[2].uptime >= 0x80000000u);
  assert_int_equal(watch.told[2].uptime - watch.told[2].first, 3000);
  ft_pf_monitor_free(watch.monitor);
}

static void test_clock_steps_back(void **unused) {
  (void)unused;
  struct watch watch;
  struct sample s = sample_new(1);
  watch_open(&watch, (struct ft_pf_options){0});
  ft_pf_monitor_set_clock(watch.monitor, START, 5000);
  s.age = 0;
  feed_state(&watch, 0, FULL_INSERT, &s);
  feed_delete(&watch, -3, 1, 7);
  assert_int_equal(watch.told[0].uptime, 2000);
  assert_int_equal(watch.told[0].last, 2000);
  assert_int_equal(watch.told[0].first, 2000);
  s.age = UINT32_MAX;
  feed_state(&watch, -90000, FULL_DELETE, &s);
  assert_int_equal(watch.told[1].uptime, 0);
  assert_int_equal(watch.told[1].first, 0);
  ft_pf_monitor_free(watch.monitor);
}

/* 49.7 days are 2^32 ms: an age in ms needs more than 32 bits. */
static void test_old_states(void **unused) {
  (void)unused;
  struct watch watch;
  struct sample s = sample_new(1);
  watch_open(&watch, (struct ft_pf_options){0});
  s.age = 5000000;
  feed_state(&watch, 0, FULL_DELETE, &s);
  assert_int_equal(watch.told[0].first, 0); /* older than SysUptime */
  s.age = 999999;
  feed_state(&watch, 0, FULL_DELETE, &s);
  assert_int_equal(watch.told[1].first, UPTIME - 999999000);
  ft_pf_monitor_free(watch.monitor);
}

/* Live, a state that is older than the program keeps its start: the system booted before. */
static void test_states_older_than_the_program(void **unused) {
  (void)unused;
  struct watch watch;
  struct sample s = sample_new(1);
  watch_open(&watch, (struct ft_pf_options){0});
  ft_pf_monitor_set_clock(watch.monitor, START, 7200000);
  s.age = 3600;
  feed_state(&watch, 1, FULL_DELETE, &s);
  assert_int_equal(watch.told[0].uptime, 7201000);
  assert_int_equal(watch.told[0].first, 3601000);
  assert_int_equal(watch.told[0].last, 7201000);
  ft_pf_monitor_free(watch.monitor);
}

static void test_log_is_limited(void **unused) {
  (void)unused;
  struct watch watch;
  struct packet packet;
  begin_old(&packet, 2, 3, 4);
  watch_open(&watch, (struct ft_pf_options){0});
  for (int i = 0; i < 100; i++)
    feed(&watch, 0, &packet);
  assert_int_equal(watch.lines, 1);
  feed(&watch, 1, &packet);
  packet.size = 2; /* another kind */
  feed(&watch, 1, &packet);
  assert_int_equal(watch.lines, 3);
  assert_int_equal(ft_pf_monitor_statistics(watch.monitor)->runts, 102);
  ft_pf_monitor_free(watch.monitor);
  watch_open(&watch, (struct ft_pf_options){.log_everything = true});
  for (int i = 0; i < 100; i++)
    feed(&watch, 0, &packet);
  assert_int_equal(watch.lines, 100);
  for (int i = 0; i < 2000; i++)
    feed(&watch, i, &packet);
  assert_int_equal(watch.lines, 1000);
  packet.data[0] = 1;
  packet.size = 20;
  assert_int_equal(feed(&watch, 0, &packet), -1);
  ft_pf_monitor_free(watch.monitor);
}

static void test_implausible_counters(void **unused) {
  (void)unused;
  struct watch watch;
  struct sample s = sample_new(1);
  struct ft_pf_format format;
  assert_true(ft_pf_format_find(5, &format));
  uint64_t limit = format.counter_limit;
  assert_true(limit == UINT64_C(4294967295) * FT_PF_MAX_ROUNDS);
  watch_open(&watch, (struct ft_pf_options){.counter_limit = limit});
  s.octets[1] = limit;
  feed_state(&watch, 0, FULL_DELETE, &s);
  assert_int_equal(watch.count, 1);
  s.octets[1]++;
  feed_state(&watch, 0, FULL_DELETE, &s);
  assert_int_equal(watch.count, 1);
  assert_int_equal(watch.lines, 1);
  ft_pf_monitor_free(watch.monitor);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_update_keeps_creation_insert_starts_anew),
      cmocka_unit_test(test_full_delete_is_told_each_time),
      cmocka_unit_test(test_creators_are_kept_apart),
      cmocka_unit_test(test_clear),
      cmocka_unit_test(test_clear_after_a_move),
      cmocka_unit_test(test_lost_deletes),
      cmocka_unit_test(test_limit),
      cmocka_unit_test(test_many_states),
      cmocka_unit_test(test_orientation),
      cmocka_unit_test(test_clock_restarts_before_it_wraps),
      cmocka_unit_test(test_clock_steps_back),
      cmocka_unit_test(test_old_states),
      cmocka_unit_test(test_states_older_than_the_program),
      cmocka_unit_test(test_log_is_limited),
      cmocka_unit_test(test_implausible_counters),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
