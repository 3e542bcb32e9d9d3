#include "config.h"

#include "collect/receive.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "collect/clock.h"
#include "ft/netflow.h"

#define MEGABYTE 1048576
#define DRAIN_NS FT_NANOSECONDS
/* Room for the destination address and the drop counter. */
#define CONTROL_SIZE 128

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
  uint32_t drops;
  struct ft_addr only_from, bound_to;
  message_header messages[FT_RECEIVE_BATCH];
  struct iovec vectors[FT_RECEIVE_BATCH];
  struct sockaddr_storage sources[FT_RECEIVE_BATCH];
  _Alignas(struct cmsghdr) uint8_t control[FT_RECEIVE_BATCH][CONTROL_SIZE];
  uint8_t data[FT_RECEIVE_BATCH][FT_DATAGRAM_MAX];
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

static void ask_for_drops(const struct ft_receiver *receiver) {
#ifdef SO_RXQ_OVFL
  int on = 1;
  /* Only a help for the operator: do without if the system does not know it. */
  (void)setsockopt(receiver->fd, SOL_SOCKET, SO_RXQ_OVFL, &on, sizeof on);
#else
  (void)receiver;
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
    receiver->vectors[i] =
        (struct iovec){.iov_base = receiver->data[i], .iov_len = FT_DATAGRAM_MAX};
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
  ask_for_drops(receiver);
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

uint32_t ft_receiver_drops(const struct ft_receiver *receiver) {
  return receiver->drops;
}

static void read_control(struct ft_receiver *receiver, struct msghdr *message,
                         struct ft_addr *destination) {
  *destination = receiver->bound_to;
  for (struct cmsghdr *c = CMSG_FIRSTHDR(message); c != NULL; c = CMSG_NXTHDR(message, c)) {
#if defined(IP_PKTINFO)
    if (c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_PKTINFO) {
      struct in_pktinfo info;
      memcpy(&info, CMSG_DATA(c), sizeof info);
      memcpy(destination->octets, &info.ipi_addr, 4);
    }
#elif defined(IP_RECVDSTADDR)
    if (c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_RECVDSTADDR)
      memcpy(destination->octets, CMSG_DATA(c), 4);
#endif
#ifdef SO_RXQ_OVFL
    if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SO_RXQ_OVFL)
      memcpy(&receiver->drops, CMSG_DATA(c), sizeof receiver->drops);
#endif
  }
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

int ft_receiver_take(struct ft_receiver *receiver, struct ft_received *out, struct ft_error *err) {
  for (int i = 0; i < FT_RECEIVE_BATCH; i++) {
    struct msghdr *message = &receiver->messages[i].msg_hdr;
    message->msg_namelen = sizeof receiver->sources[i];
    message->msg_controllen = CONTROL_SIZE;
  }
  int count = take_messages(receiver);
  if (count < 0) {
    if (errno == EINTR || errno == EAGAIN || errno == EWOULDBLOCK) return 0;
    ft_error_add_system(err, errno, "recvmsg()");
    return -1;
  }
  for (int i = 0; i < count; i++) {
    out[i].data = receiver->data[i];
    out[i].size = receiver->messages[i].msg_len;
    out[i].cut = (receiver->messages[i].msg_hdr.msg_flags & MSG_TRUNC) != 0;
    out[i].source = ft_sockaddr_get(&receiver->sources[i]);
    read_control(receiver, &receiver->messages[i].msg_hdr, &out[i].destination);
  }
  return count;
}

int ft_receiver_handle(struct ft_receiver *receiver, ft_received_handler *handle, void *arg,
                       struct ft_error *err) {
  struct ft_received received[FT_RECEIVE_BATCH];
  int count = ft_receiver_take(receiver, received, err);
  for (int i = 0; i < count; i++)
    if (handle(arg, &received[i], err) != 0) return -1;
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
