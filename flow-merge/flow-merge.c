/* flow-merge: one stream of many files, by the end times of flows (spec tools.md 3). */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "inputs.h"
#include "joined.h"
#include "merge.h"
#include "prog.h"
#include "stop.h"

struct options {
  struct inputs_choice choice;
  struct output_options output;
  const char *path;
};

static noreturn void usage(void) {
  fprintf(stderr, "Usage: flow-merge [-aghm] [-b big|little] [-C comment] [-d debug_level]\n"
                  "       [-o filename] [-z z_level] [file|directory ...]\n");
  exit(1);
}

static struct options parse_options(int argc, char **argv) {
  struct options opt = {0};
  int option;

  while ((option = getopt(argc, argv, "ab:C:d:ghmo:z:")) != -1) {
    switch (option) {
    case 'o':
      opt.path = optarg;
      break;
    default:
      if (!inputs_option(&opt.choice, option) && !output_option(&opt.output, option)) usage();
    }
  }
  return opt;
}

/* Opens all inputs, merges them and completes the output. 0 or -1. */
static int run(struct joined *joined, const struct inputs *inputs, struct ft_error *err) {
  struct merge merge;
  struct ft_error late = FT_ERROR_INIT;

  int status = merge_open(&merge, inputs, joined, err);
  if (status == 0) status = merge_copy(&merge, joined, err);
  merge_close(&merge);
  if (status < 0) {
    prog_errors(err);
    if (!joined->writer) return -1;
  }
  /* what was merged is to be complete in any case */
  if (joined_finish(joined, &late) == 0) return status;
  prog_errors(&late);
  return -1;
}

int main(int argc, char **argv) {
  struct ft_error err = FT_ERROR_INIT;
  struct inputs inputs;
  struct joined joined;

  prog_init(argv);
  struct options opt = parse_options(argc, argv);
  prog_profile_start();
  if (joined_open(&joined, opt.path, &opt.output, &err) < 0) prog_fail(&err, NULL);
  inputs_init(&inputs);
  if (inputs_collect(&inputs, argv + optind, (size_t)(argc - optind), &opt.choice, prog_log(),
                     &err) < 0 ||
      inputs_refuse_output(&inputs, joined.fd, &err) < 0)
    prog_fail(&err, NULL);
  /* Until now there is nothing to complete: a signal may well end the program. */
  if (stop_on_signals(&err) < 0) prog_fail(&err, NULL);

  int status = run(&joined, &inputs, &err);
  if (status == 0 && opt.output.debug > 0)
    prog_profile_print(joined.writer ? ft_writer_count(joined.writer) : 0);
  joined_clear(&joined);
  inputs_free(&inputs);
  return status == 0 ? 0 : 1;
}
