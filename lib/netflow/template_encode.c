/* Encoding datagrams by template (RFC 3954, RFC 7011; pfflowd.md 5.4). */
#include <stdlib.h>

#include "ft/netflow.h"
#include "netflow/put.h"
#include "netflow/template.h"

enum { SET_HEADER = 4, TEMPLATE_HEADER = 4, ELEMENT_SIZE = 4, ALIGNMENT = 4 };

/* What the two versions do differently, but for the order of words in the header. */
static const struct protocol {
  uint16_t version, header;
  uint16_t template_set; /* the id of sets that define templates */
} protocols[] = {{9, 20, 0}, {10, 16, 2}};

/* What the records of one datagram have in common. */
struct stamp {
  uint32_t secs, nsecs, uptime;
};

struct ft_template_encoder {
  const struct protocol *protocol;
  ft_datagram_sink *sink;
  void *arg;
  uint32_t domain, sequence;
  size_t payload_max;
  struct template templates[FT_TEMPLATE_LAYOUTS];
  size_t template_count;
  bool announced;       /* the templates were sent, */
  int64_t announced_at; /* at that moment, ms since 1970, */
  unsigned since;       /* and with or after that so many datagrams */
  /* The datagram that is filled. */
  struct stamp stamp;
  uint32_t uptime, shift; /* SysUptime of the header; what all uptimes get on top */
  size_t size;            /* octets so far; 0: none is open */
  size_t set, set_layout; /* where the open set starts, and of which layout; 0: none is */
  unsigned templates_sent, records;
  uint8_t data[FT_DATAGRAM_MAX];
};

static size_t aligned(size_t size) {
  return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

/* Octets of the set that defines all templates. */
static size_t announcement_size(const struct ft_template_encoder *e) {
  size_t size = SET_HEADER;
  for (size_t i = 0; i < e->template_count; i++)
    size += TEMPLATE_HEADER + e->templates[i].count * ELEMENT_SIZE;
  return size;
}

static bool has_room(const struct ft_template_encoder *e) {
  size_t largest = 0;
  for (size_t i = 0; i < e->template_count; i++)
    if (e->templates[i].record_size > largest) largest = e->templates[i].record_size;
  size_t least = e->protocol->header + announcement_size(e) + SET_HEADER + aligned(largest);
  return e->payload_max <= sizeof e->data && least <= e->payload_max;
}

static const struct protocol *find_protocol(unsigned version) {
  for (size_t i = 0; i < sizeof protocols / sizeof *protocols; i++)
    if (protocols[i].version == version) return &protocols[i];
  return NULL;
}

struct ft_template_encoder *ft_template_encoder_new(const struct ft_template_options *options,
                                                    ft_datagram_sink *sink, void *arg,
                                                    struct ft_error *err) {
  const struct protocol *protocol = find_protocol(options->version);
  if (protocol == NULL) {
    ft_error_add(err, "Unsupported export version");
    return NULL;
  }
  if (options->layout_count > FT_TEMPLATE_LAYOUTS) {
    ft_error_add(err, "Too many templates");
    return NULL;
  }
  struct ft_template_encoder *e = calloc(1, sizeof *e);
  if (e == NULL) {
    ft_error_add_memory(err);
    return NULL;
  }
  e->protocol = protocol;
  e->sink = sink;
  e->arg = arg;
  e->domain = options->domain;
  e->payload_max = options->payload_max != 0 ? options->payload_max : FT_TEMPLATE_PAYLOAD;
  e->template_count = options->layout_count;
  for (size_t i = 0; i < e->template_count; i++)
    template_make(&e->templates[i], options->version, options->layouts[i]);
  if (has_room(e)) return e;
  ft_error_add(err, "Templates do not fit into a datagram of %zu octets", e->payload_max);
  free(e);
  return NULL;
}

void ft_template_encoder_free(struct ft_template_encoder *e) {
  free(e);
}

/* -- the header -- */

/*
 * The header of version 9 tells whole seconds, so its SysUptime has to be that of the
 * second's start. Where that would be before the boot all uptimes are shifted.
 */
static void set_uptime(struct ft_template_encoder *e) {
  uint32_t rest = e->stamp.nsecs / 1000000;
  e->shift = rest > e->stamp.uptime ? rest - e->stamp.uptime : 0;
  e->uptime = e->stamp.uptime - rest + e->shift;
}

static void put_header(struct ft_template_encoder *e) {
  uint8_t *p = e->data;
  ft_put16(p, e->protocol->version);
  if (e->protocol->version == 9) {
    ft_put16(p + 2, e->templates_sent + e->records);
    ft_put32(p + 4, e->uptime);
    p += 8;
  } else {
    ft_put16(p + 2, e->size);
    p += 4;
  }
  ft_put32(p, e->stamp.secs);
  ft_put32(p + 4, e->sequence);
  ft_put32(p + 8, e->domain);
}

/* -- sets -- */

static void close_set(struct ft_template_encoder *e) {
  if (e->set == 0) return;
  size_t end = aligned(e->size);
  memset(e->data + e->size, 0, end - e->size);
  e->size = end;
  ft_put16(e->data + e->set + 2, e->size - e->set);
  e->set = 0;
}

static void open_set(struct ft_template_encoder *e, uint16_t id) {
  close_set(e);
  e->set = e->size;
  ft_put16(e->data + e->set, id);
  e->size += SET_HEADER;
}

static void put_pair(struct ft_template_encoder *e, uint64_t first, uint64_t second) {
  ft_put16(e->data + e->size, first);
  ft_put16(e->data + e->size + 2, second);
  e->size += 4;
}

static void announce(struct ft_template_encoder *e) {
  open_set(e, e->protocol->template_set);
  for (size_t i = 0; i < e->template_count; i++) {
    const struct template *template = &e->templates[i];
    put_pair(e, FT_TEMPLATE_FIRST_ID + i, template->count);
    for (size_t j = 0; j < template->count; j++)
      put_pair(e, template->elements[j].number, template->elements[j].width);
  }
  close_set(e);
  e->templates_sent = (unsigned)e->template_count;
}

static bool announcement_is_due(struct ft_template_encoder *e, int64_t now) {
  if (!e->announced || e->since >= FT_TEMPLATE_DATAGRAMS) return true;
  /* A clock that was set back a long way must not put it off. */
  return llabs(now - e->announced_at) >= FT_TEMPLATE_SECONDS * 1000;
}

static void open_datagram(struct ft_template_encoder *e) {
  int64_t now = (int64_t)e->stamp.secs * 1000 + e->stamp.nsecs / 1000000;
  e->size = e->protocol->header;
  e->records = e->templates_sent = 0;
  set_uptime(e);
  if (announcement_is_due(e, now)) {
    announce(e);
    e->announced = true;
    e->announced_at = now;
    e->since = 0;
  }
  e->since++;
}

int ft_template_encoder_flush(struct ft_template_encoder *e) {
  if (e->size == 0) return 0;
  close_set(e);
  put_header(e);
  e->sequence += e->protocol->version == 9 ? 1 : e->records;
  size_t size = e->size;
  e->size = 0;
  return e->sink(e->arg, e->data, size);
}

/* -- records -- */

static void put_milliseconds(uint8_t *to, int64_t moment) {
  ft_put64(to, moment > 0 ? (uint64_t)moment : 0);
}

static void put_record(struct ft_template_encoder *e, const struct template *template,
                       const uint8_t *record) {
  uint8_t *to = e->data + e->size;
  for (size_t i = 0; i < template->count; i++) {
    const struct element *element = &template->elements[i];
    switch (element->kind) {
    case ELEMENT_COLUMN:
      put_column(to, record, element->column);
      break;
    case ELEMENT_UPTIME:
      ft_put32(to, ft_load(record, element->column) + e->shift);
      break;
    case ELEMENT_MILLISECONDS:
      put_milliseconds(to, ft_clock_ms(&template->clock, record, ft_load(record, element->column)));
      break;
    }
    to += element->width;
  }
  e->size += template->record_size;
  e->records++;
}

static struct stamp stamp_of(const struct template *template, const uint8_t *record) {
  return (struct stamp){(uint32_t)ft_load(record, template->clock.secs),
                        (uint32_t)ft_load(record, template->clock.nsecs),
                        (uint32_t)ft_load(record, template->clock.uptime)};
}

static bool stamps_equal(const struct stamp *a, const struct stamp *b) {
  return a->secs == b->secs && a->nsecs == b->nsecs && a->uptime == b->uptime;
}

/* Whether a record of that layout has room in the datagram that is open. */
static bool fits(const struct ft_template_encoder *e, size_t layout) {
  size_t size = e->size;
  if (e->set == 0 || e->set_layout != layout) size = aligned(size) + SET_HEADER;
  return aligned(size + e->templates[layout].record_size) <= e->payload_max;
}

static int put_one(struct ft_template_encoder *e, size_t layout, const uint8_t *record) {
  const struct template *template = &e->templates[layout];
  struct stamp stamp = stamp_of(template, record);
  if (e->size > 0 && (!stamps_equal(&stamp, &e->stamp) || !fits(e, layout))) {
    int rc = ft_template_encoder_flush(e);
    if (rc != 0) return rc;
  }
  if (e->size == 0) {
    e->stamp = stamp;
    open_datagram(e);
  }
  if (e->set == 0 || e->set_layout != layout) {
    open_set(e, (uint16_t)(FT_TEMPLATE_FIRST_ID + layout));
    e->set_layout = layout;
  }
  put_record(e, template, record);
  return 0;
}

int ft_template_encoder_put(struct ft_template_encoder *e, size_t layout, const void *records,
                            size_t count) {
  const uint8_t *record = records;
  for (size_t i = 0; i < count; i++, record += e->templates[layout].layout_size) {
    int rc = put_one(e, layout, record);
    if (rc != 0) return rc;
  }
  return 0;
}
