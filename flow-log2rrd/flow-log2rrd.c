/* flow-log2rrd: the STAT lines of collectors into RRD files (spec rptfmt.md 3). */

#include <stdio.h>
#include <unistd.h>

#include "log.h"
#include "prog.h"
#include "rrd.h"

int main(int argc, char **argv) {
  const char *folder = ".";
  prog_init(argv);
  rrd_init();
  opterr = 0;
  for (int letter; (letter = getopt(argc, argv, "+p:")) != -1;) {
    if (letter != 'p') {
      fprintf(stderr, "Usage: flow-log2rrd [-p rrd_path]\n");
      return 1;
    }
    folder = optarg;
  }
  struct ft_error err = FT_ERROR_INIT;
  if (log_store(folder, NULL, stdin, &err) != 0) prog_fail(&err, NULL);
  return 0;
}
