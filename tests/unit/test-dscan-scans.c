/* flow-dscan: what makes a scan, ageing, and the packed tables below. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scans.h"

#define N SCANS_NEW
#define K SCANS_KNOWN
#define H SCANS_HOST
#define P SCANS_PORT

static struct scans *make(uint32_t destinations, uint32_t ports, uint32_t timeout) {
  const struct scans_options options = {
      .destinations = destinations, .ports = ports, .timeout = timeout, .limit = SCANS_LIMIT};
  struct scans *scans = scans_new(&options);
  assert_non_null(scans);
  return scans;
}

static enum scans_verdict see(struct scans *scans, uint32_t src, uint32_t dst, unsigned port,
                              uint32_t now) {
  struct ft_addr from = ft_addr_from_u32(src), to = ft_addr_from_u32(dst);
  return scans_see(scans, &from, &to, port, now);
}

static struct scans_source *source_of(struct scans *scans, uint32_t src) {
  struct ft_addr addr = ft_addr_from_u32(src);
  uint32_t number = addresses_find(&scans->entries, scans_bucket(&addr), &addr);
  return number ? scans_source(scans, number) : NULL;
}

/* -- verdicts -- */

struct flow {
  uint32_t src, dst;
  unsigned port;
  enum scans_verdict verdict;
};

static void expect_verdicts(uint32_t destinations, uint32_t ports, const struct flow *flows,
                            size_t count) {
  struct scans *scans = make(destinations, ports, 0);
  for (uint32_t i = 0; i < count; i++) {
    enum scans_verdict verdict = see(scans, flows[i].src, flows[i].dst, flows[i].port, i + 1);
    if (verdict != flows[i].verdict) fail_msg("flow %u: %d", i, verdict);
  }
  scans_free(scans);
}
#define EXPECT(destinations, ports, flows)                                                         \
  expect_verdicts(destinations, ports, flows, sizeof(flows) / sizeof *(flows))

static void host_scan_at_one_destination_too_many(void **state) {
  (void)state;
  const struct flow flows[] = {
      {1, 10, 5000, N}, {1, 11, 5000, N}, {2, 10, 5000, N}, {1, 10, 5000, K},
      {1, 12, 5000, H}, {1, 13, 5000, K}, {1, 10, 5000, K}, {2, 11, 5000, N},
  };
  EXPECT(2, 64, flows);
}

static void port_scan_at_the_last_new_port(void **state) {
  (void)state;
  const struct flow flows[] = {
      {1, 10, 1, N},    {1, 10, 2, K}, {1, 10, 2, K}, {1, 10, 1024, K},
      {1, 10, 1023, P}, {1, 10, 4, K}, {1, 11, 5, K}, {1, 12, 6, K},
  };
  EXPECT(2, 3, flows);
}

static void first_flow_to_a_destination_makes_no_port_scan(void **state) {
  (void)state;
  const struct flow flows[] = {{1, 10, 22, N}, {1, 10, 5000, K}, {1, 10, 22, P}};
  EXPECT(2, 1, flows);
}

static void thresholds_of_nothing(void **state) {
  (void)state;
  const struct flow flows[] = {{1, 10, 5000, N}, {1, 11, 22, H}, {2, 10, 22, N}, {2, 10, 22, P}};
  EXPECT(0, 0, flows);
}

static void ports_of_a_reported_set_are_forgotten(void **state) {
  (void)state;
  struct scans *scans = make(10, 6, 0);
  for (unsigned port = 0; port < 6; port++)
    see(scans, 1, 10, port, port + 1);
  struct scans_source *source = source_of(scans, 1);
  assert_non_null(source);
  assert_int_equal(source->flags, SCANS_PORT_SCAN);
  assert_int_equal(source->depth, 1);
  assert_int_equal(scans_destination(scans, source->first)->ports.count, 0);
  assert_int_equal(scans->maps.count, 0);
  scans_free(scans);
}

static unsigned depth_of(struct scans *scans, uint32_t src) {
  const struct scans_source *source = source_of(scans, src);
  assert_non_null(source);
  return source->depth;
}

static void defect_8_more_than_255_destinations(void **state) {
  (void)state;
  struct scans *scans = make(70000, 64, 0);
  for (uint32_t i = 0; i < 70000; i++)
    assert_int_equal(see(scans, 1, 1000 + i, 5000, i + 1), SCANS_NEW);
  assert_int_equal(depth_of(scans, 1), 70000);
  assert_int_equal(see(scans, 1, 1, 5000, 70001), SCANS_HOST);
  assert_int_equal(depth_of(scans, 1), 0);
  assert_int_equal(scans->entries.count, 1);
  scans_free(scans);
}

static void buckets(void **state) {
  (void)state;
  struct ft_addr addr = ft_addr_from_u32(0x0a42fffe);
  assert_int_equal(scans_bucket(&addr), 0x0a42 ^ 0xfffe);
  struct ft_addr wide = {.width = 16, .octets = {0x20, 0x01, [14] = 0x12, 0x34}};
  assert_int_equal(scans_bucket(&wide), 0x2001 ^ 0x1234);
}

static void wide_addresses(void **state) {
  (void)state;
  struct scans *scans = make(1, 64, 0);
  struct ft_addr a = {.width = 16, .octets = {0x20, 1}}, b = a, c = a;
  b.octets[15] = 1;
  c.octets[7] = 1;
  assert_int_equal(scans_see(scans, &a, &b, 80, 1), SCANS_NEW);
  assert_int_equal(scans_see(scans, &a, &b, 80, 2), SCANS_KNOWN);
  assert_int_equal(scans_see(scans, &a, &c, 80, 3), SCANS_HOST);
  /* Nobody of that width can come again. */
  assert_int_equal(see(scans, 1, 2, 80, 4), SCANS_NEW);
  assert_int_equal(scans->entries.count, 2);
  scans_free(scans);
}

/* -- ageing -- */

static void age_is_counted_modulo_2_32(void **state) {
  (void)state;
  /* destination seen, ager runs, timeout, still there */
  const struct {
    uint32_t seen, now, timeout;
    bool stays;
  } cases[] = {
      {1, 1001, 1000, true},
      {1, 1002, 1000, false},
      {UINT32_MAX, 999, 1000, true},
      {0, 0, 1, true},
      {UINT32_MAX, 1000, 1000, false},
      {500, 1, 100000, false}, /* loaded from a state file: very old */
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct scans *scans = make(10, 64, cases[i].timeout);
    see(scans, 7, 8, 80, cases[i].seen);
    uint32_t work;
    while (!scans_age(scans, cases[i].now, &work))
      continue;
    assert_int_equal(source_of(scans, 7) != NULL, cases[i].stays);
    assert_int_equal(scans->entries.count, cases[i].stays ? 2 : 0);
    scans_free(scans);
  }
}

static void only_old_destinations_go(void **state) {
  (void)state;
  struct scans *scans = make(10, 64, 10);
  const uint32_t times[] = {1, 20, 2, 21, 3};
  for (uint32_t i = 0; i < 5; i++)
    see(scans, 7, i, 80, times[i]);
  uint32_t work;
  while (!scans_age(scans, 25, &work))
    continue;
  struct scans_source *source = source_of(scans, 7);
  assert_non_null(source);
  assert_int_equal(source->depth, 2);
  assert_int_equal(scans_destination(scans, source->first)->time, 20);
  assert_int_equal(scans_destination(scans, source->last)->time, 21);
  assert_int_equal(scans->totals.aged_destinations, 3);
  /* The list still grows at its end. */
  see(scans, 7, 99, 80, 26);
  source = source_of(scans, 7);
  assert_non_null(source);
  assert_int_equal(scans_destination(scans, source->last)->time, 26);
  scans_free(scans);
}

static void sources_of_host_scans_are_forgotten(void **state) {
  (void)state;
  struct scans *scans = make(1, 64, 1000000);
  see(scans, 7, 1, 80, 1);
  assert_int_equal(see(scans, 7, 2, 80, 2), SCANS_HOST);
  uint32_t work;
  while (!scans_age(scans, 3, &work))
    continue;
  assert_null(source_of(scans, 7));
  assert_int_equal(see(scans, 7, 1, 80, 4), SCANS_NEW);
  scans_free(scans);
}

static void when_the_ager_is_due(void **state) {
  (void)state;
  struct scans *scans = make(1, 64, 1), *never = make(1, 64, 0);
  assert_true(scans_age_due(scans, SCANS_NEW, 1000));
  assert_true(scans_age_due(scans, SCANS_HOST, 5000));
  assert_false(scans_age_due(scans, SCANS_NEW, 1001));
  assert_false(scans_age_due(scans, SCANS_KNOWN, 1000));
  assert_false(scans_age_due(scans, SCANS_PORT, 1000));
  assert_false(scans_age_due(never, SCANS_NEW, 1000));
  scans_free(scans);
  scans_free(never);
}

/* Empty buckets cost 1 each: a run stops in the 501st. A source with a destination costs 3. */
static void a_run_stops_when_it_has_worked_enough(void **state) {
  (void)state;
  struct scans *scans = make(10, 64, 1000);
  uint32_t work, runs = 1;
  assert_false(scans_age(scans, 1, &work));
  assert_int_equal(work, 501);
  assert_int_equal(scans->age_from, 500);
  see(scans, 500, 1, 80, 1);
  assert_false(scans_age(scans, 1, &work));
  assert_int_equal(scans->age_from, 997);
  for (scans->age_from = 0; !scans_age(scans, 1, &work);)
    runs++;
  assert_int_equal(scans->age_from, 0);
  assert_int_equal(runs, 65536 / 500 + 1);
  scans_free(scans);
}

static void defect_9_the_ager_does_not_stick(void **state) {
  (void)state;
  struct scans *scans = make(1000, 64, 1000000);
  for (uint32_t i = 0; i < 600; i++)
    see(scans, 100, i, 80, i); /* bucket 100: 603 by itself */
  uint32_t work;
  assert_false(scans_age(scans, 600, &work));
  assert_int_equal(scans->age_from, 100); /* walked again, it might fit */
  assert_false(scans_age(scans, 600, &work));
  assert_int_equal(work, 603);
  assert_int_equal(scans->age_from, 101);
  for (int runs = 0; !scans_age(scans, 600, &work); runs++)
    assert_true(runs < 1000);
  scans_free(scans);
}

/* The last bucket of all is too much as well. */
static void defect_9_nor_in_the_last_bucket(void **state) {
  (void)state;
  struct scans *scans = make(1000, 64, 1000000);
  for (uint32_t i = 0; i < 600; i++)
    see(scans, 0xffff, i, 80, i);
  uint32_t work;
  for (int runs = 0; !scans_age(scans, 600, &work); runs++)
    assert_true(runs < 1000);
  assert_int_equal(scans->age_from, 0);
  scans_free(scans);
}

/* -- memory -- */

static void invented_addresses_stay_within_the_limit(void **state) {
  (void)state;
  struct scans *scans = make(10, 64, 1000);
  scans->options.limit = 5000;
  for (uint32_t i = 0; i < 50000; i++) {
    /* a source of its own each, and some ports so that there are maps too */
    for (unsigned port = 0; port < (i % 3 ? 1 : 8); port++)
      assert_int_not_equal(see(scans, i * 2654435761u, i % 7, port, i), SCANS_NO_MEMORY);
    assert_true(scans->entries.count + scans->maps.count * 4 <= 5000);
  }
  assert_true(scans->totals.forgotten > 0);
  assert_true(scans->entries.count > 2000);
  assert_true(scans->entries.room <= 8192);
  scans_free(scans);
}

static void one_source_alone_stays_within_the_limit(void **state) {
  (void)state;
  struct scans *scans = make(UINT32_MAX, 64, 0);
  scans->options.limit = 100;
  for (uint32_t i = 0; i < 10000; i++)
    assert_int_equal(see(scans, 1, i, 80, i), SCANS_NEW);
  assert_true(scans->entries.count <= 100);
  scans_free(scans);
}

/* Against a plain model: what is put in is found, what is removed is not. */
static void entries_come_and_go(void **state) {
  (void)state;
  enum { KEYS = 3000 };
  static uint32_t number[KEYS];
  struct addresses a;
  addresses_init(&a, 4);
  memset(number, 0, sizeof number);
  uint32_t random = 1, count = 0;
  for (int step = 0; step < 60000; step++) {
    random = random * 1103515245 + 12345;
    uint32_t key = random / 65536 % KEYS, owner = key % 5;
    struct ft_addr addr = ft_addr_from_u32(key / 5);
    assert_int_equal(addresses_find(&a, owner, &addr), number[key]);
    if (number[key]) {
      assert_int_equal(*(uint32_t *)addresses_value(&a, number[key]), key);
      addresses_remove(&a, number[key]);
      number[key] = 0;
      count--;
    } else {
      number[key] = addresses_add(&a, owner, &addr, ADDRESSES_BEHIND);
      *(uint32_t *)addresses_value(&a, number[key]) = key;
      count++;
    }
    assert_int_equal(a.count, count);
  }
  addresses_clear(&a);
}

static void equals_keep_their_order(void **state) {
  (void)state;
  struct addresses a;
  addresses_init(&a, 4);
  struct ft_addr addr = ft_addr_from_u32(42);
  uint32_t second = addresses_add(&a, 1, &addr, ADDRESSES_BEFORE);
  uint32_t first = addresses_add(&a, 1, &addr, ADDRESSES_BEFORE);
  addresses_add(&a, 1, &addr, ADDRESSES_BEHIND);
  for (uint32_t i = 100; i < 20000; i++) { /* through several moves */
    struct ft_addr other = ft_addr_from_u32(i);
    assert_int_not_equal(addresses_add(&a, 1, &other, ADDRESSES_BEHIND), 0);
  }
  assert_int_equal(addresses_find(&a, 1, &addr), first);
  addresses_remove(&a, first);
  assert_int_equal(addresses_find(&a, 1, &addr), second);
  struct ft_addr wide = {.width = 16};
  assert_int_equal(addresses_add(&a, 1, &wide, ADDRESSES_BEHIND), 0);
  assert_int_equal(addresses_find(&a, 1, &wide), 0);
  addresses_clear(&a);
}

static void sets_of_ports(void **state) {
  (void)state;
  struct port_maps maps = {0};
  struct port_set sets[100];
  memset(sets, 0, sizeof sets);
  for (int round = 0; round < 2; round++) {
    for (unsigned s = 0; s < 100; s++)
      for (unsigned i = 0; i < s; i++) /* downwards, each twice */
        for (int twice = 0; twice < 2; twice++)
          assert_true(ports_add(&maps, &sets[s], 1023 - i * 10));
    assert_int_equal(maps.count, 95);
    for (unsigned s = 0; s < 100; s++) {
      unsigned port = 0, found = 0;
      assert_int_equal(sets[s].count, s);
      for (; (port = ports_next(&maps, &sets[s], port)) < PORTS_LIMIT; port++)
        assert_int_equal(port, 1023 - (s - ++found) * 10);
      assert_int_equal(found, s);
      ports_clear(&maps, &sets[s]);
      assert_int_equal(ports_next(&maps, &sets[s], 0), PORTS_LIMIT);
    }
    assert_int_equal(maps.count, 0);
  }
  assert_int_equal(maps.fresh, 95); /* the second round took what the first gave back */
  port_maps_free(&maps);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(host_scan_at_one_destination_too_many),
      cmocka_unit_test(port_scan_at_the_last_new_port),
      cmocka_unit_test(first_flow_to_a_destination_makes_no_port_scan),
      cmocka_unit_test(thresholds_of_nothing),
      cmocka_unit_test(ports_of_a_reported_set_are_forgotten),
      cmocka_unit_test(defect_8_more_than_255_destinations),
      cmocka_unit_test(buckets),
      cmocka_unit_test(wide_addresses),
      cmocka_unit_test(age_is_counted_modulo_2_32),
      cmocka_unit_test(only_old_destinations_go),
      cmocka_unit_test(sources_of_host_scans_are_forgotten),
      cmocka_unit_test(when_the_ager_is_due),
      cmocka_unit_test(a_run_stops_when_it_has_worked_enough),
      cmocka_unit_test(defect_9_the_ager_does_not_stick),
      cmocka_unit_test(defect_9_nor_in_the_last_bucket),
      cmocka_unit_test(invented_addresses_stay_within_the_limit),
      cmocka_unit_test(one_source_alone_stays_within_the_limit),
      cmocka_unit_test(entries_come_and_go),
      cmocka_unit_test(equals_keep_their_order),
      cmocka_unit_test(sets_of_ports),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
