#include "collect/substitute.h"

void ft_substitute_bind(struct ft_substitute *substitute, uint16_t as,
                        const struct ft_layout *layout) {
  *substitute = (struct ft_substitute){.source = ft_column(layout, FT_F_SRC_AS),
                                       .destination = ft_column(layout, FT_F_DST_AS),
                                       .as = as};
}

static void fill_column(const struct ft_substitute *substitute, uint8_t *record,
                        struct ft_column column) {
  if (column.width > 0 && ft_load(record, column) == 0) ft_store(record, column, substitute->as);
}

void ft_substitute_apply(const struct ft_substitute *substitute, size_t record_size,
                         uint8_t *records, size_t count) {
  for (size_t i = 0; i < count; i++, records += record_size) {
    fill_column(substitute, records, substitute->source);
    fill_column(substitute, records, substitute->destination);
  }
}
