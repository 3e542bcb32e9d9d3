#include "options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "collect/receive.h"
#include "prog.h"
#include "socket_options.h"

enum { OPTION_RECEIVE_BUFFER = 256 };

static const struct option long_options[] = {
    {"receive-buffer", required_argument, NULL, OPTION_RECEIVE_BUFFER}, {NULL, 0, NULL, 0}};

static const char usage_text[] =
    "Usage: flow-receive [-h] [-b big|little] [-C comment] [-d level] [-o file] [-S minutes]\n"
    "         [-V version] [-z level] [--receive-buffer size[bKMG]] [localip/remoteip/port]\n"
    "  -b  byte order of the output\n"
    "  -C  comment in the header of the output\n"
    "  -d  debug level; not 0: say why a datagram is refused\n"
    "  -o  output file; standard output\n"
    "  -S  minutes between STAT lines on standard error\n"
    "  -V  version to write, N or 8.N; that of the first datagram\n"
    "  -z  compression level, 0 to 9 (0)\n"
    "  --receive-buffer  octets that are asked for the socket (4M)\n"
    "SIGHUP, SIGINT, SIGQUIT and SIGTERM complete the output and end the program.\n";

static noreturn void usage(void) {
  fputs(usage_text, stderr);
  exit(0);
}

static void set_option(struct options *options, int letter) {
  switch (letter) {
  case 'o':
    options->file = optarg;
    break;
  case 'S':
    options->stat_interval = prog_stat_interval(optarg);
    break;
  case 'V':
    options->layout = prog_layout(optarg, 0);
    break;
  case OPTION_RECEIVE_BUFFER:
    options->receive_buffer = receive_buffer_option(optarg);
    break;
  default:
    if (!output_option(&options->output, letter)) usage();
  }
}

void options_read(struct options *options, int argc, char **argv) {
  struct ft_error err = FT_ERROR_INIT;
  *options = (struct options){.receive_buffer = FT_RECEIVE_BUFFER};
  int letter;
  while ((letter = getopt_long(argc, argv, "b:C:d:h?o:S:V:z:", long_options, NULL)) != -1)
    set_option(options, letter);
  if (argc - optind > 1) prog_die("Illegal option: %s", argv[optind + 1]);
  /* Without an operand everything is left at its default. */
  if (ft_endpoint_parse(optind < argc ? argv[optind] : "", &options->endpoint, &err) != 0)
    prog_fail(&err, NULL);
}
