#include "prog.h"

#include <stddef.h>

void prog_variable(struct ft_vars *vars, const char *text) {
  struct ft_error err = FT_ERROR_INIT;
  if (ft_vars_set(vars, text, &err) != 0) prog_fail(&err, NULL);
}
