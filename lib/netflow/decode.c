/* Checking and decoding datagrams (spec netflow.md 1 to 4). */
#include "ft/netflow.h"

#include "base/octets.h"

/* Offsets in the headers of all versions. */
enum { AT_VERSION = 0, AT_COUNT = 2, AT_UPTIME = 4, AT_SECS = 8, AT_NSECS = 12 };
/* And in those of all versions but 1. */
enum { AT_SEQUENCE = 16, AT_ENGINE_TYPE = 20, AT_ENGINE_ID = 21 };
/* And in that of version 8. */
enum { AT_METHOD = 22, AT_AGG_VERSION = 23, METHOD_END = 24 };

static const struct ft_layout *find_layout(const uint8_t *data, size_t size, struct ft_error *err) {
  unsigned version = ft_get16(data + AT_VERSION), method = 0;
  if (version == 8) {
    if (size < METHOD_END) {
      ft_error_add(err, "not enough bytes to decode the aggregation method.");
      return NULL;
    }
    method = data[AT_METHOD];
    /* Some Juniper routers send 0 for 2. */
    if (data[AT_AGG_VERSION] != 2 && data[AT_AGG_VERSION] != 0) method = 0;
  }
  const struct ft_layout *layout = ft_layout_find(version, method);
  if (layout != NULL && layout->wire_size > 0) return layout;
  if (version == 9 || version == 10)
    ft_error_add(err, "version %u not supported.", version);
  else
    ft_error_add(err, "ftpdu version not set.");
  return NULL;
}

/* Catalyst switches pad their datagrams of these methods. */
static bool may_be_padded(const struct ft_layout *layout) {
  return layout->agg_method >= 6 && layout->agg_method <= 8;
}

int ft_datagram_check(const uint8_t *data, size_t size, struct ft_datagram *out,
                      struct ft_error *err) {
  if (size < AT_COUNT + 2) {
    ft_error_add(err, "not enough bytes to decode the count and version.");
    return -1;
  }
  const struct ft_layout *layout = find_layout(data, size, err);
  if (layout == NULL) return -1;
  unsigned count = ft_get16(data + AT_COUNT);
  if (count > layout->wire_max) {
    ft_error_add(err, "too many pdus (%u) in record, max %u", count, layout->wire_max);
    return -1;
  }
  size_t expected = layout->wire_header + (size_t)count * layout->wire_size;
  if (size != expected && !(size > expected && may_be_padded(layout))) {
    ft_error_add(err, "pdu received size was wrong.  expected %zu got %zu", expected, size);
    return -1;
  }
  bool engine = layout->version != 1;
  *out = (struct ft_datagram){
      .layout = layout,
      .data = data,
      .size = size,
      .count = count,
      .sysuptime = ft_get32(data + AT_UPTIME),
      .unix_secs = ft_get32(data + AT_SECS),
      .unix_nsecs = ft_get32(data + AT_NSECS),
      .sequence = engine ? ft_get32(data + AT_SEQUENCE) : 0,
      .engine_type = engine ? data[AT_ENGINE_TYPE] : 0,
      .engine_id = engine ? data[AT_ENGINE_ID] : 0,
  };
  return 0;
}

/* From network order to host order; addresses that are no numbers stay as they are. */
static inline void decode_value(const uint8_t *from, uint8_t *to, unsigned width) {
  uint64_t v64;
  uint32_t v32;
  uint16_t v16;
  switch (width) {
  case 1:
    *to = *from;
    break;
  case 2:
    v16 = ft_get16(from);
    memcpy(to, &v16, sizeof v16);
    break;
  case 4:
    v32 = ft_get32(from);
    memcpy(to, &v32, sizeof v32);
    break;
  case 8:
    v64 = ft_get64(from);
    memcpy(to, &v64, sizeof v64);
    break;
  default:
    memcpy(to, from, width);
  }
}

/* One field of all records. */
static inline void decode_column(const struct ft_datagram *d, const struct ft_slot *slot,
                                 uint8_t *records, unsigned width) {
  const uint8_t *from = d->data + d->layout->wire_header + slot->wire;
  uint8_t *to = records + slot->offset;
  const size_t from_step = d->layout->wire_size, to_step = d->layout->size;
  for (unsigned i = 0; i < d->count; i++, from += from_step, to += to_step)
    decode_value(from, to, width);
}

/* The width as a constant, so that it is chosen once and not for each record. */
static void decode_slot(const struct ft_datagram *d, const struct ft_slot *slot, uint8_t *records) {
  switch (slot->width) {
  case 1:
    decode_column(d, slot, records, 1);
    break;
  case 2:
    decode_column(d, slot, records, 2);
    break;
  case 4:
    decode_column(d, slot, records, 4);
    break;
  default:
    decode_column(d, slot, records, slot->width);
  }
}

static void store_header(const struct ft_datagram *d, const struct ft_addr *exporter,
                         uint8_t *record) {
  const struct ft_layout *l = d->layout;
  ft_store(record, ft_column(l, FT_F_UNIX_SECS), d->unix_secs);
  ft_store(record, ft_column(l, FT_F_UNIX_NSECS), d->unix_nsecs);
  ft_store(record, ft_column(l, FT_F_SYSUPTIME), d->sysuptime);
  ft_store(record, ft_column(l, FT_F_ENGINE_TYPE), d->engine_type);
  ft_store(record, ft_column(l, FT_F_ENGINE_ID), d->engine_id);
  ft_store_addr(record, ft_column(l, FT_F_EXADDR), exporter);
}

void ft_datagram_decode(const struct ft_datagram *d, const struct ft_addr *exporter,
                        void *records) {
  uint8_t *first = records;
  if (d->count == 0) return;
  /* What the packet header says is the same for all: made once and copied. */
  memset(first, 0, d->layout->size);
  store_header(d, exporter, first);
  size_t whole = (size_t)d->count * d->layout->size;
  for (size_t done = d->layout->size, part; done < whole; done += part) { /* twice as many each */
    part = done < whole - done ? done : whole - done;
    memcpy(first + done, first, part);
  }
  for (size_t s = 0; s < d->layout->slot_count; s++)
    if (d->layout->slots[s].wire != FT_NOT_SENT) decode_slot(d, &d->layout->slots[s], first);
}
