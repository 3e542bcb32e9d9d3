/* Headings and lines of reports by key (spec stat.md 1.5, 1.6). */
#include "keyed.h"

#include <stdio.h>

#define COUNT_WIDTH 20
/* Octets of a line: keys, separators, counters. */
#define LINE_MAX_SIZE 512

static const char *counter_heading(const struct stat_options *opt) {
  if (opt->percent)
    return opt->wide ? "flows    octets   packets  duration" : "flows    octets   packets";
  return opt->wide ? "flows                 octets                packets               duration"
                   : "flows                 octets                packets";
}

static void print_heading(const struct stat_job *job) {
  const struct stat_options *opt = job->opt;
  const struct key_kind *kind = job->report->kind;
  unsigned width = opt->wide ? kind->heading_wide : kind->heading_width;
  char c = opt->comment;
  if (kind->heading_width)
    text_printf(job->out, "%c\n%c %-*.*s%s\n%c\n", c, c, (int)width, (int)width, job->report->label,
                counter_heading(opt), c);
  else
    text_printf(job->out, "%c\n%c %s%s\n%c\n", c, c, job->report->label, counter_heading(opt), c);
}

static char *key_text(const struct keyed *k, const struct rep_part *part, const uint64_t *key,
                      unsigned width, bool cut_names, char *p) {
  if (rep_part_is_address(part)) {
    unsigned length;
    struct ft_addr addr = rep_part_address(part, key, &length);
    return p + (part->prefix ? ft_prefix_format(&addr, length, p) : ft_addr_format(&addr, p));
  }
  uint64_t value = rep_part_number(part, key);
  const char *name = k->symbols ? ft_symbols_name(k->symbols, (uint32_t)value) : NULL;
  if (name) return text_copy(p, name, cut_names ? width : FT_ADDR_TEXT_SIZE);
  return text_decimal(p, value);
}

static char *print_keys(const struct stat_job *job, const struct keyed *k, const uint64_t *key,
                        char *p) {
  const struct key_kind *kind = job->report->kind;
  bool wide = job->opt->wide && (!job->opt->percent || kind->wide_if_percent);
  unsigned width = wide ? kind->wide_width : kind->width;
  for (unsigned i = 0; i < k->keys[0].count; i++) {
    char *start = p;
    p = key_text(k, &k->keys[0].parts[i], key, width, kind->cut_names, p);
    p = text_pad(p, start, width);
    *p++ = ' ';
    *p++ = ' ';
  }
  return p;
}

static char *print_counts(const struct stat_job *job, const struct counts *c, char *p) {
  bool wide = job->opt->wide;
  const uint64_t values[] = {c->flows, c->octets, c->packets};
  for (unsigned i = 0; i < 3; i++) {
    char *start = p;
    p = text_decimal(p, values[i]);
    if (i < 2 || wide || job->report->kind->pad_packets) p = text_pad(p, start, COUNT_WIDTH);
    if (i < 2 || wide) p = text_pad(p, p, 2);
  }
  return wide ? text_decimal(p, c->duration) : p;
}

static double percent(uint64_t part, uint64_t total) {
  return total ? 100 * ((double)part / (double)total) : 0;
}

static char *print_percents(const struct stat_job *job, const struct counts *c,
                            const struct counts *total, char *p) {
  p += snprintf(p, LINE_MAX_SIZE / 2, "%-6.3f   %-6.3f   %-6.3f", percent(c->flows, total->flows),
                percent(c->octets, total->octets), percent(c->packets, total->packets));
  if (job->opt->wide)
    p += snprintf(p, LINE_MAX_SIZE / 4, "   %-6.3f", percent(c->duration, total->duration));
  return p;
}

static void print_tally_line(const struct stat_job *job, const struct counts *sum,
                             const struct counts *total, size_t lines, size_t all) {
  text_printf(job->out, "%cSUB %-6.3f  %-6.3f   %-6.3f   %-6.3f   %-6.3f\n", job->opt->comment,
              percent(lines, all), percent(sum->flows, total->flows),
              percent(sum->octets, total->octets), percent(sum->packets, total->packets),
              percent(sum->duration, total->duration));
}

void keyed_print(const struct stat_job *job, const struct keyed *k) {
  const struct stat_options *opt = job->opt;
  bool tally_lines = opt->percent && job->report->kind->by_key && opt->tally_lines > 0;
  size_t count = k->order.rows;
  struct counts sum = {0, 0, 0, 0};

  print_heading(job);
  for (size_t i = 0; i < count; i++) {
    const union rep_cell *row = rep_table_row(&k->table, rep_order_row(&k->order, i));
    const struct counts c = keyed_counts(k, row);
    if (tally_lines && i && i % (size_t)opt->tally_lines == 0)
      print_tally_line(job, &sum, &k->total, i, count);
    char *p = text_begin(job->out, LINE_MAX_SIZE);
    p = print_keys(job, k, &row->n, p);
    p = opt->percent ? print_percents(job, &c, &k->total, p) : print_counts(job, &c, p);
    *p++ = '\n';
    text_end(job->out, p);
    counts_add(&sum, &c);
  }
}
