/* The form that the original writes (spec report.md 7.2, 7.3). */
#include "write.h"

/* Sums over the rows printed so far. */
struct tally {
  uint64_t rows, flows, octets, packets, frecs;
  double avg_bps, avg_pps; /* sums of average * records */
};

static void write_totals(struct rep_view *view) {
  struct rep_text *text = view->text;
  rep_text_string(text, "# rec1: ");
  for (unsigned i = 0; i < rep_totals_count(view); i++) {
    if (i) rep_text_char(text, ',');
    for (const char *c = rep_totals_name(i); *c; c++)
      rep_text_char(text, (char)(*c == '-' ? '_' : *c));
  }
  rep_text_char(text, '\n');
  for (unsigned i = 0; i < rep_totals_count(view); i++) {
    if (i) rep_text_char(text, ',');
    rep_put_total(view, i);
  }
  rep_text_char(text, '\n');
}

static void write_detail(struct rep_view *view) {
  struct rep_detail_column column;
  rep_text_string(view->text, "# rec2: ");
  for (unsigned i = 0; rep_detail_shown(view, i, &column); i++)
    rep_text_format(view->text, "%s%s", i ? "," : "", column.label);
  rep_text_char(view->text, '\n');
  for (unsigned i = 0; rep_detail_shown(view, i, &column); i++) {
    if (i) rep_text_char(view->text, ',');
    rep_put_detail(view, &column);
  }
  rep_text_char(view->text, '\n');
}

static void add_to_tally(struct tally *tally, const struct rep_view *view, uint32_t row) {
  const struct rep_count *count = view->count;
  const union rep_cell *sums = rep_table_row(&count->table, row) + count->keys[0].words;
  tally->rows++;
  tally->flows += sums[REP_S_FLOWS].n;
  tally->octets += sums[REP_S_OCTETS].n;
  tally->packets += sums[REP_S_PACKETS].n;
  if (!count->rates) return;
  tally->frecs += sums[REP_S_FRECS].n;
  tally->avg_bps += sums[REP_S_AVG_BPS].d * (double)sums[REP_S_FRECS].n;
  tally->avg_pps += sums[REP_S_AVG_PPS].d * (double)sums[REP_S_FRECS].n;
}

static double mean(double sum, uint64_t records) {
  return records ? sum / (double)records : 0;
}

static void write_tally(struct rep_view *view, const struct tally *tally) {
  const union rep_cell *totals = view->count->totals;
  rep_text_format(view->text, "#TALLY %%recs=%3.3f %%flows=%3.3f %%octets=%3.3f %%packets=%3.3f",
                  rep_percent((double)tally->rows, (double)view->rows),
                  rep_percent((double)tally->flows, (double)totals[REP_S_FLOWS].n),
                  rep_percent((double)tally->octets, (double)totals[REP_S_OCTETS].n),
                  rep_percent((double)tally->packets, (double)totals[REP_S_PACKETS].n));
  if (view->count->rates)
    rep_text_format(view->text, " %%avg-bps=%3.3f %%avg-pps=%3.3f",
                    rep_percent(mean(tally->avg_bps, tally->frecs), totals[REP_S_AVG_BPS].d),
                    rep_percent(mean(tally->avg_pps, tally->frecs), totals[REP_S_AVG_PPS].d));
  rep_text_char(view->text, '\n');
}

static void write_row(struct rep_view *view, uint32_t row) {
  for (unsigned i = 0; i < view->shown_count; i++) {
    if (i) rep_text_char(view->text, ',');
    rep_put_value(view, &view->shown[i], row);
  }
  rep_text_char(view->text, '\n');
}

static void write_rows(struct rep_view *view) {
  struct tally tally = {0};
  uint32_t step = view->count->type->shape == REP_LINEAR ? 0 : view->output->tally;
  for (size_t i = 0; i < view->rows; i++) {
    uint32_t row = rep_row_at(view, i);
    if (step) {
      if (i && i % step == 0) write_tally(view, &tally);
      add_to_tally(&tally, view, row);
    }
    write_row(view, row);
    if (i + 1 == view->limit) {
      rep_text_string(view->text, "# stop, hit record limit.\n");
      return;
    }
  }
}

void rep_write_ascii(struct rep_view *view) {
  if (view->output->options & REP_O_HEADER) rep_write_header(view);
  if (view->output->options & REP_O_TOTALS) write_totals(view);
  if (view->count->type->shape == REP_DETAIL) write_detail(view);
  if (!rep_type_has_rows(view->count->type)) return;
  rep_text_string(view->text, "# recn: ");
  for (unsigned i = 0; i < view->shown_count; i++) {
    if (i) rep_text_char(view->text, ',');
    rep_text_string(view->text, view->shown[i].title);
  }
  rep_text_char(view->text, '\n');
  write_rows(view);
}
