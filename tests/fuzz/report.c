/*
 * Report files: loading, running their definitions, writing what they count. Their outputs
 * may be files, folders and commands: here all of them are /dev/null.
 */
#include "config.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ft/report.h"
#include "fuzz.h"

/*
 * -- instead of the system's --
 *
 * libFuzzer uses them too, but opens nothing to write with `e`, as libft does always.
 */

FILE *fopen(const char *path, const char *mode) {
  bool writes = *mode != 'r', appends = *mode == 'a';
  int flags = !writes ? O_RDONLY : O_WRONLY | O_CREAT | (appends ? O_APPEND : O_TRUNC);
  bool of_report = writes && strchr(mode, 'e');
  int fd = open(of_report ? "/dev/null" : path, flags | O_CLOEXEC, 0666);
  return fd < 0 ? NULL : fdopen(fd, appends ? "a" : writes ? "w" : "r");
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
