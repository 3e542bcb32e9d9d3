#include "prog.h"

#include <stdlib.h>
#include <string.h>

void prog_variable(struct ft_vars *vars, const char *text) {
  struct ft_error err = FT_ERROR_INIT;
  if (ft_vars_set(vars, text, &err) != 0) prog_fail(&err, NULL);
}

char *prog_conf_file(const char *given, const char *installed) {
  char *file = given != NULL ? strdup(given) : ft_conf_path(installed);
  if (file == NULL) prog_out_of_memory();
  return file;
}
