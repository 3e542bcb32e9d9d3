/*
 * Buffered text on its way to a file. After an error the rest is dropped; the
 * error is kept for whoever closes the file.
 */
#ifndef REPORT_TEXT_H
#define REPORT_TEXT_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "ft/error.h"

#define REP_TEXT_SIZE 65536

struct rep_text {
  FILE *file;
  int error; /* errno of the first failure, 0: none */
  size_t length;
  char data[REP_TEXT_SIZE];
};

void rep_text_start(struct rep_text *text, FILE *file);
/* Hands the buffer to the file (not to the system). */
void rep_text_finish(struct rep_text *text);
void rep_text_put(struct rep_text *text, const char *data, size_t length);
void rep_text_string(struct rep_text *text, const char *string);
void rep_text_char(struct rep_text *text, char c);
void rep_text_number(struct rep_text *text, uint64_t number);
/* `%f` */
void rep_text_double(struct rep_text *text, double number);
void rep_text_format(struct rep_text *text, const char *format, ...) FT_PRINTF(2, 3);

#endif
