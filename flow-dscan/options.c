#include "options.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "prog.h"

static noreturn void usage(void) {
  fprintf(stderr, "Usage: flow-dscan [-bBhlmpwW] [-d debug_level] [-D iplist_depth]\n"
                  "       [-s state_file] [-i input_filter] [-L suppress_list]\n"
                  "       [-o output_filter] [-O excessive_octets] [-P excessive_flows]\n"
                  "       [-S port_scan_trigger]  [-t ager_timeout]\n"
                  "Signals:\n"
                  "   SIGHUP  - reload suppress list\n"
                  "   SIGUSR1 - dump state\n");
  exit(1);
}

/* A word that is no number leaves it alone; the greatest for what is beyond it. */
static void set_number(uint32_t *number, const char *text) {
  while (isspace((unsigned char)*text))
    text++;
  if (!isdigit((unsigned char)*text)) return;
  unsigned long value = strtoul(text, NULL, 10);
  *number = value > UINT32_MAX ? UINT32_MAX : (uint32_t)value;
}

static void set_interfaces(struct interfaces *interfaces, const char *text) {
  struct ft_error err = FT_ERROR_INIT;
  if (!ft_number_list_parse(text, OPTIONS_INTERFACES, interfaces->bits, &err))
    prog_fail(&err, NULL);
  interfaces->given = true;
}

static uint32_t *number_of(struct options *options, int option) {
  switch (option) {
  case 'd':
    return &options->debug;
  case 'D':
    return &options->destinations;
  case 'S':
    return &options->ports;
  case 't':
    return &options->timeout;
  case 'O':
    return &options->octets;
  case 'P':
    return &options->packets;
  case 'T':
    return &options->duration;
  default:
    return NULL;
  }
}

static bool *switch_of(struct options *options, int option) {
  switch (option) {
  case 'l':
    return &options->load;
  case 'm':
    return &options->no_multicast;
  case 'p':
    return &options->save;
  case 'w':
    return &options->no_www_replies;
  case 'W':
    return &options->no_www_requests;
  default:
    return NULL;
  }
}

static void set_option(struct options *options, int option, const char *argument) {
  switch (option) {
  case 'b':
    options->mode = MODE_FOREGROUND;
    break;
  case 'B':
    options->mode = MODE_FOREGROUND_SYSLOG;
    break;
  case 'i':
    set_interfaces(&options->input, argument);
    break;
  case 'I':
    set_interfaces(&options->output, argument);
    break;
  case 'L':
    options->suppress_base = argument;
    break;
  case 's':
    options->state_path = argument;
    break;
  default:
    usage();
  }
}

void options_parse(struct options *options, int argc, char **argv) {
  *options = (struct options){.destinations = 200,
                              .ports = 64,
                              .timeout = 90000,
                              .state_path = "/var/tmp/dscan.state",
                              .suppress_base = "./dscan.suppress"};
  int option;
  while ((option = getopt(argc, argv, "bBd:D:hi:I:lL:mO:pP:s:S:t:T:wW")) != -1) {
    uint32_t *number = number_of(options, option);
    bool *toggle = switch_of(options, option);
    if (number)
      set_number(number, optarg);
    else if (toggle)
      *toggle = true;
    else
      set_option(options, option, optarg);
  }
  prog_no_operands(argc, argv);
}
