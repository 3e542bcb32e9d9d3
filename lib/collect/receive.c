#include "config.h"

#include "collect/receive.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "collect/clock.h"
#include "ft/netflow.h"

#define MEGABYTE 1048576
#define DRAIN_NS FT_NANOSECONDS
/* Room for the destination address, the size of joined datagrams and the drop counter. */
#define CONTROL_SIZE 128
/* Of a message. Beginnings are a datagram's length more apart, or they would all compete for the
 * same lines of the cache. */
#ifdef UDP_GRO
#define MESSAGE_ROOM  65536
#define MESSAGE_APART (MESSAGE_ROOM + FT_DATAGRAM_MAX + 64)
#else
#define MESSAGE_ROOM  FT_DATAGRAM_MAX
#define MESSAGE_APART MESSAGE_ROOM
#endif

#ifdef HAVE_RECVMMSG
typedef struct mmsghdr message_header;
#else
typedef struct {
  struct msghdr msg_hdr;
  unsigned msg_len;
} message_header;
#endif

struct ft_receiver {
  int fd, buffer;
  uint64_t drops;
  uint32_t told_drops; /* the system's own count, which begins anew after 2^32 */
  struct ft_addr only_from, bound_to;
  /* The message that ft_receiver_next is at: */
  int current, taken;
  size_t offset, segment; /* where the next datagram begins, octets of all but the last one */
  struct ft_addr source, destination;
  message_header messages[FT_RECEIVE_BATCH];
  struct iovec vectors[FT_RECEIVE_BATCH];
  struct sockaddr_storage sources[FT_RECEIVE_BATCH];
  _Alignas(struct cmsghdr) uint8_t control[FT_RECEIVE_BATCH][CONTROL_SIZE];
  uint8_t data[FT_RECEIVE_BATCH][MESSAGE_APART];
};

static int set_option(int fd, int level, int option, const void *value, socklen_t size,
                      const char *name, struct ft_error *err) {
  if (setsockopt(fd, level, option, value, size) == 0) return 0;
  ft_error_add_system(err, errno, "setsockopt(%s)", name);
  return -1;
}

/* What the system granted: Linux reports twice the octets of payload it was asked for. */
static int granted(int fd, int requested) {
  int size = 0;
  socklen_t length = sizeof size;
  if (getsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, &length) != 0) return requested;
#ifdef __linux__
  size /= 2;
#endif
  return size < requested ? size : requested;
}

/* Asks for less and less until the system agrees (capture.md 1.2). */
static int grow_buffer(struct ft_receiver *receiver, int size, struct ft_error *err) {
#ifdef SO_RCVBUFFORCE
  /* Beyond the system's limit, for the privileged only. */
  if (setsockopt(receiver->fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size) == 0) {
    receiver->buffer = granted(receiver->fd, size);
    return 0;
  }
#endif
  while (setsockopt(receiver->fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size) != 0) {
    if (errno != ENOBUFS || size <= FT_RECEIVE_BUFFER_LEAST) {
      ft_error_add_system(err, errno, "setsockopt(SO_RCVBUF)");
      return -1;
    }
    size -= size > MEGABYTE ? MEGABYTE : 2048;
  }
  receiver->buffer = granted(receiver->fd, size);
  return 0;
}

/* A socket that is bound to one address has no other destination. */
static int ask_for_destination(struct ft_receiver *receiver, struct ft_error *err) {
  if (ft_addr_to_u32(&receiver->bound_to) != 0) return 0;
  int on = 1;
  (void)on; /* not every system tells */
#if defined(IP_PKTINFO)
  return set_option(receiver->fd, IPPROTO_IP, IP_PKTINFO, &on, sizeof on, "IP_PKTINFO", err);
#elif defined(IP_RECVDSTADDR)
  return set_option(receiver->fd, IPPROTO_IP, IP_RECVDSTADDR, &on, sizeof on, "IP_RECVDSTADDR",
                    err);
#else
  return 0;
#endif
}

/* What only helps: done without where the system does not know it. */
static void ask_for_help(const struct ft_receiver *receiver) {
  int on = 1;
  (void)receiver, (void)on;
#ifdef SO_RXQ_OVFL
  /* How many it dropped. */
  (void)setsockopt(receiver->fd, SOL_SOCKET, SO_RXQ_OVFL, &on, sizeof on);
#endif
#ifdef UDP_GRO
  /* Datagrams that arrive together as one message, which costs as much as one of them (Linux 5.0).
   */
  (void)setsockopt(receiver->fd, IPPROTO_UDP, UDP_GRO, &on, sizeof on);
#endif
}

/* 232.0.0.0/8, the range of source-specific multicast. */
static bool source_specific(const struct ft_addr *group) {
  return group->octets[0] == 232;
}

static int join(int fd, const struct ft_endpoint *endpoint, struct ft_error *err) {
  struct in_addr group;
  memcpy(&group, endpoint->remote.octets, sizeof group);
  if (!source_specific(&endpoint->remote)) {
    struct ip_mreq request = {.imr_multiaddr = group};
    return set_option(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, &request, sizeof request,
                      "IP_ADD_MEMBERSHIP", err);
  }
#ifdef IP_ADD_SOURCE_MEMBERSHIP
  struct ip_mreq_source request = {.imr_multiaddr = group};
  memcpy(&request.imr_sourceaddr, endpoint->local.octets, sizeof request.imr_sourceaddr);
  return set_option(fd, IPPROTO_IP, IP_ADD_SOURCE_MEMBERSHIP, &request, sizeof request,
                    "IP_ADD_SOURCE_MEMBERSHIP", err);
#else /* OpenBSD */
  ft_error_add(err, "this system has no source-specific multicast (232.0.0.0/8)");
  return -1;
#endif
}

/* With a group as remote address the local part names the source, and all addresses are bound. */
static int bind_and_join(struct ft_receiver *receiver, const struct ft_endpoint *endpoint,
                         const char *label, struct ft_error *err) {
  bool multicast = ft_addr_is_multicast(&endpoint->remote);
  struct sockaddr_storage address;
  socklen_t length = ft_sockaddr_set(&address, &receiver->bound_to, endpoint->port);
  int on = 1;
  if (multicast &&
      set_option(receiver->fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on, "SO_REUSEADDR", err) != 0)
    return -1;
  if (bind(receiver->fd, (struct sockaddr *)&address, length) != 0) {
    ft_error_add_system(err, errno, "bind(%s)", label);
    return -1;
  }
  receiver->only_from = multicast ? endpoint->local : endpoint->remote;
  return multicast ? join(receiver->fd, endpoint, err) : 0;
}

static void set_up_messages(struct ft_receiver *receiver) {
  for (int i = 0; i < FT_RECEIVE_BATCH; i++) {
    receiver->vectors[i] = (struct iovec){.iov_base = receiver->data[i], .iov_len = MESSAGE_ROOM};
    receiver->messages[i].msg_hdr = (struct msghdr){.msg_name = &receiver->sources[i],
                                                    .msg_iov = &receiver->vectors[i],
                                                    .msg_iovlen = 1,
                                                    .msg_control = receiver->control[i]};
  }
}

struct ft_receiver *ft_receiver_open(const struct ft_endpoint *endpoint, int buffer,
                                     const char *label, struct ft_error *err) {
  struct ft_receiver *receiver = calloc(1, sizeof *receiver);
  if (receiver == NULL) {
    ft_error_add_memory(err);
    return NULL;
  }
  receiver->fd = socket(AF_INET, SOCK_DGRAM, 0);
  if (receiver->fd < 0) {
    ft_error_add_system(err, errno, "socket()");
    free(receiver);
    return NULL;
  }
  fcntl(receiver->fd, F_SETFD, FD_CLOEXEC);
  set_up_messages(receiver);
  receiver->bound_to =
      ft_addr_is_multicast(&endpoint->remote) ? ft_addr_from_u32(0) : endpoint->local;
  ask_for_help(receiver);
  if (grow_buffer(receiver, buffer, err) != 0 || ask_for_destination(receiver, err) != 0 ||
      bind_and_join(receiver, endpoint, label, err) != 0) {
    ft_receiver_close(receiver);
    return NULL;
  }
  return receiver;
}

void ft_receiver_close(struct ft_receiver *receiver) {
  if (receiver == NULL) return;
  close(receiver->fd);
  free(receiver);
}

int ft_receiver_fd(const struct ft_receiver *receiver) {
  return receiver->fd;
}

int ft_receiver_buffer(const struct ft_receiver *receiver) {
  return receiver->buffer;
}

const struct ft_addr *ft_receiver_only_from(const struct ft_receiver *receiver) {
  return &receiver->only_from;
}

uint64_t ft_receiver_drops(const struct ft_receiver *receiver) {
  return receiver->drops;
}

#ifdef SO_RXQ_OVFL
static void count_drops(struct ft_receiver *receiver, const void *data) {
  uint32_t now;
  memcpy(&now, data, sizeof now);
  receiver->drops += now - receiver->told_drops;
  receiver->told_drops = now;
}
#endif

static void read_control(struct ft_receiver *receiver, const struct cmsghdr *c) {
#if defined(IP_PKTINFO)
  if (c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_PKTINFO) {
    struct in_pktinfo info;
    memcpy(&info, CMSG_DATA(c), sizeof info);
    memcpy(receiver->destination.octets, &info.ipi_addr, 4);
  }
#elif defined(IP_RECVDSTADDR)
  if (c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_RECVDSTADDR)
    memcpy(receiver->destination.octets, CMSG_DATA(c), 4);
#endif
#ifdef SO_RXQ_OVFL
  if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SO_RXQ_OVFL)
    count_drops(receiver, CMSG_DATA(c));
#endif
#ifdef UDP_GRO
  if (c->cmsg_level == IPPROTO_UDP && c->cmsg_type == UDP_GRO) {
    int segment;
    memcpy(&segment, CMSG_DATA(c), sizeof segment);
    if (segment > 0) receiver->segment = (size_t)segment;
  }
#endif
}

/* What holds for all datagrams of a message. */
static void begin_message(struct ft_receiver *receiver) {
  struct msghdr *message = &receiver->messages[receiver->current].msg_hdr;
  receiver->segment = receiver->messages[receiver->current].msg_len;
  receiver->source = ft_sockaddr_get(&receiver->sources[receiver->current]);
  receiver->destination = receiver->bound_to;
  for (struct cmsghdr *c = CMSG_FIRSTHDR(message); c != NULL; c = CMSG_NXTHDR(message, c))
    read_control(receiver, c);
}

static int take_messages(struct ft_receiver *receiver) {
#ifdef HAVE_RECVMMSG
  return recvmmsg(receiver->fd, receiver->messages, FT_RECEIVE_BATCH, MSG_DONTWAIT, NULL);
#else
  int n = 0;
  for (; n < FT_RECEIVE_BATCH; n++) {
    ssize_t size = recvmsg(receiver->fd, &receiver->messages[n].msg_hdr, MSG_DONTWAIT);
    if (size < 0) return n > 0 ? n : -1;
    receiver->messages[n].msg_len = (unsigned)size;
  }
  return n;
#endif
}

int ft_receiver_take(struct ft_receiver *receiver, struct ft_error *err) {
  for (int i = 0; i < FT_RECEIVE_BATCH; i++) {
    struct msghdr *message = &receiver->messages[i].msg_hdr;
    message->msg_namelen = sizeof receiver->sources[i];
    message->msg_controllen = CONTROL_SIZE;
  }
  int count = take_messages(receiver);
  receiver->current = 0;
  receiver->offset = 0;
  receiver->taken = count > 0 ? count : 0;
  if (count < 0) {
    if (errno == EINTR || errno == EAGAIN || errno == EWOULDBLOCK) return 0;
    ft_error_add_system(err, errno, "recvmsg()");
    return -1;
  }
  return count;
}

bool ft_receiver_next(struct ft_receiver *receiver, struct ft_received *out) {
  if (receiver->current == receiver->taken) return false;
  const message_header *message = &receiver->messages[receiver->current];
  if (receiver->offset == 0) begin_message(receiver);
  size_t size = message->msg_len - receiver->offset;
  if (size > receiver->segment) size = receiver->segment;
  *out = (struct ft_received){.data = receiver->data[receiver->current] + receiver->offset,
                              .size = size < FT_DATAGRAM_MAX ? size : FT_DATAGRAM_MAX,
                              .cut = size > FT_DATAGRAM_MAX ||
                                     (message->msg_hdr.msg_flags & MSG_TRUNC) != 0,
                              .source = receiver->source,
                              .destination = receiver->destination};
  receiver->offset += size;
  if (receiver->offset == message->msg_len) {
    receiver->current++;
    receiver->offset = 0;
  }
  return true;
}

int ft_receiver_handle(struct ft_receiver *receiver, ft_received_handler *handle, void *arg,
                       struct ft_error *err) {
  struct ft_received received;
  int count = ft_receiver_take(receiver, err);
  while (ft_receiver_next(receiver, &received))
    if (handle(arg, &received, err) != 0) return -1;
  return count;
}

int ft_receiver_drain(struct ft_receiver *receiver, ft_received_handler *handle, void *arg,
                      struct ft_error *err) {
  int64_t start = ft_clock_now(), now;
  int count;
  do {
    count = ft_receiver_handle(receiver, handle, arg, err);
    now = ft_clock_now();
  } while (count > 0 && now >= start && now < start + DRAIN_NS);
  return count < 0 ? -1 : 0;
}
