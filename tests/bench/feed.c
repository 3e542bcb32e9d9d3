/*
 * feed: runs a collector, sends it datagrams at a steady rate, ends it, and says what it cost.
 *
 *   feed [-n datagrams] [-r rate] FILE COLLECTOR [ARGUMENT ...]
 *
 * FILE holds NetFlow version 5 datagrams (flowmake -o datagrams); -n sends only the first of
 * them, -r is datagrams a second (10000). The word @PORT@ in the collector's arguments becomes
 * a free port of 127.0.0.1, to which all is sent. When the collector has come to rest it gets
 * SIGTERM. One line: processor seconds of the collector, rate reached.
 *
 * Every millisecond what is due is sent at once: waiting in a loop for each datagram would take
 * a processor from the collector.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/udp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/octets.h"
#include "ft/record.h"
#include "prog.h"

#define AT_ONCE       64
#define JOINED_OCTETS 60000
#define TICK_NS       1000000
#define START_WAIT    100 /* tenths of a second until the collector must listen */
#define REST_WAIT     300 /* and in which it must come to rest */
#define SECOND_NS     INT64_C(1000000000)

/* All datagrams of a file. */
struct datagrams {
  uint8_t *data;
  size_t count, *offset; /* offset[count] is the end */
};

static int64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * SECOND_NS + t.tv_nsec;
}

static void sleep_until(int64_t when) {
  struct timespec t = {when / SECOND_NS, when % SECOND_NS};
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL) == EINTR)
    ;
}

static void *grown(void *block, size_t size) {
  block = realloc(block, size);
  if (block == NULL) prog_out_of_memory();
  return block;
}

static size_t read_file(const char *name, uint8_t **data) {
  FILE *file = fopen(name, "rb");
  if (file == NULL) prog_die("%s: %s", name, strerror(errno));
  size_t room = 1 << 20, size = 0, n;
  *data = grown(NULL, room);
  while ((n = fread(*data + size, 1, room - size, file)) > 0) {
    size += n;
    if (size == room) *data = grown(*data, room *= 2);
  }
  fclose(file);
  return size;
}

static struct datagrams load(const char *name, size_t most) {
  const struct ft_layout *layout = ft_layout_find(5, 0);
  struct datagrams d = {0};
  size_t size = read_file(name, &d.data), at = 0;
  d.offset = grown(NULL, (size / layout->wire_header + 2) * sizeof *d.offset);
  d.offset[0] = 0;
  while (d.count < most && size - at >= layout->wire_header) {
    unsigned records = ft_get16(d.data + at + 2);
    at += layout->wire_header + (size_t)records * layout->wire_size;
    if (records > layout->wire_max || at > size) prog_die("%s: no datagrams", name);
    d.offset[++d.count] = at;
  }
  return d;
}

/* A port that nothing listens on; 0 is any. */
static int bind_port(int port, struct sockaddr_in *addr) {
  int s = socket(AF_INET, SOCK_DGRAM, 0);
  socklen_t size = sizeof *addr;
  *addr = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  addr->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  bool bound = bind(s, (struct sockaddr *)addr, size) == 0;
  if (bound) getsockname(s, (struct sockaddr *)addr, &size);
  close(s);
  return bound ? ntohs(addr->sin_port) : -1;
}

static pid_t start_collector(char **command, int port) {
  char text[8];
  snprintf(text, sizeof text, "%d", port);
  for (char **word = command; *word != NULL; word++) {
    char *mark = strstr(*word, "@PORT@");
    if (mark == NULL) continue;
    char *full = grown(NULL, strlen(*word) + sizeof text);
    sprintf(full, "%.*s%s%s", (int)(mark - *word), *word, text, mark + 6);
    *word = full;
  }
  pid_t pid = fork();
  if (pid == 0) {
    dup2(STDERR_FILENO, STDOUT_FILENO);
    execvp(command[0], command);
    _exit(127);
  }
  if (pid < 0) prog_die("fork(): %s", strerror(errno));
  return pid;
}

/* True as soon as the collector has taken the port. */
static bool is_listening(pid_t pid, int port) {
  struct sockaddr_in addr;
  for (int i = 0; i < START_WAIT && waitpid(pid, NULL, WNOHANG) == 0; i++) {
    sleep_until(now() + SECOND_NS / 10);
    if (bind_port(port, &addr) < 0) return true;
  }
  return false;
}

#ifdef UDP_SEGMENT
/* Datagrams of one size that follow each other go to the system as one, which parts them again. */
static size_t send_joined(int s, const struct datagrams *d, size_t first, size_t count) {
  size_t size = d->offset[first + 1] - d->offset[first], same = 1;
  while (same < count && same < AT_ONCE && (same + 1) * size <= JOINED_OCTETS &&
         d->offset[first + same + 1] - d->offset[first + same] == size)
    same++;
  union {
    struct cmsghdr header;
    uint8_t room[CMSG_SPACE(sizeof(uint16_t))];
  } control = {0};
  struct iovec part = {d->data + d->offset[first], same * size};
  struct msghdr message = {.msg_iov = &part,
                           .msg_iovlen = 1,
                           .msg_control = &control,
                           .msg_controllen = sizeof control.room};
  uint16_t segment = (uint16_t)size;
  control.header.cmsg_level = SOL_UDP;
  control.header.cmsg_type = UDP_SEGMENT;
  control.header.cmsg_len = CMSG_LEN(sizeof segment);
  memcpy(CMSG_DATA(&control.header), &segment, sizeof segment);
  return sendmsg(s, &message, 0) < 0 ? 0 : same;
}
#else
static size_t send_joined(int s, const struct datagrams *d, size_t first, size_t count) {
  (void)s, (void)d, (void)first, (void)count;
  return 0;
}
#endif

/* Sends a few from first on; returns how many were sent. */
static size_t send_some(int s, const struct datagrams *d, size_t first, size_t count) {
  struct mmsghdr messages[AT_ONCE] = {0};
  struct iovec parts[AT_ONCE];
  size_t joined = send_joined(s, d, first, count);
  if (joined > 0) return joined;
  if (count > AT_ONCE) count = AT_ONCE;
  for (size_t i = 0; i < count; i++) {
    size_t at = d->offset[first + i];
    parts[i] = (struct iovec){d->data + at, d->offset[first + i + 1] - at};
    messages[i].msg_hdr.msg_iov = &parts[i];
    messages[i].msg_hdr.msg_iovlen = 1;
  }
  int sent = sendmmsg(s, messages, (unsigned)count, 0);
  if (sent < 0) prog_die("sendmmsg(): %s", strerror(errno));
  return (size_t)sent;
}

/* Returns the rate reached. */
static double send_all(const struct sockaddr_in *to, const struct datagrams *d, double rate) {
  int s = socket(AF_INET, SOCK_DGRAM, 0), room = 4 << 20;
  setsockopt(s, SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
  if (connect(s, (const struct sockaddr *)to, sizeof *to) != 0)
    prog_die("connect(): %s", strerror(errno));
  int64_t begun = now(), tick = begun;
  for (size_t sent = 0; sent < d->count;) {
    size_t due = (size_t)((double)(now() - begun) * rate / SECOND_NS) + 1;
    if (due > d->count) due = d->count;
    while (sent < due)
      sent += send_some(s, d, sent, due - sent);
    tick += TICK_NS;
    if (sent < d->count) sleep_until(tick);
  }
  double seconds = (double)(now() - begun) / SECOND_NS;
  close(s);
  return (double)d->count / seconds;
}

/* Processor time of a process in the system's ticks, -1 if it is gone. */
static long ticks_used(pid_t pid) {
  char name[32], line[1024];
  snprintf(name, sizeof name, "/proc/%d/stat", (int)pid);
  FILE *file = fopen(name, "r");
  if (file == NULL) return -1;
  char *got = fgets(line, sizeof line, file);
  fclose(file);
  char *end = got != NULL ? strrchr(line, ')') : NULL;
  unsigned long user, kernel;
  if (end == NULL ||
      sscanf(end, ") %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &kernel) != 2)
    return -1;
  return (long)(user + kernel);
}

/* Waits until the collector has done nothing for half a second. */
static void await_rest(pid_t pid) {
  long before = -2;
  for (int i = 0, idle = 0; i < REST_WAIT && idle < 5; i++) {
    sleep_until(now() + SECOND_NS / 10);
    long used = ticks_used(pid);
    idle = used - before <= 0 ? idle + 1 : 0;
    before = used;
  }
}

static double seconds_of(struct timeval t) {
  return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

int main(int argc, char **argv) {
  size_t most = SIZE_MAX;
  double rate = 10000;
  int option;

  prog_init(argv);
  while ((option = getopt(argc, argv, "+n:r:")) != -1)
    switch (option) {
    case 'n':
      most = (size_t)prog_number(optarg);
      break;
    case 'r':
      rate = prog_number(optarg);
      break;
    default:
      return 2;
    }
  if (argc - optind < 2) prog_die("feed [-n datagrams] [-r rate] FILE COLLECTOR [ARGUMENT ...]");
  struct datagrams d = load(argv[optind], most);
  struct sockaddr_in addr;
  int port = bind_port(0, &addr);
  pid_t pid = start_collector(argv + optind + 1, port);
  if (!is_listening(pid, port)) {
    kill(pid, SIGKILL);
    prog_die("%s does not listen", argv[optind + 1]);
  }
  double reached = send_all(&addr, &d, rate);
  await_rest(pid);
  kill(pid, SIGTERM);
  struct rusage used;
  while (wait4(pid, NULL, 0, &used) < 0 && errno == EINTR)
    ;
  printf("%.3f %.0f\n", seconds_of(used.ru_utime) + seconds_of(used.ru_stime), reached);
  free(d.offset);
  free(d.data);
  return 0;
}
