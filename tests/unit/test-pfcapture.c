/*
 * The filter of a live capture on Ethernet: the user's, pfsync only, with and without a VLAN tag
 * (pfflowd.md 3.1). Compiled without an interface, as on systems that leave tags in the packets.
 */
#ifdef FT_TIME_BITS
#undef _TIME_BITS /* libpcap's time_t, see pfflowd/packets.h */
#endif
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "pfflowd.h"

/* options.c has it. */
void die(const char *format, ...) {
  fail_msg("%s", format);
  _exit(1);
}

enum { PACKET_SIZE = 64, PFSYNC = 240, UDP = 17 };

/* A packet from 10.99.0.1 with that protocol; tag 0: none. */
static void make_packet(uint8_t *data, uint8_t tag, uint8_t protocol) {
  memset(data, 0, PACKET_SIZE);
  uint8_t *p = data + 12;
  if (tag > 0) {
    p[0] = 0x81;
    p[3] = tag;
    p += 4;
  }
  p[0] = 8;
  p += 2;
  p[0] = 0x45;
  p[8] = 255;
  p[9] = protocol;
  p[12] = 10;
  p[13] = 99;
  p[15] = 1;
}

static bool passes(const struct bpf_program *program, uint8_t tag, uint8_t protocol) {
  uint8_t data[PACKET_SIZE];
  struct pcap_pkthdr header = {.caplen = PACKET_SIZE, .len = PACKET_SIZE};
  make_packet(data, tag, protocol);
  return pcap_offline_filter(program, &header, data) != 0;
}

static void test_filters(void **unused) {
  (void)unused;
  static const struct {
    const char *words;
    bool plain, tagged; /* pfsync that passes */
    bool udp;           /* the kernel may hand us this too */
  } cases[] = {
      {"", true, true, false},
      {"src host 10.99.0.1", true, true, false},
      {"src host 10.99.0.2", false, false, false},
      {"src host 10.99.0.1 or src host 10.99.0.2", true, true, false},
      {"vlan 5", false, true, false},
      {"vlan 6", false, false, false},
      {"vlan 5 and src host 10.99.0.1", false, true, false},
      {"not vlan", true, false, true},
      {"src host 10.99.0.1 or (vlan and src host 10.99.0.1)", true, true, true},
  };
  pcap_t *handle = pcap_open_dead(DLT_EN10MB, 65535);
  assert_non_null(handle);
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct bpf_program program;
    assert_true(capture_compile(handle, &program, cases[i].words, true));
    assert_int_equal(passes(&program, 0, PFSYNC), cases[i].plain);
    assert_int_equal(passes(&program, 5, PFSYNC), cases[i].tagged);
    assert_int_equal(passes(&program, 0, UDP), cases[i].udp);
    pcap_freecode(&program);
  }
  pcap_close(handle);
}

static void test_filters_that_are_none(void **unused) {
  (void)unused;
  struct bpf_program program;
  pcap_t *handle = pcap_open_dead(DLT_EN10MB, 65535);
  assert_non_null(handle);
  /* The first would be one between our parentheses. */
  assert_false(capture_compile(handle, &program, "tcp) or (udp", true));
  assert_false(capture_compile(handle, &program, "host", true));
  pcap_close(handle);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_filters),
      cmocka_unit_test(test_filters_that_are_none),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
