#include "ft/record.h"

#include <stdlib.h>

#include "layouts.h"

const struct ft_layout *ft_layout_at(size_t index) {
  return index < COUNT(layout_rows) ? &layout_rows[index] : NULL;
}

const struct ft_layout *ft_layout_find(unsigned version, unsigned agg_method) {
  for (size_t i = 0; i < COUNT(layout_rows); i++) {
    const struct ft_layout *row = &layout_rows[i];
    if (row->version == version && (row->agg_method == 0 || row->agg_method == agg_method))
      return row;
  }
  return NULL;
}

const struct ft_layout *ft_layout_wide(unsigned address_width) {
  for (size_t i = 0; i < COUNT(wide_rows); i++)
    if (ft_column(&wide_rows[i], FT_F_SRCADDR).width == address_width) return &wide_rows[i];
  return NULL;
}

/* Version 8 is there in several methods. */
static bool has_methods(unsigned version) {
  for (size_t i = 0; i < COUNT(layout_rows); i++)
    if (layout_rows[i].version == version) return layout_rows[i].agg_method != 0;
  return false;
}

static const struct ft_layout *find_or_say(unsigned version, unsigned agg_version,
                                           unsigned agg_method, struct ft_error *err) {
  const struct ft_layout *layout = ft_layout_find(version, agg_method);
  bool methods = has_methods(version);
  if (methods && agg_version != 2)
    ft_error_add(err, "Unsupported agg_version %u", agg_version);
  else if (layout != NULL)
    return layout;
  else if (methods)
    ft_error_add(err, "Unsupported agg_method %u", agg_method);
  else
    ft_error_add(err, "Unsupported d_version %u", version);
  return NULL;
}

const struct ft_layout *ft_layout_find_header(unsigned version, unsigned agg_version,
                                              unsigned agg_method, struct ft_error *err) {
  const struct ft_layout *layout = find_or_say(version, agg_version, agg_method, err);
  if (layout == NULL) ft_error_add(err, "Unsupported record type (ftio_rec_size_");
  return layout;
}

/* Decimal digits at *text; false if there are none or the value is above max. */
static bool scan_number(const char **text, unsigned long max, unsigned *value) {
  char *end;
  if (**text < '0' || **text > '9') return false;
  unsigned long number = strtoul(*text, &end, 10);
  if (number > max) return false;
  *text = end;
  *value = (unsigned)number;
  return true;
}

const struct ft_layout *ft_layout_parse(const char *text, unsigned default_method,
                                        struct ft_error *err) {
  unsigned version = 0, method = default_method, agg_version = 2;
  while (*text == ' ' || *text == '\t')
    text++;
  bool ok = scan_number(&text, 65535, &version);
  if (ok && text[0] == '.' && (text[1] == '-' || (text[1] >= '0' && text[1] <= '9'))) {
    text++;
    ok = scan_number(&text, 255, &method);
  } else if (method == 0) {
    agg_version = 0;
  }
  if (!ok) {
    ft_error_add(err, "Version scan failed");
    return NULL;
  }
  const struct ft_layout *layout = find_or_say(version, agg_version, method, err);
  if (layout == NULL) {
    ft_error_add(err, "Unsupported record type");
    ft_error_add(err, "ftio_set_ver(): failed");
  }
  return layout;
}

const struct ft_slot *ft_layout_slot(const struct ft_layout *layout, enum ft_field_id field) {
  for (size_t i = 0; i < layout->slot_count; i++)
    if (layout->slots[i].field == field) return &layout->slots[i];
  return NULL;
}

struct ft_column ft_column(const struct ft_layout *layout, enum ft_field_id field) {
  const struct ft_slot *slot = ft_layout_slot(layout, field);
  struct ft_column column = {0, 0};
  if (slot != NULL) {
    column.offset = slot->offset;
    column.width = slot->width;
  }
  return column;
}

struct ft_addr ft_load_addr(const uint8_t *record, struct ft_column column) {
  struct ft_addr addr = {0};
  if (column.width == 4) return ft_addr_from_u32((uint32_t)ft_load(record, column));
  if (column.width == FT_ADDR_MAX_WIDTH) {
    addr.width = column.width;
    memcpy(addr.octets, record + column.offset, column.width);
  }
  return addr;
}

void ft_store_addr(uint8_t *record, struct ft_column column, const struct ft_addr *addr) {
  if (addr->width != column.width) return;
  if (column.width == 4)
    ft_store(record, column, ft_addr_to_u32(addr));
  else
    memcpy(record + column.offset, addr->octets, column.width);
}

void ft_clock_bind(struct ft_clock *clock, const struct ft_layout *layout) {
  clock->secs = ft_column(layout, FT_F_UNIX_SECS);
  clock->nsecs = ft_column(layout, FT_F_UNIX_NSECS);
  clock->uptime = ft_column(layout, FT_F_SYSUPTIME);
  clock->first = ft_column(layout, FT_F_FIRST);
  clock->last = ft_column(layout, FT_F_LAST);
}
