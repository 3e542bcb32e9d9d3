/* Encoding stream headers (spec stream.md 2.1). */
#include "stream.h"

struct output {
  enum ft_byte_order order;
  uint8_t *data;
  size_t used; /* may not exceed FT_HEADER_MAX */
};

/* Opens an entry with room for length octets; NULL if it does not fit. */
static uint8_t *open_entry(struct output *out, unsigned type, size_t length) {
  if (length > 65535 || length + 4 > FT_HEADER_MAX - out->used) return NULL;
  uint8_t *p = out->data + out->used;
  ft_order_put16(out->order, p, (uint16_t)type);
  ft_order_put16(out->order, p + 2, (uint16_t)length);
  out->used += 4 + length;
  return p + 4;
}

static const char *text_member(const struct ft_header *header, const struct ft_tlv_row *row) {
  const char *text;
  memcpy(&text, (const uint8_t *)header + row->member, sizeof text);
  return text;
}

static bool put_text(struct output *out, unsigned type, const char *text) {
  size_t length = text != NULL ? strlen(text) + 1 : 1;
  uint8_t *p = open_entry(out, type, length);
  if (p == NULL) return false;
  memcpy(p, text != NULL ? text : "", length);
  return true;
}

static bool put_row(struct output *out, const struct ft_header *header,
                    const struct ft_tlv_row *row) {
  if (row->kind == FT_TLV_KIND_TEXT) return put_text(out, row->type, text_member(header, row));
  uint8_t *p = open_entry(out, row->type, row->width);
  if (p == NULL) return false;
  uint32_t value = row->kind == FT_TLV_KIND_ADDRESS ? ft_addr_to_u32(&header->exporter)
                                                    : ft_header_number(header, row);
  if (row->width == 1)
    *p = (uint8_t)value;
  else if (row->width == 2)
    ft_order_put16(out->order, p, (uint16_t)value);
  else
    ft_order_put32(out->order, p, value);
  return true;
}

static bool put_interface(struct output *out, const struct ft_interface *i) {
  bool alias = i->type == FT_TLV_IFALIAS;
  size_t fixed = 4 + (alias ? 2u : 0u) + 2u * i->index_count;
  size_t name = strlen(i->name) + 1;
  uint8_t *p = open_entry(out, i->type, fixed + name);
  if (p == NULL) return false;
  ft_order_put32(out->order, p, ft_addr_to_u32(&i->exporter));
  p += 4;
  if (alias) {
    ft_order_put16(out->order, p, i->index_count);
    p += 2;
  }
  for (size_t k = 0; k < i->index_count; k++, p += 2)
    ft_order_put16(out->order, p, i->index[k]);
  memcpy(p, i->name, name);
  return true;
}

size_t ft_header_encode(const struct ft_header *header, uint8_t *data) {
  struct output out = {header->order, data, FT_HEADER_FIXED};
  const struct ft_tlv_row *row;
  for (size_t i = 0; (row = ft_tlv_row_at(i)) != NULL; i++)
    if (ft_header_has(header, row->type) && !put_row(&out, header, row)) return 0;
  for (size_t i = 0; i < header->interface_count; i++)
    if (!put_interface(&out, &header->interfaces[i])) return 0;
  while (out.used % 4 != 0)
    out.data[out.used++] = 0;
  data[0] = FT_MAGIC1;
  data[1] = FT_MAGIC2;
  data[2] = header->order == FT_ORDER_LITTLE ? 1 : 2;
  data[3] = 3;
  ft_order_put32(out.order, data + 4, (uint32_t)out.used);
  return out.used;
}
