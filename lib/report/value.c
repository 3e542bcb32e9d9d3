#include <string.h>

#include "write.h"

double rep_percent(double value, double total) {
  return total != 0 ? value / total * 100.0 : 0;
}

bool rep_numbers_intervals(const struct rep_view *view) {
  return view->output->format != REP_ASCII && view->context->definition->time_series;
}

/* Sorted rows lie scattered: without this, most of the time goes in waiting for memory. */
uint32_t rep_row_at(const struct rep_view *view, size_t place) {
  enum { AHEAD = 16 };
  const struct rep_count *count = view->count;
  if (place + AHEAD < count->order.known) {
    const union rep_cell *row =
        rep_table_row(&count->table, rep_order_row(&count->order, place + AHEAD));
    __builtin_prefetch(row);
    __builtin_prefetch(row + count->table.stride - 1);
  }
  return rep_order_row(&count->order, place);
}

/* -- text -- */

static void put_csv(struct rep_text *out, const char *text, size_t length) {
  bool quote = false;
  for (size_t i = 0; i < length; i++)
    quote |= strchr(",\"\r\n", text[i]) != NULL;
  if (quote) rep_text_char(out, '"');
  for (size_t i = 0; i < length; i++) {
    if (text[i] == '"') rep_text_char(out, '"');
    rep_text_char(out, text[i]);
  }
  if (quote) rep_text_char(out, '"');
}

/* Octets of the UTF-8 character at text, 0 if it is none (RFC 3629). */
static size_t utf8_length(const unsigned char *text, size_t length) {
  static const struct {
    unsigned char first, last, second_first, second_last, octets;
  } forms[] = {
      {0x00, 0x7f, 0x00, 0x00, 1}, {0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3},
      {0xe1, 0xec, 0x80, 0xbf, 3}, {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3},
      {0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4},
  };
  for (size_t f = 0; f < sizeof forms / sizeof forms[0]; f++) {
    if (text[0] < forms[f].first || text[0] > forms[f].last) continue;
    size_t octets = forms[f].octets;
    if (octets > length) return 0;
    if (octets > 1 && (text[1] < forms[f].second_first || text[1] > forms[f].second_last)) return 0;
    for (size_t i = 2; i < octets; i++) {
      if ((text[i] & 0xc0) != 0x80) return 0;
    }
    return octets;
  }
  return 0;
}

static void put_json(struct rep_text *out, const char *text, size_t length) {
  rep_text_char(out, '"');
  while (length) {
    unsigned char c = (unsigned char)*text;
    size_t octets = utf8_length((const unsigned char *)text, length);
    if (!octets) {
      rep_text_string(out, "\\ufffd");
      octets = 1;
    } else if (c < 0x20 || c == 0x7f) {
      rep_text_format(out, "\\u00%02x", c);
    } else {
      if (c == '"' || c == '\\') rep_text_char(out, '\\');
      rep_text_put(out, text, octets);
    }
    text += octets;
    length -= octets;
  }
  rep_text_char(out, '"');
}

void rep_put_text(struct rep_view *view, const char *text, size_t length) {
  switch (view->output->format) {
  case REP_ASCII:
    rep_text_put(view->text, text, length);
    break;
  case REP_CSV:
    put_csv(view->text, text, length);
    break;
  case REP_JSON:
    put_json(view->text, text, length);
    break;
  }
}

/* -- keys -- */

static size_t format_address(const struct rep_view *view, const struct rep_part *part,
                             const struct ft_addr *addr, unsigned mask, char *out) {
  if (!part->prefix) return ft_addr_format(addr, out);
  if (view->output->format == REP_ASCII) return ft_prefix_format(addr, mask, out);
  size_t length = ft_addr_format(addr, out);
  if (mask > addr->width * 8u) mask = 0;
  return length + (size_t)snprintf(out + length, 8, "/%u", mask);
}

static void put_address(struct rep_view *view, const struct rep_shown *shown,
                        const struct rep_part *part, const uint64_t *key) {
  char text[FT_ADDR_TEXT_SIZE + 8];
  unsigned mask;
  struct ft_addr addr = rep_part_address(part, key, &mask);
  if (!shown->named) {
    rep_put_text(view, text, format_address(view, part, &addr, mask, text));
    return;
  }
  if (part->prefix) ft_addr_mask_as_record(&addr, mask);
  const char *name = rep_names_host(&view->names, &addr);
  if (name) {
    rep_put_text(view, name, strlen(name));
  } else {
    rep_put_text(view, text, ft_addr_format(&addr, text));
  }
}

static void put_named_number(struct rep_view *view, const struct rep_shown *shown,
                             uint64_t number) {
  char digits[24];
  const char *name = NULL;
  if (number <= UINT32_MAX)
    name = ft_symbols_name(view->names.symbols[shown->key], (uint32_t)number);
  if (name) {
    rep_put_text(view, name, strnlen(name, REP_NAME_MAX));
  } else {
    rep_put_text(view, digits, (size_t)snprintf(digits, sizeof digits, "%ju", (uintmax_t)number));
  }
}

static void put_key(struct rep_view *view, const struct rep_shown *shown,
                    const union rep_cell *row) {
  const struct rep_part *part = &view->count->keys[0].parts[shown->key];
  const uint64_t *key = &row->n;
  if (rep_part_is_address(part)) {
    put_address(view, shown, part, key);
  } else if (shown->named) {
    put_named_number(view, shown, rep_part_number(part, key));
  } else {
    rep_text_number(view->text, rep_part_number(part, key));
  }
}

/* -- counters -- */

static void put_percent(struct rep_view *view, double value, double total) {
  rep_text_double(view->text, rep_percent(value, total));
}

static void put_counter(struct rep_view *view, const struct rep_shown *shown,
                        const union rep_cell *row) {
  const struct rep_count *count = view->count;
  union rep_cell value = row[count->keys[0].words + shown->cell];
  if (count->type->shape == REP_LINEAR) {
    rep_text_double(view->text, value.d);
  } else if (view->output->options & REP_O_PERCENT && shown->kind != REP_SHOWS_NUMBER) {
    if (shown->kind == REP_SHOWS_RATE)
      put_percent(view, value.d, count->totals[shown->cell].d);
    else if (shown->kind == REP_SHOWS_SUM)
      put_percent(view, (double)value.n, (double)count->totals[shown->cell].n);
    else
      rep_text_double(view->text,
                      view->distinct ? 100 * (double)value.n / (double)view->distinct : 0);
  } else if (shown->kind == REP_SHOWS_RATE) {
    rep_text_double(view->text, value.d);
  } else {
    rep_text_number(view->text, value.n);
  }
}

void rep_put_value(struct rep_view *view, const struct rep_shown *shown, uint32_t row) {
  struct rep_count *count = view->count;
  const union rep_cell *cells = rep_table_row(&count->table, row);
  switch (shown->kind) {
  case REP_SHOWS_INTERVAL:
    rep_text_number(view->text, view->context->interval);
    break;
  case REP_SHOWS_INDEX:
    rep_text_number(view->text, count->printed++);
    break;
  case REP_SHOWS_FIRST:
    rep_text_number(view->text, count->first);
    break;
  case REP_SHOWS_LAST:
    rep_text_number(view->text, count->last);
    break;
  case REP_SHOWS_KEY:
    put_key(view, shown, cells);
    break;
  case REP_SHOWS_NOTHING:
    break;
  default:
    put_counter(view, shown, cells);
    break;
  }
}

/* -- totals -- */

/* Totals are named as columns are; ascii writes underscores instead of dashes. */
static const char *const totals_names[] = {"records", "ignores",  "flows",   "octets",
                                           "packets", "duration", "avg-bps", "min-bps",
                                           "max-bps", "avg-pps",  "min-pps", "max-pps"};
enum { TOTAL_RECORDS, TOTAL_IGNORES, TOTAL_FLOWS, TOTAL_RATES = TOTAL_FLOWS + REP_S_DURATION + 1 };

unsigned rep_totals_count(const struct rep_view *view) {
  return view->count->rates ? sizeof totals_names / sizeof totals_names[0] : TOTAL_RATES;
}

const char *rep_totals_name(unsigned index) {
  return totals_names[index];
}

void rep_put_total(struct rep_view *view, unsigned index) {
  const struct rep_count *count = view->count;
  if (index == TOTAL_RECORDS) {
    rep_text_number(view->text, rep_count_rows(count));
  } else if (index == TOTAL_IGNORES) {
    rep_text_number(view->text, count->ignores);
  } else if (index < TOTAL_RATES) {
    rep_text_number(view->text, count->totals[index - TOTAL_FLOWS].n);
  } else {
    rep_text_double(view->text, count->totals[REP_S_RATES + index - TOTAL_RATES].d);
  }
}

/* -- summary-detail -- */

bool rep_detail_shown(const struct rep_view *view, unsigned index,
                      struct rep_detail_column *column) {
  const struct rep_count *count = view->count;
  const struct rep_facts facts = {
      .flows = count->totals[REP_S_FLOWS].n,
      .octets = count->totals[REP_S_OCTETS].n,
      .packets = count->totals[REP_S_PACKETS].n,
      .duration = count->totals[REP_S_DURATION].n,
      .seconds = count->last > count->first ? count->last - count->first : 0,
  };
  return rep_detail_column(count->detail, &facts, index, view->output->format == REP_ASCII, column);
}

void rep_put_detail(struct rep_view *view, const struct rep_detail_column *column) {
  if (column->integer) {
    rep_text_number(view->text, (uint64_t)column->value);
  } else {
    rep_text_double(view->text, column->value);
  }
}
