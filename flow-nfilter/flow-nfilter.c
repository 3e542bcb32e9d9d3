/* flow-nfilter: the flows of a stream that a filter definition permits (spec filter.md 10). */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "ft/filter.h"
#include "passing.h"
#include "prog.h"

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
  pass_flows(reader, filter, &opt.output, OUTPUT_FIELDS_ALWAYS);
  ft_reader_close(reader);
  ft_filter_free(filter);
  ft_filters_free(filters);
  ft_vars_free(opt.vars);
  return 0;
}
