/*
 * NetFlow datagrams: check, decode, sequence accounting, encode (spec netflow.md, and
 * pfflowd.md 5.4 for version 9 and IPFIX).
 * No sockets here; datagrams are octets in network order.
 */
#ifndef FT_NETFLOW_H
#define FT_NETFLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ft/error.h"
#include "ft/record.h"

/* No datagram that we make or accept is larger; receive buffers have at least this. */
#define FT_DATAGRAM_MAX 2048
/* Most records of one datagram, any version. */
#define FT_DATAGRAM_RECORDS 64

/* A checked datagram. data is the caller's and must outlive it. */
struct ft_datagram {
  const struct ft_layout *layout; /* of its version and method */
  const uint8_t *data;
  size_t size;
  unsigned count; /* records */
  uint32_t sysuptime, unix_secs, unix_nsecs;
  uint32_t sequence; /* 0 for version 1 */
  uint8_t engine_type, engine_id;
};

/*
 * The checks of netflow.md 3. 0, or -1 with one line that says why; the
 * collectors print `ftpdu_verify(): src_ip=A.B.C.D failed.` themselves.
 */
int ft_datagram_check(const uint8_t *data, size_t size, struct ft_datagram *out,
                      struct ft_error *err);

/*
 * Writes the records, datagram->count of datagram->layout, in host order.
 * exporter: the sender's address, becomes exaddr.
 */
void ft_datagram_decode(const struct ft_datagram *datagram, const struct ft_addr *exporter,
                        void *records);

/* -- sequence numbers (netflow.md 5) -- */

/* The counters of one exporter, one for each engine that was seen. */
struct ft_sequence;
struct ft_sequence *ft_sequence_new(void); /* NULL: no memory */
void ft_sequence_free(struct ft_sequence *sequence);
/* The engines that were seen: the memory it takes. */
size_t ft_sequence_engines(const struct ft_sequence *sequence);

enum ft_sequence_verdict {
  FT_SEQUENCE_OK,
  FT_SEQUENCE_LOST, /* fewer than 1000: lost flows */
  FT_SEQUENCE_RESET /* anything else */
};
struct ft_sequence_check {
  enum ft_sequence_verdict verdict;
  uint32_t expected, received, lost; /* modulo 2^32, for the log line */
};
/* Compares and follows the datagram. Version 1 is always OK. */
struct ft_sequence_check ft_sequence_follow(struct ft_sequence *sequence,
                                            const struct ft_datagram *datagram);

/* -- encoding (netflow.md 6) -- */

/* Takes one datagram. 0, or not 0 to stop the encoder. */
typedef int ft_datagram_sink(void *arg, const uint8_t *data, size_t size);

struct ft_encoder;
/*
 * For records of layout. NULL with `Unsupported export version` if it has no
 * wire form, or no memory.
 */
struct ft_encoder *ft_encoder_new(const struct ft_layout *layout, ft_datagram_sink *sink, void *arg,
                                  struct ft_error *err);
/*
 * Encodes count records in host order; sends what is full or no longer fits.
 * 0, or what the sink returned.
 */
int ft_encoder_put(struct ft_encoder *encoder, const void *records, size_t count);
/* Sends the datagram that is open, if it has records. */
int ft_encoder_flush(struct ft_encoder *encoder);
void ft_encoder_free(struct ft_encoder *encoder);

/*
 * Gives a datagram another flow_sequence. data: what an encoder made, not of version 1,
 * which has none.
 */
void ft_datagram_renumber(uint8_t *data, uint32_t sequence);

/*
 * -- encoding by template: NetFlow version 9 (RFC 3954), IPFIX (RFC 7011) --
 *
 * The fields of a layout that have an information element become a template (RFC 3954
 * 5.2, RFC 7011 3.4.1), with the width that the layout gives them: 4 or 16 octets of
 * address choose between the elements of IPv4 and IPv6. Times are FIRST_SWITCHED and
 * LAST_SWITCHED by SysUptime in version 9, and absolute milliseconds in IPFIX. The
 * records of one datagram have the same clock (unix_secs, unix_nsecs, sysuptime), which
 * its header tells. Version 9 has no sub-second part there: SysUptime is given as of the
 * whole second.
 *
 * Sequence numbers count datagrams in version 9 (RFC 3954 5.1), data records in IPFIX
 * (RFC 7011 3.1). Sets are padded to 4 octets.
 */

enum {
  FT_TEMPLATE_FIRST_ID = 256, /* of the first layout; the next ones follow */
  FT_TEMPLATE_LAYOUTS = 8,    /* most layouts of an encoder */
  FT_TEMPLATE_PAYLOAD = 1432, /* octets of a datagram unless told otherwise */
  FT_TEMPLATE_SECONDS = 30,   /* templates are sent again when they are so old, */
  FT_TEMPLATE_DATAGRAMS = 20  /* or after so many datagrams */
};

struct ft_template_options {
  unsigned version;                       /* 9 or 10 */
  uint32_t domain;                        /* source id, observation domain */
  size_t payload_max;                     /* octets of a datagram; 0: FT_TEMPLATE_PAYLOAD */
  const struct ft_layout *const *layouts; /* of the records that will come; used during new only */
  size_t layout_count;                    /* 1 to FT_TEMPLATE_LAYOUTS */
};

struct ft_template_encoder;
/*
 * NULL with `Unsupported export version` for another version; with
 * `Templates do not fit into a datagram of N octets` if one record has no room behind
 * them, or N is above FT_DATAGRAM_MAX; with `Too many templates`; or no memory.
 */
struct ft_template_encoder *ft_template_encoder_new(const struct ft_template_options *options,
                                                    ft_datagram_sink *sink, void *arg,
                                                    struct ft_error *err);
/*
 * Encodes count records in host order of the layout with that index, in the order they
 * come; sends what is full. The templates go ahead: in the first datagram, and on schedule
 * by the records' clock. 0, or what the sink returned.
 */
int ft_template_encoder_put(struct ft_template_encoder *encoder, size_t layout, const void *records,
                            size_t count);
/* Sends the datagram that is open, if it has records. */
int ft_template_encoder_flush(struct ft_template_encoder *encoder);
void ft_template_encoder_free(struct ft_template_encoder *encoder);

#endif
