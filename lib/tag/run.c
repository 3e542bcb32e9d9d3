#include "config.h"

#include <string.h>

#include "tag/plan.h"

/* Records that are tagged in one go. */
#define PIECE 2048

static void leave_interfaces(const uint8_t *set, struct ft_column column, size_t size,
                             const uint8_t *record, size_t count, uint8_t *pass) {
  if (!set) return;
  for (size_t i = 0; i < count; i++, record += size) {
    uint64_t interface = ft_load(record, column);
    pass[i] &= interface < FT_TAG_INTERFACES && ft_number_list_has(set, (uint32_t)interface);
  }
}

static void leave_exporter(const struct ft_addr *exporter, struct ft_column column, size_t size,
                           const uint8_t *record, size_t count, uint8_t *pass) {
  if (!exporter->width) return;
  for (size_t i = 0; i < count; i++, record += size) {
    struct ft_addr addr = ft_load_addr(record, column);
    pass[i] &= ft_addr_equal(&addr, exporter);
  }
}

static void change_tags(const struct ft_tag *tag, const struct ft_tag_changes *changes,
                        uint8_t *record) {
  for (size_t side = 0; side < FT_TAG_SIDES; side++) {
    const struct ft_tag_change *change = &changes->side[side];
    uint64_t value = ft_load(record, tag->tags[side]);
    ft_store(record, tag->tags[side], (value & change->keep) | change->bits);
  }
}

static void run_step(const struct ft_tag *tag, const struct ft_tag_step *step, uint8_t *record,
                     size_t count, const uint8_t *pass) {
  const struct ft_tag_table *table = step->table;
  for (size_t i = 0; i < count; i++, record += tag->record_size) {
    if (!pass[i]) continue;
    if (step->protocol && ft_load(record, tag->protocol) != step->protocol) continue;
    uint32_t found = step->column.width ? ft_column_find(&table->keys, record, step->column) : 0;
    if (found != table->none) change_tags(tag, &table->changes[found], record);
  }
}

static void run_term(const struct ft_tag *tag, const struct ft_tag_plan_term *term,
                     uint8_t *records, size_t count) {
  uint8_t pass[PIECE];
  size_t size = tag->record_size;
  memset(pass, 1, count);
  leave_interfaces(term->input, tag->input, size, records, count, pass);
  leave_interfaces(term->output, tag->output, size, records, count, pass);
  leave_exporter(&term->exporter, tag->exporter, size, records, count, pass);
  for (size_t s = 0; s < term->count; s++)
    run_step(tag, &term->steps[s], records, count, pass);
}

void ft_tag_run(const struct ft_tag *tag, void *records, size_t count) {
  uint8_t *next = records;
  while (count) {
    size_t part = count < PIECE ? count : PIECE;
    for (size_t t = 0; t < tag->term_count; t++)
      run_term(tag, &tag->terms[t], next, part);
    next += part * tag->record_size;
    count -= part;
  }
}
