/* flow-rpt2rrd: values of a report into RRD files (spec rptfmt.md 2). */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "feed.h"
#include "prog.h"

/* The archives of a file: averages and maxima over these steps, for each part of -r. */
#define PARTS 4
static const char *const part_steps[PARTS] = {"1", "6", "24", "288"};
static struct rrd_archive archives[2 * PARTS];

/* -r: the rows of the archives. false: not four parts. */
static bool set_storage(const char *storage) {
  static char *parts;
  free(parts);
  parts = strdup(storage);
  if (!parts) prog_out_of_memory();
  char *part = parts;
  for (size_t i = 0; i < PARTS; i++) {
    char *end = strchr(part, ':');
    if ((end == NULL) != (i == PARTS - 1)) return false;
    if (end) *end = '\0';
    archives[2 * i] = (struct rrd_archive){"AVERAGE", part_steps[i], part};
    archives[2 * i + 1] = (struct rrd_archive){"MAX", part_steps[i], part};
    if (end) part = end + 1;
  }
  return true;
}

static _Noreturn void usage(void) {
  rrd_say("Usage: flow-rpt2rrd [-nv] [-k keys] [-K keyfile] [-f fields]\n"
          "                    [-p rrd_path] [-P fname_postfix]\n"
          "                    [-r rrd_storage 5_min:30_min:2_hr:1_day ]\n");
  exit(0);
}

static void act(struct options *options, int letter, const char *value) {
  struct ft_error err = FT_ERROR_INIT;
  switch (letter) {
  case 'd':
    options->rrd.debug = true;
    break;
  case 'f':
    options->fields = value;
    break;
  case 'h':
    usage();
  case 'k':
    if (keys_from_list(&options->keys, value, &err) != 0) prog_fail(&err, NULL);
    break;
  case 'K':
    if (keys_from_file(&options->keys, value, &err) != 0) prog_fail(&err, NULL);
    break;
  case 'n':
    options->names = true;
    break;
  case 'p':
    options->rrd.folder = value;
    break;
  case 'P':
    options->rrd.postfix = value;
    break;
  case 'r':
    if (!set_storage(value)) prog_die("-r %s: four parts are needed, with colons between", value);
    break;
  default: /* -v */
    options->rrd.verbose = true;
  }
}

/* All of the command line is looked at before any option acts. */
static void parse_arguments(struct options *options, int argc, char **argv) {
  static const char letters[] = "+dhk:K:f:np:P:r:v";
  opterr = 0;
  for (int letter; (letter = getopt(argc, argv, letters)) != -1;) {
    if (letter == '?') prog_die("bad option, or its value is missing: -%c", optopt);
  }
  optind = 1;
  for (int letter; (letter = getopt(argc, argv, letters)) != -1;)
    act(options, letter, optarg);
  if (options->keys.count > 0) return;
  fprintf(stderr, "Keys must be defined with -k or -K.\n");
  exit(1);
}

int main(int argc, char **argv) {
  prog_init(argv);
  rrd_init();
  set_storage("600:600:600:732");
  struct options options = {.fields = "flows,octets,packets",
                            .rrd = {.folder = "./",
                                    .postfix = "",
                                    .creating = "Creating RRD ",
                                    .type = "ABSOLUTE",
                                    .archives = archives,
                                    .archive_count = 2 * PARTS}};
  parse_arguments(&options, argc, argv);
  struct ft_error err = FT_ERROR_INIT;
  int result = feed_report(&options, stdin, prog_log(), &err);
  keys_free(&options.keys);
  if (result != 0) prog_fail(&err, NULL);
  return 0;
}
