/* Reading stream headers (spec stream.md 4 and 7). */
#include "stream.h"

#include <stdlib.h>

#include "../base/io.h"

/* An entry of the header: its octets, and the order of the numbers in them. */
struct entry {
  unsigned type;
  const uint8_t *value;
  size_t length;
  enum ft_byte_order order;
};

static char *copy_text(const uint8_t *value, size_t length) {
  return strndup((const char *)value, length);
}

static int decode_text(struct ft_header *header, const struct entry *e, struct ft_error *err) {
  char *text = copy_text(e->value, e->length);
  if (text == NULL) {
    ft_error_add_memory(err);
    return -1;
  }
  int rc = ft_header_set_text(header, (enum ft_tlv)e->type, text, err);
  free(text);
  return rc;
}

/* A value wider than the field uses its leading octets; a narrower one is ignored. */
static void decode_number(struct ft_header *header, const struct ft_tlv_row *row,
                          const struct entry *e) {
  if (e->length < row->width) return;
  uint32_t value = row->width == 1   ? e->value[0]
                   : row->width == 2 ? ft_order_get16(e->order, e->value)
                                     : ft_order_get32(e->order, e->value);
  if (row->kind == FT_TLV_KIND_ADDRESS)
    header->exporter = ft_addr_from_u32(value);
  else
    ft_header_set_number(header, row, value);
  ft_header_mark(header, row->type);
}

/* Room for one more interface entry; NULL without memory. */
static struct ft_interface *grow_interfaces(struct ft_header *header) {
  size_t size = (header->interface_count + 1) * sizeof *header->interfaces;
  struct ft_interface *grown = realloc(header->interfaces, size);
  if (grown == NULL) return NULL;
  header->interfaces = grown;
  memset(&grown[header->interface_count], 0, sizeof *grown);
  return &grown[header->interface_count];
}

static int decode_interface(struct ft_header *header, const struct entry *e, struct ft_error *err) {
  if (e->length < 6) return 0;
  unsigned count = ft_order_get16(e->order, e->value + 4);
  bool name = e->type == FT_TLV_IFNAME;
  size_t indexes = name ? 1 : count;
  size_t at = name ? 4 : 6; /* of the first ifIndex */
  if (e->length < at + 2 * indexes) return 0;
  struct ft_interface *i = grow_interfaces(header);
  if (i != NULL) {
    i->type = (enum ft_tlv)e->type;
    i->exporter = ft_addr_from_u32(ft_order_get32(e->order, e->value));
    i->index_count = (uint16_t)indexes;
    i->index = calloc(indexes > 0 ? indexes : 1, sizeof *i->index);
    i->name = copy_text(e->value + at + 2 * indexes, e->length - at - 2 * indexes);
    header->interface_count++;
    if (i->index != NULL && i->name != NULL) {
      for (size_t k = 0; k < indexes; k++)
        i->index[k] = ft_order_get16(e->order, e->value + at + 2 * k);
      ft_header_mark(header, i->type);
      return 0;
    }
  }
  ft_error_add_memory(err);
  return -1;
}

static int decode_entry(struct ft_header *header, const struct entry *e, struct ft_error *err) {
  if (e->type == FT_TLV_IFNAME || e->type == FT_TLV_IFALIAS)
    return decode_interface(header, e, err);
  const struct ft_tlv_row *row = ft_tlv_row_find(e->type);
  if (row == NULL) return 0;
  if (row->kind == FT_TLV_KIND_TEXT) return decode_text(header, e, err);
  decode_number(header, row, e);
  return 0;
}

static int decode_entries(struct ft_header *header, const uint8_t *data, size_t size,
                          struct ft_error *err) {
  while (size >= 4) {
    struct entry e = {.type = ft_order_get16(header->order, data),
                      .length = ft_order_get16(header->order, data + 2),
                      .value = data + 4,
                      .order = header->order};
    if (e.length > size - 4) break;
    if (decode_entry(header, &e, err) != 0) return -1;
    data += 4 + e.length;
    size -= 4 + e.length;
  }
  return 0;
}

/* Octets of text member at value, if there are any. */
static int decode_old_text(struct ft_header *header, enum ft_tlv field, const uint8_t *value,
                           size_t length, struct ft_error *err) {
  if (value[0] == '\0') return 0;
  return decode_text(header, &(struct entry){field, value, length, header->order}, err);
}

/* data begins behind the 4 octets of the top. */
static int decode_old(struct ft_header *header, const uint8_t *data, struct ft_error *err) {
  /* Lost and misordered flows follow, but no version 1 stream ever counted them. */
  static const enum ft_tlv order[] = {FT_TLV_START, FT_TLV_END, FT_TLV_FLAGS, FT_TLV_ROTATION,
                                      FT_TLV_FLOWS};
  header->version = ft_order_get16(header->order, data);
  if (header->version == 65535) header->version = 1;
  ft_header_mark(header, FT_TLV_VERSION);
  for (size_t i = 0; i < sizeof order / sizeof *order; i++)
    decode_number(header, ft_tlv_row_find(order[i]),
                  &(struct entry){order[i], data + 4 + 4 * i, 4, header->order});
  header->flags |= FT_FLAG_XLATE;
  if (decode_old_text(header, FT_TLV_HOSTNAME, data + 32, 68, err) != 0) return -1;
  return decode_old_text(header, FT_TLV_COMMENT, data + 100, 256, err);
}

/*
 * Reads size octets of a header whose length is only a claim: the buffer grows
 * with what really arrives. NULL if there are fewer.
 */
static uint8_t *read_claimed(int fd, size_t size, struct ft_error *err) {
  uint8_t *data = NULL;
  size_t have = 0, room = 0;
  do {
    room = size - have > FT_HEADER_MAX ? have + FT_HEADER_MAX : size;
    uint8_t *grown = realloc(data, room > 0 ? room : 1);
    if (grown == NULL) {
      ft_error_add_memory(err);
      break;
    }
    data = grown;
    ssize_t n = ft_io_read_full(fd, data + have, room - have);
    if (n < 0 || (size_t)n < room - have) {
      ft_error_add(err, "Short read while loading header");
      break;
    }
    have = room;
    if (have == size) return data;
  } while (true);
  free(data);
  return NULL;
}

static int read_top(int fd, struct ft_header *header, struct ft_error *err) {
  uint8_t top[FT_HEADER_TOP];
  if (ft_io_read_full(fd, top, sizeof top) != (ssize_t)sizeof top) {
    ft_error_add(err, "ftiheader_read(): Warning, short read while loading header top.");
    return -1;
  }
  if (top[0] != FT_MAGIC1 || top[1] != FT_MAGIC2) {
    ft_error_add(err, "ftiheader_read(): Warning, bad magic number");
    return -1;
  }
  header->order = top[2] == 1 ? FT_ORDER_LITTLE : top[2] == 2 ? FT_ORDER_BIG : FT_ORDER_BROKEN;
  header->stream_version = top[3];
  if (top[3] != 1 && top[3] != 3) {
    ft_error_add(err, "Stream format must be 1 or 3, not %u", top[3]);
    return -1;
  }
  return 0;
}

/* Octets of header that follow what has been read. */
static int read_rest_size(int fd, const struct ft_header *header, size_t *size,
                          struct ft_error *err) {
  if (header->stream_version == 1) {
    *size = FT_HEADER1_SIZE - FT_HEADER_TOP;
    return 0;
  }
  uint8_t offset[4];
  if (ft_io_read_full(fd, offset, sizeof offset) != (ssize_t)sizeof offset) {
    ft_error_add(err, "ftiheader_read(): Error, short read while loading header data offset.");
    return -1;
  }
  uint32_t total = ft_order_get32(header->order, offset);
  if (total < FT_HEADER_FIXED) {
    ft_error_add(err, "Short read while loading header");
    return -1;
  }
  *size = total - FT_HEADER_FIXED;
  return 0;
}

static int read_header(int fd, struct ft_header *header, struct ft_error *err) {
  size_t size;
  if (read_top(fd, header, err) != 0 || read_rest_size(fd, header, &size, err) != 0) return -1;
  uint8_t *data = read_claimed(fd, size, err);
  if (data == NULL) return -1;
  int rc = header->stream_version == 1 ? decode_old(header, data, err)
                                       : decode_entries(header, data, size, err);
  free(data);
  return rc;
}

int ft_header_read(int fd, struct ft_header *header, struct ft_error *err) {
  if (read_header(fd, header, err) == 0) return 0;
  ft_error_add(err, "ftiheader_read(): failed");
  return -1;
}

int ft_header_try(int fd, const char *name, struct ft_header *header, const struct ft_log *log) {
  struct ft_error reasons = FT_ERROR_INIT;
  if (read_header(fd, header, &reasons) == 0) return 0;
  if (reasons.no_memory) return -2;
  ft_log_error(log, &reasons);
  ft_log_line(log, "ftiheader_read(%s): Failed, ignoring file.", name);
  return -1;
}
