/* Sockets on loopback: what is received, dropped, sent and forged. */
#include "config.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cmocka.h>

#include <netinet/in.h>
#include <netinet/udp.h>

#include "base/octets.h"
#include "collect/intake.h"
#include "collect/receive.h"
#include "collect/notices.h"
#include "collect/transmit.h"

#define LOOPBACK 0x7F000001

/* A port that nobody has now; others may take it, as with every test that wants one. */
static uint16_t free_port(void) {
  struct ft_addr loopback = ft_addr_from_u32(LOOPBACK);
  struct sockaddr_storage address;
  socklen_t length = ft_sockaddr_set(&address, &loopback, 0);
  int fd = socket(AF_INET, SOCK_DGRAM, 0);
  assert_int_equal(bind(fd, (struct sockaddr *)&address, length), 0);
  assert_int_equal(getsockname(fd, (struct sockaddr *)&address, &length), 0);
  close(fd);
  return ntohs(((struct sockaddr_in *)&address)->sin_port);
}

static struct ft_endpoint receiving_end(void) {
  return (struct ft_endpoint){ft_addr_from_u32(LOOPBACK), ft_addr_from_u32(0), free_port(), 0};
}

static struct ft_endpoint sending_end(const struct ft_endpoint *to, uint32_t from) {
  return (struct ft_endpoint){ft_addr_from_u32(from), ft_addr_from_u32(LOOPBACK), to->port, 0};
}

struct kept {
  int lines;
  char last[256];
};

static void keep_line(void *arg, const char *text) {
  struct kept *kept = arg;
  kept->lines++;
  snprintf(kept->last, sizeof kept->last, "%s", text);
}

static int count_one(void *arg, const struct ft_received *received, struct ft_error *err) {
  unsigned *counts = arg;
  (void)err;
  assert_int_equal(ft_addr_to_u32(&received->destination), LOOPBACK);
  counts[received->data[0]]++;
  return 0;
}

static void batches_keep_the_order(void **state) {
  (void)state;
  struct ft_endpoint to = receiving_end(), from = sending_end(&to, 0x7F000002);
  struct ft_receiver *receiver = ft_receiver_open(&to, FT_RECEIVE_BUFFER, "", NULL);
  struct ft_transmitter *transmitter = ft_transmitter_open(&from, 0, "", NULL);
  struct ft_received received;
  assert_non_null(receiver);
  assert_int_equal(ft_receiver_take(receiver, NULL), 0);
  assert_false(ft_receiver_next(receiver, &received));
  for (uint8_t i = 0; i < FT_RECEIVE_BATCH + 10; i++)
    assert_int_equal(ft_transmitter_send(transmitter, &i, 1, NULL), 0);
  assert_int_equal(ft_receiver_take(receiver, NULL), FT_RECEIVE_BATCH);
  for (int i = 0; i < FT_RECEIVE_BATCH; i++) {
    assert_true(ft_receiver_next(receiver, &received));
    assert_int_equal(received.data[0], i);
    assert_int_equal(received.size, 1);
    assert_int_equal(ft_addr_to_u32(&received.source), 0x7F000002);
  }
  assert_false(ft_receiver_next(receiver, &received));
  unsigned counts[256] = {0};
  assert_int_equal(ft_receiver_drain(receiver, count_one, counts, NULL), 0);
  assert_int_equal(counts[FT_RECEIVE_BATCH] + counts[FT_RECEIVE_BATCH + 9], 2);
  ft_transmitter_close(transmitter);
  ft_receiver_close(receiver);
}

#if defined UDP_SEGMENT && defined UDP_GRO
/* Sends octets as datagrams of one size, and what is left as the last one: a card would join
 * them when they arrive, here they stay together all the way. */
static bool send_joined(const struct ft_endpoint *to, const void *data, size_t size,
                        uint16_t segment) {
  struct ft_addr loopback = ft_addr_from_u32(LOOPBACK);
  struct sockaddr_storage address;
  struct iovec part = {(void *)(uintptr_t)data, size};
  int on = segment, fd = socket(AF_INET, SOCK_DGRAM, 0);
  struct msghdr message = {.msg_name = &address, .msg_iov = &part, .msg_iovlen = 1};
  message.msg_namelen = ft_sockaddr_set(&address, &loopback, to->port);
  bool sent = setsockopt(fd, IPPROTO_UDP, UDP_SEGMENT, &on, sizeof on) == 0 &&
              sendmsg(fd, &message, 0) == (ssize_t)size;
  close(fd);
  return sent;
}

/* Whether a socket that asks for it is told of what size joined datagrams are: not before Linux
 * 5.0, and qemu-user leaves the number in the byte order of the machine below. */
static bool joined_is_told(void) {
  struct ft_endpoint to = receiving_end();
  struct sockaddr_storage address;
  int on = 1, segment = 0, fd = socket(AF_INET, SOCK_DGRAM, 0);
  socklen_t length = ft_sockaddr_set(&address, &to.local, to.port);
  uint8_t data[200] = {0};
  _Alignas(struct cmsghdr) uint8_t control[128];
  struct iovec part = {data, sizeof data};
  struct msghdr message = {
      .msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
  assert_int_equal(bind(fd, (struct sockaddr *)&address, length), 0);
  if (setsockopt(fd, IPPROTO_UDP, UDP_GRO, &on, sizeof on) == 0 &&
      send_joined(&to, data, sizeof data, 100) && recvmsg(fd, &message, 0) > 0 &&
      CMSG_FIRSTHDR(&message) != NULL)
    memcpy(&segment, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof segment);
  close(fd);
  return segment == 100;
}
#endif

/* Joined datagrams come out one by one, among others, with the ends where they were. */
static void joined_datagrams_are_parted(void **state) {
  (void)state;
#if !defined UDP_SEGMENT || !defined UDP_GRO
  skip();
#else
  if (!joined_is_told()) skip();
  struct ft_endpoint to = receiving_end(), from = sending_end(&to, 0);
  struct ft_receiver *receiver = ft_receiver_open(&to, FT_RECEIVE_BUFFER, "", NULL);
  struct ft_transmitter *transmitter = ft_transmitter_open(&from, 0, "", NULL);
  struct ft_received received;
  static const size_t sizes[] = {1, 100, 100, 100, 37, 0, FT_DATAGRAM_MAX, FT_DATAGRAM_MAX, 50, 1};
  uint8_t data[2 * (FT_DATAGRAM_MAX + 1) + 50];
  for (size_t i = 0; i < sizeof data; i++)
    data[i] = (uint8_t)(i / 100);
  ft_transmitter_send(transmitter, data, 1, NULL);
  assert_true(send_joined(&to, data, 337, 100));
  ft_transmitter_send(transmitter, data, 0, NULL);
  assert_true(send_joined(&to, data, sizeof data, FT_DATAGRAM_MAX + 1));
  ft_transmitter_send(transmitter, data, 1, NULL);
  assert_true(ft_receiver_take(receiver, NULL) > 0);
  for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
    assert_true(ft_receiver_next(receiver, &received));
    assert_int_equal(received.size, sizes[i]);
    assert_int_equal(received.cut, sizes[i] == FT_DATAGRAM_MAX);
    if (i >= 1 && i <= 4) assert_int_equal(received.data[0], i - 1);
    assert_int_equal(ft_addr_to_u32(&received.source), LOOPBACK);
    assert_int_equal(ft_addr_to_u32(&received.destination), LOOPBACK);
  }
  assert_false(ft_receiver_next(receiver, &received));
  ft_transmitter_close(transmitter);
  ft_receiver_close(receiver);
#endif
}

static int refuse(void *arg, const struct ft_received *received, struct ft_error *err) {
  (void)arg;
  (void)received;
  ft_error_add(err, "enough");
  return -1;
}

static void a_handler_can_stop(void **state) {
  (void)state;
  struct ft_endpoint to = receiving_end(), from = sending_end(&to, 0);
  struct ft_receiver *receiver = ft_receiver_open(&to, FT_RECEIVE_BUFFER, "", NULL);
  struct ft_transmitter *transmitter = ft_transmitter_open(&from, 0, "", NULL);
  struct ft_error err = FT_ERROR_INIT;
  ft_transmitter_send(transmitter, (const uint8_t *)"x", 1, NULL);
  assert_int_equal(ft_receiver_drain(receiver, refuse, NULL, &err), -1);
  assert_string_equal(err.text, "enough");
  ft_transmitter_close(transmitter);
  ft_receiver_close(receiver);
}

static void a_bound_port_is_refused(void **state) {
  (void)state;
  struct ft_endpoint to = receiving_end();
  struct ft_receiver *receiver = ft_receiver_open(&to, FT_RECEIVE_BUFFER, "", NULL);
  struct ft_error err = FT_ERROR_INIT;
  assert_null(ft_receiver_open(&to, FT_RECEIVE_BUFFER, "label", &err));
  char wanted[128];
  snprintf(wanted, sizeof wanted, "bind(label): %s", strerror(EADDRINUSE));
  assert_string_equal(err.text, wanted);
  ft_receiver_close(receiver);
}

/* What a full buffer costs is counted, and said apart from what sequence numbers say. */
static void drops_are_counted(void **state) {
  (void)state;
#ifndef SO_RXQ_OVFL
  (void)keep_line;
  skip();
#else
  int on = 1, probe = socket(AF_INET, SOCK_DGRAM, 0);
  bool counted = setsockopt(probe, SOL_SOCKET, SO_RXQ_OVFL, &on, sizeof on) == 0;
  close(probe);
  if (!counted) skip(); /* qemu-user does not know it */
  struct ft_endpoint to = receiving_end(), from = sending_end(&to, 0);
  struct ft_receiver *receiver = ft_receiver_open(&to, FT_RECEIVE_BUFFER, "", NULL);
  struct ft_transmitter *transmitter = ft_transmitter_open(&from, 0, "", NULL);
  static const uint8_t datagram[1400];
  unsigned sent = 0, counts[256] = {0};
  assert_in_range(ft_receiver_buffer(receiver), 4096, FT_RECEIVE_BUFFER);
  /* A datagram takes more room than its octets: this is more than enough for any size. */
  for (; sent < 2u * FT_RECEIVE_BUFFER / sizeof datagram; sent++)
    ft_transmitter_send(transmitter, datagram, sizeof datagram, NULL);
  assert_int_equal(ft_receiver_drain(receiver, count_one, counts, NULL), 0);
  /* The number comes with the next datagram. */
  ft_transmitter_send(transmitter, datagram, sizeof datagram, NULL);
  sent++;
  assert_int_equal(ft_receiver_drain(receiver, count_one, counts, NULL), 0);
  assert_true(ft_receiver_drops(receiver) > 0);
  assert_int_equal(counts[0] + ft_receiver_drops(receiver), sent);

  struct kept kept = {0};
  struct ft_log log = {keep_line, &kept};
  struct ft_addr any = ft_addr_from_u32(0);
  struct ft_intake *intake = ft_intake_new(&any, &log);
  struct ft_notices reports;
  char expected[128];
  ft_notices_init(&reports, receiver, intake, &log, 1, 6000);
  ft_notices_turn(&reports, 6000);
  snprintf(expected, sizeof expected, "STAT: now=6000 startup=6000 socket_drops=%u ring_drops=0",
           (unsigned)ft_receiver_drops(receiver));
  assert_string_equal(kept.last, expected);
  ft_notices_end(&reports, 6001);
  snprintf(expected, sizeof expected,
           "%u datagrams dropped by the system, receive buffer of %d octets full",
           (unsigned)ft_receiver_drops(receiver), ft_receiver_buffer(receiver));
  assert_string_equal(kept.last, expected);
  assert_int_equal(kept.lines, 2);
  ft_notices_end(&reports, 6002);
  assert_int_equal(kept.lines, 2);
  ft_intake_free(intake);
  ft_transmitter_close(transmitter);
  ft_receiver_close(receiver);
#endif
}

/* The sum of 16 bit words that IP and UDP checksums are made of. */
static uint32_t sum_words(const uint8_t *p, size_t size) {
  uint32_t sum = 0;
  for (size_t i = 0; i + 1 < size; i += 2)
    sum += ft_get16(p + i);
  return sum % 0xFFFF;
}

/* Takes packets until one to port comes; its UDP header is in the result. */
static const uint8_t *catch_packet(int fd, uint16_t port, uint8_t *packet, size_t size) {
  while (recv(fd, packet, size, 0) >= 28)
    if (ft_get16(packet + 22) == port) return packet + 20;
  return NULL;
}

/* 0 would mean that there is no checksum: it is sent as 65535. */
static void forged_checksums(void **state) {
  (void)state;
  struct ft_endpoint to = receiving_end(), from = sending_end(&to, 0x7F000058);
  struct ft_transmitter *transmitter = ft_transmitter_open(&from, FT_FORGED_PORT, "", NULL);
  int raw = socket(AF_INET, SOCK_RAW, IPPROTO_UDP);
  if (transmitter == NULL || raw < 0) skip();
  struct ft_receiver *receiver = ft_receiver_open(&to, FT_RECEIVE_BUFFER, "", NULL);
  struct timeval patience = {.tv_sec = 5};
  setsockopt(raw, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);

  uint8_t packet[256], payload[2] = {0, 0};
  assert_int_equal(ft_transmitter_send(transmitter, payload, sizeof payload, NULL), 0);
  const uint8_t *udp = catch_packet(raw, to.port, packet, sizeof packet);
  assert_non_null(udp);
  assert_int_equal(ft_get16(udp), FT_FORGED_PORT);
  /* With a payload of the checksum itself the sum is 0. */
  memcpy(payload, udp + 6, sizeof payload);
  assert_int_equal(ft_transmitter_send(transmitter, payload, sizeof payload, NULL), 0);
  udp = catch_packet(raw, to.port, packet, sizeof packet);
  assert_non_null(udp);
  assert_int_equal(ft_get16(udp + 6), 0xFFFF);
  uint32_t pseudo = IPPROTO_UDP + ft_get16(udp + 4) + sum_words(packet + 12, 8);
  assert_int_equal((pseudo + sum_words(udp, ft_get16(udp + 4))) % 0xFFFF, 0);

  /* The system takes both for good. */
  unsigned counts[256] = {0}, all = 0;
  assert_int_equal(ft_receiver_drain(receiver, count_one, counts, NULL), 0);
  for (int i = 0; i < 256; i++)
    all += counts[i];
  assert_int_equal(all, 2);
  close(raw);
  ft_transmitter_close(transmitter);
  ft_receiver_close(receiver);
}

/* A refusal belongs to an earlier datagram; too long a datagram is refused. */
static void errors_of_sending(void **state) {
  (void)state;
  struct ft_endpoint to = receiving_end(), from = sending_end(&to, 0);
  struct ft_transmitter *transmitter = ft_transmitter_open(&from, 0, "", NULL);
  static const uint8_t data[FT_DATAGRAM_MAX + 1];
  for (int i = 0; i < 5; i++)
    assert_int_equal(ft_transmitter_send(transmitter, data, 10, NULL), 0);
  assert_int_equal(ft_transmitter_send(transmitter, data, sizeof data, NULL), EMSGSIZE);
  ft_transmitter_close(transmitter);
}

/* Without the rights of root the system's limit counts: less than asked for, and no error. */
static void the_buffer_of_everybody(void **state) {
  (void)state;
  struct ft_endpoint to = receiving_end();
  bool root = geteuid() == 0;
  if (root) assert_int_equal(seteuid(65534), 0);
  struct ft_error err = FT_ERROR_INIT;
  struct ft_receiver *receiver = ft_receiver_open(&to, FT_RECEIVE_BUFFER_MOST, "", &err);
  if (root) assert_int_equal(seteuid(0), 0);
  assert_non_null(receiver);
  assert_in_range(ft_receiver_buffer(receiver), FT_RECEIVE_BUFFER_LEAST,
                  FT_RECEIVE_BUFFER_MOST - 1);
  ft_receiver_close(receiver);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(batches_keep_the_order), cmocka_unit_test(joined_datagrams_are_parted),
      cmocka_unit_test(a_handler_can_stop),     cmocka_unit_test(a_bound_port_is_refused),
      cmocka_unit_test(drops_are_counted),      cmocka_unit_test(forged_checksums),
      cmocka_unit_test(errors_of_sending),      cmocka_unit_test(the_buffer_of_everybody),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
