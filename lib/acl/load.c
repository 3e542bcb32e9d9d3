#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "acl/acl_parse.h"
#include "conf/language.h"

/* Of a word in a warning, which has a fixed size. */
#define SHOWN_MAX 3000

static void warn_of_syntax(const struct ft_acl_reading *reading) {
  struct ft_acl_word word = reading->word;
  int shown = word.length < SHOWN_MAX ? (int)word.length : SHOWN_MAX;
  ft_log_line(reading->log, "syntax error at '%.*s'\n", shown, word.start);
}

/* false: failed; a syntax error is none. */
static bool read_text(struct ft_acl_reading *reading, const char *text, size_t length) {
  if (!ft_acl_scan_start(reading, text, length)) return ft_acl_fail_memory(reading);
  int result = ft_acl_yyparse(reading);
  if (reading->failed) return false;
  if (result == 2) return ft_acl_fail_memory(reading);
  if (result == 1) warn_of_syntax(reading);
  return true;
}

/* One that does not exist is empty. */
static char *file_text(const char *path, size_t *length, struct ft_error *err) {
  if (access(path, F_OK) == 0 || errno != ENOENT) return ft_file_text(path, length, err);
  *length = 0;
  char *text = strdup("");
  if (!text) ft_error_add_memory(err);
  return text;
}

struct ft_acl *ft_acl_load(const char *path, const struct ft_log *log, struct ft_error *err) {
  struct ft_acl *acl = calloc(1, sizeof *acl);
  if (!acl) {
    ft_error_add_memory(err);
    return NULL;
  }
  acl->names.case_counts = true;
  struct ft_acl_reading reading = {.acl = acl, .path = path, .log = log, .err = err};
  size_t length;
  char *text = file_text(path, &length, err);
  bool good = text && read_text(&reading, text, length);
  ft_acl_scan_end(&reading);
  ft_symbols_free(reading.port_names);
  free(text);
  if (good) return acl;
  ft_acl_free(acl);
  return NULL;
}
