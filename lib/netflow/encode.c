/* Encoding datagrams (spec netflow.md 6). */
#include "ft/netflow.h"

#include <stdlib.h>

#include "base/octets.h"
#include "netflow/put.h"

/* What the records of one datagram have in common. */
struct stamp {
  uint32_t secs, nsecs, uptime;
  uint8_t engine_type, engine_id;
};

struct ft_encoder {
  const struct ft_layout *layout;
  ft_datagram_sink *sink;
  void *arg;
  struct ft_column secs, nsecs, uptime, engine_type, engine_id;
  struct stamp stamp;
  unsigned count;     /* records in data */
  uint32_t *sequence; /* flow_sequence by engine_id * 256 + engine_type */
  uint8_t data[FT_DATAGRAM_MAX];
};

struct ft_encoder *ft_encoder_new(const struct ft_layout *layout, ft_datagram_sink *sink, void *arg,
                                  struct ft_error *err) {
  if (layout->wire_size == 0) {
    ft_error_add(err, "Unsupported export version");
    return NULL;
  }
  struct ft_encoder *e = calloc(1, sizeof *e);
  if (e != NULL) e->sequence = calloc(65536, sizeof *e->sequence);
  if (e == NULL || e->sequence == NULL) {
    ft_error_add_memory(err);
    free(e);
    return NULL;
  }
  e->layout = layout;
  e->sink = sink;
  e->arg = arg;
  e->secs = ft_column(layout, FT_F_UNIX_SECS);
  e->nsecs = ft_column(layout, FT_F_UNIX_NSECS);
  e->uptime = ft_column(layout, FT_F_SYSUPTIME);
  e->engine_type = ft_column(layout, FT_F_ENGINE_TYPE);
  e->engine_id = ft_column(layout, FT_F_ENGINE_ID);
  return e;
}

static struct stamp stamp_of(const struct ft_encoder *e, const uint8_t *record) {
  return (struct stamp){(uint32_t)ft_load(record, e->secs), (uint32_t)ft_load(record, e->nsecs),
                        (uint32_t)ft_load(record, e->uptime),
                        (uint8_t)ft_load(record, e->engine_type),
                        (uint8_t)ft_load(record, e->engine_id)};
}

static bool stamps_equal(const struct stamp *a, const struct stamp *b) {
  return a->secs == b->secs && a->nsecs == b->nsecs && a->uptime == b->uptime &&
         a->engine_type == b->engine_type && a->engine_id == b->engine_id;
}

void ft_datagram_renumber(uint8_t *data, uint32_t sequence) {
  ft_put32(data + 16, sequence);
}

static void put_header(struct ft_encoder *e, uint32_t sequence) {
  const struct stamp *s = &e->stamp;
  uint8_t *p = e->data;
  memset(p, 0, e->layout->wire_header);
  ft_put16(p, e->layout->version);
  ft_put16(p + 2, (uint16_t)e->count);
  ft_put32(p + 4, s->uptime);
  ft_put32(p + 8, s->secs);
  ft_put32(p + 12, s->nsecs);
  if (e->layout->version == 1) return;
  ft_datagram_renumber(p, sequence);
  p[20] = s->engine_type;
  p[21] = s->engine_id;
  if (e->layout->agg_method != 0) {
    p[22] = e->layout->agg_method;
    p[23] = e->layout->agg_version;
  }
}

int ft_encoder_flush(struct ft_encoder *e) {
  if (e->count == 0) return 0;
  uint32_t *sequence = &e->sequence[e->stamp.engine_id << 8 | e->stamp.engine_type];
  put_header(e, *sequence);
  *sequence += e->count;
  size_t size = e->layout->wire_header + (size_t)e->count * e->layout->wire_size;
  e->count = 0;
  return e->sink(e->arg, e->data, size);
}

static void put_record(struct ft_encoder *e, const uint8_t *record) {
  uint8_t *to = e->data + e->layout->wire_header + (size_t)e->count * e->layout->wire_size;
  memset(to, 0, e->layout->wire_size);
  for (size_t s = 0; s < e->layout->slot_count; s++) {
    const struct ft_slot *slot = &e->layout->slots[s];
    if (slot->wire == FT_NOT_SENT) continue;
    put_column(to + slot->wire, record, (struct ft_column){slot->offset, slot->width});
  }
  e->count++;
}

static int put_one(struct ft_encoder *e, const uint8_t *record) {
  struct stamp stamp = stamp_of(e, record);
  int rc = 0;
  if (e->count > 0 && !stamps_equal(&stamp, &e->stamp)) rc = ft_encoder_flush(e);
  if (rc != 0) return rc;
  e->stamp = stamp;
  put_record(e, record);
  return e->count == e->layout->wire_max ? ft_encoder_flush(e) : 0;
}

int ft_encoder_put(struct ft_encoder *e, const void *records, size_t count) {
  const uint8_t *record = records;
  for (size_t i = 0; i < count; i++, record += e->layout->size) {
    int rc = put_one(e, record);
    if (rc != 0) return rc;
  }
  return 0;
}

void ft_encoder_free(struct ft_encoder *e) {
  if (e == NULL) return;
  free(e->sequence);
  free(e);
}
