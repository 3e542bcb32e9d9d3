#include "stream.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#define HOSTNAME_SIZE 256

#define NUMBER(type, width, name)                                                                  \
  {                                                                                                \
    FT_TLV_##type, FT_TLV_KIND_NUMBER, width, offsetof(struct ft_header, name),                    \
        sizeof((struct ft_header *)0)->name                                                        \
  }
#define ADDRESS(type, name)                                                                        \
  { FT_TLV_##type, FT_TLV_KIND_ADDRESS, 4, offsetof(struct ft_header, name), 0 }
#define TEXT(type, name)                                                                           \
  { FT_TLV_##type, FT_TLV_KIND_TEXT, 0, offsetof(struct ft_header, name), 0 }

static const struct ft_tlv_row rows[] = {
    NUMBER(VENDOR, 1, vendor),
    NUMBER(VERSION, 2, version),
    NUMBER(AGG_VERSION, 1, agg_version),
    NUMBER(AGG_METHOD, 1, agg_method),
    ADDRESS(EXPORTER, exporter),
    NUMBER(START, 4, start),
    NUMBER(END, 4, end),
    NUMBER(FLAGS, 4, flags),
    NUMBER(ROTATION, 4, rotation),
    NUMBER(FLOWS, 4, flows),
    NUMBER(LOST, 4, lost),
    NUMBER(MISORDERED, 4, misordered),
    NUMBER(CORRUPT, 4, corrupt),
    NUMBER(RESETS, 4, resets),
    TEXT(HOSTNAME, hostname),
    TEXT(COMMENT, comment),
};

const struct ft_tlv_row *ft_tlv_row_at(size_t index) {
  return index < sizeof rows / sizeof *rows ? &rows[index] : NULL;
}

const struct ft_tlv_row *ft_tlv_row_find(unsigned type) {
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    if (rows[i].type == type) return &rows[i];
  return NULL;
}

uint32_t ft_header_number(const struct ft_header *header, const struct ft_tlv_row *row) {
  return (uint32_t)ft_load((const uint8_t *)header,
                           (struct ft_column){(uint16_t)row->member, row->member_width});
}

void ft_header_set_number(struct ft_header *header, const struct ft_tlv_row *row, uint32_t value) {
  ft_store((uint8_t *)header, (struct ft_column){(uint16_t)row->member, row->member_width}, value);
}

enum ft_byte_order ft_byte_order_host(void) {
  const uint16_t probe = 1;
  uint8_t first;
  memcpy(&first, &probe, 1);
  return first == 1 ? FT_ORDER_LITTLE : FT_ORDER_BIG;
}

int ft_byte_order_parse(const char *text, enum ft_byte_order *order, struct ft_error *err) {
  if (strcasecmp(text, "big") == 0)
    *order = FT_ORDER_BIG;
  else if (strcasecmp(text, "little") == 0)
    *order = FT_ORDER_LITTLE;
  else {
    ft_error_add(err, "expecting \"big\" or \"little\"");
    return -1;
  }
  return 0;
}

static bool is_big(enum ft_byte_order order) {
  return (order == FT_ORDER_BIG || order == FT_ORDER_LITTLE ? order : ft_byte_order_host()) ==
         FT_ORDER_BIG;
}

uint16_t ft_order_get16(enum ft_byte_order order, const uint8_t *p) {
  return (uint16_t)(is_big(order) ? p[0] << 8 | p[1] : p[1] << 8 | p[0]);
}

uint32_t ft_order_get32(enum ft_byte_order order, const uint8_t *p) {
  if (is_big(order))
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
  return (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0];
}

void ft_order_put16(enum ft_byte_order order, uint8_t *p, uint16_t value) {
  bool big = is_big(order);
  p[big ? 1 : 0] = (uint8_t)value;
  p[big ? 0 : 1] = (uint8_t)(value >> 8);
}

void ft_order_put32(enum ft_byte_order order, uint8_t *p, uint32_t value) {
  bool big = is_big(order);
  ft_order_put16(order, p + (big ? 2 : 0), (uint16_t)value);
  ft_order_put16(order, p + (big ? 0 : 2), (uint16_t)(value >> 16));
}

void ft_header_init(struct ft_header *header) {
  memset(header, 0, sizeof *header);
  header->stream_version = 3;
}

void ft_header_clear(struct ft_header *header) {
  free(header->hostname);
  free(header->comment);
  for (size_t i = 0; i < header->interface_count; i++) {
    free(header->interfaces[i].index);
    free(header->interfaces[i].name);
  }
  free(header->interfaces);
  ft_header_init(header);
}

void ft_header_set_layout(struct ft_header *header, const struct ft_layout *layout) {
  header->version = layout->version;
  header->agg_version = layout->agg_version;
  header->agg_method = layout->agg_method;
  ft_header_mark(header, FT_TLV_VERSION);
  header->present &= ~(1u << FT_TLV_AGG_VERSION | 1u << FT_TLV_AGG_METHOD);
  if (layout->agg_method != 0) {
    ft_header_mark(header, FT_TLV_AGG_VERSION);
    ft_header_mark(header, FT_TLV_AGG_METHOD);
  }
}

int ft_header_set_text(struct ft_header *header, enum ft_tlv field, const char *text,
                       struct ft_error *err) {
  if (text == NULL) return 0;
  char *copy = strdup(text);
  if (copy == NULL) {
    ft_error_add_memory(err);
    return -1;
  }
  char **member = field == FT_TLV_HOSTNAME ? &header->hostname : &header->comment;
  free(*member);
  *member = copy;
  ft_header_mark(header, field);
  return 0;
}

int ft_header_set_host(struct ft_header *header, struct ft_error *err) {
  char host[HOSTNAME_SIZE] = "";
  if (gethostname(host, sizeof host - 1) != 0) {
    ft_error_add_system(err, errno, "gethostname()");
    return -1;
  }
  return ft_header_set_text(header, FT_TLV_HOSTNAME, host, err);
}

const struct ft_layout *ft_header_layout(const struct ft_header *header, struct ft_error *err) {
  return ft_layout_find_header(header->version, header->agg_version, header->agg_method, err);
}
