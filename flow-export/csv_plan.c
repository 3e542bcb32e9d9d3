#include "export.h"

void csv_plan_make(struct csv_plan *plan, const struct ft_layout *layout, uint64_t mask) {
  plan->count = 0;
  for (unsigned f = 0; f < FT_FIELD_COUNT; f++) {
    const struct ft_field *field = ft_field_info(f);
    if (!(field->bit & mask & layout->mask)) continue;
    plan->cells[plan->count++] = (struct csv_cell){.column = ft_column(layout, f),
                                                   .is_addr = field->kind == FT_KIND_ADDRESS};
  }
}

char *csv_row(const struct csv_plan *plan, const uint8_t *record, char *p) {
  const struct csv_cell *cell = plan->cells, *end = cell + plan->count;
  for (; cell < end; cell++) {
    p = cell->is_addr ? text_addr(p, record, cell->column)
                      : ft_put_decimal(p, ft_load(record, cell->column));
    *p++ = ',';
  }
  p[-1] = '\n'; /* in place of the last comma */
  return p;
}
