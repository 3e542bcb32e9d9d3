/* flow-stat: one report over a stream (spec stat.md, part 1). */
#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "prog.h"
#include "stat.h"

void stat_bogus(void) {
  fprintf(stderr, "Ignoring bogus flow dPkts=0\n");
}

/* The first time the summary, every further time the list of reports as well. */
static void usage(unsigned times) {
  if (times == 1) {
    fprintf(stderr, "Usage: flow-stat [-hnpPw] [-d debug_level] [-f format] [-S sort_field]\n"
                    "       [-s sort_field] [-t tally_lines] [-T title]\n");
    return;
  }
  fprintf(stderr, "Formats:\n");
  for (int i = 0; i < REPORT_COUNT; i++)
    fprintf(stderr, "  %-2d %s\n", i, reports[i].name);
}

/* Column + 1, as the messages know it. */
static int sort_field(const char *text) {
  int field = prog_number(text);
  return field < INT_MAX ? field + 1 : field;
}

/* Returns how often the usage was asked for. */
static unsigned parse_options(int argc, char **argv, struct stat_options *opt) {
  unsigned usages = 0;
  int option;

  *opt = (struct stat_options){.comment = '#'};
  while ((option = getopt(argc, argv, "c:d:f:hnpPs:S:t:T:w")) != -1) {
    switch (option) {
    case 'c':
      opt->comment = optarg[0];
      break;
    case 'd':
      opt->debug = prog_number(optarg);
      break;
    case 'f':
      opt->format = prog_number(optarg);
      break;
    case 'n':
      opt->names = true;
      break;
    case 'p':
      opt->header = true;
      break;
    case 'P':
      opt->percent = true;
      break;
    case 's':
      opt->sort = -sort_field(optarg);
      break;
    case 'S':
      opt->sort = sort_field(optarg);
      break;
    case 't':
      opt->tally_lines = prog_number(optarg);
      break;
    case 'T':
      opt->title = optarg;
      break;
    case 'w':
      opt->wide = true;
      break;
    default:
      usage(++usages);
    }
  }
  return usages;
}

static void print_arguments(char c, int argc, char **argv) {
  printf("%c Args:      ", c);
  for (int i = 0; i < argc; i++) {
    for (const char *p = argv[i]; *p; p++)
      if (isprint((unsigned char)*p)) putchar(*p);
    putchar(' ');
  }
  putchar('\n');
}

static void print_heading(const struct stat_options *opt, const char *name, int argc, char **argv) {
  char c = opt->comment;
  printf("%c  --- ---- ---- Report Information --- --- ---\n%c\n", c, c);
  if (opt->title) printf("%c Title:     %s\n", c, opt->title);
  printf("%c Fields:    %s\n", c, opt->percent ? "Percent Total" : "Total");
  printf("%c Symbols:   %s\n", c, opt->names ? "Enabled" : "Disabled");
  if (opt->sort == 0)
    printf("%c Sorting:   None\n", c);
  else
    printf("%c Sorting:   %s Field %d\n", c, opt->sort > 0 ? "Descending" : "Ascending",
           abs(opt->sort) - 1);
  printf("%c Name:      %s\n%c\n", c, name, c);
  print_arguments(c, argc, argv);
  printf("%c\n", c);
}

/* False if the report could not be made; counts the flows that were read. */
static bool make_report(struct stat_job *job, struct ft_reader *reader, uint64_t *count) {
  const struct stat_engine *engine = job->report->engine;
  struct ft_batch batch;

  if (!engine->begin(job)) return false;
  while (ft_reader_next(reader, &batch)) {
    engine->put(job, &batch);
    *count += batch.count;
  }
  engine->end(job);
  return true;
}

int main(int argc, char **argv) {
  static struct text out;
  struct stat_options opt;

  prog_init(argv);
  prog_set_write_error("write"); /* stat.md, defect 13 */
  unsigned usages = parse_options(argc, argv, &opt);
  prog_no_operands(argc, argv);
  if (usages) return 0;
  if (opt.format < 0 || opt.format >= REPORT_COUNT) prog_die("No such format, %d\n", opt.format);

  prog_profile_start();
  struct ft_reader *reader = prog_open_input();
  struct stat_job job = {
      .opt = &opt, .report = &reports[opt.format], .layout = ft_reader_layout(reader), .out = &out};
  print_heading(&opt, job.report->name, argc, argv);
  if (opt.header) ft_header_print(ft_reader_header(reader), opt.comment, stdout);
  uint64_t count = 0;
  bool made = false;
  text_init(&out, stdout);
  if (!(report_needs(job.report) & ~job.layout->mask))
    made = make_report(&job, reader, &count);
  else
    prog_message("Flow record missing required field for format.");
  ft_reader_close(reader);
  text_flush(&out);
  prog_close_stdout();
  if (made && opt.debug > 0) prog_profile_print(count);
  return 0;
}
