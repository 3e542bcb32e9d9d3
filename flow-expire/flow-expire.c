/* flow-expire: removes the oldest capture files of a folder (spec capture.md 7). */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "collect/expire.h"
#include "expire_options.h"
#include "prog.h"
#include "system_log.h"

struct options {
  bool dry_run;                   /* -d */
  struct ft_expire_limits limits; /* -e, -E */
  const char *folder;             /* -w */
};

static const char usage_text[] =
    "Usage: flow-expire [-h] [-d level] [-e count] [-E size[bKMG]] [-w folder]\n"
    "  -d  debug level; not 0: remove nothing, say on standard error what would go\n"
    "  -e  keep at most so many files\n"
    "  -E  keep at most so many octets of files\n"
    "  -w  folder whose files are looked at (.)\n";

static noreturn void usage(void) {
  fputs(usage_text, stderr);
  exit(0);
}

static void read_options(struct options *options, int argc, char **argv) {
  *options = (struct options){.folder = "."};
  int letter;
  while ((letter = getopt(argc, argv, "w:d:e:E:h?")) != -1) {
    switch (letter) {
    case 'd':
      options->dry_run = prog_number(optarg) != 0;
      break;
    case 'w':
      options->folder = optarg;
      break;
    default:
      if (!expire_option(&options->limits, letter)) usage();
    }
  }
  prog_no_operands(argc, argv);
}

static int expire(const struct options *options, const struct ft_log *log, struct ft_error *err) {
  struct ft_expire *list = ft_expire_new();
  if (list == NULL) {
    ft_error_add_memory(err);
    return -1;
  }
  if (ft_expire_load(list, options->folder, log, err) != 0) {
    ft_expire_free(list);
    return -1;
  }
  ft_expire_spare_open(list, time(NULL));
  if (options->dry_run) ft_expire_dump(list, log);
  ft_expire_run(list, &options->limits, 0, options->dry_run, log);
  if (options->dry_run) ft_expire_dump(list, log);
  ft_expire_free(list);
  return 0;
}

int main(int argc, char **argv) {
  struct ft_error err = FT_ERROR_INIT;
  struct options options;
  prog_init(argv);
  read_options(&options, argc, argv);
  const struct ft_log *log = options.dry_run ? prog_log() : system_log();
  if (expire(&options, log, &err) == 0) return 0;
  ft_log_error(log, &err);
  return 1;
}
