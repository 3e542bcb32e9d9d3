/* flow-xlate: flows translated by a definition, and to another version (spec tag-mask-xlate.md). */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "ft/xlate.h"
#include "passing.h"
#include "prog.h"

struct options {
  struct output_options output;
  bool no_file;
  const char *file, *definition;
  const struct ft_layout *layout; /* -V, NULL: that of the input */
  struct ft_vars *vars;
};

/* What is done to the flows. */
struct work {
  struct ft_xlate *xlate;             /* NULL with -n */
  struct ft_translation *translation; /* NULL: the version stays */
};

static noreturn void usage(void) {
  fprintf(stderr, "Usage: flow-xlate [hkn] [-b big|little] [-C comment]\n"
                  "       [-d debug_level] [-x xlate_fname] [-X xlate_definition]\n"
                  "       [-V version] [-z z_level]\n");
  exit(1);
}

static void set_option(struct options *opt, int option) {
  switch (option) {
  case 'n':
    opt->no_file = true;
    break;
  case 'v':
    prog_variable(opt->vars, optarg);
    break;
  case 'V':
    opt->layout = prog_layout(optarg, 0);
    break;
  case 'x':
    opt->file = optarg;
    break;
  case 'X':
    opt->definition = optarg;
    break;
  default:
    if (!output_option(&opt->output, option)) usage();
  }
}

static struct options parse_options(int argc, char **argv) {
  struct options opt = {.definition = "default", .vars = ft_vars_new()};
  int option;
  if (!opt.vars) prog_out_of_memory();
  while ((option = getopt(argc, argv, "b:C:d:hknv:V:x:X:z:")) != -1)
    set_option(&opt, option);
  prog_no_operands(argc, argv);
  return opt;
}

static struct ft_xlates *load_xlates(const struct options *opt) {
  struct ft_error err = FT_ERROR_INIT;
  char *file = prog_conf_file(opt->file, "cfg/xlate.cfg");
  struct ft_xlates *xlates = ft_xlates_load(file, opt->vars, prog_log(), &err);
  free(file);
  if (!xlates) prog_fail(&err, NULL);
  return xlates;
}

static struct work prepare(const struct ft_xlate_def *definition, const struct ft_layout *from,
                           const struct ft_layout *to) {
  struct ft_error err = FT_ERROR_INIT;
  struct work work = {0};
  if (definition) {
    work.xlate = ft_xlate_compile(definition, from, prog_log(), &err);
    if (!work.xlate) prog_fail(&err, NULL);
  }
  if (from == to) return work;
  work.translation = ft_translation_new(from, to, NULL);
  if (!work.translation) prog_die("Can't translate export version %s to %s", from->name, to->name);
  return work;
}

static size_t translate_flows(void *arg, uint8_t **records, size_t count) {
  static uint8_t converted[PASS_MAX * FT_RECORD_MAX];
  const struct work *work = arg;
  if (work->xlate) ft_xlate_run(work->xlate, *records, count, time(NULL));
  if (!work->translation) return count;
  ft_translate(work->translation, *records, converted, count);
  *records = converted;
  return count;
}

int main(int argc, char **argv) {
  prog_init(argv);
  struct options opt = parse_options(argc, argv);
  prog_profile_start();
  struct ft_xlates *xlates = opt.no_file ? NULL : load_xlates(&opt);
  const struct ft_xlate_def *definition = xlates ? ft_xlates_find(xlates, opt.definition) : NULL;
  if (xlates && !definition) prog_die("ftxlate_def_find(): failed");
  struct ft_reader *reader = prog_open_input();
  const struct ft_layout *from = ft_reader_layout(reader);
  const struct ft_layout *to = opt.layout ? opt.layout : from;
  struct work work = prepare(definition, from, to);
  pass_changed(reader, to, &opt.output, OUTPUT_FIELDS_ALWAYS, translate_flows, &work);
  ft_translation_free(work.translation);
  ft_xlate_free(work.xlate);
  ft_reader_close(reader);
  ft_xlates_free(xlates);
  ft_vars_free(opt.vars);
  return 0;
}
