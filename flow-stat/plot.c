/* Reports 4, 13, 14 and 15 (spec stat.md 1.8). */
#include <stdlib.h>

#include "prog.h"
#include "stat.h"

struct plot {
  struct ft_column value, first, last;
  const char *between; /* the two columns */
  uint64_t x_min, x_max, y_min, y_max;
};

static const uint32_t no_minimum = UINT32_MAX;

static bool plot_begin(struct stat_job *job) {
  bool packets = job->report == &reports[14];
  struct plot *s = malloc(sizeof(*s));
  if (!s) prog_die("out of memory");
  *s = (struct plot){.value = ft_column(job->layout, packets ? FT_F_DPKTS : FT_F_DOCTETS),
                     .first = ft_column(job->layout, FT_F_FIRST),
                     .last = ft_column(job->layout, FT_F_LAST),
                     .between = packets ? "    " : "   ",
                     .x_min = no_minimum,
                     .y_min = no_minimum};
  job->state = s;
  char c = job->opt->comment;
  text_printf(job->out,
              packets ? "%c\n%c start     packets\n%c end       packets\n%c\n"
                      : "%c\n%c start      octets\n%c end        octets\n%c\n",
              c, c, c, c);
  return true;
}

static char *plot_point(const struct plot *s, char *p, uint64_t x, uint64_t y) {
  char *start = p;
  p = text_pad(ft_put_decimal(p, x), start, 10);
  p = text_copy(p, s->between, 4);
  start = p;
  p = text_pad(ft_put_decimal(p, y), start, 10);
  *p++ = '\n';
  return p;
}

static void plot_put(struct stat_job *job, const struct ft_batch *batch) {
  struct plot *s = job->state;
  const uint8_t *record = batch->records;
  for (size_t i = 0; i < batch->count; i++, record += job->layout->size) {
    uint64_t first = ft_load(record, s->first), last = ft_load(record, s->last);
    uint64_t value = ft_load(record, s->value);
    char *p = text_begin(job->out, 128);
    p = plot_point(s, p, first, value);
    p = plot_point(s, p, last, value);
    *p++ = '\n';
    text_end(job->out, p);
    if (first < s->x_min) s->x_min = first;
    if (last > s->x_max) s->x_max = last;
    if (value < s->y_min) s->y_min = value;
    if (value > s->y_max) s->y_max = value;
  }
}

static void plot_end(struct stat_job *job) {
  struct plot *s = job->state;
  text_printf(job->out, "%c xmin=%-10llu   ymin=%-10llu   xmax=%-10llu   ymax=%-10llu\n",
              job->opt->comment, (unsigned long long)s->x_min, (unsigned long long)s->y_min,
              (unsigned long long)s->x_max, (unsigned long long)s->y_max);
  free(s);
}

const struct stat_engine engine_plot = {plot_begin, plot_put, plot_end};

struct sums {
  struct ft_column doctets, dpkts;
  uint64_t octets, packets;
};

static bool short_begin(struct stat_job *job) {
  struct sums *s = calloc(1, sizeof(*s));
  if (!s) prog_die("out of memory");
  s->doctets = ft_column(job->layout, FT_F_DOCTETS);
  s->dpkts = ft_column(job->layout, FT_F_DPKTS);
  job->state = s;
  return true;
}

static void short_put(struct stat_job *job, const struct ft_batch *batch) {
  struct sums *s = job->state;
  const uint8_t *record = batch->records;
  for (size_t i = 0; i < batch->count; i++, record += job->layout->size) {
    s->octets += ft_load(record, s->doctets);
    s->packets += ft_load(record, s->dpkts);
  }
}

static void short_end(struct stat_job *job) {
  struct sums *s = job->state;
  char c = job->opt->comment;
  text_printf(job->out, "%c\n%c Octets            Packets             MBytes\n%c\n", c, c, c);
  text_printf(job->out, "%-20llu%-20llu%.3f\n", (unsigned long long)s->octets,
              (unsigned long long)s->packets, (double)s->octets / 1000000);
  free(s);
}

const struct stat_engine engine_short = {short_begin, short_put, short_end};

/* Report 4 has a number and a name, and never was more than that. */
static bool none_begin(struct stat_job *job) {
  text_string(job->out, "Not implemented.\n");
  return false;
}

const struct stat_engine engine_none = {none_begin, NULL, NULL};
