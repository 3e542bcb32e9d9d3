/* flow-report: counts flows by keys and prints tables (spec report.md). */
#include "config.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cores.h"
#include "ft/report.h"
#include "prog.h"

struct options {
  const char *file, *definition;
  struct ft_vars *vars;
  int debug;
  unsigned helps; /* times that help was asked for, or an option not understood */
};

static void usage(void) {
  fputs("Usage: flow-report [-h]\n"
        "       [-d debug_level] [-s stat_fname] [-S stat_definition]\n"
        "       [-v var=val]\n",
        stderr);
}

static void list_types(void) {
  fputs("\nAvailable reports:\n\n", stderr);
  for (size_t i = 0; ft_report_type_name(i) != NULL; i++)
    fprintf(stderr, "  %s\n", ft_report_type_name(i));
}

/* Asking twice lists the types; an unknown letter is answered like a question. */
static noreturn void help(const struct options *options) {
  usage();
  for (unsigned i = 1; i < options->helps; i++)
    list_types();
  exit(0);
}

static void read_options(int argc, char **argv, struct options *options) {
  bool unknown = false;
  int letter;
  while ((letter = getopt(argc, argv, "b:C:d:hks:S:v:z:?")) != -1) {
    switch (letter) {
    case 'd':
      options->debug = prog_number(optarg);
      break;
    case 'h':
      options->helps++;
      break;
    case 's':
      options->file = optarg;
      break;
    case 'S':
      options->definition = optarg;
      break;
    case 'v':
      prog_variable(options->vars, optarg);
      break;
    case 'b':
    case 'C':
    case 'k':
    case 'z':
      usage();
      exit(1);
    default:
      unknown = true;
      break;
    }
  }
  prog_no_operands(argc, argv);
  if (unknown || options->helps) help(options);
}

static struct ft_reports *load(const struct options *options) {
  struct ft_error err = FT_ERROR_INIT;
  char *file = prog_conf_file(options->file, "cfg/stat.cfg");
  struct ft_reports *reports = ft_reports_load(file, options->vars, prog_log(), &err);
  if (reports == NULL) prog_fail(&err, NULL);
  free(file);
  if (!ft_reports_has(reports, options->definition))
    prog_die("ftstat_find_def(%s): failed", options->definition);
  return reports;
}

/* Returns the number of flows read. */
static uint64_t run(const struct options *options, const struct ft_reports *reports) {
  struct ft_error err = FT_ERROR_INIT;
  struct ft_reader *reader = prog_open_input();
  ft_reader_set_threads(reader, ft_cores());
  struct ft_report_run *work =
      ft_report_run_new(reports, options->definition, ft_reader_layout(reader),
                        ft_reader_header(reader), stdout, prog_log(), &err);
  if (work == NULL) prog_fail(&err, NULL);
  struct ft_batch batch;
  uint64_t flows = 0;
  while (ft_reader_next(reader, &batch)) {
    flows += batch.count;
    if (ft_report_run_put(work, &batch, &err) < 0) prog_fail(&err, NULL);
  }
  if (ft_report_run_finish(work, &err) < 0) prog_fail(&err, NULL);
  ft_report_run_free(work);
  ft_reader_close(reader);
  return flows;
}

/*
 * A reader of an output that goes away is found out by the failing write. The
 * signal is caught, not ignored: commands of `path |...` are to have its default.
 */
static void catch_signal(int number) {
  (void)number;
}

int main(int argc, char **argv) {
  struct options options = {.definition = "default"};
  prog_init(argv);
  struct sigaction action = {.sa_handler = catch_signal, .sa_flags = SA_RESTART};
  sigaction(SIGPIPE, &action, NULL);
  options.vars = ft_vars_new();
  if (options.vars == NULL) prog_out_of_memory();
  read_options(argc, argv, &options);
  struct ft_reports *reports = load(&options);
  prog_profile_start();
  uint64_t flows = run(&options, reports);
  if (options.debug > 0) prog_profile_print(flows);
  ft_reports_free(reports);
  ft_vars_free(options.vars);
  return 0;
}
