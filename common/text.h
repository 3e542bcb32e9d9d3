/*
 * Text made by hand, for programs that print a line or more per record: a
 * buffer in front of a FILE and the few conversions they need.
 */
#ifndef TEXT_H
#define TEXT_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#include "base/digits.h"
#include "ft/record.h"

#define TEXT_SIZE 65536

/* What waits to be written to out; flush before out is used otherwise. */
struct text {
  FILE *out;
  size_t used;
  char data[TEXT_SIZE];
};

void text_init(struct text *text, FILE *out);
/* Hands everything to out. If that fails: prog_write_error. */
void text_flush(struct text *text);

/*
 * Room for at least size (up to TEXT_SIZE) octets; end it with text_end and
 * the position behind the last octet written.
 */
static inline char *text_begin(struct text *text, size_t size) {
  if (TEXT_SIZE - text->used < size) text_flush(text);
  return text->data + text->used;
}
static inline void text_end(struct text *text, const char *end) {
  text->used = (size_t)(end - text->data);
}

/* A string of any length. */
void text_string(struct text *text, const char *string);
/* printf for what is not per record; lines of more than TEXT_SIZE octets are cut. */
void text_printf(struct text *text, const char *format, ...) FT_PRINTF(2, 3);

/* Conversions, as in base/digits.h: each writes at p and returns the position behind; no NUL. */

/* Lower case, with at least digits (up to 16) digits. */
char *text_hex(char *p, uint64_t value, unsigned digits);
/* The address in a column; FT_ADDR_TEXT_SIZE octets may be written, those behind it blanks. */
char *text_addr(char *p, const uint8_t *record, struct ft_column column);
/* size octets of string, or less where it ends. */
char *text_copy(char *p, const char *string, size_t size);
/* Blanks from p on until the text that began at start is width octets long. */
char *text_pad(char *p, const char *start, size_t width);

/* Local calendar times, remembered, as flows come with the same seconds again and again. */
#define TEXT_CLOCK_SLOTS 256
struct text_clock {
  struct {
    uint32_t seconds;
    struct tm local; /* tm_mday 0: not filled */
  } slots[TEXT_CLOCK_SLOTS];
};
void text_clock_init(struct text_clock *clock);
/* The local time of seconds since 1970; valid until the next call. */
const struct tm *text_clock_local(struct text_clock *clock, uint32_t seconds);

#endif
