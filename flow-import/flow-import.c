/* flow-import: the formats of other programs as flows (spec tools.md 6). */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "import.h"
#include "prog.h"

/* Format 1 has a number but was never there. */
static int run_missing(struct import_job *job) {
  (void)job;
  prog_message("Format not supported");
  return IMPORT_REFUSED;
}

static const struct import_format import_missing = {"pcap (not implemented)", run_missing};

/* By the number that -f takes. */
static const struct import_format *const formats[] = {&import_cflowd, &import_missing, &import_csv,
                                                      &import_nfcollector, &import_wire};

#define FORMAT_COUNT ((int)(sizeof(formats) / sizeof(formats[0])))

struct options {
  struct output_options output;
  int format;
  bool mask_given;
  uint64_t mask;
  const struct ft_layout *layout;
};

static noreturn void usage(void) {
  fprintf(stderr, "Usage: flow-import [-h] [-b big|little] [-d debug_level] [-f format]\n"
                  "       [-m mask_fields] -V version [-z z_level]\n"
                  "Formats:\n");
  for (int i = 0; i < FORMAT_COUNT; i++)
    fprintf(stderr, "  %d %s\n", i, formats[i]->name);
  exit(0);
}

static void parse_mask(struct options *opt, const char *text) {
  struct ft_error err = FT_ERROR_INIT;
  if (ft_field_mask_parse(text, &opt->mask, &err) < 0) prog_fail(&err, NULL);
  opt->mask_given = true;
}

static struct options parse_options(int argc, char **argv) {
  struct options opt = {0};
  int option;

  while ((option = getopt(argc, argv, "b:d:f:hm:V:z:")) != -1) {
    switch (option) {
    case 'f':
      opt.format = prog_number(optarg);
      break;
    case 'm':
      parse_mask(&opt, optarg);
      break;
    case 'V':
      opt.layout = prog_layout(optarg, 0);
      break;
    default:
      if (!output_option(&opt.output, option)) usage();
    }
  }
  prog_no_operands(argc, argv);
  if (opt.format < 0 || opt.format >= FORMAT_COUNT) prog_die("No such format, %d", opt.format);
  if (!opt.layout) prog_die("Must specify export version to store flows");
  return opt;
}

int main(int argc, char **argv) {
  static struct input input;

  prog_init(argv);
  struct options opt = parse_options(argc, argv);
  struct import_job job = {
      .layout = opt.layout, .mask = opt.mask_given ? opt.mask : opt.layout->mask, .input = &input};
  input_init(&input, STDIN_FILENO);
  import_begin(&job, &opt.output);
  int status = formats[opt.format]->run(&job);
  uint64_t count = import_end(&job);
  fprintf(stderr, "%s: Imported %llu records.\n", prog_argv0(), (unsigned long long)count);
  return status == 0 && input.failed ? 1 : status;
}
