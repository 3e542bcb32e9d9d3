/*
 * Report files: loading, running their definitions, writing what they count. Their outputs
 * may be files, folders and commands: here all of them are /dev/null.
 */
#include "config.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "base/replacement.h"
#include "ft/report.h"
#include "fuzz.h"

/* -- instead of libft's and the system's: nothing is written, nothing started -- */

int ft_replacement_open(struct ft_replacement *file, const char *path, mode_t mode) {
  *file = (struct ft_replacement){0};
  return ft_replacement_append(path, mode);
}

int ft_replacement_append(const char *path, mode_t mode) {
  (void)path, (void)mode;
  return open("/dev/null", O_WRONLY | O_CLOEXEC);
}

const char *ft_replacement_place(const struct ft_replacement *file) {
  (void)file;
  return "/dev/null";
}

bool ft_replacement_keep(struct ft_replacement *file) {
  (void)file;
  return true;
}

void ft_replacement_drop(struct ft_replacement *file) {
  (void)file;
}

FILE *popen(const char *command, const char *mode) {
  (void)mode;
  return strlen(command) % 2 ? fopen("/dev/null", "we") : NULL;
}

int pclose(FILE *stream) {
  return fclose(stream);
}

int mkdir(const char *path, mode_t mode) {
  (void)path, (void)mode;
  return 0;
}

/* -- */

static void run_with(const struct ft_reports *reports, const char *name,
                     const struct ft_layout *layout) {
  struct ft_error err = FT_ERROR_INIT;
  struct ft_header header;
  ft_header_init(&header);
  ft_header_set_layout(&header, layout);
  struct ft_report_run *run =
      ft_report_run_new(reports, name, layout, &header, fuzz_nowhere(), &fuzz_log, &err);
  if (run) {
    struct ft_batch batch = {fuzz_records(layout), FUZZ_RECORDS};
    if (ft_report_run_put(run, &batch, &err) == 0) ft_report_run_finish(run, &err);
  }
  ft_report_run_free(run);
  ft_header_clear(&header);
}

static void run(void *reports, const char *name) {
  static const char *const layouts[] = {"1005", "5", "8.5"};
  for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++)
    run_with(reports, name, ft_layout_parse(layouts[i], 0, NULL));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct ft_error err = FT_ERROR_INIT;
  struct ft_vars *vars = ft_vars_new();
  ft_vars_set(vars, "TYPE=summary", NULL);
  struct ft_reports *reports = ft_reports_load(fuzz_path(data, size), vars, &fuzz_log, &err);
  FUZZ_HOLDS(reports || err.length > 0);
  if (reports) fuzz_definitions(data, size, "stat-definition", run, reports);
  ft_reports_free(reports);
  ft_vars_free(vars);
  return 0;
}
