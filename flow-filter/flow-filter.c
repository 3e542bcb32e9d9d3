/* flow-filter: the flows of a stream that meet criteria of the command line (spec filter.md 11). */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "ft/acl.h"
#include "passing.h"
#include "prog.h"

/* Debug levels from which on access lists are printed. */
#define PRINT_USED 2
#define PRINT_ALL  6

struct options {
  struct output_options output;
  const char *file;
  bool any;
  struct ft_criteria *criteria;
};

/* Status 0, as scripts know it. */
static noreturn void usage(void) {
  fprintf(stderr,
          "Usage: flow-filter [-hko] [-a src_as_filter] [-A dst_as_filter] [-b big|little]\n"
          "       [-C comment] [-D dstaddr_filter_name] [-d debug_level] [-e exaddr]\n"
          "       [-f acl_fname] [-i input_filter] [-I output_filter]  [-p srcport_filter]\n"
          "       [-P dstport_filter] [-r ipprot_filter] [-S srcaddr_filter_name]\n"
          "       [-t tos_filter] [-T tcp_flags_filter] [-x nexthop_filter_name]\n"
          "       [-z z_level]\n");
  exit(0);
}

static void criterion(struct ft_criteria *criteria, int letter) {
  struct ft_error err = FT_ERROR_INIT;
  int taken = ft_criteria_set(criteria, letter, optarg, &err);
  if (taken < 0) prog_fail(&err, NULL);
  if (!taken) usage();
}

static struct options parse_options(int argc, char **argv) {
  struct options opt = {.file = "flow.acl", .criteria = ft_criteria_new()};
  int option;
  if (!opt.criteria) prog_out_of_memory();
  while ((option = getopt(argc, argv, "a:A:b:C:d:D:e:E:f:i:I:kop:P:r:S:t:T:x:z:")) != -1) {
    switch (option) {
    case 'f':
      opt.file = optarg;
      break;
    case 'o':
      opt.any = true;
      break;
    default:
      if (!output_option(&opt.output, option)) criterion(opt.criteria, option);
    }
  }
  prog_no_operands(argc, argv);
  return opt;
}

/* The access list file, its lists found. */
static struct ft_acl *load_lists(const struct options *opt) {
  struct ft_error err = FT_ERROR_INIT;
  struct ft_acl *acl = ft_acl_load(opt->file, prog_log(), &err);
  if (!acl) prog_fail(&err, NULL);
  if (opt->output.debug >= PRINT_ALL) ft_acl_print(acl, stderr);
  const char *missing = ft_criteria_find_lists(opt->criteria, acl);
  if (missing) prog_die("Couldn't find list %s\n", missing);
  return acl;
}

int main(int argc, char **argv) {
  struct ft_error err = FT_ERROR_INIT;
  prog_init(argv);
  struct options opt = parse_options(argc, argv);
  prog_profile_start();
  struct ft_reader *reader = prog_open_input();
  const struct ft_layout *layout = ft_reader_layout(reader);
  if (!ft_criteria_check(opt.criteria, layout, &err)) prog_fail(&err, NULL);
  struct ft_acl *acl = load_lists(&opt);
  struct ft_filter *filter = ft_criteria_compile(opt.criteria, opt.any, layout, &err);
  if (!filter) prog_fail(&err, NULL);
  pass_flows(reader, filter, &opt.output, OUTPUT_FIELDS_KEPT);
  if (opt.output.debug >= PRINT_USED) ft_criteria_print_lists(opt.criteria, stderr);
  ft_reader_close(reader);
  ft_filter_free(filter);
  ft_criteria_free(opt.criteria);
  ft_acl_free(acl);
  return 0;
}
