/*
 * Between the flex scanner (scan.l) and the lines it scans (language.c).
 */
#ifndef FT_CONF_SCAN_H
#define FT_CONF_SCAN_H

#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>

/* What the scanner found last, as a part of the line. */
struct ft_scan_word {
  jmp_buf no_memory; /* flex knows no other way out */
  size_t column;     /* octets scanned so far */
  size_t start, end;
  bool first; /* the first word of the line */
};

/* A scanner that reports to word. NULL: no memory. */
void *ft_scanner_new(struct ft_scan_word *word);
/* Starts a line; the text is copied. false: no memory. */
bool ft_scanner_start(void *scanner, const char *text, size_t length);
/* 1 and a word, 0 at the end of the line, -1 without memory. */
int ft_scanner_next(void *scanner);
void ft_scanner_free(void *scanner);

#endif
