/*
 * Between the flex scanner (scan.l) and the lines it scans (language.c).
 */
#ifndef FT_CONF_SCAN_H
#define FT_CONF_SCAN_H

#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * -- for all scanners by flex, which loses what it has at hand when there is no memory --
 */

/* A copy of the text as yy_scan_buffer wants it, to be freed with the scanner. NULL: no memory. */
char *ft_scan_copy(const char *text, size_t length);
/* Room on its stack of buffers before there is a buffer: for the first one, then for the next. */
#define FT_SCAN_ENSURE_STACK(scanner)                                                              \
  (yyensure_buffer_stack(scanner), yyensure_buffer_stack(scanner))
/* Its yyrealloc: frees what it cannot enlarge, as flex forgets it. */
void *ft_scan_realloc(void *memory, size_t size);

/* -- */

/* What the scanner found last, as a part of the line. */
struct ft_scan_word {
  jmp_buf no_memory; /* flex knows no other way out */
  size_t column;     /* octets scanned so far */
  size_t start, end;
  bool first; /* the first word of the line */
  char *copy; /* of the line: flex writes into it */
};

/* A scanner that reports to word. NULL: no memory. */
void *ft_scanner_new(struct ft_scan_word *word);
/* Starts a line; the text is copied. false: no memory. */
bool ft_scanner_start(void *scanner, const char *text, size_t length);
/* 1 and a word, 0 at the end of the line, -1 without memory. */
int ft_scanner_next(void *scanner);
void ft_scanner_free(void *scanner);

#endif
