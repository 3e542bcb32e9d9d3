/* What access lists permit. */
#include "criteria-pass.h"

#include <netdb.h>
#include <sys/stat.h>

static void standard_lists_are_judged(void **state) {
  (void)state;
  static const struct {
    const char *list;
    char letter;
    bool permit;
  } cases[] = {
      {"access-list 1 permit any\n", 'S', true},
      {"access-list 1 deny any\n", 'S', false},
      {"access-list 1 permit 10.1.2.3\n", 'S', true},
      {"access-list 1 permit 10.1.2.4\n", 'S', false},
      {"access-list 1 permit 10.1.2.4\n", 'D', false},
      {"access-list 1 permit 192.168.0.1\n", 'D', true},
      {"access-list 1 permit 0.0.0.0\n", 'x', true},
      {"access-list 1 permit 10.0.0.0 0.255.255.255\n", 'S', true},
      {"access-list 1 permit 10.9.9.9 0.255.255.255\n", 'S', true}, /* host bits do not count */
      {"access-list 1 permit 0.1.0.3 255.0.255.0\n", 'S', true},    /* any bits may be left out */
      {"access-list 1 permit 0.1.0.4 255.0.255.0\n", 'S', false},
      {"access-list 1 deny host 10.1.2.3\naccess-list 1 permit any\n", 'S', false},
      {"access-list 1 permit any\naccess-list 1 deny host 10.1.2.3\n", 'S', true},
      {"access-list 1 deny 10.0.0.0 0.255.255.255\naccess-list 1 permit 10.1.0.0 0.0.255.255\n"
       "access-list 1 permit 10.9.0.0 0.255.255.255\n",
       'S', false},
  };
  uint8_t record[FT_RECORD_MAX];
  make_record(layout_5(), record);
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct option option = {cases[i].letter, "1"};
    if (passes(cases[i].list, &option, 1, false, record) != cases[i].permit)
      fail_msg("%s", cases[i].list);
  }
}

#define PERMIT(what) "access-list 1 permit " what "\n"
#define DENY(what)   "access-list 1 deny " what "\n"

static void extended_lists_are_judged(void **state) {
  (void)state;
  static const struct {
    const char *list;
    struct setting set;
    bool permit;
  } cases[] = {
      {PERMIT("ip any any"), {FT_F_PROT, 255}, true},
      {PERMIT("tcp any any"), {FT_F_PROT, 6}, true},
      {PERMIT("tcp any any"), {FT_F_PROT, 17}, false},
      {PERMIT("udp any any"), {FT_F_PROT, 17}, true},
      {PERMIT("icmp any any"), {FT_F_PROT, 1}, true},
      {PERMIT("igmp any any"), {FT_F_PROT, 2}, true},
      {PERMIT("ip host 10.1.2.3 any"), {FT_F_PROT, 6}, true},
      {PERMIT("ip any host 10.1.2.3"), {FT_F_PROT, 6}, false},
      {PERMIT("ip 10.7.7.7 0.255.255.255 192.168.0.1 0.0.0.255"), {FT_F_PROT, 6}, true}, /* D11 */
      {DENY("tcp any any") PERMIT("ip any any"), {FT_F_PROT, 6}, false},
      {DENY("tcp any any") PERMIT("ip any any"), {FT_F_PROT, 17}, true},
      {DENY("tcp any any eq 81") PERMIT("ip any any"), {FT_F_PROT, 6}, true},
      {PERMIT("tcp any any eq 80"), {FT_F_PROT, 6}, true},
      {PERMIT("tcp any eq 80 any"), {FT_F_PROT, 6}, false},
      {PERMIT("tcp any eq 1024 any eq 80 log"), {FT_F_PROT, 6}, true},
      {PERMIT("udp any any eq 80"), {FT_F_PROT, 6}, false},
      {PERMIT("tcp any any neq 80"), {FT_F_PROT, 6}, false},
      {PERMIT("tcp any any neq 80"), {FT_F_DSTPORT, 65535}, true},
      {PERMIT("tcp any any lt 80"), {FT_F_PROT, 6}, false},
      {PERMIT("tcp any any lt 81"), {FT_F_PROT, 6}, true},
      {PERMIT("tcp any any lt 0"), {FT_F_DSTPORT, 0}, false},
      {PERMIT("tcp any any gt 80"), {FT_F_PROT, 6}, false},
      {PERMIT("tcp any any gt 79"), {FT_F_PROT, 6}, true},
      {PERMIT("tcp any any gt 65535"), {FT_F_DSTPORT, 65535}, false},
      {PERMIT("tcp any any gt 65534"), {FT_F_DSTPORT, 65535}, true},
      {PERMIT("tcp any any range 80 90"), {FT_F_PROT, 6}, true},
      {PERMIT("tcp any any range 80 90"), {FT_F_DSTPORT, 90}, true},
      {PERMIT("tcp any any range 80 90"), {FT_F_DSTPORT, 91}, false},
      {PERMIT("tcp any any range 90 80"), {FT_F_DSTPORT, 85}, false},
      {PERMIT("tcp any any eq Webby"), {FT_F_PROT, 6}, true},
      {PERMIT("tcp any any range 1 webby"), {FT_F_PROT, 6}, true},
      {PERMIT("tcp any any established"), {FT_F_TCP_FLAGS, 0x10}, true},
      {PERMIT("tcp any any established"), {FT_F_TCP_FLAGS, 0xfb}, true},
      {PERMIT("tcp any any established"), {FT_F_TCP_FLAGS, 0x04}, true},
      {PERMIT("tcp any any established"), {FT_F_TCP_FLAGS, 0xeb}, false},
      {PERMIT("tcp any any precedence 5"), {FT_F_TOS, 0xb8}, true},
      {PERMIT("tcp any any precedence critical tos 12"), {FT_F_TOS, 0xb8}, true},
      {PERMIT("tcp any any precedence critical tos 12"), {FT_F_TOS, 0xb9}, true},
      {PERMIT("tcp any any precedence critical tos 12"), {FT_F_TOS, 0xba}, false},
      {PERMIT("ip any any precedence network"), {FT_F_TOS, 0xff}, true},
      {PERMIT("ip any any precedence routine"), {FT_F_TOS, 0x20}, false},
      {PERMIT("ip any any precedence flash"), {FT_F_TOS, 0x60}, true},
      {PERMIT("ip any any tos normal"), {FT_F_TOS, 0xe1}, true},
      {PERMIT("ip any any tos normal"), {FT_F_TOS, 0x02}, false},
      {PERMIT("ip any any tos 15 log"), {FT_F_TOS, 0x1e}, true},
  };
  uint8_t record[FT_RECORD_MAX];
  static const struct option option = {'E', "1"};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    make_record(layout_5(), record);
    ft_store(record, ft_column(layout_5(), cases[i].set.field), cases[i].set.value);
    if (passes(cases[i].list, &option, 1, false, record) != cases[i].permit)
      fail_msg("case %zu: %s", i, cases[i].list);
  }
}

static void icmp_types_are_in_the_destination_port(void **state) {
  (void)state;
  static const struct option option = {'E', "1"};
  uint8_t record[FT_RECORD_MAX];
  make_record(layout_5(), record);
  ft_store(record, ft_column(layout_5(), FT_F_PROT), 1);
  ft_store(record, ft_column(layout_5(), FT_F_DSTPORT), 0x0803);
  assert_true(passes(PERMIT("icmp any any 8"), &option, 1, false, record));
  assert_false(passes(PERMIT("icmp any any 3"), &option, 1, false, record));
  assert_false(passes(PERMIT("icmp any any 0"), &option, 1, false, record));
  ft_store(record, ft_column(layout_5(), FT_F_DSTPORT), 0xffff);
  assert_true(passes(PERMIT("icmp any any 255 precedence 5"), &option, 1, false, record));
}

/* Names that tcp-port.sym lacks are asked of the system, if it has a list of services. */
static void services_have_names(void **state) {
  (void)state;
  static const struct option option = {'E', "1"};
  struct servent *service = getservbyname("tftp", "udp");
  if (!service) skip();
  uint8_t record[FT_RECORD_MAX];
  make_record(layout_5(), record);
  ft_store(record, ft_column(layout_5(), FT_F_PROT), 17);
  ft_store(record, ft_column(layout_5(), FT_F_DSTPORT), 69);
  assert_true(passes(PERMIT("udp any any eq tftp"), &option, 1, false, record));
}

/* Lists of prefixes are compiled in a way of their own: they must permit what the rules say. */
static void the_first_prefix_decides(void **state) {
  (void)state;
  enum { ENTRIES = 12, LISTS = 300 };
  static const struct option option = {'S', "1"};
  uint32_t random = 7;
  for (unsigned list = 0; list < LISTS; list++) {
    char text[ENTRIES * 80];
    size_t used = 0;
    bool permit = false, decided = false;
    uint8_t record[FT_RECORD_MAX];
    uint32_t flow = 0x0a000000 | (random >> 20);
    for (unsigned i = 0; i < ENTRIES; i++) {
      random = random * 1664525 + 1013904223;
      uint32_t addr = 0x0a000000 | (random >> 20), wildcard = (1u << (random >> 8) % 13) - 1;
      bool permits = random >> 16 & 1;
      used += (size_t)snprintf(text + used, sizeof text - used,
                               "access-list 1 %s %u.%u.%u.%u 0.0.%u.%u\n",
                               permits ? "permit" : "deny", addr >> 24, addr >> 16 & 255,
                               addr >> 8 & 255, addr & 255, wildcard >> 8, wildcard & 255);
      if (decided || (addr & ~wildcard) != (flow & ~wildcard)) continue;
      permit = permits;
      decided = true;
    }
    make_record(layout_5(), record);
    ft_store(record, ft_column(layout_5(), FT_F_SRCADDR), flow);
    if (passes(text, &option, 1, false, record) != permit) fail_msg("%08x: %s", flow, text);
  }
}

/* A list of many entries is no matter. */
static void lists_may_be_long(void **state) {
  (void)state;
  enum { ENTRIES = 5000, SIZE = ENTRIES * 80 };
  static const struct option option = {'E', "1"};
  char *text = malloc(SIZE);
  size_t used = 0;
  for (unsigned i = 0; i < ENTRIES; i++)
    used += (size_t)snprintf(text + used, SIZE - used, DENY("tcp any host 10.0.%u.%u eq %u"),
                             i / 256, i % 256, i);
  snprintf(text + used, SIZE - used, PERMIT("tcp any any gt 79"));
  uint8_t record[FT_RECORD_MAX];
  make_record(layout_5(), record);
  assert_true(passes(text, &option, 1, false, record));
  ft_store(record, ft_column(layout_5(), FT_F_DSTADDR), 0x0a000050);
  assert_false(passes(text, &option, 1, false, record));
  free(text);
}

/* -- a configuration folder with a table of ports -- */

static char folder[64];

static int make_folder(void **state) {
  char name[128];
  strcpy(folder, "/tmp/test-acl-permits-XXXXXX");
  if (make_path(state) || !mkdtemp(folder)) return -1;
  snprintf(name, sizeof name, "%s/sym", folder);
  if (mkdir(name, 0700)) return -1;
  snprintf(name, sizeof name, "%s/sym/tcp-port.sym", folder);
  FILE *table = fopen(name, "w");
  if (!table) return -1;
  fprintf(table, "80 webby\n");
  setenv("FLOW_TOOLS_CONFDIR", folder, 1);
  return fclose(table);
}

static int remove_folder(void **state) {
  char name[128];
  snprintf(name, sizeof name, "%s/sym/tcp-port.sym", folder);
  unlink(name);
  snprintf(name, sizeof name, "%s/sym", folder);
  rmdir(name);
  rmdir(folder);
  return remove_path(state);
}

int main(void) {
  static const struct CMUnitTest tests[] = {
      cmocka_unit_test(standard_lists_are_judged),
      cmocka_unit_test(extended_lists_are_judged),
      cmocka_unit_test(icmp_types_are_in_the_destination_port),
      cmocka_unit_test(services_have_names),
      cmocka_unit_test(the_first_prefix_decides),
      cmocka_unit_test(lists_may_be_long),
  };
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
