#include "preload.h"

/* Counts that are carried over as sums, modulo 2^32. */
static void add_counts(struct ft_header *to, const struct ft_header *from) {
  to->flows += from->flows;
  to->lost += from->lost;
  to->corrupt += from->corrupt;
  to->misordered += from->misordered;
  to->resets += from->resets;
}

/* Where it is present, the later file's replaces the earlier one's. */
static int carry_fields(struct ft_header *to, const struct ft_header *from, bool carry_comment,
                        struct ft_error *err) {
  static const enum ft_tlv marks[] = {FT_TLV_VENDOR, FT_TLV_EXPORTER, FT_TLV_ROTATION,
                                      FT_TLV_MISORDERED, FT_TLV_RESETS};
  for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
    if (ft_header_has(from, marks[i])) ft_header_mark(to, marks[i]);
  if (ft_header_has(from, FT_TLV_VENDOR)) to->vendor = from->vendor;
  if (ft_header_has(from, FT_TLV_EXPORTER)) to->exporter = from->exporter;
  if (ft_header_has(from, FT_TLV_ROTATION)) to->rotation = from->rotation;
  if (ft_header_has(from, FT_TLV_HOSTNAME) &&
      ft_header_set_text(to, FT_TLV_HOSTNAME, from->hostname, err) < 0)
    return -1;
  if (carry_comment && ft_header_has(from, FT_TLV_COMMENT))
    return ft_header_set_text(to, FT_TLV_COMMENT, from->comment, err);
  return 0;
}

int preload(struct ft_header *header, const struct inputs *inputs, struct ft_error *err) {
  bool carry_comment = !ft_header_has(header, FT_TLV_COMMENT);
  bool has_start = false, has_end = false;

  for (size_t i = 0; i < inputs->count; i++) {
    const struct ft_header *from = &inputs->items[i].header;
    add_counts(header, from);
    if (carry_fields(header, from, carry_comment, err) < 0) return -1;
    if (ft_header_has(from, FT_TLV_START)) {
      if (!has_start || from->start < header->start) header->start = from->start;
      has_start = true;
    }
    if (ft_header_has(from, FT_TLV_END)) {
      if (!has_end || from->end > header->end) header->end = from->end;
      has_end = true;
    }
  }
  ft_header_mark(header, FT_TLV_FLOWS);
  ft_header_mark(header, FT_TLV_LOST);
  ft_header_mark(header, FT_TLV_CORRUPT);
  if (has_start && has_end) {
    ft_header_mark(header, FT_TLV_START);
    ft_header_mark(header, FT_TLV_END);
  }
  header->flags |= FT_FLAG_PRELOADED;
  return 0;
}
