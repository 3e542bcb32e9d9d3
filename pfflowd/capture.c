/* Interfaces, savefiles, filters (pfflowd.md 3.1). */
#include "config.h"

#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#if defined(__has_include)
#if __has_include(<net/bpf.h>)
#include <net/bpf.h>
#endif
#endif

#include "pfflowd.h"

/*
 * The system keeps packets in places of the snap length or the interface's MTU, whichever is
 * less: what suffices for Ethernet is a few dozen packets where the MTU is large, and a bulk
 * update or a clear comes as a burst of hundreds.
 */
enum { SNAP_LENGTH = 65535, BUFFER_SIZE = 32 << 20, READ_TIMEOUT_MS = 500 };

static void check_link(struct capture *capture) {
  int type = pcap_datalink(capture->handle);
  capture->link = ft_pf_link_find(type);
  if (capture->link) return;
  const char *name = pcap_datalink_val_to_name(type);
  die("Unsupported link type %s (%d)", name ? name : "unknown", type);
}

/* -- filters -- */

static bool compiles(pcap_t *handle, struct bpf_program *program, const char *text) {
  return pcap_compile(handle, program, text, 1, 0) == 0;
}

/*
 * On a busy interface pfsync is a few packets of very many. The word vlan moves
 * everything behind it by a tag, hence the user's filter stands there twice.
 */
static bool compile_narrowed(pcap_t *handle, struct bpf_program *program, const char *words) {
  static const char pfsync[] = "(ip proto 240 or ip6 proto 240)";
  size_t size = 2 * (sizeof pfsync + strlen(words)) + 64;
  char *plain = malloc(size), *tagged = malloc(size);
  if (!plain || !tagged) die("Memory allocation failed.");
  if (words[0] != '\0') {
    snprintf(plain, size, "(%s and (%s))", pfsync, words);
    snprintf(tagged, size, "(%s and (%s)) or (vlan and %s and (%s))", pfsync, words, pfsync, words);
  } else {
    snprintf(plain, size, "%s", pfsync);
    snprintf(tagged, size, "%s or (vlan and %s)", pfsync, pfsync);
  }
  bool done = compiles(handle, program, tagged) || compiles(handle, program, plain);
  free(plain);
  free(tagged);
  return done;
}

bool capture_compile(pcap_t *handle, struct bpf_program *program, const char *words, bool narrow) {
  /* Who writes of tags knows where the packets are; offsets would move twice. */
  bool by_user = strstr(words, "vlan") != NULL;
  if (!compiles(handle, program, words)) return false;
  struct bpf_program narrowed;
  if (narrow && !by_user && compile_narrowed(handle, &narrowed, words)) {
    pcap_freecode(program);
    *program = narrowed;
  }
  return true;
}

/* words NULL: no filter of the user's. */
static void set_filter(const struct capture *capture, const char *words, bool narrow) {
  struct bpf_program program;
  if (!words && !narrow) return;
  if (!capture_compile(capture->handle, &program, words ? words : "", narrow))
    die("pcap_compile(\"%s\"): %s", words ? words : "", pcap_geterr(capture->handle));
  if (pcap_setfilter(capture->handle, &program) != 0)
    die("pcap_setfilter: %s", pcap_geterr(capture->handle));
  pcap_freecode(&program);
}

/* -- interfaces -- */

/*
 * Switches deliver pfsync's groups only to those who ask. The sockets stay open
 * for the membership's sake; without it there is still whatever arrives.
 */
static void join_groups(const char *interface) {
  unsigned index = if_nametoindex(interface);
  if (index == 0) return;
  int ipv4 = socket(AF_INET, SOCK_DGRAM, 0), ipv6 = socket(AF_INET6, SOCK_DGRAM, 0);
#ifdef HAVE_STRUCT_IP_MREQN
  struct ip_mreqn group = {.imr_ifindex = (int)index};
  inet_pton(AF_INET, "224.0.0.240", &group.imr_multiaddr);
  if (ipv4 >= 0) setsockopt(ipv4, IPPROTO_IP, IP_ADD_MEMBERSHIP, &group, sizeof group);
#else
  (void)ipv4; /* which interface can only be told by its address */
#endif
  struct ipv6_mreq group6 = {.ipv6mr_interface = index};
  inet_pton(AF_INET6, "ff12::f0", &group6.ipv6mr_multiaddr);
  if (ipv6 >= 0) setsockopt(ipv6, IPPROTO_IPV6, IPV6_JOIN_GROUP, &group6, sizeof group6);
  /* cppcheck-suppress resourceLeak; open for the membership's sake */
}

static noreturn void die_live(pcap_t *handle, const char *interface, int status) {
  const char *text = pcap_geterr(handle);
  die("pcap_open_live: %s: %s", interface,
      text && text[0] != '\0' ? text : pcap_statustostr(status));
}

static pcap_t *open_live(const char *interface) {
  char error[PCAP_ERRBUF_SIZE] = "";
  pcap_t *handle = pcap_create(interface, error);
  if (!handle) die("pcap_open_live: %s", error);
  pcap_set_snaplen(handle, SNAP_LENGTH);
  pcap_set_buffer_size(handle, BUFFER_SIZE);
  pcap_set_promisc(handle, 1);
  pcap_set_timeout(handle, READ_TIMEOUT_MS);
  pcap_set_immediate_mode(handle, 1);
  int status = pcap_activate(handle);
  if (status < 0) die_live(handle, interface, status);
  if (pcap_setnonblock(handle, 1, error) != 0) die("pcap_open_live: %s", error);
  return handle;
}

/* From now on nobody can change what this descriptor captures. */
static void lock(pcap_t *handle) {
#ifdef BIOCLOCK
  if (ioctl(pcap_fileno(handle), BIOCLOCK) < 0) die("ioctl(BIOCLOCK) failed: %s", strerror(errno));
#else
  (void)handle;
#endif
}

void capture_open(struct capture *capture, const struct options *options) {
  if (options->file) {
    char error[PCAP_ERRBUF_SIZE] = "";
    capture->handle = pcap_open_offline(options->file, error);
    if (!capture->handle) die("pcap_open_offline(%s): %s", options->file, error);
    check_link(capture);
    set_filter(capture, options->filter, false);
    return;
  }
  capture->handle = open_live(options->interface);
  check_link(capture);
  bool native = ft_pf_link_is_native(capture->link);
  set_filter(capture, options->filter, !native);
  if (!native) join_groups(options->interface);
  lock(capture->handle);
}
