/* Formats 3 and 5, databases, are not built in (spec tools.md 5.6). */
#include "export.h"
#include "prog.h"

static int begin(struct export_job *job) {
  (void)job;
  prog_message("Format not supported");
  return 1;
}

const struct export_format export_mysql = {"MySQL", NULL, begin, NULL, NULL};
const struct export_format export_postgresql = {"PostgreSQL", NULL, begin, NULL, NULL};
