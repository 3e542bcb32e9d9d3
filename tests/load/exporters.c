/*
 * exporters: many exporters that send to one collector of this machine, and what it ought to make
 * of it.
 *
 *   exporters [-e exporters] [-r datagrams a second] [-s seconds] PORT
 *
 * Each has an address of its own in 127.7.0.0/16 and its own sequence numbers; every fourth one
 * speaks version 7, the others 5. A datagram has 1 to 15 flows. A third of the flows
 * are UDP, for a filter to deny. Some datagrams are numbered but never sent, as if they had been
 * lost on the way, some are sent once more, too short by one octet. What the collector says must
 * add up to what is printed here, a line an exporter:
 *
 *   ADDRESS DATAGRAMS FLOWS UDP LOST BROKEN      FLOWS are those sent, UDP are among them,
 *                                                LOST were numbered only, BROKEN are datagrams
 */
#include <arpa/inet.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/octets.h"
#include "pace.h"
#include "prog.h"

#define MOST_EXPORTERS 1000
#define FIRST_ADDRESS  0x7f070001
#define HEADER         24
#define RECORD_MOST    52
#define FLOWS_MOST     15
/* Which datagrams of an exporter are lost, and which come a second time, cut. */
#define LOST_EVERY   97
#define BROKEN_EVERY 211

struct exporter {
  int socket;
  uint32_t sequence, datagrams, lost, broken, numbered;
  uint64_t flows, udp;
};

static void open_exporter(struct exporter *e, unsigned index, int port) {
  struct sockaddr_in from = {.sin_family = AF_INET}, to = {.sin_family = AF_INET};
  from.sin_addr.s_addr = htonl(FIRST_ADDRESS + index);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  to.sin_port = htons((uint16_t)port);
  e->socket = socket(AF_INET, SOCK_DGRAM, 0);
  if (e->socket < 0 || bind(e->socket, (struct sockaddr *)&from, sizeof from) != 0 ||
      connect(e->socket, (struct sockaddr *)&to, sizeof to) != 0)
    prog_die("exporter %u: %s", index, strerror(errno));
}

static bool is_udp(uint32_t number) {
  return number % 3 == 0;
}

/* Returns the size. */
static size_t make_datagram(const struct exporter *e, unsigned version, unsigned count,
                            uint8_t *data) {
  size_t record_size = version == 7 ? RECORD_MOST : 48;
  uint32_t uptime = (uint32_t)(now() / 1000000);
  memset(data, 0, HEADER + count * record_size);
  ft_put16(data, (uint16_t)version);
  ft_put16(data + 2, (uint16_t)count);
  ft_put32(data + 4, uptime);
  ft_put32(data + 8, (uint32_t)time(NULL));
  ft_put32(data + 16, e->sequence);
  for (unsigned i = 0; i < count; i++) {
    uint8_t *r = data + HEADER + i * record_size;
    uint32_t number = e->sequence + i;
    ft_put32(r, 0x0a000000 | (number * 2654435761u >> 8));
    ft_put32(r + 4, 0xc0000200 | (number & 0xff));
    ft_put32(r + 16, 1 + number % 50);
    ft_put32(r + 20, 40 + number % 5000);
    ft_put32(r + 24, uptime - 1000 - number % 1000);
    ft_put32(r + 28, uptime - number % 1000);
    ft_put16(r + 32, (uint16_t)number);
    ft_put16(r + 34, is_udp(number) ? 53 : 80);
    r[38] = is_udp(number) ? 17 : 6;
  }
  return HEADER + count * record_size;
}

static void send_datagram(const struct exporter *e, const uint8_t *data, size_t size) {
  if (send(e->socket, data, size, 0) < 0) prog_die("send(): %s", strerror(errno));
}

/* The last one of each exporter always arrives: only then is what is missing before it noticed. */
static void next_datagram(struct exporter *e, unsigned version, bool last) {
  uint8_t data[HEADER + FLOWS_MOST * RECORD_MOST];
  unsigned number = e->numbered++, count = 1 + number * 7 % FLOWS_MOST;
  size_t size = make_datagram(e, version, count, data);
  if (!last && number % LOST_EVERY == LOST_EVERY / 2) {
    e->lost += count;
  } else {
    if (number % BROKEN_EVERY == BROKEN_EVERY / 2) {
      send_datagram(e, data, size - 1);
      e->broken++;
    }
    send_datagram(e, data, size);
    e->datagrams++;
    e->flows += count;
    for (unsigned i = 0; i < count; i++)
      e->udp += is_udp(e->sequence + i);
  }
  e->sequence += count;
}

static unsigned version_of(unsigned index) {
  return index % 4 == 3 ? 7 : 5;
}

static void send_all(struct exporter *exporters, unsigned count, int rate, int seconds) {
  uint64_t total = (uint64_t)rate * (uint64_t)seconds;
  int64_t begun = now(), tick = begun;
  for (uint64_t sent = 0; sent < total;) {
    uint64_t due = (uint64_t)((double)(now() - begun) * rate / SECOND_NS) + 1;
    for (; sent < due && sent < total; sent++)
      next_datagram(&exporters[sent % count], version_of((unsigned)(sent % count)), false);
    tick += TICK_NS;
    sleep_until(tick);
  }
  for (unsigned i = 0; i < count; i++)
    next_datagram(&exporters[i], version_of(i), true);
}

static void print_exporter(const struct exporter *e, unsigned index) {
  char text[INET_ADDRSTRLEN];
  struct in_addr address = {htonl(FIRST_ADDRESS + index)};
  inet_ntop(AF_INET, &address, text, sizeof text);
  printf("%s %u %llu %llu %u %u\n", text, e->datagrams, (unsigned long long)e->flows,
         (unsigned long long)e->udp, e->lost, e->broken);
}

int main(int argc, char **argv) {
  static struct exporter exporters[MOST_EXPORTERS];
  int count = 200, rate = 1000, seconds = 10, option;

  prog_init(argv);
  while ((option = getopt(argc, argv, "e:r:s:")) != -1)
    switch (option) {
    case 'e':
      count = prog_number_within(optarg, 1, MOST_EXPORTERS, "-e: 1 to 1000");
      break;
    case 'r':
      rate = prog_number_within(optarg, 1, 1000000, "-r: 1 to 1000000");
      break;
    case 's':
      seconds = prog_number_within(optarg, 1, 1000000, "-s: 1 to 1000000");
      break;
    default:
      return 2;
    }
  if (argc - optind != 1) prog_die("exporters [-e exporters] [-r rate] [-s seconds] PORT");
  for (int i = 0; i < count; i++)
    open_exporter(&exporters[i], (unsigned)i, prog_number(argv[optind]));
  send_all(exporters, (unsigned)count, rate, seconds);
  for (int i = 0; i < count; i++)
    print_exporter(&exporters[i], (unsigned)i);
  prog_close_stdout();
  return 0;
}
