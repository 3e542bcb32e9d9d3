/* Report 0: the summary and four distributions (spec stat.md 1.7). */
#include <math.h>
#include <stdlib.h>

#include "prog.h"
#include "stat.h"

#define FIRST_LINE 15
#define BUCKETS    26

/* Bucket i counts values up to bounds[i]; 0 as the last bound: everything above. */
struct distribution {
  const char *title, *heading[2];
  uint32_t bounds[BUCKETS];
  /* Two blanks follow the values from this one on, by line; see below. */
  uint8_t two_blanks_from[2];
};

enum { PACKET_SIZE, PACKETS, OCTETS, FLOW_TIME, DISTRIBUTIONS };

/* The uneven blanks are those that scripts have always had to cope with. */
static const struct distribution distributions[DISTRIBUTIONS] = {
    {"IP packet size distribution:",
     {"   1-32   64   96  128  160  192  224  256  288  320  352  384  416  448  480",
      "    512  544  576 1024 1536 2048 2560 3072 3584 4096 4608"},
     {32,  64,  96,  128, 160, 192,  224,  256,  288,  320,  352,  384,  416,
      448, 480, 512, 544, 576, 1024, 1536, 2048, 2560, 3072, 3584, 4096, 4608},
     {FIRST_LINE, BUCKETS}},
    {"Packets per flow distribution:",
     {"      1    2    4    8   12   16   20   24   28   32   36   40   44   48   52",
      "     60  100  200  300  400  500  600  700  800  900 >900"},
     {1,  2,  4,  8,   12,  16,  20,  24,  28,  32,  36,  40,  44,
      48, 52, 60, 100, 200, 300, 400, 500, 600, 700, 800, 900, 0},
     {FIRST_LINE, BUCKETS}},
    {"Octets per flow distribution:",
     {"     32   64  128  256  512 1280 2048 2816 3584 4352 5120 5888 6656 7424 8192",
      "   8960 9728 10496 11264 12032 12800 13568 14336 15104 15872 >15872"},
     {32,   64,   128,  256,  512,   1280,  2048,  2816,  3584,  4352,  5120,  5888,  6656,
      7424, 8192, 8960, 9728, 10496, 11264, 12032, 12800, 13568, 14336, 15104, 15872, 0},
     {FIRST_LINE, FIRST_LINE + 1}},
    {"Flow time distribution:",
     {"    10    50  100  200  500 1000 2000 3000 4000 5000 6000 7000 8000 9000 10000",
      "  12000 14000 16000 18000 20000 22000 24000 26000 28000 30000 >30000"},
     {10,   50,    100,   200,   500,   1000,  2000,  3000,  4000,  5000,  6000,  7000,  8000,
      9000, 10000, 12000, 14000, 16000, 18000, 20000, 22000, 24000, 26000, 28000, 30000, 0},
     {FIRST_LINE - 2, FIRST_LINE}},
};

struct state {
  struct ft_column dflows, doctets, dpkts, first, last, secs;
  struct counts total;
  uint64_t first_min, last_max, secs_min, secs_max;
  uint64_t buckets[DISTRIBUTIONS][BUCKETS];
};

static bool begin(struct stat_job *job) {
  struct state *s = calloc(1, sizeof(*s));
  if (!s) prog_die("out of memory");
  s->dflows = ft_column(job->layout, FT_F_DFLOWS);
  s->doctets = ft_column(job->layout, FT_F_DOCTETS);
  s->dpkts = ft_column(job->layout, FT_F_DPKTS);
  s->first = ft_column(job->layout, FT_F_FIRST);
  s->last = ft_column(job->layout, FT_F_LAST);
  s->secs = ft_column(job->layout, FT_F_UNIX_SECS);
  s->first_min = s->secs_min = UINT64_MAX;
  job->state = s;
  return true;
}

static void count_value(struct state *s, unsigned which, uint64_t value) {
  const uint32_t *bounds = distributions[which].bounds;
  unsigned i = 0;
  while (i < BUCKETS && bounds[i] && value > bounds[i])
    i++;
  if (i < BUCKETS) s->buckets[which][i]++;
}

static void count_record(struct state *s, const uint8_t *record) {
  struct counts c = {.flows = stat_flows(record, s->dflows),
                     .octets = ft_load(record, s->doctets),
                     .packets = ft_load(record, s->dpkts),
                     .duration = stat_duration(record, s->first, s->last)};
  if (c.packets == 0) {
    stat_bogus();
    return;
  }
  uint64_t first = ft_load(record, s->first), last = ft_load(record, s->last);
  uint64_t secs = ft_load(record, s->secs);
  counts_add(&s->total, &c);
  if (first < s->first_min) s->first_min = first;
  if (last > s->last_max) s->last_max = last;
  if (secs < s->secs_min) s->secs_min = secs;
  if (secs > s->secs_max) s->secs_max = secs;
  count_value(s, PACKET_SIZE, c.octets / c.packets);
  count_value(s, PACKETS, c.packets);
  count_value(s, OCTETS, c.octets);
  count_value(s, FLOW_TIME, c.duration);
}

static void put(struct stat_job *job, const struct ft_batch *batch) {
  const uint8_t *record = batch->records;
  for (size_t i = 0; i < batch->count; i++, record += job->layout->size)
    count_record(job->state, record);
}

static double ratio(double a, double b) {
  if (b != 0) return a / b;
  return a != 0 ? INFINITY : 0;
}

static void print_totals(const struct state *s, struct text *out) {
  const struct counts *t = &s->total;
  uint64_t span = s->last_max - s->first_min, real = s->secs_max - s->secs_min;
  if (s->last.width != 8) span = (uint32_t)span;
  const double flows = (double)t->flows, octets = (double)t->octets;
  /* NOLINTNEXTLINE(bugprone-integer-division): whole seconds are printed, and divided by */
  const double kbits = octets * 8 / 1000, seconds = (double)(span / 1000);
  const struct {
    const char *label;
    uint64_t value;
  } numbers[] = {
      {"Total Flows                     ", t->flows},
      {"Total Octets                    ", t->octets},
      {"Total Packets                   ", t->packets},
      {"Total Time (1/1000 secs) (flows)", t->duration},
      {"Duration of data  (realtime)    ", real},
      {"Duration of data (1/1000 secs)  ", span},
  };
  const struct {
    const char *label;
    double value;
  } averages[] = {
      {"flow time (1/1000 secs) ", ratio((double)t->duration, flows)},
      {"packet size (octets)    ", ratio(octets, (double)t->packets)},
      {"flow size (octets)      ", ratio(octets, flows)},
      {"packets per flow        ", ratio((double)t->packets, flows)},
      {"flows / second (flow)   ", ratio(flows, seconds)},
      {"flows / second (real)   ", real ? flows / (double)real : 0},
      {"Kbits / second (flow)   ", ratio(kbits, seconds)},
      {"Kbits / second (real)   ", real ? kbits / (double)real : 0},
  };
  for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
    text_printf(out, "%s: %llu\n", numbers[i].label, (unsigned long long)numbers[i].value);
  for (size_t i = 0; i < sizeof(averages) / sizeof(averages[0]); i++)
    text_printf(out, "Average %s: %4.4f\n", averages[i].label, averages[i].value);
}

/* Four characters, as far as they suffice: `.559`, `1.00`. */
static void print_share(struct text *out, float share, bool two_blanks) {
  char digits[64];
  int length = snprintf(digits, sizeof(digits), "%.3f", (double)share);
  const char *shown = digits[0] == '0' ? digits + 1 : digits;
  if (shown == digits && length == 5) snprintf(digits, sizeof(digits), "%.2f", (double)share);
  text_printf(out, "%s%s", shown, two_blanks ? "  " : " ");
}

static void print_distribution(const struct state *s, unsigned which, struct text *out) {
  const struct distribution *d = &distributions[which];
  text_printf(out, "%s\n", d->title);
  for (unsigned line = 0; line < 2; line++) {
    text_printf(out, "%s\n   ", d->heading[line]);
    for (unsigned i = line ? FIRST_LINE : 0; i < (line ? BUCKETS : FIRST_LINE); i++)
      print_share(out, (float)((double)s->buckets[which][i] / (double)s->total.flows),
                  i >= d->two_blanks_from[line]);
    text_string(out, "\n\n");
  }
}

static void end(struct stat_job *job) {
  struct state *s = job->state;
  if (s->total.flows) {
    print_totals(s, job->out);
    text_string(job->out, "\n\n");
    for (unsigned i = 0; i < DISTRIBUTIONS; i++)
      print_distribution(s, i, job->out);
  }
  free(s);
}

const struct stat_engine engine_summary = {begin, put, end};
