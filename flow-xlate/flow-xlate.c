/* flow-xlate: flows translated by a definition, and to another version (spec tag-mask-xlate.md). */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "ft/xlate.h"
#include "output_options.h"
#include "prog.h"

/* Flows converted to another version in one go. */
#define PIECE 1024

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

static int write_flows(const struct work *work, const struct ft_batch *batch, size_t size,
                       struct ft_writer *writer, struct ft_error *err) {
  if (!work->translation) return ft_writer_put(writer, batch->records, batch->count, err);
  static uint8_t converted[PIECE * FT_RECORD_MAX];
  for (size_t done = 0, count; done < batch->count; done += count) {
    count = batch->count - done < PIECE ? batch->count - done : PIECE;
    ft_translate(work->translation, batch->records + done * size, converted, count);
    if (ft_writer_put(writer, converted, count, err) != 0) return -1;
  }
  return 0;
}

/* Returns the number of flows, or -1. */
static int64_t copy_flows(const struct work *work, struct ft_reader *reader,
                          struct ft_writer *writer, struct ft_error *err) {
  size_t size = ft_reader_layout(reader)->size;
  struct ft_batch batch;
  int64_t flows = 0;
  while (ft_reader_next(reader, &batch)) {
    flows += (int64_t)batch.count;
    if (work->xlate) ft_xlate_run(work->xlate, batch.records, batch.count, time(NULL));
    if (write_flows(work, &batch, size, writer, err) != 0) return -1;
  }
  return flows;
}

int main(int argc, char **argv) {
  struct ft_error err = FT_ERROR_INIT;
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
  struct ft_writer *writer =
      output_passed_flows(&opt.output, ft_reader_header(reader), to, OUTPUT_FIELDS_ALWAYS, &err);
  if (!writer) prog_fail(&err, NULL);
  int64_t flows = copy_flows(&work, reader, writer, &err);
  if (flows < 0 || ft_writer_finish(writer, NULL, &err) != 0) prog_fail(&err, NULL);
  if (opt.output.debug > 0) prog_profile_print((uint64_t)flows);
  ft_writer_free(writer);
  ft_translation_free(work.translation);
  ft_xlate_free(work.xlate);
  ft_reader_close(reader);
  ft_xlates_free(xlates);
  ft_vars_free(opt.vars);
  return 0;
}
