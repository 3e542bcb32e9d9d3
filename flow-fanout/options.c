#include "options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collect/receive.h"
#include "prog.h"
#include "socket_options.h"

#define DEFAULT_PID_STEM "/var/run/flow-fanout.pid"

static const char usage_text[] =
    "Usage: flow-fanout [-hDs] [-A as] [-d level] [-f file] [-F definition] [-m mask]\n"
    "         [-p pidfile] [-S minutes] [-v name=value] [-V version] [-x delay]\n"
    "         [--per-source | --unchanged] [--receive-buffer size[bKMG]]\n"
    "         [--user name]\n"
    "         localip/remoteip/port localip/remoteip/port[/ttl] ...\n"
    "  -A  AS number that takes the place of 0\n"
    "  -d  debug level; not 0: say why a datagram is refused\n"
    "  -D  stay in the foreground, messages on standard error, no pid file\n"
    "  -f  file of filter definitions\n"
    "  -F  pass on only what this filter definition permits\n"
    "  -m  mask for source and destination addresses\n"
    "  -p  path of the pid file, the port is appended; - for none\n"
    "  -s  forge source addresses: localip, or without it that of the exporter\n"
    "  -S  minutes between STAT lines in the log\n"
    "  -v  set a variable for the filter file\n"
    "  -V  version to send, N or 8.N; that of the first datagram\n"
    "  -x  microseconds to wait after each datagram\n"
    "  --per-source  with -s: sequence numbers for each exporter by itself\n"
    "  --unchanged   pass on every datagram as it is, of any version\n"
    "  --receive-buffer  octets that are asked for the socket (4M)\n"
    "  --user   become this user once all sockets are open\n"
    "The first operand is what to receive, the others are where to send it.\n"
    "SIGHUP reads the filter again. SIGTERM and SIGQUIT end the program.\n";

enum { OPTION_PER_SOURCE = 256, OPTION_UNCHANGED, OPTION_RECEIVE_BUFFER, OPTION_USER };

static const struct option long_options[] = {
    {"per-source", no_argument, NULL, OPTION_PER_SOURCE},
    {"unchanged", no_argument, NULL, OPTION_UNCHANGED},
    {"receive-buffer", required_argument, NULL, OPTION_RECEIVE_BUFFER},
    {"user", required_argument, NULL, OPTION_USER},
    {NULL, 0, NULL, 0}};

static noreturn void usage(int status) {
  fputs(usage_text, stderr);
  exit(status);
}

static void set_filter_file(struct options *options, const char *text) {
  free(options->filter_file);
  options->filter_file = strdup(text);
}

static void set_option(struct options *options, int letter) {
  switch (letter) {
  case 'A':
    options->as = (uint16_t)prog_number_within(optarg, 0, UINT16_MAX,
                                               "AS number must be between 0 and 65535.");
    break;
  case 'd':
    options->explain = prog_number(optarg) != 0;
    break;
  case 'D':
    options->foreground = true;
    break;
  case 'f':
    set_filter_file(options, optarg);
    break;
  case 'F':
    options->filter_name = optarg;
    break;
  case 'm':
    options->mask = prog_mask(optarg);
    options->masked = true;
    break;
  case 'p':
    options->pid_stem = optarg;
    break;
  case 's':
    options->forge = true;
    break;
  case 'S':
    options->stat_interval = prog_stat_interval(optarg);
    break;
  case 'v':
    prog_variable(options->vars, optarg);
    break;
  case 'V':
    options->layout = prog_layout(optarg, 0);
    break;
  case 'x':
    options->delay = prog_delay(optarg);
    break;
  case OPTION_PER_SOURCE:
    options->per_source = true;
    break;
  case OPTION_UNCHANGED:
    options->unchanged = true;
    break;
  case OPTION_RECEIVE_BUFFER:
    options->receive_buffer = receive_buffer_option(optarg);
    break;
  case OPTION_USER:
    options->user = optarg;
    break;
  default:
    usage(letter == 'h' ? 0 : 1);
  }
}

static void set_endpoint(struct ft_endpoint *endpoint, const char *text) {
  struct ft_error err = FT_ERROR_INIT;
  if (ft_endpoint_parse(text, endpoint, &err) != 0) prog_fail(&err, NULL);
}

static void set_endpoints(struct options *options, char **operands, size_t count) {
  options->target_count = count - 1;
  options->targets = calloc(options->target_count, sizeof *options->targets);
  if (options->targets == NULL) prog_out_of_memory();
  set_endpoint(&options->source, operands[0]);
  for (size_t i = 0; i < options->target_count; i++)
    set_endpoint(&options->targets[i], operands[i + 1]);
}

static bool wants_changes(const struct options *options) {
  return options->as != 0 || options->filter_name != NULL || options->masked ||
         options->layout != NULL || options->per_source;
}

void options_read(struct options *options, int argc, char **argv) {
  *options = (struct options){.filter_file = ft_conf_path("cfg/filter.cfg"),
                              .pid_stem = DEFAULT_PID_STEM,
                              .receive_buffer = FT_RECEIVE_BUFFER,
                              .vars = ft_vars_new()};
  int letter;
  while ((letter = getopt_long(argc, argv, "A:d:Df:F:hm:p:sS:v:V:x:", long_options, NULL)) != -1)
    set_option(options, letter);
  if (argc - optind < 2) prog_die("Must define at least source and one destination.");
  if (options->unchanged && wants_changes(options))
    prog_die("--unchanged does not go with -A, -F, -m, -V and --per-source.");
  if (options->filter_file == NULL || options->vars == NULL) prog_out_of_memory();
  set_endpoints(options, argv + optind, (size_t)(argc - optind));
}

void options_clear(struct options *options) {
  free(options->targets);
  free(options->filter_file);
  ft_vars_free(options->vars);
}
