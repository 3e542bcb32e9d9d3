/* The command line (pfflowd.md 1). Options act when they are met. */
#include <netdb.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "pfflowd.h"
#include "prog.h"

enum { DEFAULT_VERSION = 5 };

void die(const char *format, ...) {
  va_list args;
  va_start(args, format);
  vfprintf(stderr, format, args);
  va_end(args);
  fputc('\n', stderr);
  exit(1);
}

static noreturn void usage(const struct options *options, int status) {
  fprintf(stderr,
          "Usage: %s [options] [bpf_program]\n"
          "  -i interface    Specify interface to listen on (default " DEFAULT_INTERFACE ")\n"
          "  -n host:port    Send NetFlow datagrams to host on port (mandatory)\n"
          "  -r pcap_file    Specify packet capture file to read\n"
          "  -S direction    Generation flows for \"in\" or \"out\" bound states (default any)\n"
          "  -d              Don't daemonise\n"
          "  -D              Debug mode: don't daemonise + verbosity\n"
          "  -v              NetFlow export packet version (default %u)\n"
          "  -h              Display this help\n"
          "\n",
          prog_name(), options->format.version);
  exit(status);
}

/* Some resolvers take 70000 for the port 4464. */
static bool is_beyond_ports(const char *port) {
  char *end;
  return strtoul(port, &end, 10) > UINT16_MAX && *end == '\0';
}

/* Keeps the first address that the resolver returns. */
static void resolve(struct options *options, const char *host, const char *port) {
  struct addrinfo hints = {.ai_socktype = SOCK_DGRAM}, *list = NULL;
  int error = is_beyond_ports(port) ? EAI_SERVICE : getaddrinfo(host, port, &hints, &list);
  if (error != 0) die("Address lookup failed: %s", gai_strerror(error));
  if (!list || !list->ai_addr) die("No addresses found for %s:%s", host, port);
  if (list->ai_addrlen > sizeof options->target) die("Address too long");
  memcpy(&options->target, list->ai_addr, list->ai_addrlen);
  options->target_size = list->ai_addrlen;
  freeaddrinfo(list);
}

/* HOST:PORT, split at the last colon; an address of IPv6 may stand in brackets. */
static void parse_target(struct options *options, const char *text) {
  const char *colon = strrchr(text, ':'), *host = text;
  size_t length = colon ? (size_t)(colon - text) : 0;
  if (length >= 2 && host[0] == '[' && host[length - 1] == ']') {
    host++;
    length -= 2;
  }
  if (length == 0 || colon[1] == '\0') {
    fputs("Invalid -n argument.\n", stderr);
    usage(options, 1);
  }
  char *name = strndup(host, length);
  if (!name) die("Out of memory");
  resolve(options, name, colon + 1);
  free(name);
}

static void parse_direction(struct options *options, const char *text) {
  static const struct {
    const char *word;
    enum ft_pf_direction direction;
  } words[] = {{"any", FT_PF_ANY}, {"in", FT_PF_IN}, {"out", FT_PF_OUT}};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (strcasecmp(text, words[i].word) == 0) {
      options->direction = words[i].direction;
      return;
    }
  usage(options, 0); /* scripts know the status */
}

/* The digits at the start count. */
static void parse_version(struct options *options, const char *text) {
  unsigned number = 0;
  for (; *text >= '0' && *text <= '9' && number < 1000; text++)
    number = number * 10 + (unsigned)(*text - '0');
  if (!ft_pf_format_find(number, &options->format)) die("Invalid NetFlow version");
}

static void set_source(const struct options *options, const char **source, const char *text) {
  if (options->interface || options->file) {
    fputs("Packet source already specified.\n\n", stderr);
    usage(options, 1);
  }
  *source = text;
}

/* The words with a space between each two. */
static char *join(char **words) {
  size_t size = 1;
  for (char **word = words; *word; word++)
    size += strlen(*word) + 1;
  char *text = malloc(size), *end = text;
  if (!text) die("Out of memory");
  for (char **word = words; *word; word++) {
    if (word != words) *end++ = ' ';
    end = stpcpy(end, *word);
  }
  return text;
}

void options_parse(struct options *options, int argc, char **argv) {
  int letter;
  *options = (struct options){0};
  ft_pf_format_find(DEFAULT_VERSION, &options->format);
  while ((letter = getopt(argc, argv, "hdDi:n:r:S:v:")) != -1) {
    switch (letter) {
    case 'h':
      usage(options, 0);
    case 'd':
      options->foreground = true;
      break;
    case 'D':
      options->foreground = options->debug = true;
      break;
    case 'i':
      set_source(options, &options->interface, optarg);
      break;
    case 'n':
      parse_target(options, optarg);
      break;
    case 'r':
      set_source(options, &options->file, optarg);
      options->foreground = true;
      break;
    case 'S':
      parse_direction(options, optarg);
      break;
    case 'v':
      parse_version(options, optarg);
      break;
    default:
      fputs("Invalid commandline option.\n", stderr);
      usage(options, 1);
    }
  }
  if (!options->interface && !options->file) options->interface = DEFAULT_INTERFACE;
  if (optind < argc) options->filter = join(argv + optind);
}
