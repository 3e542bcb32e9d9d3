#include "config.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/grow.h"
#include "conf/language.h"
#include "conf/scan.h"

struct argument {
  size_t start, end; /* in the line */
};

struct ft_scan {
  const struct ft_language *language;
  const char *path;
  const struct ft_vars *vars;
  const struct ft_log *log;
  struct ft_error *err;
  bool failed;

  char *file;        /* all of the text */
  char *rest;        /* its lines from the next one on; NULL behind the last */
  unsigned number;   /* of the current line */
  bool in_statement; /* the end of the line is still to be reported */

  char *line; /* with its variables replaced, blanks as they were */
  char *cut;  /* the same with a NUL behind each word scanned */
  struct argument *arguments;
  size_t count, room;
  size_t taken;     /* arguments given away */
  size_t taken_end; /* where the last of them, or the keyword, ends */
  const char *token_text;

  struct ft_scan_word word;
  void *scanner;
};

struct ft_scan *ft_scan_open(const struct ft_language *language, const char *path,
                             const struct ft_vars *vars, const struct ft_log *log,
                             struct ft_error *err) {
  struct ft_scan *scan = calloc(1, sizeof *scan);
  if (!scan) {
    ft_error_add_memory(err);
    return NULL;
  }
  scan->language = language;
  scan->path = path;
  scan->vars = vars;
  scan->log = log;
  scan->err = err;
  scan->token_text = "";
  scan->file = ft_file_text(path, NULL, err);
  scan->rest = scan->file;
  if (scan->file) {
    scan->scanner = ft_scanner_new(&scan->word);
    if (!scan->scanner) ft_error_add_memory(err);
  }
  if (!scan->scanner) {
    ft_scan_free(scan);
    return NULL;
  }
  return scan;
}

void ft_scan_free(struct ft_scan *scan) {
  if (!scan) return;
  ft_scanner_free(scan->scanner);
  free(scan->file);
  free(scan->line);
  free(scan->cut);
  free(scan->arguments);
  free(scan);
}

/* Cuts off the next line, replaces its variables and hands it to the scanner. */
static bool start_line(struct ft_scan *scan) {
  char *text = scan->rest;
  char *line_end = strchr(text, '\n');
  if (line_end) *line_end++ = '\0';
  scan->rest = line_end;
  scan->number++;
  scan->count = scan->taken = scan->taken_end = 0;
  free(scan->line);
  free(scan->cut);
  scan->cut = NULL;
  scan->line = ft_vars_expand(scan->vars, text, scan->err);
  if (!scan->line) {
    scan->failed = true;
    ft_error_end(scan->err);
    return false;
  }
  scan->cut = strdup(scan->line);
  if (!scan->cut || !ft_scanner_start(scan->scanner, scan->line, strlen(scan->line)))
    return ft_scan_fail_memory(scan);
  return true;
}

static bool keep_argument(struct ft_scan *scan) {
  if (!ft_grow(&scan->arguments, &scan->room, scan->count + 1, sizeof *scan->arguments))
    return ft_scan_fail_memory(scan);
  scan->arguments[scan->count++] = (struct argument){scan->word.start, scan->word.end};
  return true;
}

static int keyword_token(const struct ft_language *language, const char *word) {
  for (size_t i = 0; i < language->keyword_count; i++)
    if (!strcasecmp(word, language->keywords[i].word)) return language->keywords[i].token;
  return language->token_unknown;
}

/* The token of the word that the scanner stands on. */
static int word_token(struct ft_scan *scan) {
  scan->cut[scan->word.end] = '\0';
  scan->token_text = scan->cut + scan->word.start;
  if (scan->word.first) {
    scan->in_statement = true;
    scan->taken_end = scan->word.end;
    return keyword_token(scan->language, scan->token_text);
  }
  return keep_argument(scan) ? scan->language->token_word : scan->language->token_unknown;
}

int ft_scan_token(struct ft_scan *scan) {
  for (;;) {
    if (scan->failed) return scan->language->token_unknown;
    int found = scan->line ? ft_scanner_next(scan->scanner) : 0;
    if (found > 0) return word_token(scan);
    if (found < 0) {
      ft_scan_fail_memory(scan);
    } else if (scan->in_statement) {
      scan->in_statement = false;
      scan->token_text = "";
      return scan->language->token_end;
    } else if (!scan->rest || !*scan->rest) {
      return 0;
    } else {
      start_line(scan);
    }
  }
}

const char *ft_scan_next(struct ft_scan *scan) {
  if (scan->taken == scan->count) return NULL;
  struct argument *argument = &scan->arguments[scan->taken++];
  scan->taken_end = argument->end;
  return scan->cut + argument->start;
}

const char *ft_scan_need(struct ft_scan *scan, const char *text) {
  const char *word = ft_scan_next(scan);
  if (!word) ft_scan_fail(scan, "%s", text);
  return word;
}

const char *ft_scan_rest(struct ft_scan *scan) {
  const char *rest = scan->line + scan->taken_end;
  scan->taken = scan->count;
  return *rest ? rest + 1 : NULL;
}

bool ft_scan_need_number(struct ft_scan *scan, const char *text, uint32_t *value) {
  const char *word = ft_scan_need(scan, text);
  return word && ft_scan_number(scan, word, value);
}

bool ft_scan_done(struct ft_scan *scan) {
  const char *word = ft_scan_next(scan);
  return !word || ft_scan_fail(scan, "Unexpected \"%s\".", word);
}

bool ft_scan_number(struct ft_scan *scan, const char *word, uint32_t *value) {
  uint64_t number;
  if (!ft_number_parse(word, UINT32_MAX, &number, NULL))
    return ft_scan_fail(scan, "Value out of range.");
  *value = (uint32_t)number;
  return true;
}

bool ft_scan_number64(struct ft_scan *scan, const char *word, uint64_t *value) {
  return ft_number_parse(word, UINT64_MAX, value, NULL) ||
         ft_scan_fail(scan, "Value out of range.");
}

bool ft_scan_decimal(struct ft_scan *scan, const char *word, int64_t *value) {
  return ft_decimal_parse(word, value, NULL) || ft_scan_fail(scan, "Value out of range.");
}

bool ft_scan_addr(struct ft_scan *scan, const char *word, struct ft_addr *addr) {
  return !ft_addr_parse(word, addr, NULL) || ft_scan_fail(scan, "Bad address \"%s\".", word);
}

bool ft_scan_prefix(struct ft_scan *scan, const char *word, struct ft_prefix *prefix) {
  return !ft_prefix_parse(word, prefix, NULL) || ft_scan_fail(scan, "Bad address \"%s\".", word);
}

/* The text of a message, allocated: words have no limit. NULL: no memory. */
static char *message_text(const char *format, va_list arguments) {
  char *text;
  return vasprintf(&text, format, arguments) < 0 ? NULL : text;
}

bool ft_scan_fail(struct ft_scan *scan, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  char *text = message_text(format, arguments);
  va_end(arguments);
  if (!text) return ft_scan_fail_memory(scan);
  /* An error has a fixed size, and the closing line must still fit. */
  ft_error_add(scan->err, "%s line %u: %.2000s", scan->path, scan->number, text);
  free(text);
  scan->failed = true;
  return false;
}

bool ft_scan_fail_memory(struct ft_scan *scan) {
  ft_error_add_memory(scan->err);
  scan->failed = true;
  return false;
}

void ft_scan_warn(struct ft_scan *scan, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  char *text = message_text(format, arguments);
  va_end(arguments);
  ft_log_line(scan->log, "%s line %u: %s", scan->path, scan->number, text ? text : "Out of memory");
  free(text);
}

void ft_scan_unexpected(struct ft_scan *scan) {
  if (!scan->failed) ft_scan_fail(scan, "Unexpected \"%s\".", scan->token_text);
}

struct ft_error *ft_scan_error(struct ft_scan *scan) {
  return scan->err;
}

const struct ft_log *ft_scan_log(struct ft_scan *scan) {
  return scan->log;
}
