/*
 * pfsync: the states of a pf firewall, and the flows they become when they end
 * (spec pfflowd.md 3 to 9). No sockets and no capture library here: packets
 * come as octets with a time, datagrams leave through a sink.
 *
 *   packet -> link layer -> messages -> monitor (remembers states) -> exporter -> datagrams
 *
 * Everything that arrives is taken as hostile. Moments are microseconds since
 * 1970 unless a name says otherwise.
 */
#ifndef FT_PFSYNC_H
#define FT_PFSYNC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ft/addr.h"
#include "ft/error.h"
#include "ft/netflow.h"
#include "ft/record.h"

/* -- link layer: where pfsync starts in a captured packet (3.1) -- */

struct ft_pf_link; /* one link type */

/* NULL if packets of this type cannot carry pfsync. */
const struct ft_pf_link *ft_pf_link_find(int link_type);
/* True for pfsync's own link type, false where pfsync comes inside IP packets. */
bool ft_pf_link_is_native(const struct ft_pf_link *link);

struct ft_pf_payload {
  const uint8_t *data; /* within the packet */
  size_t size;
  bool from_ip; /* carried by IP, where anybody may send */
};
enum ft_pf_unwrapped {
  FT_PF_PAYLOAD, /* payload is set */
  FT_PF_FOREIGN, /* not pfsync, or not to be trusted: skip silently */
  FT_PF_CUT      /* pfsync, but captured in part only */
};
enum ft_pf_unwrapped ft_pf_unwrap(const struct ft_pf_link *link, const uint8_t *data, size_t size,
                                  struct ft_pf_payload *payload);

/* -- messages (7) -- */

#define FT_PF_INTERFACE_SIZE 17 /* 16 octets and a NUL */

enum ft_pf_direction { FT_PF_ANY = 0, FT_PF_IN = 1, FT_PF_OUT = 2 };

struct ft_pf_endpoint {
  struct ft_addr addr; /* width 0: the address family is unknown */
  uint16_t port;
};

/*
 * A state as a message tells it. What the message lacks is 0. Index 0 of a key
 * is the far end, index 1 the near end, whatever the direction.
 */
struct ft_pf_state {
  uint64_t id;
  uint32_t creator;
  uint32_t age;    /* seconds since its creation */
  uint32_t expire; /* seconds left */
  char interface[FT_PF_INTERFACE_SIZE];
  uint8_t protocol;
  uint8_t direction;              /* enum ft_pf_direction, or any other value */
  struct ft_pf_endpoint stack[2]; /* inside: before translation out, after it in */
  struct ft_pf_endpoint wire[2];  /* outside */
  struct ft_addr gateway;         /* of route-to */
  uint64_t packets[2], octets[2]; /* forward, reverse */
};

enum ft_pf_kind {
  FT_PF_OTHER, /* nothing to do */
  FT_PF_CLEAR, /* creator, interface */
  FT_PF_INSERT,
  FT_PF_UPDATE,
  FT_PF_DELETE,
  FT_PF_UPDATE_COMPRESSED, /* id, creator, expire */
  FT_PF_DELETE_COMPRESSED, /* id, creator */
  FT_PF_KINDS
};
/* `insert`, `compressed delete`. */
const char *ft_pf_kind_name(enum ft_pf_kind kind);

enum ft_pf_verdict {
  FT_PF_OK,
  FT_PF_RUNT_HEADER, /* nothing was used */
  FT_PF_BAD_VERSION, /* not supported, nothing was used */
  FT_PF_EMPTY,       /* no messages where there must be some */
  FT_PF_RUNT         /* versions 2 to 5: nothing was used; 6: the messages before the cut were */
};

/* Gets every message in order; state is valid during the call only. */
typedef void ft_pf_visitor(void *arg, enum ft_pf_kind kind, const struct ft_pf_state *state);

enum ft_pf_verdict ft_pf_parse(const uint8_t *data, size_t size, ft_pf_visitor *visitor, void *arg);

/* -- monitor: remembers states, tells which have ended (4, 6, 8) -- */

/* The exporter's clock, as the header of a datagram has it. */
struct ft_pf_stamp {
  uint32_t sysuptime; /* milliseconds */
  uint32_t unix_secs, unix_nsecs;
};

/* One state that is over. Valid during the call only. */
struct ft_pf_ended {
  const struct ft_pf_state *state;
  const struct ft_pf_endpoint *source, *destination; /* of the forward direction */
  struct ft_pf_stamp stamp;
  uint32_t first, last; /* milliseconds of sysuptime, first <= last <= sysuptime */
};

struct ft_pf_events {
  void *arg;
  void (*ended)(void *arg, const struct ft_pf_ended *ended);
  /* What came since the last call belongs together and shall leave now. */
  void (*batch_end)(void *arg);
};

struct ft_pf_options {
  const struct ft_pf_link *link;
  enum ft_pf_direction direction; /* tell of these states only */
  unsigned address_width;         /* tell of states with such addresses only; 0: all */
  uint64_t counter_limit;         /* no state with a counter above it is believed */
  size_t state_limit;             /* states to remember; 0: 1 000 000 */
  uint64_t hash_seed;             /* anything that senders cannot guess */
  bool log_everything;            /* 1000 lines of each kind of trouble, not one a second */
};

struct ft_pf_statistics {
  uint64_t packets;            /* all that were handed in */
  uint64_t skipped;            /* no pfsync, not believed, or of an unsupported version */
  uint64_t runts;              /* cut off, empty, or with lengths that do not fit */
  uint64_t kinds[FT_PF_KINDS]; /* messages */
  uint64_t ended;              /* states told of */
  uint64_t unknown_deletes;    /* compressed deletes of states never seen */
  uint64_t implausible;        /* states whose counters were not believed */
  uint64_t lost_deletes;       /* states that were over because nobody mentioned them */
  uint64_t evicted;            /* states told of early, beyond the limit */
  uint64_t remembered;         /* states in memory now */
};

struct ft_pf_monitor;

/*
 * NULL: no memory. Troubles go to log; log and what events point to must outlive the monitor.
 */
struct ft_pf_monitor *ft_pf_monitor_new(const struct ft_pf_options *options,
                                        const struct ft_pf_events *events,
                                        const struct ft_log *log);
void ft_pf_monitor_free(struct ft_pf_monitor *monitor);

/*
 * SysUptime is uptime milliseconds at the moment now and runs with the packets'
 * time stamps. Without this call it is 1 000 000 000 at the first packet.
 */
void ft_pf_monitor_set_clock(struct ft_pf_monitor *monitor, int64_t now, int64_t uptime);

/* Handles a captured packet. 0, or -1 (logged) if the program has to stop (9). */
int ft_pf_monitor_packet(struct ft_pf_monitor *monitor, int64_t now, const uint8_t *data,
                         size_t size);

/* Ends the states whose deletion must have been lost. */
void ft_pf_monitor_tick(struct ft_pf_monitor *monitor, int64_t now);

const struct ft_pf_statistics *ft_pf_monitor_statistics(const struct ft_pf_monitor *monitor);

/* -- exporter: states that are over become datagrams (4, 5) -- */

/*
 * More flows than this are never made of one direction of a state. The monitor
 * expects them where it is given a counter limit below UINT64_MAX, and refuses
 * states that would make far more octets of flows than packets have brought.
 */
#define FT_PF_MAX_ROUNDS 65536

/* What a NetFlow version can carry. */
struct ft_pf_format {
  unsigned version;                   /* 1, 5, 9, or 10: IPFIX */
  const struct ft_layout *layouts[2]; /* of the records, one an address width */
  size_t layout_count;
  unsigned address_width; /* for struct ft_pf_options: states with other addresses are left out, */
  uint64_t counter_limit; /* and those whose counters would need too many flows */
};
/* False: no such version. */
bool ft_pf_format_find(unsigned version, struct ft_pf_format *format);

struct ft_pf_exporter;
/* NULL: error lines in err. sink as in ft/netflow.h. */
struct ft_pf_exporter *ft_pf_exporter_new(const struct ft_pf_format *format, ft_datagram_sink *sink,
                                          void *arg, struct ft_error *err);
void ft_pf_exporter_free(struct ft_pf_exporter *exporter);
/*
 * Both directions of the state, in as many rounds as its counters need. Addresses that the
 * format cannot carry give nothing.
 */
void ft_pf_exporter_put(struct ft_pf_exporter *exporter, const struct ft_pf_ended *ended);
/* Sends the datagram that is open. True if something was sent since the last call. */
bool ft_pf_exporter_flush(struct ft_pf_exporter *exporter);
/* Flows so far. */
uint64_t ft_pf_exporter_flows(const struct ft_pf_exporter *exporter);

#endif
