/* Link types, VLAN tags and IP headers in front of pfsync (pfflowd.md 3.1). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "pfsync-packets.h"

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

/* Families have other numbers elsewhere, in another byte order: only the packet counts. */
static void test_families_of_null_and_loop(void **unused) {
  (void)unused;
  static const uint32_t families[] = {2, 0x02000000, 24, 0x1c000000, 30, 0, UINT32_MAX};
  static const int types[] = {0, 108};
  for (size_t t = 0; t < 2; t++)
    for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
      uint8_t data[64];
      put(data, families[i], 4);
      size_t size = 4 + make_ipv4(data + 4);
      assert_payload(types[t], data, size);
      size = 4 + make_ipv6(data + 4);
      assert_payload(types[t], data, size);
    }
}

/* The first octet tells whether there is an IP header. */
static void test_first_octet_of_native_links(void **unused) {
  (void)unused;
  struct ft_pf_payload payload;
  for (unsigned first = 0; first < 256; first++) {
    uint8_t data[64] = {0};
    data[0] = (uint8_t)first;
    enum ft_pf_unwrapped unwrapped = unwrap(246, data, sizeof data, &payload);
    if (first >> 4 == 4 || first >> 4 == 6) {
      assert_int_equal(unwrapped, FT_PF_FOREIGN);
    } else {
      assert_int_equal(unwrapped, FT_PF_PAYLOAD);
      assert_false(payload.from_ip);
      assert_int_equal(payload.size, sizeof data);
    }
  }
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
  /* pfsync is the first header or none: no extensions, hence no fragments. */
  static const uint8_t extensions[] = {0, 43, 44, 50, 51, 60};
  for (size_t i = 0; i < sizeof extensions; i++) {
    make_ipv6(data);
    data[6] = extensions[i];
    data[40] = 240;
    assert_int_equal(unwrap(101, data, 56, &payload), FT_PF_FOREIGN);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_link_types),
      cmocka_unit_test(test_fixed_ip_versions),
      cmocka_unit_test(test_families_of_null_and_loop),
      cmocka_unit_test(test_first_octet_of_native_links),
      cmocka_unit_test(test_vlan_tags),
      cmocka_unit_test(test_ip_that_is_not_for_us),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
