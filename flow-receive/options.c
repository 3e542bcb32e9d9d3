#include "options.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "prog.h"

#define MAX_STAT_INTERVAL 60

static const char usage_text[] =
    "Usage: flow-receive [-h] [-b big|little] [-C comment] [-d level] [-o file] [-S minutes]\n"
    "         [-V version] [-z level] [localip/remoteip/port]\n"
    "  -b  byte order of the output\n"
    "  -C  comment in the header of the output\n"
    "  -d  debug level; not 0: say why a datagram is refused\n"
    "  -o  output file; standard output\n"
    "  -S  minutes between STAT lines on standard error\n"
    "  -V  version to write, N or 8.N; that of the first datagram\n"
    "  -z  compression level, 0 to 9 (0)\n"
    "SIGHUP, SIGINT, SIGQUIT and SIGTERM complete the output and end the program.\n";

static noreturn void usage(void) {
  fputs(usage_text, stderr);
  exit(0);
}

static unsigned stat_interval(const char *text) {
  int minutes = prog_number(text);
  if (minutes < 0 || minutes > MAX_STAT_INTERVAL)
    prog_die("Stat interval must be between 0 and %d.", MAX_STAT_INTERVAL);
  return (unsigned)minutes;
}

static const struct ft_layout *output_layout(const char *text) {
  struct ft_error err = FT_ERROR_INIT;
  const struct ft_layout *layout = ft_layout_parse(text, 0, &err);
  if (layout == NULL) prog_fail(&err, NULL);
  return layout;
}

static void set_option(struct options *options, int letter) {
  switch (letter) {
  case 'b':
    options->order = prog_byte_order(optarg);
    break;
  case 'C':
    options->comment = optarg;
    break;
  case 'd':
    options->debug = prog_number(optarg) != 0;
    break;
  case 'o':
    options->file = optarg;
    break;
  case 'S':
    options->stat_interval = stat_interval(optarg);
    break;
  case 'V':
    options->layout = output_layout(optarg);
    break;
  case 'z':
    options->level = prog_level(optarg);
    break;
  default:
    usage();
  }
}

void options_read(struct options *options, int argc, char **argv) {
  struct ft_error err = FT_ERROR_INIT;
  *options = (struct options){.order = FT_ORDER_HOST};
  int letter;
  while ((letter = getopt(argc, argv, "b:C:d:h?o:S:V:z:")) != -1)
    set_option(options, letter);
  if (argc - optind > 1) prog_die("Illegal option: %s", argv[optind + 1]);
  /* Without an operand everything is left at its default. */
  if (ft_endpoint_parse(optind < argc ? argv[optind] : "", &options->endpoint, &err) != 0)
    prog_fail(&err, NULL);
}
