/* flow-nfilter: the flows of a stream that a filter definition permits (spec filter.md 10). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ft/filter.h"
#include "output_options.h"
#include "prog.h"

/* Flows filtered in one go. */
#define PIECE 4096

struct options {
  struct output_options output;
  const char *file, *definition; /* NULL: not given */
  const char *expression;
  struct ft_vars *vars;
};

static noreturn void usage(void) {
  fprintf(stderr, "Usage: flow-nfilter [hk] [-b big|little] [-C comment]\n"
                  "       [-d debug_level] [-f filter_fname] [-F filter_definition]\n"
                  "       [-z z_level]\n");
  exit(1);
}

static struct options parse_options(int argc, char **argv) {
  struct options opt = {.vars = ft_vars_new()};
  int option;
  if (!opt.vars) prog_out_of_memory();
  while ((option = getopt(argc, argv, "b:C:d:E:f:F:hkv:z:")) != -1) {
    switch (option) {
    case 'E':
      opt.expression = optarg;
      break;
    case 'f':
      opt.file = optarg;
      break;
    case 'F':
      opt.definition = optarg;
      break;
    case 'v':
      prog_variable(opt.vars, optarg);
      break;
    default:
      if (!output_option(&opt.output, option)) usage();
    }
  }
  prog_no_operands(argc, argv);
  if (opt.expression && (opt.file || opt.definition))
    prog_die("-E is a filter of its own: it goes without -f and -F");
  return opt;
}

static struct ft_filters *load_filters(const struct options *opt) {
  struct ft_error err = FT_ERROR_INIT;
  if (opt->expression) {
    struct ft_filters *filters = ft_filters_expression(opt->expression, prog_log(), &err);
    if (!filters) prog_fail(&err, NULL);
    return filters;
  }
  char *file = prog_conf_file(opt->file, "cfg/filter.cfg");
  struct ft_filters *filters = ft_filters_load(file, opt->vars, prog_log(), &err);
  free(file);
  if (!filters) prog_fail(&err, NULL);
  return filters;
}

/* Moves the records that pass to the front; returns how many there are. */
static size_t compact(uint8_t *records, size_t size, const uint8_t *pass, size_t count) {
  size_t kept = 0;
  for (size_t i = 0; i < count; i++) {
    if (!pass[i]) continue;
    if (kept != i) memcpy(records + kept * size, records + i * size, size);
    kept++;
  }
  return kept;
}

/* Returns the number of flows read, or -1. */
static int64_t copy_flows(struct ft_reader *reader, struct ft_filter *filter,
                          struct ft_writer *writer, struct ft_error *err) {
  size_t size = ft_reader_layout(reader)->size;
  uint8_t pass[PIECE];
  struct ft_batch batch;
  int64_t flows = 0;
  while (ft_reader_next(reader, &batch)) {
    flows += (int64_t)batch.count;
    for (size_t done = 0, count; done < batch.count; done += count) {
      uint8_t *records = batch.records + done * size;
      count = batch.count - done < PIECE ? batch.count - done : PIECE;
      memset(pass, 1, count);
      ft_filter_run(filter, records, count, pass);
      size_t kept = compact(records, size, pass, count);
      if (kept && ft_writer_put(writer, records, kept, err) != 0) return -1;
    }
  }
  return flows;
}

int main(int argc, char **argv) {
  struct ft_error err = FT_ERROR_INIT;
  prog_init(argv);
  struct options opt = parse_options(argc, argv);
  prog_profile_start();
  struct ft_filters *filters = load_filters(&opt);
  const char *name = opt.definition ? opt.definition : "default";
  const struct ft_filter_def *definition = ft_filters_find(filters, name);
  if (!definition) prog_die("ftfil_def_find(): failed");
  struct ft_reader *reader = prog_open_input();
  struct ft_filter *filter = ft_filter_compile(definition, ft_reader_layout(reader), &err);
  if (!filter) prog_fail(&err, NULL);
  struct ft_writer *writer = output_passed_flows(
      &opt.output, ft_reader_header(reader), ft_reader_layout(reader), OUTPUT_FIELDS_ALWAYS, &err);
  if (!writer) prog_fail(&err, NULL);
  int64_t flows = copy_flows(reader, filter, writer, &err);
  if (flows < 0 || ft_writer_finish(writer, NULL, &err) != 0) prog_fail(&err, NULL);
  if (opt.output.debug > 0) prog_profile_print((uint64_t)flows);
  ft_writer_free(writer);
  ft_reader_close(reader);
  ft_filter_free(filter);
  ft_filters_free(filters);
  ft_vars_free(opt.vars);
  return 0;
}
