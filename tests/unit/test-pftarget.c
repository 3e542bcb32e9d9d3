/* Sending while the collector comes and goes, and what cannot be sent (pfflowd.md 5.3). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <netinet/in.h>
#include <poll.h>

#include <cmocka.h>

#include "pfflowd.h"

/* log.c and options.c have these; here nobody is to be told. */
void log_line(int level, const char *format, ...) {
  (void)level, (void)format;
}
void die(const char *format, ...) {
  fail_msg("%s", format);
  _exit(1);
}

static int collector_at(struct sockaddr_in *address) {
  socklen_t size = sizeof *address;
  int collector = socket(AF_INET, SOCK_DGRAM, 0);
  assert_true(collector >= 0);
  assert_int_equal(bind(collector, (struct sockaddr *)address, size), 0);
  assert_int_equal(getsockname(collector, (struct sockaddr *)address, &size), 0);
  return collector;
}

static size_t received(int collector) {
  char data[64];
  struct pollfd waiting = {collector, POLLIN, 0};
  if (poll(&waiting, 1, 2000) != 1) return 0;
  ssize_t size = recv(collector, data, sizeof data, 0);
  return size > 0 ? (size_t)size : 0;
}

static void open_target(struct target *target, const struct sockaddr_in *address) {
  struct options options = {.target_size = sizeof *address};
  memcpy(&options.target, address, sizeof *address);
  target_open(target, &options);
}

/* A collector that starts late gets the first datagram that is sent to it. */
static void refused_datagrams_cost_no_other(void **unused) {
  (void)unused;
  struct sockaddr_in address = {.sin_family = AF_INET};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  close(collector_at(&address)); /* a port where nobody listens */
  struct target target;
  open_target(&target, &address);
  for (int i = 0; i < 3; i++)
    assert_int_equal(target_send(&target, (const uint8_t *)"lost", 4), 0);
  assert_int_equal(target.failed,
                   0); /* the answers to earlier ones are no failures of later ones */
  int collector = collector_at(&address);
  assert_int_equal(target_send(&target, (const uint8_t *)"there!", 6), 0);
  assert_int_equal(received(collector), 6);
  assert_int_equal(target.sent, 4);
  close(collector);
  close(target.socket);
}

/* A failure must not abandon what comes behind it. */
static void a_failed_datagram_does_not_stop(void **unused) {
  (void)unused;
  static uint8_t too_large[70000];
  struct sockaddr_in address = {.sin_family = AF_INET};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int collector = collector_at(&address);
  struct target target;
  open_target(&target, &address);
  assert_int_equal(target_send(&target, too_large, sizeof too_large), 0);
  assert_int_equal(target.failed, 1);
  assert_int_equal(target_send(&target, (const uint8_t *)"next", 4), 0);
  assert_int_equal(received(collector), 4);
  close(collector);
  close(target.socket);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(refused_datagrams_cost_no_other),
      cmocka_unit_test(a_failed_datagram_does_not_stop),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
