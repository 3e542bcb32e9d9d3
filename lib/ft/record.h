/*
 * Fields and record layouts: the tables that everything else walks.
 *
 * A record in memory has the layout of its export version in a stream
 * (spec stream.md 8), integers and four-octet addresses in host order. The
 * field table says what a field is; the layout of a version says where it is
 * and how wide. No other code knows offsets or widths: it asks for a column
 * once and then loads through it. A version with 16-octet addresses or 64-bit
 * counters is one more layout.
 */
#ifndef FT_RECORD_H
#define FT_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "ft/addr.h"
#include "ft/error.h"

/* Room for a record of any layout. */
#define FT_RECORD_MAX 256

enum ft_field_kind { FT_KIND_NUMBER, FT_KIND_ADDRESS };

/*
 * All logical fields (stream.md 9): name for C, name, bit of field masks, usual
 * width in octets, kind. The order is that of lists and of exported columns.
 */
#define FT_FIELDS(X)                                                                               \
  X(UNIX_SECS, "unix_secs", 0x1, 4, NUMBER)                                                        \
  X(UNIX_NSECS, "unix_nsecs", 0x2, 4, NUMBER)                                                      \
  X(SYSUPTIME, "sysuptime", 0x4, 4, NUMBER)                                                        \
  X(EXADDR, "exaddr", 0x8, 4, ADDRESS)                                                             \
  X(DFLOWS, "dflows", 0x10, 4, NUMBER)                                                             \
  X(DPKTS, "dpkts", 0x20, 4, NUMBER)                                                               \
  X(DOCTETS, "doctets", 0x40, 4, NUMBER)                                                           \
  X(FIRST, "first", 0x80, 4, NUMBER)                                                               \
  X(LAST, "last", 0x100, 4, NUMBER)                                                                \
  X(ENGINE_TYPE, "engine_type", 0x200, 1, NUMBER)                                                  \
  X(ENGINE_ID, "engine_id", 0x400, 1, NUMBER)                                                      \
  X(SRCADDR, "srcaddr", 0x1000, 4, ADDRESS)                                                        \
  X(DSTADDR, "dstaddr", 0x2000, 4, ADDRESS)                                                        \
  X(NEXTHOP, "nexthop", 0x10000, 4, ADDRESS)                                                       \
  X(INPUT, "input", 0x20000, 2, NUMBER)                                                            \
  X(OUTPUT, "output", 0x40000, 2, NUMBER)                                                          \
  X(SRCPORT, "srcport", 0x80000, 2, NUMBER)                                                        \
  X(DSTPORT, "dstport", 0x100000, 2, NUMBER)                                                       \
  X(PROT, "prot", 0x200000, 1, NUMBER)                                                             \
  X(TOS, "tos", 0x400000, 1, NUMBER)                                                               \
  X(TCP_FLAGS, "tcp_flags", 0x800000, 1, NUMBER)                                                   \
  X(SRC_MASK, "src_mask", 0x1000000, 1, NUMBER)                                                    \
  X(DST_MASK, "dst_mask", 0x2000000, 1, NUMBER)                                                    \
  X(SRC_AS, "src_as", 0x4000000, 2, NUMBER)                                                        \
  X(DST_AS, "dst_as", 0x8000000, 2, NUMBER)                                                        \
  X(IN_ENCAPS, "in_encaps", 0x10000000, 1, NUMBER)                                                 \
  X(OUT_ENCAPS, "out_encaps", 0x20000000, 1, NUMBER)                                               \
  X(PEER_NEXTHOP, "peer_nexthop", 0x40000000, 4, ADDRESS)                                          \
  X(ROUTER_SC, "router_sc", 0x80000000, 4, ADDRESS)                                                \
  X(MARKED_TOS, "marked_tos", 0x200000000, 1, NUMBER)                                              \
  X(EXTRA_PKTS, "extra_pkts", 0x100000000, 4, NUMBER)                                              \
  X(SRC_TAG, "src_tag", 0x400000000, 4, NUMBER)                                                    \
  X(DST_TAG, "dst_tag", 0x800000000, 4, NUMBER)

enum ft_field_id {
#define FT_FIELD_ENUM(id, name, bit, width, kind) FT_F_##id,
  FT_FIELDS(FT_FIELD_ENUM)
#undef FT_FIELD_ENUM
      FT_FIELD_COUNT
};

struct ft_field {
  const char *name;
  uint64_t bit;
  uint8_t width;
  enum ft_field_kind kind;
};

/* NULL if there is no such field. */
const struct ft_field *ft_field_info(enum ft_field_id id);
/* By name, letter case ignored; -1 if there is none. */
int ft_field_by_name(const char *name);
/* FT_FIELD_BIT(SRCADDR): the bit as a constant. */
#define FT_FIELD_BIT(id)                           (FT_BIT_##id)
#define FT_FIELD_CONST(id, name, bit, width, kind) static const uint64_t FT_BIT_##id = bit;
FT_FIELDS(FT_FIELD_CONST)
#undef FT_FIELD_CONST

/*
 * A list of field names (ascending bits, commas) or a number in C notation, as
 * options -m take it. 0, or -1 with the reason and `ftxfield_parse(): failed`.
 */
int ft_field_mask_parse(const char *text, uint64_t *mask, struct ft_error *err);

/* Where one field lies. */
struct ft_slot {
  uint8_t field;   /* enum ft_field_id */
  uint8_t width;   /* octets in the stream's record */
  bool hidden;     /* carried along, but not in the field mask */
  uint16_t offset; /* in the stream's record */
  int16_t wire;    /* in the datagram's record; FT_NOT_SENT if it is not there */
};
#define FT_NOT_SENT (-1)

/* The layout of one export version, or of one method of version 8. */
struct ft_layout {
  const char *name;        /* `5`, `8.14` */
  const char *method_name; /* of version 8, as flow-header prints it; else NULL */
  uint16_t version;
  uint8_t agg_version, agg_method; /* 0 unless version 8 */
  uint16_t size;                   /* of a record in a stream, octets */
  uint16_t wire_header, wire_size; /* of a datagram's header and record; 0: no wire form */
  uint16_t wire_max;               /* records in a datagram */
  uint8_t slot_count;
  const struct ft_slot *slots; /* ascending offsets */
  uint64_t mask;               /* bits of its fields less the hidden ones */
};

/* NULL if there is none; method counts for version 8 only. */
const struct ft_layout *ft_layout_find(unsigned version, unsigned agg_method);
/*
 * The same with the header's three numbers and the lines of stream.md 4, item 7,
 * for what is not supported.
 */
const struct ft_layout *ft_layout_find_header(unsigned version, unsigned agg_version,
                                              unsigned agg_method, struct ft_error *err);
/*
 * The argument of an option -V, `N` or `N.M` (stream.md 10). default_method is
 * taken for a plain `8` (0: refuse it). NULL with the lines `Version scan failed`, or
 * `Unsupported ...`, `Unsupported record type`, `ftio_set_ver(): failed`.
 */
const struct ft_layout *ft_layout_parse(const char *text, unsigned default_method,
                                        struct ft_error *err);
/* All layouts, index from 0; NULL behind the last. */
const struct ft_layout *ft_layout_at(size_t index);
/*
 * Records of flows with addresses of that many octets (4 or 16) and counters of 8,
 * for encoders that work by template (ft/netflow.h). No version: they are in no stream
 * and have no wire form of their own. NULL for another width.
 */
const struct ft_layout *ft_layout_wide(unsigned address_width);
/* NULL if the layout lacks the field. */
const struct ft_slot *ft_layout_slot(const struct ft_layout *layout, enum ft_field_id field);

/* A field bound to a layout. width 0: the layout lacks it, loads give 0. */
struct ft_column {
  uint16_t offset;
  uint8_t width;
};
struct ft_column ft_column(const struct ft_layout *layout, enum ft_field_id field);

/* A number of 1, 2, 4 or 8 octets in host order. */
static inline uint64_t ft_load(const uint8_t *record, struct ft_column column) {
  const uint8_t *p = record + column.offset;
  switch (column.width) {
  case 1:
    return *p;
  case 2: {
    uint16_t v;
    memcpy(&v, p, 2);
    return v;
  }
  case 4: {
    uint32_t v;
    memcpy(&v, p, 4);
    return v;
  }
  case 8: {
    uint64_t v;
    memcpy(&v, p, 8);
    return v;
  }
  default:
    return 0;
  }
}

/* Keeps the low bits that fit; a column of width 0 is left alone. */
static inline void ft_store(uint8_t *record, struct ft_column column, uint64_t value) {
  uint8_t *p = record + column.offset;
  switch (column.width) {
  case 1:
    *p = (uint8_t)value;
    break;
  case 2: {
    uint16_t v = (uint16_t)value;
    memcpy(p, &v, 2);
    break;
  }
  case 4: {
    uint32_t v = (uint32_t)value;
    memcpy(p, &v, 4);
    break;
  }
  case 8:
    memcpy(p, &value, 8);
    break;
  default:
    break;
  }
}

/* An address column. Of a width that differs from the address's, stores nothing. */
struct ft_addr ft_load_addr(const uint8_t *record, struct ft_column column);
void ft_store_addr(uint8_t *record, struct ft_column column, const struct ft_addr *addr);

/* The columns of the exporter's clock (stream.md 11). */
struct ft_clock {
  struct ft_column secs, nsecs, uptime, first, last;
};
void ft_clock_bind(struct ft_clock *clock, const struct ft_layout *layout);

/* Real time, milliseconds since 1970, of an uptime value t of the record. Exact, may be negative.
 */
static inline int64_t ft_clock_ms(const struct ft_clock *clock, const uint8_t *record, uint64_t t) {
  return (int64_t)(ft_load(record, clock->secs) * 1000 + ft_load(record, clock->nsecs) / 1000000) -
         (int64_t)ft_load(record, clock->uptime) + (int64_t)t;
}
static inline int64_t ft_clock_first_ms(const struct ft_clock *clock, const uint8_t *record) {
  return ft_clock_ms(clock, record, ft_load(record, clock->first));
}
static inline int64_t ft_clock_last_ms(const struct ft_clock *clock, const uint8_t *record) {
  return ft_clock_ms(clock, record, ft_load(record, clock->last));
}
/* Whole seconds modulo 2^32, rounded down; and the milliseconds left, 0 to 999. */
static inline uint32_t ft_ms_seconds(int64_t ms) {
  int64_t s = ms / 1000;
  return (uint32_t)(ms % 1000 < 0 ? s - 1 : s);
}
static inline unsigned ft_ms_rest(int64_t ms) {
  int64_t rest = ms % 1000;
  return (unsigned)(rest < 0 ? rest + 1000 : rest);
}

/*
 * Turns count records from one byte order into the other, in place. Octets that
 * no field uses stay as they are (stream.md 6).
 */
void ft_records_swap(const struct ft_layout *layout, void *records, size_t count);

/*
 * Translation between versions (stream.md 10): fields that both layouts have
 * are copied, every other octet of the result is 0; the same layout is copied
 * as it is.
 */
struct ft_translation;
/* NULL with `ftrec_xlate_func(): failed` for a pair that does not translate. Free with ..._free. */
struct ft_translation *ft_translation_new(const struct ft_layout *from, const struct ft_layout *to,
                                          struct ft_error *err);
void ft_translate(const struct ft_translation *translation, const void *from, void *to,
                  size_t count);
void ft_translation_free(struct ft_translation *translation);

#endif
