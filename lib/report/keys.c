#include "keys.h"

#include <string.h>

enum op {
  OP_NUMBER, /* the column; also a plain address of up to eight octets */
  OP_PREFIX, /* address and mask length in a number */
  OP_WIDE,   /* an address that is no number, with or without mask length */
  OP_CLASS,
  OP_SIZE,
  OP_OCTETS,
  OP_PACKETS,
  OP_BPS,
  OP_PPS,
  OP_DURATION
};

static const uint8_t made_ops[] = {
    [REP_CLASS] = OP_CLASS,      [REP_SIZE] = OP_SIZE, [REP_OCTETS] = OP_OCTETS,
    [REP_PACKETS] = OP_PACKETS,  [REP_BPS] = OP_BPS,   [REP_PPS] = OP_PPS,
    [REP_DURATION] = OP_DURATION};

/* Only four-octet addresses lie in records as numbers (record.h). */
static bool is_number(struct ft_column column) {
  return column.width == 4;
}

static void bind_address(struct rep_part *part, const struct rep_report *report, bool prefix,
                         const struct ft_layout *layout) {
  enum rep_side side = part->key->side;
  unsigned format = side == REP_NO_SIDE ? 0 : report->address_format[side];
  part->octets = part->column.width;
  if (side == REP_NO_SIDE || (!format && !prefix)) {
    part->op = is_number(part->column) ? OP_NUMBER : OP_WIDE;
    return;
  }
  part->prefix = true;
  part->octets++;
  part->masked = format & REP_PREFIX_MASK;
  if (format) part->mask = ft_column(layout, side == REP_SOURCE ? FT_F_SRC_MASK : FT_F_DST_MASK);
  part->op = is_number(part->column) ? OP_PREFIX : OP_WIDE;
}

static void bind_part(struct rep_part *part, enum rep_key_code code,
                      const struct rep_report *report, bool prefix,
                      const struct ft_layout *layout) {
  const struct rep_key *key = &rep_keys[code];
  part->key = key;
  if (key->field != REP_NO_FIELD) part->column = ft_column(layout, key->field);
  switch (key->value) {
  case REP_FIELD:
  case REP_SECOND: /* rows are made one by one, see linear.c */
    part->op = OP_NUMBER;
    part->octets = key->bits ? key->bits / 8 : part->column.width;
    break;
  case REP_ADDRESS:
    bind_address(part, report, prefix, layout);
    break;
  default:
    part->op = made_ops[key->value];
    part->octets = key->bits / 8;
    break;
  }
}

struct rep_segment rep_keys_add_room(struct rep_keys *keys, unsigned octets) {
  unsigned bits = 8 * octets;
  if (!keys->words || keys->used + bits > 64) {
    keys->words++;
    keys->used = 0;
  }
  struct rep_segment segment = {(uint8_t)(keys->words - 1), (uint8_t)keys->used, (uint8_t)bits};
  keys->used += bits;
  return segment;
}

static void place_part(struct rep_keys *keys, struct rep_part *part) {
  unsigned octets = part->octets ? part->octets : 1;
  while (octets) {
    unsigned now = octets > 8 ? 8 : octets;
    part->segments[part->segment_count++] = rep_keys_add_room(keys, now);
    octets -= now;
  }
}

void rep_keys_bind(struct rep_keys *keys, const uint8_t *codes, unsigned count,
                   const struct rep_report *report, bool prefix, const struct ft_layout *layout) {
  memset(keys, 0, sizeof *keys);
  keys->count = count;
  for (unsigned i = 0; i < count; i++) {
    bind_part(&keys->parts[i], codes[i], report, prefix, layout);
    place_part(keys, &keys->parts[i]);
  }
}

bool rep_keys_need_rates(const struct rep_keys *keys) {
  for (unsigned i = 0; i < keys->count; i++) {
    if (keys->parts[i].op == OP_BPS || keys->parts[i].op == OP_PPS) return true;
  }
  return false;
}

/* 0 and more than there are mask nothing (filter.md 1.4). */
static inline uint32_t mask_of_record(uint64_t length) {
  return length == 0 || length > 31 ? UINT32_MAX : UINT32_MAX << (32 - length);
}

static void load_prefix(const struct rep_part *part, const struct rep_chunk *chunk,
                        uint64_t *values) {
  uint64_t length[REP_CHUNK];
  rep_chunk_load(chunk, part->column, values);
  rep_chunk_load(chunk, part->mask, length);
  for (size_t i = 0; i < chunk->count; i++) {
    if (part->masked) values[i] &= mask_of_record(length[i]);
    values[i] = values[i] << 8 | (length[i] & 0xff);
  }
}

/* Class D is told apart in source-specific (232/8) and other multicast (report.md 6). */
static uint64_t address_class(unsigned first_octet) {
  if (first_octet >= 240) return 5;
  if (first_octet == 232) return 4;
  if (first_octet >= 224) return 3;
  if (first_octet >= 192) return 2;
  return first_octet >= 128;
}

static void load_class(struct ft_column column, const struct rep_chunk *chunk, uint64_t *values) {
  for (size_t i = 0; i < chunk->count; i++)
    values[i] = address_class(ft_load_addr(chunk->record[i], column).octets[0]);
}

static void truncate_rates(const double *rates, size_t count, uint64_t *values) {
  for (size_t i = 0; i < count; i++)
    values[i] = rates[i] < 0x1p64 ? (uint64_t)rates[i] : UINT64_MAX;
}

static void load_values(const struct rep_part *part, const struct rep_chunk *chunk,
                        uint64_t *values) {
  size_t size = chunk->count * sizeof *values;
  switch ((enum op)part->op) {
  case OP_PREFIX:
    load_prefix(part, chunk, values);
    break;
  case OP_CLASS:
    load_class(part->column, chunk, values);
    break;
  case OP_SIZE:
    for (size_t i = 0; i < chunk->count; i++)
      values[i] = (uint32_t)rep_packet_size(chunk, i);
    break;
  case OP_OCTETS:
    memcpy(values, chunk->octets, size);
    break;
  case OP_PACKETS:
    memcpy(values, chunk->packets, size);
    break;
  case OP_DURATION:
    memcpy(values, chunk->duration, size);
    break;
  case OP_BPS:
    truncate_rates(chunk->bps, chunk->count, values);
    break;
  case OP_PPS:
    truncate_rates(chunk->pps, chunk->count, values);
    break;
  default:
    rep_chunk_load(chunk, part->column, values);
    break;
  }
}

static void pack_wide(const struct rep_part *part, const uint8_t *record, uint64_t *out) {
  uint8_t octets[8 * REP_SEGMENTS_MAX] = {0};
  struct ft_addr addr = ft_load_addr(record, part->column);
  unsigned length = (unsigned)ft_load(record, part->mask);
  if (part->masked) ft_addr_mask_as_record(&addr, length);
  memcpy(octets, addr.octets, addr.width);
  if (part->prefix) octets[addr.width] = (uint8_t)length;
  const uint8_t *next = octets;
  for (unsigned s = 0; s < part->segment_count; s++) {
    struct rep_segment segment = part->segments[s];
    uint64_t value = 0;
    for (unsigned i = 0; i < segment.bits / 8u; i++)
      value = value << 8 | *next++;
    out[segment.word] |= value << segment.shift;
  }
}

void rep_keys_pack(const struct rep_keys *keys, const struct rep_chunk *chunk, uint64_t *out,
                   size_t step) {
  uint64_t values[REP_CHUNK];
  for (size_t i = 0; i < chunk->count; i++)
    memset(out + i * step, 0, keys->words * sizeof *out);
  for (unsigned p = 0; p < keys->count; p++) {
    const struct rep_part *part = &keys->parts[p];
    struct rep_segment segment = part->segments[0];
    if (part->op == OP_WIDE) {
      for (size_t i = 0; i < chunk->count; i++)
        pack_wide(part, chunk->record[i], out + i * step);
      continue;
    }
    load_values(part, chunk, values);
    for (size_t i = 0; i < chunk->count; i++)
      out[i * step + segment.word] |= values[i] << segment.shift;
  }
}

struct ft_addr rep_part_address(const struct rep_part *part, const uint64_t *key,
                                unsigned *mask_length) {
  struct ft_addr addr = {.width = (uint8_t)(part->octets - part->prefix)};
  unsigned place = 0;
  *mask_length = 0;
  for (unsigned s = 0; s < part->segment_count; s++) {
    uint64_t value = rep_segment_value(part->segments[s], key);
    for (unsigned bits = part->segments[s].bits; bits; bits -= 8, place++) {
      uint8_t octet = (uint8_t)(value >> (bits - 8));
      if (place < addr.width) {
        addr.octets[place] = octet;
      } else {
        *mask_length = octet;
      }
    }
  }
  return addr;
}
