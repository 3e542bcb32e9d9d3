/*
 * Text for people: UTF-8 as far as it is valid, safe for a terminal and for
 * HTML whatever the report contains.
 */
#ifndef RPTFMT_CHARS_H
#define RPTFMT_CHARS_H

#include <stddef.h>

#include "output.h"

/* The characters of text up to end (NULL: all); an octet that is no valid UTF-8 counts as one. */
size_t chars_count(const char *text, const char *end);
/* The first octet after count characters, or the end. */
const char *chars_skip(const char *text, size_t count);

/*
 * The octets of the first character of text, which is not at its end. 0: a control
 * character or no valid UTF-8; *skip octets belong to it.
 */
size_t chars_printable(const char *text, size_t *skip);

/*
 * Writes text up to end (NULL: all of it) for HTML, also within attributes: markup is
 * escaped; what is not printable becomes U+FFFD.
 */
void chars_html(struct output *out, const char *text, const char *end);

#endif
