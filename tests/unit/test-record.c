/* The field and layout tables, loads, swapping, translation. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ft/record.h"

static void masks_are_those_of_the_slots(void **state) {
  (void)state;
  const struct ft_layout *layout;
  for (size_t i = 0; (layout = ft_layout_at(i)) != NULL; i++) {
    uint64_t mask = 0;
    for (size_t s = 0; s < layout->slot_count; s++)
      if (!layout->slots[s].hidden)
        mask |= ft_field_info((enum ft_field_id)layout->slots[s].field)->bit;
    assert_int_equal(mask, layout->mask);
  }
}

static void slots_do_not_overlap(void **state) {
  (void)state;
  const struct ft_layout *layout;
  for (size_t i = 0; (layout = ft_layout_at(i)) != NULL; i++) {
    uint8_t stored[FT_RECORD_MAX] = {0}, sent[FT_RECORD_MAX] = {0};
    for (size_t s = 0; s < layout->slot_count; s++) {
      const struct ft_slot *slot = &layout->slots[s];
      for (unsigned k = 0; k < slot->width; k++) {
        assert_true(slot->offset + k < layout->size);
        assert_int_equal(stored[slot->offset + k]++, 0);
        if (slot->wire == FT_NOT_SENT) continue;
        assert_true(slot->wire + k < layout->wire_size);
        assert_int_equal(sent[slot->wire + k]++, 0);
      }
    }
    assert_true(layout->wire_header + layout->wire_max * layout->wire_size < 1500);
  }
}

static void layouts_are_found(void **state) {
  (void)state;
  struct ft_error err = FT_ERROR_INIT;
  assert_string_equal(ft_layout_find(8, 14)->name, "8.14");
  assert_string_equal(ft_layout_find(5, 3)->name, "5");
  assert_null(ft_layout_find(8, 15));
  assert_null(ft_layout_find_header(8, 1, 1, &err));
  assert_string_equal(err.text,
                      "Unsupported agg_version 1\nUnsupported record type (ftio_rec_size_");
  assert_string_equal(ft_layout_parse(" 8.3x", 0, NULL)->name, "8.3");
  assert_string_equal(ft_layout_parse("8", 1, NULL)->name, "8.1");
  assert_string_equal(ft_layout_parse("5.7", 0, NULL)->name, "5");
  static const struct {
    const char *text, *message;
  } bad[] = {
      {"x", "Version scan failed"},
      {"-5", "Version scan failed"},
      {"65536", "Version scan failed"},
      {"8.256", "Version scan failed"},
      {"8", "Unsupported agg_version 0\nUnsupported record type\nftio_set_ver(): failed"},
      {"8.15", "Unsupported agg_method 15\nUnsupported record type\nftio_set_ver(): failed"},
      {"9", "Unsupported d_version 9\nUnsupported record type\nftio_set_ver(): failed"},
  };
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    ft_error_clear(&err);
    assert_null(ft_layout_parse(bad[i].text, 0, &err));
    assert_string_equal(err.text, bad[i].message);
  }
}

static void field_lists(void **state) {
  (void)state;
  struct ft_error err = FT_ERROR_INIT;
  uint64_t mask;
  assert_int_equal(ft_field_mask_parse("SrcAddr,dpkts", &mask, &err), -1);
  assert_string_equal(err.text, "Out of order field: dpkts\nftxfield_parse(): failed");
  assert_int_equal(ft_field_mask_parse("dpkts,srcaddr", &mask, NULL), 0);
  assert_int_equal(mask, 0x1020);
  assert_int_equal(ft_field_mask_parse("marked_tos,extra_pkts,src_tag", &mask, NULL), 0);
  assert_int_equal(ft_field_mask_parse("extra_pkts,marked_tos", &mask, NULL), 0);
  assert_int_equal(ft_field_mask_parse("dpkts,,srcaddr", &mask, NULL), -1);
  assert_int_equal(ft_field_mask_parse("dpkts,dpkts", &mask, NULL), -1);
  assert_int_equal(ft_field_mask_parse("0x10", &mask, NULL), 0);
  assert_int_equal(mask, 0x10);
}

static void fill(uint8_t *record, size_t size, uint32_t seed) {
  for (size_t i = 0; i < size; i++) {
    seed = seed * 1664525 + 1013904223;
    record[i] = (uint8_t)(seed >> 24);
  }
}

static void swapping_twice_changes_nothing(void **state) {
  (void)state;
  const struct ft_layout *layout;
  for (size_t i = 0; (layout = ft_layout_at(i)) != NULL; i++) {
    uint8_t record[2 * FT_RECORD_MAX], copy[sizeof record];
    fill(record, sizeof record, (uint32_t)i);
    memcpy(copy, record, sizeof record);
    uint64_t octets = ft_load(record, ft_column(layout, FT_F_DOCTETS));
    ft_records_swap(layout, record, 2);
    assert_int_equal(ft_load(record, ft_column(layout, FT_F_DOCTETS)),
                     __builtin_bswap32((uint32_t)octets));
    ft_records_swap(layout, record, 2);
    assert_memory_equal(record, copy, sizeof record);
  }
}

/* Every pair: common fields are kept, all else is 0. */
static void translation_keeps_common_fields(void **state) {
  (void)state;
  const struct ft_layout *from, *to;
  for (size_t i = 0; (from = ft_layout_at(i)) != NULL; i++)
    for (size_t k = 0; (to = ft_layout_at(k)) != NULL; k++) {
      struct ft_translation *t = ft_translation_new(from, to, NULL);
      if (from != to && (from->version == 8 || to->version == 8)) {
        assert_null(t);
        continue;
      }
      assert_non_null(t);
      uint8_t in[FT_RECORD_MAX], out[FT_RECORD_MAX];
      fill(in, sizeof in, (uint32_t)(i * 31 + k));
      memset(out, 0xa5, sizeof out);
      ft_translate(t, in, out, 1);
      for (int f = 0; f < FT_FIELD_COUNT; f++)
        assert_int_equal(ft_load(out, ft_column(to, (enum ft_field_id)f)),
                         ft_column(to, (enum ft_field_id)f).width == 0
                             ? 0
                             : ft_load(in, ft_column(from, (enum ft_field_id)f)));
      ft_translation_free(t);
    }
}

static void time_arithmetic(void **state) {
  (void)state;
  const struct ft_layout *layout = ft_layout_find(5, 0);
  struct ft_clock clock;
  uint8_t record[FT_RECORD_MAX] = {0};
  ft_clock_bind(&clock, layout);
  ft_store(record, clock.secs, 1000);
  ft_store(record, clock.nsecs, 1999999999);
  ft_store(record, clock.uptime, 2000);
  ft_store(record, clock.first, 1);
  assert_int_equal(ft_clock_first_ms(&clock, record), 1000000);
  assert_int_equal(ft_clock_last_ms(&clock, record), 999999);
  ft_store(record, clock.secs, 0);
  ft_store(record, clock.nsecs, 0);
  int64_t ms = ft_clock_first_ms(&clock, record);
  assert_int_equal(ms, -1999);
  assert_int_equal(ft_ms_seconds(ms), 0xfffffffe);
  assert_int_equal(ft_ms_rest(ms), 1);
}

static void addresses(void **state) {
  (void)state;
  static const struct {
    const char *text;
    uint32_t value;
  } good[] = {{"10", 0x0a000000},  {"10.1", 0x0a010000},  {"1.2.3.4", 0x01020304},  {"", 0},
              {"..3", 0x00000300}, {"127.1", 0x7f010000}, {"1.2.3.4 5", 0x01020304}};
  static const char *const bad[] = {"256", "1.2.3.4.5", "1.2.3.4/32", "1,2", "1.2.3.4x", "-1"};
  struct ft_addr addr;
  for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
    assert_int_equal(ft_addr_parse(good[i].text, &addr, NULL), 0);
    assert_int_equal(ft_addr_to_u32(&addr), good[i].value);
  }
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    assert_int_equal(ft_addr_parse(bad[i], &addr, NULL), -1);
}

static void prefixes(void **state) {
  (void)state;
  static const struct {
    const char *text, *shown;
  } good[] = {{"10", "10/8"},
              {"10.1", "10.1/32"},
              {"128.146", "128.146/16"},
              {"192.1.1", "192.1.1/24"},
              {"224", "224/28"},
              {"225", "225/32"},
              {"240", "240/32"},
              {"0", "0/8"},
              {"0/0", "0/0"},
              {"192.168.0.10/24", "192.168/24"},
              {"10.0.0.1/32", "10.0.0.1/32"},
              {"10.0.0.1/99", "10.0.0.1/32"}};
  static const char *const bad[] = {"10/", "10/8,11/8", "10/-1", "10/255.0.0.0", "1.2.3.4.5/8"};
  for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
    struct ft_prefix p;
    char text[FT_ADDR_TEXT_SIZE];
    assert_int_equal(ft_prefix_parse(good[i].text, &p, NULL), 0);
    ft_prefix_format(&p.addr, p.length, text);
    assert_string_equal(text, good[i].shown);
  }
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    struct ft_prefix p;
    assert_int_equal(ft_prefix_parse(bad[i], &p, NULL), -1);
  }
}

/* Addresses of 16 octets, which templates have. */
static void wide_addresses(void **state) {
  (void)state;
  static const struct {
    const char *text;
    unsigned length;
    const char *shown;
    bool multicast;
  } cases[] = {
      {"2001:db8::1", 128, "2001:db8::1/128", false},
      {"2001:DB8:0:0:0:0:0:0", 32, "2001:db8::/32", false},
      {"ff02::1", 129, "ff02::1/0", true},
      {"fe02::1", 0, "fe02::1/0", false},
      {"224.0.0.1", 32, "224.0.0.1/32", true},
      {"223.255.255.255", 32, "223.255.255.255/32", false},
  };
  struct ft_addr addr;
  char text[FT_ADDR_TEXT_SIZE + 4];
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    assert_int_equal(ft_addr_parse_any(cases[i].text, &addr), 0);
    assert_int_equal(ft_prefix_format(&addr, cases[i].length, text), strlen(cases[i].shown));
    assert_string_equal(text, cases[i].shown);
    assert_int_equal(ft_addr_is_multicast(&addr), cases[i].multicast);
  }
  assert_int_equal(ft_addr_parse_any("2001:db8::g", &addr), -1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(masks_are_those_of_the_slots),
      cmocka_unit_test(slots_do_not_overlap),
      cmocka_unit_test(layouts_are_found),
      cmocka_unit_test(field_lists),
      cmocka_unit_test(swapping_twice_changes_nothing),
      cmocka_unit_test(translation_keeps_common_fields),
      cmocka_unit_test(time_arithmetic),
      cmocka_unit_test(addresses),
      cmocka_unit_test(prefixes),
      cmocka_unit_test(wide_addresses),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
