/* Flows made of states that are over, and how they fill datagrams (pfflowd.md 4, 5). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "pfsync-packets.h"
#include "template-decode.h"

#define UPTIME 1000000000u

struct flow {
  uint64_t packets, octets;
  bool reverse;
};
struct datagrams {
  unsigned counts[64];
  size_t count, flow_count;
  uint32_t sequence;
  struct flow flows[256];
};

static int take_datagram(void *arg, const uint8_t *data, size_t size) {
  struct datagrams *datagrams = arg;
  struct ft_datagram datagram;
  uint8_t records[FT_DATAGRAM_RECORDS * FT_RECORD_MAX];
  struct ft_addr exporter = ft_addr_from_u32(0);
  assert_int_equal(ft_datagram_check(data, size, &datagram, NULL), 0);
  if (datagram.layout->version == 5) assert_int_equal(datagram.sequence, datagrams->sequence);
  datagrams->sequence += datagram.count;
  datagrams->counts[datagrams->count++] = datagram.count;
  ft_datagram_decode(&datagram, &exporter, records);
  for (unsigned i = 0; i < datagram.count; i++) {
    const uint8_t *record = records + i * datagram.layout->size;
    struct flow *flow = &datagrams->flows[datagrams->flow_count++];
    flow->packets = ft_load(record, ft_column(datagram.layout, FT_F_DPKTS));
    flow->octets = ft_load(record, ft_column(datagram.layout, FT_F_DOCTETS));
    flow->reverse = ft_load(record, ft_column(datagram.layout, FT_F_SRCPORT)) == 80;
  }
  return 0;
}

/* One batch of states with these counters, packets and octets both ways. */
static void export(unsigned version, struct datagrams *datagrams, size_t states,
                   const uint64_t counters[4]) {
  struct ft_pf_format format;
  assert_true(ft_pf_format_find(version, &format));
  struct ft_pf_exporter *exporter = ft_pf_exporter_new(&format, take_datagram, datagrams, NULL);
  struct ft_pf_state state = {.protocol = 6};
  state.stack[0] = (struct ft_pf_endpoint){ft_addr_from_u32(1), 80};
  state.stack[1] = (struct ft_pf_endpoint){ft_addr_from_u32(2), 1024};
  memset(datagrams, 0, sizeof *datagrams);
  for (int i = 0; i < 2; i++) {
    state.packets[i] = counters[i];
    state.octets[i] = counters[2 + i];
  }
  struct ft_pf_ended ended = {.state = &state,
                              .source = &state.stack[1],
                              .destination = &state.stack[0],
                              .stamp = {UPTIME, 1, 0},
                              .first = 1,
                              .last = 2};
  assert_non_null(exporter);
  for (size_t i = 0; i < states; i++)
    ft_pf_exporter_put(exporter, &ended);
  bool sent = ft_pf_exporter_flush(exporter);
  assert_int_equal(sent, datagrams->flow_count > 0);
  assert_false(ft_pf_exporter_flush(exporter));
  assert_int_equal(ft_pf_exporter_flows(exporter), datagrams->flow_count);
  ft_pf_exporter_free(exporter);
}

static void test_packing(void **unused) {
  (void)unused;
  static const struct {
    unsigned version;
    size_t states;
    uint64_t reverse;
    unsigned counts[5];
  } cases[] = {{5, 40, 1, {30, 30, 20}}, {5, 65, 0, {29, 29, 7}},  {5, 15, 1, {30}},
               {5, 29, 0, {29}},         {1, 30, 1, {24, 24, 12}}, {1, 25, 0, {23, 2}}};
  static struct datagrams datagrams;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    export(cases[i].version, &datagrams, cases[i].states,
           (const uint64_t[]){1, cases[i].reverse, 100, 100});
    for (size_t j = 0; j < 5; j++)
      assert_int_equal(datagrams.counts[j], cases[i].counts[j]);
  }
}

#define MOST UINT64_C(4294967295)

static void test_rounds(void **unused) {
  (void)unused;
  static const struct {
    uint64_t counters[4];
    struct flow flows[6];
    size_t count;
  } cases[] = {
      {{1, 2, 3, 4}, {{1, 3, false}, {2, 4, true}}, 2},
      {{0, 0, 5, 5}, {{0, 0, false}}, 0},
      {{0, 1, 5, 0}, {{1, 0, true}}, 1},
      {{MOST, 0, MOST, MOST}, {{MOST, MOST, false}}, 1},
      {{8000000, 4, UINT64_C(10000000000), 9},
       {{8000000, MOST, false}, {4, 9, true}, {0, MOST, false}, {0, 1410065410, false}},
       4},
      {{MOST + 1, 1, 7, MOST * 2},
       {{MOST, 7, false}, {1, MOST, true}, {1, 0, false}, {0, MOST, true}},
       4},
  };
  static struct datagrams datagrams;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    export(i % 2 ? 1 : 5, &datagrams, 1, cases[i].counters);
    assert_int_equal(datagrams.flow_count, cases[i].count);
    for (size_t j = 0; j < cases[i].count; j++) {
      assert_true(datagrams.flows[j].packets == cases[i].flows[j].packets);
      assert_true(datagrams.flows[j].octets == cases[i].flows[j].octets);
      assert_true(datagrams.flows[j].reverse == cases[i].flows[j].reverse);
    }
  }
}

/* The rounds of a state that is split are one stream of records, not a datagram each. */
static void test_rounds_share_a_datagram(void **unused) {
  (void)unused;
  static struct datagrams datagrams;
  export(5, &datagrams, 2, (const uint64_t[]){5, 5, MOST * 3, 1});
  assert_int_equal(datagrams.count, 1);
  assert_int_equal(datagrams.counts[0], 8);
  /* And the sums are exact. */
  export(5, &datagrams, 1, (const uint64_t[]){8000000, 1, UINT64_C(10000000000), 1});
  uint64_t packets = 0, octets = 0;
  for (size_t i = 0; i < datagrams.flow_count; i++) {
    packets += datagrams.flows[i].packets;
    octets += datagrams.flows[i].octets;
  }
  assert_true(packets == 8000001 && octets == UINT64_C(10000000001));
}

/* take_datagram compares each number: here many datagrams come of one packet. */
static void test_sequence_counts_all_records(void **unused) {
  (void)unused;
  static struct datagrams datagrams;
  export(5, &datagrams, 100, (const uint64_t[]){1, 1, 100, 100});
  assert_true(datagrams.count > 5);
  assert_int_equal(datagrams.sequence, 200);
}

/* -- versions 9 and 10 -- */

struct template_run {
  struct decoder decoder;
  unsigned datagrams, flows;
  size_t records, largest;
  unsigned ids[64];
  uint64_t packets[64], octets[64], ports[64];
};

static void keep_flow(void *arg, const struct decoder *decoder, unsigned id, const uint8_t *data) {
  struct template_run *run = arg;
  assert_true(run->flows < 64);
  run->ids[run->flows] = id;
  run->packets[run->flows] = element(decoder, id, 2, data);
  run->octets[run->flows] = element(decoder, id, 1, data);
  run->ports[run->flows++] = element(decoder, id, 7, data);
}

static int take_template_datagram(void *arg, const uint8_t *data, size_t size) {
  struct template_run *run = arg;
  decode_datagram(&run->decoder, data, size);
  run->records += run->decoder.records;
  if (size > run->largest) run->largest = size;
  run->datagrams++;
  return 0;
}

static struct ft_pf_ended ended_of(const struct ft_pf_state *state) {
  return (struct ft_pf_ended){.state = state,
                              .source = &state->stack[1],
                              .destination = &state->stack[0],
                              .stamp = {UPTIME, 1130760000, 0},
                              .first = UPTIME - 1000,
                              .last = UPTIME};
}

static void test_all_addresses_and_wide_counters(void **unused) {
  (void)unused;
  const struct ft_addr far6 = {16, {0x20, 0x01, 0x0d, 0xb8, [15] = 1}};
  const struct ft_addr near6 = {16, {0x20, 0x01, 0x0d, 0xb8, [15] = 2}};
  for (unsigned version = 9; version <= 10; version++) {
    struct ft_pf_format format;
    assert_true(ft_pf_format_find(version, &format));
    assert_int_equal(format.address_width, 0);
    assert_true(format.counter_limit == UINT64_MAX);
    static struct template_run run;
    memset(&run, 0, sizeof run);
    run.decoder = (struct decoder){.version = version, .record = keep_flow, .arg = &run};
    struct ft_pf_exporter *exporter =
        ft_pf_exporter_new(&format, take_template_datagram, &run, NULL);
    assert_non_null(exporter);
    struct ft_pf_state state = {.protocol = 17, .packets = {UINT64_MAX, 0}, .octets = {1, 9}};
    state.stack[0] = (struct ft_pf_endpoint){ft_addr_from_u32(1), 80};
    state.stack[1] = (struct ft_pf_endpoint){ft_addr_from_u32(2), 1024};
    struct ft_pf_ended ended = ended_of(&state);
    ft_pf_exporter_put(exporter, &ended); /* no packets, no reverse flow */
    state.stack[0].addr = far6;
    state.stack[1].addr = near6;
    state.packets[1] = 3;
    ft_pf_exporter_put(exporter, &ended);
    state.stack[0].addr.width = state.stack[1].addr.width = 8; /* nothing like that exists */
    ft_pf_exporter_put(exporter, &ended);
    assert_int_equal(run.datagrams, 0);
    assert_true(ft_pf_exporter_flush(exporter));
    assert_false(ft_pf_exporter_flush(exporter));
    assert_int_equal(run.datagrams, 1);
    assert_int_equal(run.flows, 3);
    assert_int_equal(ft_pf_exporter_flows(exporter), 3);
    static const unsigned ids[] = {256, 257, 257}, ports[] = {1024, 1024, 80};
    for (size_t i = 0; i < 3; i++) {
      assert_int_equal(run.ids[i], ids[i]);
      assert_int_equal(run.ports[i], ports[i]);
      assert_true(run.packets[i] == (i == 2 ? 3 : UINT64_MAX));
      assert_true(run.octets[i] == (i == 2 ? 9 : 1));
    }
    ft_pf_exporter_free(exporter);
  }
}

/* States of any kind and number a batch: every datagram is decoded, and all flows are in them. */
static void test_any_states(void **unused) {
  (void)unused;
  uint64_t chance = 7;
  for (unsigned version = 9; version <= 10; version++) {
    struct ft_pf_format format;
    assert_true(ft_pf_format_find(version, &format));
    struct template_run run = {.decoder = {.version = version}};
    struct ft_pf_exporter *exporter =
        ft_pf_exporter_new(&format, take_template_datagram, &run, NULL);
    assert_non_null(exporter);
    uint64_t expected = 0;
    for (unsigned i = 0; i < 20000; i++) {
      chance = chance * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
      struct ft_pf_state state = {.octets = {chance, ~chance}};
      state.packets[0] = chance >> 60 < 4 ? 0 : chance;
      state.packets[1] = chance >> 56 & 1;
      state.stack[0].addr.width = state.stack[1].addr.width = chance >> 57 & 1 ? 16 : 4;
      struct ft_pf_ended ended = ended_of(&state);
      ended.stamp.unix_secs += i / 100;
      ended.stamp.unix_nsecs = (uint32_t)(chance >> 32);
      ft_pf_exporter_put(exporter, &ended);
      expected += (state.packets[0] > 0) + (state.packets[1] > 0);
      if (chance >> 50 & 1) ft_pf_exporter_flush(exporter);
    }
    ft_pf_exporter_flush(exporter);
    assert_int_equal(ft_pf_exporter_flows(exporter), expected);
    assert_int_equal(run.records, expected);
    assert_true(run.largest <= 1432);
    ft_pf_exporter_free(exporter);
  }
}

static void test_versions(void **unused) {
  (void)unused;
  struct ft_pf_format format;
  for (unsigned version = 0; version < 1010; version++) {
    bool spoken = version == 1 || version == 5 || version == 9 || version == 10;
    assert_int_equal(ft_pf_format_find(version, &format), spoken);
    if (spoken) assert_int_equal(format.version, version);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_packing),
      cmocka_unit_test(test_rounds),
      cmocka_unit_test(test_rounds_share_a_datagram),
      cmocka_unit_test(test_sequence_counts_all_records),
      cmocka_unit_test(test_all_addresses_and_wide_counters),
      cmocka_unit_test(test_any_states),
      cmocka_unit_test(test_versions),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
