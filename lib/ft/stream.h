/*
 * Flow streams: header, reader, writer (spec stream.md).
 */
#ifndef FT_STREAM_H
#define FT_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "ft/error.h"
#include "ft/record.h"

/* Stream flags (stream.md 3). */
enum {
  FT_FLAG_DONE = 0x01,
  FT_FLAG_COMPRESS = 0x02,
  FT_FLAG_STREAMING = 0x08,
  FT_FLAG_XLATE = 0x10,
  FT_FLAG_PRELOADED = 0x20
};

enum ft_byte_order { FT_ORDER_HOST, FT_ORDER_LITTLE, FT_ORDER_BIG, FT_ORDER_BROKEN };
/* FT_ORDER_LITTLE or FT_ORDER_BIG. */
enum ft_byte_order ft_byte_order_host(void);
/* `big` or `little`, any case. 0, or -1 with `expecting "big" or "little"`. */
int ft_byte_order_parse(const char *text, enum ft_byte_order *order, struct ft_error *err);

/* Header fields that are present: 1 << type of the TLV (stream.md 2). */
enum ft_tlv {
  FT_TLV_VENDOR = 1,
  FT_TLV_VERSION,
  FT_TLV_AGG_VERSION,
  FT_TLV_AGG_METHOD,
  FT_TLV_EXPORTER,
  FT_TLV_START,
  FT_TLV_END,
  FT_TLV_FLAGS,
  FT_TLV_ROTATION,
  FT_TLV_FLOWS,
  FT_TLV_LOST,
  FT_TLV_MISORDERED,
  FT_TLV_CORRUPT,
  FT_TLV_RESETS,
  FT_TLV_HOSTNAME,
  FT_TLV_COMMENT,
  FT_TLV_IFNAME,
  FT_TLV_IFALIAS
};

/* One interface name (TLV 17) or alias (18); index holds index_count ifIndexes. */
struct ft_interface {
  enum ft_tlv type;
  struct ft_addr exporter;
  uint16_t index_count;
  uint16_t *index;
  char *name;
};

/*
 * A stream header. Numeric fields count if their bit is in present, see
 * ft_header_has; the texts belong to the header.
 */
struct ft_header {
  uint32_t present;
  uint8_t stream_version; /* 3, or 1 for the old fixed header */
  enum ft_byte_order order;
  uint8_t vendor;
  uint16_t version;
  uint8_t agg_version, agg_method;
  struct ft_addr exporter;
  uint32_t start, end; /* capture times, seconds since 1970 */
  uint32_t flags, rotation;
  uint32_t flows, lost, misordered, corrupt, resets;
  char *hostname, *comment;
  size_t interface_count;
  struct ft_interface *interfaces; /* in the order of the header */
};

void ft_header_init(struct ft_header *header);
/* Frees what it owns and initialises it anew. */
void ft_header_clear(struct ft_header *header);
static inline bool ft_header_has(const struct ft_header *header, enum ft_tlv field) {
  return header->present >> field & 1;
}
/* Marks a numeric field as present after setting its member. */
static inline void ft_header_mark(struct ft_header *header, enum ft_tlv field) {
  header->present |= 1u << field;
}
/* Sets version, aggregation version and method from a layout. */
void ft_header_set_layout(struct ft_header *header, const struct ft_layout *layout);
/*
 * Copies the text; NULL: the field stays as it is. field: FT_TLV_HOSTNAME or FT_TLV_COMMENT.
 * 0, or -1 (memory).
 */
int ft_header_set_text(struct ft_header *header, enum ft_tlv field, const char *text,
                       struct ft_error *err);
/* The name of this machine as host name. 0, or -1 (memory, or `gethostname(): REASON`). */
int ft_header_set_host(struct ft_header *header, struct ft_error *err);
/*
 * Reads a header from fd's position; what follows it is not touched. header
 * must be initialised. 0, or -1 with the lines of stream.md 4 up to and with
 * `ftiheader_read(): failed`.
 */
int ft_header_read(int fd, struct ft_header *header, struct ft_error *err);
/*
 * The same for one file of many: a failure is told to log, the reasons and then
 * `ftiheader_read(NAME): Failed, ignoring file.`. 0 or -1; -2 for lack of memory, which says
 * nothing about the file and is not told.
 */
int ft_header_try(int fd, const char *name, struct ft_header *header, const struct ft_log *log);
/*
 * The lines that flow-header prints (stream.md 13), each started with comment.
 * Local time of TZ. 0, or -1 if out failed.
 */
int ft_header_print(const struct ft_header *header, char comment, FILE *out);

/* -- reading -- */

struct ft_reader;

/* Records that lie back to back, in host order, valid until the next call for the reader. */
struct ft_batch {
  uint8_t *records; /* the caller may change them in place */
  size_t count;
};

/*
 * Reads the header from fd and gets ready for records. fd stays the caller's.
 * log, copied, gets the warnings of stream.md 5.3. NULL with the lines of
 * stream.md 4, without `ftio_init(): failed`, which is the program's.
 */
struct ft_reader *ft_reader_open(int fd, const struct ft_log *log, struct ft_error *err);
/*
 * The same holding at most room octets of records at a time (within the limits of the
 * reader), for programs that have thousands of streams open at once.
 */
struct ft_reader *ft_reader_open_sized(int fd, size_t room, const struct ft_log *log,
                                       struct ft_error *err);
const struct ft_header *ft_reader_header(const struct ft_reader *reader);
/* For stream version 1 that of the version 1 or 5 records it is presented as. */
const struct ft_layout *ft_reader_layout(const struct ft_reader *reader);
/*
 * Before the first record, for programs that read one file and have nothing else for other
 * processors to do: a compressed file is inflated by so many threads, if it was written by this
 * library with ft_writer_set_threads or at levels 1 to 3. What is read is the same.
 */
void ft_reader_set_threads(struct ft_reader *reader, unsigned threads);
/*
 * The next records: true and at least one, or false at the end. Gives what has
 * arrived without waiting for a full buffer. Damage is a warning to the log and
 * the end (stream.md 5.3).
 */
bool ft_reader_next(struct ft_reader *reader, struct ft_batch *batch);
/* What was wrong with the records of a stream (stream.md 5.3). */
enum ft_damage {
  FT_WHOLE,     /* nothing, so far */
  FT_CUT_OFF,   /* it ended inside a record: its writer died, or is still at work */
  FT_DAMAGED,   /* compressed data that are wrong: records are lost */
  FT_UNREADABLE /* a read error, or no memory: another try may give more records */
};
enum ft_damage ft_reader_damage(const struct ft_reader *reader);
void ft_reader_close(struct ft_reader *reader);

/* -- writing -- */

struct ft_writer;

/* -z's argument: 0 to 9, else -1 with `Compression level must be between 0 and 9`. */
int ft_level_parse(const char *text, int *level, struct ft_error *err);
/* zlib's default, 6: what flow-capture and flow-split compress with unless told. */
#define FT_LEVEL_DEFAULT 6

/*
 * Writes header to fd at once. order FT_ORDER_HOST: the host's. level 0 to 9.
 * The flags FT_FLAG_COMPRESS, the version fields and the byte order of what is
 * written follow from the arguments; everything else comes from header, whose
 * present bits are respected. NULL with the reason and `ftio_write_header():
 * failed`. fd stays the caller's.
 */
struct ft_writer *ft_writer_open(int fd, const struct ft_layout *layout,
                                 const struct ft_header *header, enum ft_byte_order order,
                                 int level, struct ft_error *err);
/*
 * Before the first record, for programs that write much: compress in blocks, in so many threads
 * if more than 1. What is written depends on the call, but not on the number.
 */
void ft_writer_set_threads(struct ft_writer *writer, unsigned threads);
/* Appends count records in host order. 0, or -1 with `writen(): REASON`, `ftio_write(): failed`. */
int ft_writer_put(struct ft_writer *writer, const void *records, size_t count,
                  struct ft_error *err);
/* True if count more records would only be kept in memory: fd is not needed for them. */
bool ft_writer_holds(const struct ft_writer *writer, size_t count);
/*
 * For programs with more files than descriptors: fd is from now on the same file at the
 * same position, or -1 until the next call. There must be one for everything that writes.
 */
void ft_writer_set_fd(struct ft_writer *writer, int fd);
/* Puts everything so far on its way (compressed: a sync flush), so that it can be read. */
int ft_writer_flush(struct ft_writer *writer, struct ft_error *err);
/* Number of records put. */
uint64_t ft_writer_count(const struct ft_writer *writer);
/* Octets handed to the system so far, header included. */
uint64_t ft_writer_octets(const struct ft_writer *writer);
/*
 * Completes the stream. final NULL: what a pipe gets. Else the header is
 * written again at offset 0 (stream.md 2.2): its encoded size must be that of
 * the first. 0, or -1 with the reason and `ftio_close(): failed`; -1 without a line
 * if writing has failed before. The writer can then only be freed.
 */
int ft_writer_finish(struct ft_writer *writer, const struct ft_header *final, struct ft_error *err);
void ft_writer_free(struct ft_writer *writer);

#endif
