/*
 * Errors and warnings.
 *
 * libft never prints and never exits. A function that can fail takes a
 * struct ft_error, appends one or more lines to it and returns a failure value;
 * the caller decides where the lines go. Troubles that do not stop the work
 * (a cut off record, a missing symbol table) go to a struct ft_log at once.
 *
 * Texts are those that scripts know from the original suite, without the
 * program's name in front: the mains add it.
 */
#ifndef FT_ERROR_H
#define FT_ERROR_H

#include <stdbool.h>
#include <stddef.h>

#define FT_ERROR_SIZE 4096

#if defined(__GNUC__)
#define FT_PRINTF(fmt, first) __attribute__((format(printf, fmt, first)))
#else
#define FT_PRINTF(fmt, first)
#endif

/*
 * The lines of an error, most specific first, separated by LF, no LF at the
 * end. Initialise with FT_ERROR_INIT. What does not fit is cut off.
 */
struct ft_error {
  size_t length;
  bool ended;
  bool no_memory; /* the reason is lack of memory */
  char text[FT_ERROR_SIZE];
};
#define FT_ERROR_INIT                                                                              \
  { 0, false, false, "" }

/* Appends a line. err may be NULL. */
void ft_error_add(struct ft_error *err, const char *format, ...) FT_PRINTF(2, 3);

/* Appends a line and ": " with the system's text for errnum. */
void ft_error_add_system(struct ft_error *err, int errnum, const char *format, ...) FT_PRINTF(3, 4);

/* Appends the line for a failed allocation. */
void ft_error_add_memory(struct ft_error *err);

/*
 * No line belongs behind those there are (a variable error has no closing lines,
 * filter.md 2): what callers add from now on is dropped, until the error is cleared.
 */
void ft_error_end(struct ft_error *err);

/* Forgets all lines. */
void ft_error_clear(struct ft_error *err);

/*
 * Where warnings go: line() gets one text without LF, valid during the call
 * only. A NULL log, or one with a NULL function, drops them.
 */
struct ft_log {
  void (*line)(void *arg, const char *text);
  void *arg;
};

void ft_log_line(const struct ft_log *log, const char *format, ...) FT_PRINTF(2, 3);
void ft_log_system(const struct ft_log *log, int errnum, const char *format, ...) FT_PRINTF(3, 4);

/* Sends every line of err to log and clears it. */
void ft_log_error(const struct ft_log *log, struct ft_error *err);

#endif
