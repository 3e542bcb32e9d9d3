#include "options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "expire_options.h"
#include "ft/tag.h"
#include "prog.h"

#define MAX_ROTATIONS     1439
#define MAX_NESTING       3
#define DEFAULT_ROTATIONS 95
#define DEFAULT_PID_STEM  "/var/run/flow-capture.pid"
#define MAX_FLUSH         3600
#define DEFAULT_FLUSH     5

/* Options that the original does not have. */
enum { OPTION_FLUSH = 256, OPTION_RING, OPTION_USER };
static const struct option long_options[] = {
    {"flush", required_argument, NULL, OPTION_FLUSH},
    {"ring", required_argument, NULL, OPTION_RING},
    {"user", required_argument, NULL, OPTION_USER},
    {NULL, 0, NULL, 0},
};

static const char usage_text[] =
    "Usage: flow-capture [-hDu] [-b big|little] [-c clients] [-C comment] [-d level] [-e count]\n"
    "         [-E size[bKMG]] [-f file] [-F definition] [-n rotations] [-N nesting] [-p pidfile]\n"
    "         [-R program] [-S minutes] [-t file] [-T definition] [-v name=value] [-V version]\n"
    "         [-x file] [-X definition] [-z level]\n"
    "         [--flush seconds] [--ring size[bKMG]] [--user name]\n"
    "         -w folder localip/remoteip/port\n"
    "  -b  byte order of the files\n"
    "  -c  number of TCP clients that may follow the flows\n"
    "  -C  comment in the header of the files\n"
    "  -d  debug level; not 0: no file is removed\n"
    "  -D  stay in the foreground, messages on standard error, no pid file\n"
    "  -e  keep at most so many files\n"
    "  -E  keep at most so many octets of files\n"
    "  -f  file of filter definitions\n"
    "  -F  store only what this filter definition permits\n"
    "  -n  number of times a day that a new file is begun (95)\n"
    "  -N  nesting of folders, -3 to 3 (3)\n"
    "  -p  path of the pid file, the port is appended; - for none\n"
    "  -R  program to run with each finished file\n"
    "  -S  minutes between STAT lines in the log\n"
    "  -t  file of tag definitions\n"
    "  -T  tag flows by this definition, store version 1005\n"
    "  -u  keep the umask when detaching\n"
    "  -v  set a variable for the definition files\n"
    "  -V  version to store, N or 8.N; that of the first datagram\n"
    "  -w  folder to work in\n"
    "  -x  file of translation definitions\n"
    "  -X  translate flows by this definition\n"
    "  -z  compression level, 0 to 9 (6)\n"
    "  --flush  seconds after which flows are safe on the disk (5)\n"
    "  --ring   octets of datagrams that may wait for the disk (128M)\n"
    "  --user   become this user once the port is open\n"
    "SIGHUP begins a new file and reads the definition files again.\n"
    "SIGTERM and SIGQUIT finish the file and end the program.\n";

/* Its message is not that of the other programs. */
static void set_byte_order(struct options *options, const char *text) {
  if (ft_byte_order_parse(text, &options->output.order, NULL) != 0)
    prog_die("expecting \"big\" or \"little\" at -b");
}

static void set_rotations(struct options *options, const char *text) {
  int rotations = prog_number(text);
  if (rotations > MAX_ROTATIONS) prog_die("rotations limited to every 1 minute");
  if (rotations < 0) prog_die("rotations must be between 0 and %d", MAX_ROTATIONS);
  options->rotations = (unsigned)rotations;
}

static void set_ring(struct options *options, const char *text) {
  struct ft_error err = FT_ERROR_INIT;
  uint64_t octets;
  if (ft_size_parse(text, &octets, &err) != 0) prog_fail(&err, NULL);
  if (octets < FT_RING_LEAST || octets > SIZE_MAX / 2)
    prog_die("--ring must be at least %zu octets", FT_RING_LEAST);
  options->ring_octets = (size_t)octets;
}

static void set_file(char **file, const char *text) {
  free(*file);
  *file = strdup(text);
}

static noreturn void usage(int status) {
  fputs(usage_text, stderr);
  exit(status);
}

static void set_option(struct options *options, int letter) {
  switch (letter) {
  case 'b':
    set_byte_order(options, optarg);
    break;
  case 'c':
    options->clients = prog_number(optarg);
    break;
  case 'D':
    options->foreground = true;
    break;
  case 'f':
    set_file(&options->filter_file, optarg);
    break;
  case 'F':
    options->filter_name = optarg;
    break;
  case 'h':
    usage(0);
  case 'n':
    set_rotations(options, optarg);
    break;
  case 'N':
    options->nesting =
        prog_number_within(optarg, -MAX_NESTING, MAX_NESTING, "-3 <= nesting level <= 3");
    break;
  case 'p':
    options->pid_stem = optarg;
    break;
  case 'R':
    options->program = optarg;
    break;
  case 'S':
    options->stat_interval = prog_stat_interval(optarg);
    break;
  case 't':
    set_file(&options->tag_file, optarg);
    break;
  case 'T':
    options->tag_name = optarg;
    break;
  case 'u':
    options->keep_umask = true;
    break;
  case 'v':
    prog_variable(options->vars, optarg);
    break;
  case 'V':
    options->layout = prog_layout(optarg, 0);
    break;
  case 'w':
    options->work_folder = optarg;
    break;
  case 'x':
    set_file(&options->xlate_file, optarg);
    break;
  case 'X':
    options->xlate_name = optarg;
    break;
  case OPTION_FLUSH:
    options->flush_interval = prog_number_within(optarg, 1, MAX_FLUSH, "1 <= --flush <= 3600");
    break;
  case OPTION_RING:
    set_ring(options, optarg);
    break;
  case OPTION_USER:
    options->user = optarg;
    break;
  default:
    if (!output_option(&options->output, letter) && !expire_option(&options->limits, letter))
      usage(1);
  }
}

static void set_endpoint(struct options *options, const char *text) {
  struct ft_error err = FT_ERROR_INIT;
  if (ft_endpoint_parse(text, &options->endpoint, &err) != 0) prog_fail(&err, NULL);
}

void options_read(struct options *options, int argc, char **argv) {
  *options = (struct options){.output = {.level = FT_LEVEL_DEFAULT},
                              .filter_file = ft_conf_path("cfg/filter.cfg"),
                              .tag_file = ft_conf_path("cfg/tag.cfg"),
                              .xlate_file = ft_conf_path("cfg/xlate.cfg"),
                              .rotations = DEFAULT_ROTATIONS,
                              .nesting = MAX_NESTING,
                              .pid_stem = DEFAULT_PID_STEM,
                              .flush_interval = DEFAULT_FLUSH,
                              .ring_octets = FT_RING_OCTETS,
                              .vars = ft_vars_new()};
  int letter;
  while ((letter = getopt_long(argc, argv, "b:c:C:d:De:E:f:F:hn:N:p:S:t:T:uv:V:w:x:X:z:R:",
                               long_options, NULL)) != -1)
    set_option(options, letter);
  if (argc - optind != 1) prog_die("Specify localip/remoteip/port.");
  if (options->tag_name != NULL) {
    if (options->layout != NULL && options->layout != ft_tag_layout())
      prog_die("Must be v1005 with tagging.");
    options->layout = ft_tag_layout();
  }
  if (options->work_folder == NULL) prog_die("Specify workdir with -w.");
  if (options->filter_file == NULL || options->tag_file == NULL || options->xlate_file == NULL ||
      options->vars == NULL)
    prog_out_of_memory();
  set_endpoint(options, argv[optind]);
}

void options_clear(struct options *options) {
  free(options->filter_file);
  free(options->tag_file);
  free(options->xlate_file);
  ft_vars_free(options->vars);
}
