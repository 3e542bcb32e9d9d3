#include "ft/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Opens a new line and formats into it; what does not fit is cut off. */
static void append_line(struct ft_error *err, const char *format, va_list args) {
  if (err == NULL || err->ended) return;
  size_t room = sizeof err->text - err->length;
  if (err->length > 0 && room > 1) {
    err->text[err->length++] = '\n';
    room--;
  }
  int n = vsnprintf(err->text + err->length, room, format, args);
  if (n > 0) err->length += (size_t)n < room ? (size_t)n : room - 1;
}

static void append_text(struct ft_error *err, const char *text) {
  if (err == NULL || err->ended) return;
  size_t room = sizeof err->text - err->length;
  int n = snprintf(err->text + err->length, room, "%s", text);
  if (n > 0) err->length += (size_t)n < room ? (size_t)n : room - 1;
}

void ft_error_add(struct ft_error *err, const char *format, ...) {
  va_list args;
  va_start(args, format);
  append_line(err, format, args);
  va_end(args);
}

void ft_error_add_system(struct ft_error *err, int errnum, const char *format, ...) {
  va_list args;
  va_start(args, format);
  append_line(err, format, args);
  va_end(args);
  append_text(err, ": ");
  append_text(err, strerror(errnum));
}

void ft_error_add_memory(struct ft_error *err) {
  ft_error_add(err, "Out of memory");
  if (err != NULL) err->no_memory = true;
}

void ft_error_end(struct ft_error *err) {
  if (err != NULL) err->ended = true;
}

void ft_error_clear(struct ft_error *err) {
  if (err == NULL) return;
  err->ended = false;
  err->no_memory = false;
  err->length = 0;
  err->text[0] = '\0';
}

static void log_text(const struct ft_log *log, const char *text) {
  if (log != NULL && log->line != NULL) log->line(log->arg, text);
}

void ft_log_line(const struct ft_log *log, const char *format, ...) {
  struct ft_error line = FT_ERROR_INIT;
  va_list args;
  va_start(args, format);
  append_line(&line, format, args);
  va_end(args);
  log_text(log, line.text);
}

void ft_log_system(const struct ft_log *log, int errnum, const char *format, ...) {
  struct ft_error line = FT_ERROR_INIT;
  va_list args;
  va_start(args, format);
  append_line(&line, format, args);
  va_end(args);
  append_text(&line, ": ");
  append_text(&line, strerror(errnum));
  log_text(log, line.text);
}

void ft_log_error(const struct ft_log *log, struct ft_error *err) {
  char *line = err->length > 0 ? err->text : NULL;
  while (line != NULL) {
    char *end = strchr(line, '\n');
    if (end != NULL) *end++ = '\0';
    log_text(log, line);
    line = end;
  }
  ft_error_clear(err);
}
