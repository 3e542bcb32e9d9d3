/* The ring of datagrams: order, ends that meet, a full ring. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "collect/notices.h"
#include "collect/ring.h"
#include "ft/netflow.h"

struct link {
  struct ft_receiver *receiver;
  int sender;
};

/* A receiver on a port that was free a moment ago, and a socket connected to it. */
static void open_link(struct link *link) {
  struct ft_error err = FT_ERROR_INIT;
  struct ft_endpoint endpoint = {.local = ft_addr_from_u32(0x7f000001),
                                 .remote = ft_addr_from_u32(0)};
  struct sockaddr_storage address;
  socklen_t length = sizeof address;
  link->receiver = NULL;
  for (int tries = 0; tries < 20 && link->receiver == NULL; tries++) {
    int probe = socket(AF_INET, SOCK_DGRAM, 0);
    length = ft_sockaddr_set(&address, &endpoint.local, 0);
    assert_int_equal(bind(probe, (struct sockaddr *)&address, length), 0);
    assert_int_equal(getsockname(probe, (struct sockaddr *)&address, &length), 0);
    const uint8_t *port = (const uint8_t *)&address + 2; /* of a sockaddr_in, network order */
    endpoint.port = (uint16_t)(port[0] << 8 | port[1]);
    close(probe);
    ft_error_clear(&err);
    link->receiver = ft_receiver_open(&endpoint, FT_RECEIVE_BUFFER, "test", &err);
  }
  assert_non_null(link->receiver);
  link->sender = socket(AF_INET, SOCK_DGRAM, 0);
  length = ft_sockaddr_set(&address, &endpoint.local, endpoint.port);
  assert_int_equal(connect(link->sender, (struct sockaddr *)&address, length), 0);
}

static void close_link(struct link *link) {
  ft_receiver_close(link->receiver);
  close(link->sender);
}

static size_t size_of(uint32_t number) {
  return 4 + number * 37 % (FT_DATAGRAM_MAX - 4);
}

static void send_numbered(const struct link *link, uint32_t number) {
  uint8_t data[FT_DATAGRAM_MAX];
  memset(data, (int)(number & 0xff), sizeof data);
  memcpy(data, &number, sizeof number);
  assert_int_equal(send(link->sender, data, size_of(number), 0), size_of(number));
}

/* Checks the octets of a datagram; returns its number. */
static uint32_t check_datagram(const struct ft_received *received) {
  uint32_t number;
  assert_true(received->size >= sizeof number);
  memcpy(&number, received->data, sizeof number);
  assert_int_equal(received->size, size_of(number));
  for (size_t i = sizeof number; i < received->size; i++)
    assert_int_equal(received->data[i], number & 0xff);
  assert_int_equal(ft_addr_to_u32(&received->source), 0x7f000001);
  return number;
}

/* Takes datagrams until there are count of them, in order from *next on. */
static void take_in_order(struct ft_ring *ring, uint32_t *next, uint32_t count) {
  struct ft_error err = FT_ERROR_INIT;
  for (uint32_t end = *next + count; *next < end;) {
    struct ft_received received[7];
    int n = ft_ring_take(ring, received, 7, &err);
    assert_true(n >= 0);
    if (n == 0) usleep(200);
    for (int i = 0; i < n; i++, ++*next)
      assert_int_equal(check_datagram(&received[i]), *next);
  }
}

/* Many times around a ring that holds some thirty of them. */
static void keeps_order(void **state) {
  (void)state;
  struct link link;
  struct ft_error err = FT_ERROR_INIT;
  open_link(&link);
  struct ft_ring *ring = ft_ring_start(link.receiver, FT_RING_LEAST, &err);
  assert_non_null(ring);
  uint32_t sent = 0, next = 0;
  for (int round = 0; round < 600; round++) {
    uint32_t burst = (uint32_t)(round * 7 % 20);
    for (uint32_t i = 0; i < burst; i++)
      send_numbered(&link, sent++);
    take_in_order(ring, &next, burst);
  }
  assert_int_equal(next, sent);
  assert_int_equal(ft_ring_counts(ring).ring, 0);
  ft_ring_free(ring);
  close_link(&link);
}

/* What does not fit is dropped, counted, and takes nothing else with it. */
static void counts_what_it_drops(void **state) {
  (void)state;
  struct link link;
  struct ft_error err = FT_ERROR_INIT;
  open_link(&link);
  struct ft_ring *ring = ft_ring_start(link.receiver, FT_RING_LEAST, &err);
  assert_non_null(ring);
  for (uint32_t i = 0; i < 400; i++)
    send_numbered(&link, i);
  ft_ring_stop(ring);
  struct ft_received received[50];
  size_t taken = 0;
  int64_t last = -1;
  for (int n; (n = ft_ring_take(ring, received, 50, &err)) != 0; taken += (size_t)n) {
    assert_true(n > 0);
    for (int i = 0; i < n; i++) {
      int64_t number = check_datagram(&received[i]);
      assert_true(number > last);
      last = number;
    }
  }
  struct ft_ring_counts counts = ft_ring_counts(ring);
  assert_true(counts.ring > 0);
  assert_int_equal(taken + counts.ring + counts.kernel, 400);
  ft_ring_free(ring);
  close_link(&link);
}

static void keep_line(void *arg, const char *text) {
  char *lines = arg;
  size_t used = strlen(lines);
  snprintf(lines + used, 1000 - used, "%s\n", text);
}

static void expect_lines(char *lines, const char *format, unsigned long long number) {
  char want[200];
  /* cppcheck-suppress wrongPrintfScanfArgNum ; a format without a number wants no lines */
  snprintf(want, sizeof want, format, number);
  assert_string_equal(lines, want);
  lines[0] = '\0';
}

/* Once a minute, each drop once; in the line of all counters every time. */
static void tells_what_it_drops(void **state) {
  (void)state;
  struct link link;
  struct ft_error err = FT_ERROR_INIT;
  char lines[1000] = "";
  const struct ft_log log = {keep_line, lines};
  struct ft_notices notices;
  open_link(&link);
  struct ft_intake *intake = ft_intake_new(ft_receiver_only_from(link.receiver), &log);
  struct ft_ring *ring = ft_ring_start(link.receiver, FT_RING_LEAST, &err);
  assert_non_null(intake);
  assert_non_null(ring);
  for (uint32_t i = 0; i < 400; i++)
    send_numbered(&link, i);
  ft_ring_stop(ring);
  struct ft_ring_counts drops = ft_ring_counts(ring);
  assert_true(drops.ring > 0 && drops.kernel == 0);
  ft_notices_init(&notices, link.receiver, intake, &log, 0, 6000);
  notices.ring = ring;
  ft_notices_turn(&notices, 6059);
  expect_lines(lines, "", 0);
  ft_notices_turn(&notices, 6060);
  expect_lines(lines, "%llu datagrams dropped here, ring of 65536 octets full\n", drops.ring);
  ft_notices_turn(&notices, 6120);
  ft_notices_end(&notices, 6125);
  expect_lines(lines, "", 0);
  ft_notices_init(&notices, link.receiver, intake, &log, 1, 6000);
  notices.ring = ring;
  ft_notices_turn(&notices, 6030);
  expect_lines(lines, "STAT: now=6030 startup=6000 socket_drops=0 ring_drops=%llu\n", drops.ring);
  ft_ring_free(ring);
  ft_intake_free(intake);
  close_link(&link);
}

/* A signal must not overtake datagrams that still are in the socket. */
static void catches_up(void **state) {
  (void)state;
  struct link link;
  struct ft_error err = FT_ERROR_INIT;
  open_link(&link);
  struct ft_ring *ring = ft_ring_start(link.receiver, FT_RING_OCTETS, &err);
  assert_non_null(ring);
  uint32_t sent = 0, next = 0;
  for (uint32_t round = 1; round < 100; round++) {
    for (uint32_t i = 0; i < round * 2; i++)
      send_numbered(&link, sent++);
    ft_ring_catch_up(ring);
    assert_int_equal(ft_ring_waiting(ring), round * 2);
    take_in_order(ring, &next, round * 2);
  }
  ft_ring_stop(ring);
  ft_ring_catch_up(ring); /* nobody is there who could answer */
  ft_ring_free(ring);
  close_link(&link);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(keeps_order),
      cmocka_unit_test(counts_what_it_drops),
      cmocka_unit_test(tells_what_it_drops),
      cmocka_unit_test(catches_up),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
