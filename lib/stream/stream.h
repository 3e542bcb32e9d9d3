/* What the parts of the stream module share. */
#ifndef FT_STREAM_INTERNAL_H
#define FT_STREAM_INTERNAL_H

#include "ft/stream.h"

#define FT_MAGIC1 0xCF
#define FT_MAGIC2 0x10
/* Magic, byte order and stream version; the data offset follows. */
#define FT_HEADER_TOP   4
#define FT_HEADER_FIXED 8
/* The 8 leading octets and the TLVs, before padding, may not exceed this. */
#define FT_HEADER_MAX 16384
/* The old fixed header (stream version 1) and its records. */
#define FT_HEADER1_SIZE 360
#define FT_RECORD1_SIZE 60
/* Uncompressed data are read and written in pieces of this size, compressed ones of half of it. */
#define FT_CHUNK 32768

/* Numbers in a stream's byte order. */
uint16_t ft_order_get16(enum ft_byte_order order, const uint8_t *p);
uint32_t ft_order_get32(enum ft_byte_order order, const uint8_t *p);
void ft_order_put16(enum ft_byte_order order, uint8_t *p, uint16_t value);
void ft_order_put32(enum ft_byte_order order, uint8_t *p, uint32_t value);

/* What an entry of the header holds. */
enum ft_tlv_kind { FT_TLV_KIND_NUMBER, FT_TLV_KIND_ADDRESS, FT_TLV_KIND_TEXT };

/* One row for each entry of the header that occurs once. */
struct ft_tlv_row {
  enum ft_tlv type;
  enum ft_tlv_kind kind;
  uint8_t width; /* as written; texts: 0 */
  size_t member; /* offset in struct ft_header */
  uint8_t member_width;
};
/* Ascending types. NULL behind the last. */
const struct ft_tlv_row *ft_tlv_row_at(size_t index);
const struct ft_tlv_row *ft_tlv_row_find(unsigned type);

/* A number member of the header. */
uint32_t ft_header_number(const struct ft_header *header, const struct ft_tlv_row *row);
void ft_header_set_number(struct ft_header *header, const struct ft_tlv_row *row, uint32_t value);

/*
 * The header as octets, padded, at most FT_HEADER_MAX + 3. Returns its size, or 0 if an entry
 * does not fit.
 */
size_t ft_header_encode(const struct ft_header *header, uint8_t *out);

/* Layout of the records that the header announces; see ft_layout_find_header. */
const struct ft_layout *ft_header_layout(const struct ft_header *header, struct ft_error *err);

/* Records of stream version 1 (stream.md 7), in host order, to records of layout 1 or 5. */
void ft_records_from_v1(const struct ft_layout *layout, const uint8_t *old, uint8_t *records,
                        size_t count);
/* The layout of the old records themselves, for swapping. */
const struct ft_layout *ft_layout_v1_stream(void);

#endif
