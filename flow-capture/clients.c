#include "clients.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "ft/stream.h"

#define BACKLOG 5
/* Octets that may wait for a client; one that falls further behind is dropped. The queue itself
 * grows to four times that at most. */
#define CLIENT_QUEUE (8 << 20)
#define HEADER_ROOM  32768
#define FAREWELL_MS  1000

struct client {
  int fd;
  struct ft_addr addr;
  time_t connected;
  bool gone;      /* to be closed */
  uint8_t *queue; /* octets head to tail wait */
  size_t head, tail, room;
};

struct clients {
  int fd;
  bool listening, swap;
  size_t limit, count;
  const struct capture_kind *kind;
  const struct ft_layout *layout;
  const struct ft_log *log;
  struct client list[CLIENTS_MAX];
};

struct clients *clients_open(const struct ft_endpoint *endpoint, int limit,
                             const struct capture_kind *kind, const struct ft_log *log,
                             struct ft_error *err) {
  struct clients *clients = calloc(1, sizeof *clients);
  if (clients == NULL) {
    ft_error_add_memory(err);
    return NULL;
  }
  struct sockaddr_storage address;
  socklen_t length = ft_sockaddr_set(&address, &endpoint->local, endpoint->port);
  int on = 1;
  clients->fd = socket(AF_INET, SOCK_STREAM, 0);
  if (clients->fd < 0) {
    ft_error_add_system(err, errno, "socket()");
    free(clients);
    return NULL;
  }
  fcntl(clients->fd, F_SETFD, FD_CLOEXEC);
  fcntl(clients->fd, F_SETFL, O_NONBLOCK);
  setsockopt(clients->fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(clients->fd, (struct sockaddr *)&address, length) != 0) {
    char text[FT_ADDR_TEXT_SIZE];
    int errnum = errno;
    ft_addr_format(&endpoint->local, text);
    ft_error_add_system(err, errnum, "bind(%s)", text);
    close(clients->fd);
    free(clients);
    return NULL;
  }
  clients->limit = (size_t)(limit < CLIENTS_MAX ? limit : CLIENTS_MAX);
  clients->kind = kind;
  clients->log = log;
  enum ft_byte_order host = ft_byte_order_host();
  clients->swap = kind->order != FT_ORDER_HOST && kind->order != host;
  return clients;
}

int clients_listen(struct clients *clients, const struct ft_layout *layout, struct ft_error *err) {
  if (clients->listening) return 0;
  clients->layout = layout;
  if (listen(clients->fd, BACKLOG) != 0) {
    ft_error_add_system(err, errno, "listen()");
    return -1;
  }
  clients->listening = true;
  return 0;
}

size_t clients_poll(const struct clients *clients, struct pollfd *fds) {
  size_t n = 0;
  if (clients->listening) fds[n++] = (struct pollfd){.fd = clients->fd, .events = POLLIN};
  for (size_t i = 0; i < clients->count; i++)
    if (clients->list[i].tail > clients->list[i].head)
      fds[n++] = (struct pollfd){.fd = clients->list[i].fd, .events = POLLOUT};
  return n;
}

/*
 * Makes room at the end of the queue; NULL if the client is too far behind or memory is short.
 * Octets are moved only when at least as many have been sent, or else a client that takes a few
 * at a time would have the whole queue moved for every datagram.
 */
static uint8_t *queue_room(struct client *client, size_t size) {
  size_t waiting = client->tail - client->head;
  if (waiting + size > CLIENT_QUEUE) return NULL;
  if (client->room - client->tail >= size) return client->queue + client->tail;
  if (client->head > 0 && client->head >= waiting) {
    memcpy(client->queue, client->queue + client->head, waiting);
    client->head = 0;
    client->tail = waiting;
  }
  size_t room = client->room > 0 ? client->room : HEADER_ROOM;
  while (room < client->tail + size)
    room *= 2;
  if (room > client->room) {
    uint8_t *queue = realloc(client->queue, room);
    if (queue == NULL) return NULL;
    client->queue = queue;
    client->room = room;
  }
  return client->queue + client->tail;
}

/* The writer of streams wants a descriptor: a pipe holds any header. */
static int queue_header(struct clients *clients, struct client *client, time_t started) {
  struct ft_error err = FT_ERROR_INIT;
  struct ft_header header = clients->kind->header; /* its texts are borrowed */
  header.present &=
      ~(1u << FT_TLV_FLOWS | 1u << FT_TLV_LOST | 1u << FT_TLV_CORRUPT | 1u << FT_TLV_RESETS);
  header.start = (uint32_t)started;
  int fds[2];
  if (pipe(fds) != 0) {
    ft_log_system(clients->log, errno, "pipe()");
    return -1;
  }
  fcntl(fds[1], F_SETFL, O_NONBLOCK);
  struct ft_writer *writer =
      ft_writer_open(fds[1], clients->layout, &header, clients->kind->order, 0, &err);
  ft_writer_free(writer);
  close(fds[1]);
  uint8_t *room = queue_room(client, HEADER_ROOM);
  ssize_t n = writer != NULL && room != NULL ? read(fds[0], room, HEADER_ROOM) : -1;
  close(fds[0]);
  if (n <= 0) {
    ft_log_line(clients->log, "ftio_write_header(): failed for client");
    return -1;
  }
  client->tail += (size_t)n;
  return 0;
}

static void add_client(struct clients *clients, int fd, const struct ft_addr *addr,
                       const char *text, time_t started, time_t now) {
  if (clients->count >= clients->limit) {
    ft_log_line(clients->log, "Maximum clients exceeded, rejecting connection from %s", text);
    close(fd);
    return;
  }
  struct client *client = &clients->list[clients->count];
  *client = (struct client){.fd = fd, .addr = *addr, .connected = now};
  if (queue_header(clients, client, started) != 0) {
    free(client->queue);
    close(fd);
    return;
  }
  clients->count++;
  ft_log_line(clients->log, "client connect: ip=%s time=%lu", text, (unsigned long)now);
}

void clients_accept(struct clients *clients, time_t started, time_t now) {
  struct sockaddr_storage address;
  socklen_t length = sizeof address;
  if (!clients->listening) return;
  int fd = accept(clients->fd, (struct sockaddr *)&address, &length);
  if (fd < 0) {
    if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR && errno != ECONNABORTED)
      ft_log_system(clients->log, errno, "accept()");
    return;
  }
  fcntl(fd, F_SETFD, FD_CLOEXEC);
  fcntl(fd, F_SETFL, O_NONBLOCK);
  struct ft_addr addr = ft_sockaddr_get(&address);
  char text[FT_ADDR_TEXT_SIZE];
  ft_addr_format(&addr, text);
  add_client(clients, fd, &addr, text, started, now);
}

void clients_put(struct clients *clients, const uint8_t *records, size_t count) {
  size_t size = count * clients->layout->size;
  for (size_t i = 0; i < clients->count; i++) {
    struct client *client = &clients->list[i];
    uint8_t *room = client->gone ? NULL : queue_room(client, size);
    if (room == NULL) {
      client->gone = true;
      continue;
    }
    memcpy(room, records, size);
    if (clients->swap) ft_records_swap(clients->layout, room, count);
    client->tail += size;
  }
}

static void send_queue(struct client *client) {
  while (!client->gone && client->tail > client->head) {
    ssize_t n =
        send(client->fd, client->queue + client->head, client->tail - client->head, MSG_NOSIGNAL);
    if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return;
    if (n < 0 && errno == EINTR) continue;
    if (n < 0)
      client->gone = true;
    else
      client->head += (size_t)n;
  }
  client->head = client->tail = 0;
}

static void drop(struct clients *clients, size_t index, time_t now) {
  struct client *client = &clients->list[index];
  char text[FT_ADDR_TEXT_SIZE];
  ft_addr_format(&client->addr, text);
  ft_log_line(clients->log, "Killed client: ip=%s, dtime=%lu", text,
              (unsigned long)(now - client->connected));
  close(client->fd);
  free(client->queue);
  *client = clients->list[--clients->count];
}

void clients_send(struct clients *clients, time_t now) {
  for (size_t i = 0; i < clients->count;) {
    send_queue(&clients->list[i]);
    if (clients->list[i].gone)
      drop(clients, i, now); /* the last one takes its place */
    else
      i++;
  }
}

void clients_close(struct clients *clients, time_t now) {
  int64_t end = ft_clock_now() + FAREWELL_MS * (FT_NANOSECONDS / 1000);
  struct pollfd fds[CLIENTS_MAX + 1];
  clients->listening = false;
  for (;;) {
    clients_send(clients, now);
    size_t n = clients_poll(clients, fds);
    int64_t left = (end - ft_clock_now()) / (FT_NANOSECONDS / 1000);
    if (n == 0 || left <= 0 || left > FAREWELL_MS) break;
    poll(fds, n, (int)left);
  }
  for (size_t i = 0; i < clients->count; i++) {
    close(clients->list[i].fd);
    free(clients->list[i].queue);
  }
  close(clients->fd);
  free(clients);
}
