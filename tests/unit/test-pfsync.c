/* pfsync messages of all versions (pfflowd.md 7). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

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
}

static void test_states_with_keys(void **unused) {
  (void)unused;
  static const struct keyed_form *const forms[] = {&form_240,  &form_1301, &form_1400,
                                                   &form_1500, &form_v6,   &form_v6_240};
  static struct packet packet;
  static struct seen seen;
  struct sample first = sample_new(1), second = sample_new(2);
  second.interface = "sixteen-octets-0";
  second.direction = FT_PF_IN;
  second.octets[1] = UINT64_C(0x123456789abcdef);
  begin_old(&packet, 4, 3, 20);
  add_keyed(&packet, &form_v4, 3, &first);
  add_keyed(&packet, &form_v4, 3, &second);
  assert_int_equal(parse(&packet, &seen), FT_PF_OK);
  assert_int_equal(seen.count, 2);
  assert_int_equal(seen.kinds[0], FT_PF_DELETE);
  assert_sample(&seen.states[0], &first);
  assert_sample(&seen.states[1], &second);
  for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
    begin_new(&packet, forms[i]->version);
    add_keyed(&packet, forms[i], forms[i]->insert, &first);
    add_keyed(&packet, forms[i], forms[i]->update, &second);
    add_delete(&packet, 9, 7);
    if (forms[i]->version == 5) end_v5(&packet, 0);
    assert_int_equal(parse(&packet, &seen), FT_PF_OK);
    assert_int_equal(seen.count, 3);
    assert_int_equal(seen.kinds[0], FT_PF_INSERT);
    assert_int_equal(seen.kinds[1], FT_PF_UPDATE);
    assert_int_equal(seen.kinds[2], FT_PF_DELETE_COMPRESSED);
    assert_sample(&seen.states[0], &first);
    assert_sample(&seen.states[1], &second);
    assert_true(seen.states[2].id == 9 && seen.states[2].creator == 7);
  }
}

/* FreeBSD 15 translates between families: the key that is exported has its own. */
static void test_family_and_protocol_of_the_stack_key(void **unused) {
  (void)unused;
  static struct packet packet;
  static struct seen seen;
  struct sample s = sample_new(1);
  s.protocol = 1;
  begin_new(&packet, 5);
  add_keyed(&packet, &form_1500, 15, &s);
  packet.data[24 + 345] = 28;
  packet.data[24 + 348] = 58;
  end_v5(&packet, 0);
  assert_int_equal(parse(&packet, &seen), FT_PF_OK);
  assert_int_equal(seen.states[0].stack[0].addr.width, 16);
  assert_int_equal(seen.states[0].stack[1].addr.width, 16);
  assert_int_equal(seen.states[0].wire[1].addr.width, 4);
  assert_int_equal(seen.states[0].protocol, 58);
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
  begin_old(&packet, 4, 3, 4); /* version 4 never had that header */
  add_keyed(&packet, &form_v4, 3, &s);
  assert_int_equal(parse(&packet, &seen), FT_PF_RUNT);
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

/* -- version 5, which tells no sizes -- */

static const struct keyed_form *const doubtful_forms[] = {&form_240, &form_1301};

static void test_size_of_states_in_version_5(void **unused) {
  (void)unused;
  static struct packet packet;
  static struct seen seen;
  for (unsigned filling = 0; filling < 256; filling++)
    for (size_t i = 0; i < 2; i++)
      for (uint64_t count = 1; count <= 8; count++) {
        struct sample s = sample_new(1);
        begin_new(&packet, 5);
        for (s.id = 1; s.id <= count; s.id++)
          add_keyed(&packet, doubtful_forms[i], 3, &s);
        end_v5(&packet, count % 2 ? 20 : 0);
        /* The check code may be anything. */
        if (count % 2) memset(packet.data + packet.size - 20, (int)filling, 20);
        assert_int_equal(parse(&packet, &seen), FT_PF_OK);
        assert_int_equal(seen.count, count);
        for (s.id = 1; s.id <= count; s.id++)
          assert_sample(&seen.states[s.id - 1], &s);
      }
}

static void test_end_of_version_5(void **unused) {
  (void)unused;
  static struct packet packet;
  static struct seen seen;
  for (size_t rest = 0; rest <= 24; rest++) {
    begin_new(&packet, 5);
    add_delete(&packet, 1, 7);
    end_v5(&packet, rest);
    bool right = rest == 0 || rest == 20;
    assert_int_equal(parse(&packet, &seen), right ? FT_PF_OK : FT_PF_RUNT);
    assert_int_equal(seen.count, right ? 1 : 0);
  }
  begin_new(&packet, 5);
  put(add_new(&packet, 1, 0) - 2, 0, 2); /* count 0 is skipped, whatever the action */
  put(add_new(&packet, 77, 0) - 2, 0, 2);
  add_delete(&packet, 1, 7);
  assert_int_equal(parse(&packet, &seen), FT_PF_RUNT); /* no end */
  assert_int_equal(seen.count, 0);
  end_v5(&packet, 0);
  assert_int_equal(parse(&packet, &seen), FT_PF_OK);
  assert_int_equal(seen.count, 1);
  packet.size++; /* what is behind the length that the header tells is no part of it */
  assert_int_equal(parse(&packet, &seen), FT_PF_OK);
}

/* Messages of unknown size hide the end. */
static void test_unknown_size_in_version_5(void **unused) {
  (void)unused;
  static const uint8_t unknown[] = {8, 9, 11, 17, 200, 255};
  static struct packet packet;
  static struct seen seen;
  struct sample s = sample_new(1);
  for (size_t u = 0; u < sizeof unknown; u++)
    for (size_t i = 0; i < 2; i++) {
      const struct keyed_form *form = doubtful_forms[i];
      begin_new(&packet, 5);
      add_keyed(&packet, form, 1, &s);
      add_keyed(&packet, form, 3, &s);
      add_delete(&packet, 5, 7);
      add_new(&packet, unknown[u], 50);
      add_delete(&packet, 6, 7);
      end_v5(&packet, 9);
      assert_int_equal(parse(&packet, &seen), FT_PF_OK);
      assert_int_equal(seen.count, 3);
      assert_sample(&seen.states[1], &s);
      assert_int_equal(seen.states[2].id, 5);
      /* States that make no sense were not read with their size. */
      packet.data[24 + form->direction] = 3;
      assert_int_equal(parse(&packet, &seen), FT_PF_RUNT);
      assert_int_equal(seen.count, 0);
      packet.data[24 + form->direction] = FT_PF_IN;
      packet.data[24 + form->family] = 10;
      assert_int_equal(parse(&packet, &seen), FT_PF_RUNT);
    }
}

struct expected_action {
  uint8_t action;
  size_t size;
  enum ft_pf_kind kind;
};

static void test_every_action_of_version_5(void **unused) {
  (void)unused;
  static const struct expected_action actions[] = {
      {0, 20, FT_PF_CLEAR},    {1, 242, FT_PF_INSERT},
      {2, 12, FT_PF_OTHER},    {3, 242, FT_PF_UPDATE},
      {5, 12, FT_PF_OTHER},    {4, 84, FT_PF_UPDATE_COMPRESSED},
      {6, 242, FT_PF_DELETE},  {7, 12, FT_PF_DELETE_COMPRESSED},
      {10, 12, FT_PF_OTHER},   {13, 277, FT_PF_INSERT},
      {15, 360, FT_PF_INSERT}, {14, 277, FT_PF_UPDATE},
      {16, 360, FT_PF_UPDATE},
  };
  enum { COUNT = sizeof actions / sizeof *actions };
  static struct packet packet;
  static struct seen seen;
  begin_new(&packet, 5);
  for (size_t i = 0; i < COUNT; i++) {
    uint8_t *message = add_new(&packet, actions[i].action, 2 * actions[i].size);
    put(message - 2, 2, 2); /* two of each */
  }
  end_v5(&packet, 20);
  assert_int_equal(parse(&packet, &seen), FT_PF_OK);
  assert_int_equal(seen.count, 2 * COUNT);
  for (size_t i = 0; i < 2 * COUNT; i++)
    assert_int_equal(seen.kinds[i], actions[i / 2].kind);
}

static void test_every_action_of_versions_2_to_4(void **unused) {
  (void)unused;
  static const struct expected_action actions[] = {
      {0, 24, FT_PF_CLEAR},
      {1, 0, FT_PF_INSERT},
      {2, 0, FT_PF_UPDATE},
      {3, 0, FT_PF_DELETE},
      {4, 88, FT_PF_UPDATE_COMPRESSED},
      {5, 16, FT_PF_DELETE_COMPRESSED},
      {6, 1, FT_PF_OTHER},
      {7, 1, FT_PF_OTHER},
      {8, 16, FT_PF_OTHER},
      {9, 16, FT_PF_OTHER},
      {10, 1, FT_PF_OTHER},
  };
  static struct packet packet;
  static struct seen seen;
  for (uint8_t version = 2; version <= 4; version++)
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
      size_t size = actions[i].size, state = version == 2 ? 224 : 240;
      if (size == 0) size = state;
      begin_old(&packet, version, actions[i].action, version == 2 ? 4 : 20);
      add_raw(&packet, size);
      add_raw(&packet, size);
      assert_int_equal(parse(&packet, &seen), FT_PF_OK);
      assert_int_equal(seen.count, 2);
      assert_int_equal(seen.kinds[1], actions[i].kind);
      /* Nobody looks at what is ignored; a cut clear of version 2 may have the short form. */
      if (size == 1 || (version == 2 && actions[i].action == 0)) continue;
      packet.size--;
      assert_int_equal(parse(&packet, &seen), FT_PF_RUNT);
      assert_int_equal(seen.count, 0);
    }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_full_states_of_all_versions),
      cmocka_unit_test(test_states_with_keys),
      cmocka_unit_test(test_family_and_protocol_of_the_stack_key),
      cmocka_unit_test(test_families),
      cmocka_unit_test(test_header_of_version_3),
      cmocka_unit_test(test_both_forms_of_clear),
      cmocka_unit_test(test_verdicts),
      cmocka_unit_test(test_stepping_in_version_6),
      cmocka_unit_test(test_size_of_states_in_version_5),
      cmocka_unit_test(test_end_of_version_5),
      cmocka_unit_test(test_unknown_size_in_version_5),
      cmocka_unit_test(test_every_action_of_version_5),
      cmocka_unit_test(test_every_action_of_versions_2_to_4),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
