/*
 * What the definition languages share: one scanner and the reading of a
 * statement's words (spec filter.md 1, 2). Internal to libft.
 *
 * A language is a table of keywords and a bison grammar. The grammar knows only
 * the block structure, that is, which keyword may stand where; its actions call
 * constructors, which take the words of the statement from the scan and check
 * them. A grammar looks like this:
 *
 *     %define api.pure full
 *     %define api.prefix {ft_xxx_yy}
 *     %param { struct ft_scan *scan }
 *     %parse-param { struct xxx *file }
 *     %token TYPE NAME_KEYWORDS... WORD END UNKNOWN
 *     %%
 *     file  : blocks ;
 *     block : opening lines ;
 *     line  : TYPE words END      { if (!xxx_type(file, scan)) YYABORT; }
 *           | ...
 *     words : %empty | words WORD ;
 *     %%
 *     static int ft_xxx_yylex(FT_XXX_YYSTYPE *value, struct ft_scan *scan)
 *     { return ft_scan_token(scan); }       (declared in the prologue)
 *     static void ft_xxx_yyerror(struct ft_scan *scan, struct xxx *file, const char *text)
 *     { ft_scan_unexpected(scan); }         (the text is of no use)
 *
 * END is in the rule so that the constructor runs once the whole line has been
 * scanned, and before the next line is touched. UNKNOWN is in no rule: it makes
 * the syntax error. Blank lines and comments give no tokens at all.
 *
 * A constructor:
 *
 *     bool xxx_type(struct xxx *file, struct ft_scan *scan)
 *     {
 *       const char *name = ft_scan_need(scan, "Expecting type.");
 *       if (!name) return false;
 *       ...
 *       if (unknown) return ft_scan_fail(scan, "Unrecognized type.");
 *       return ft_scan_done(scan);
 *     }
 *
 * The first error ends the load: the constructor returns false, the action says
 * YYABORT. The load function then adds the language's closing line, which counts
 * only if the error is not ended (ft_error_end).
 */
#ifndef FT_CONF_LANGUAGE_H
#define FT_CONF_LANGUAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ft/addr.h"
#include "ft/conf.h"
#include "ft/error.h"

struct ft_keyword {
  const char *word; /* letter case does not count */
  int token;
};

struct ft_language {
  const struct ft_keyword *keywords;
  size_t keyword_count;
  int token_word;    /* an argument */
  int token_end;     /* the end of a line that held a statement */
  int token_unknown; /* a first word that is no keyword */
};

struct ft_scan;

/*
 * Reads the file at path whole and gets ready for its first token. language and
 * path must outlive the scan; vars NULL: `@` is an ordinary character. NULL
 * with `open(PATH): REASON` or the like.
 */
struct ft_scan *ft_scan_open(const struct ft_language *language, const char *path,
                             const struct ft_vars *vars, const struct ft_log *log,
                             struct ft_error *err);
void ft_scan_free(struct ft_scan *scan);

/* The next token; 0 at the end of the file. After an error of its own, unknown. */
int ft_scan_token(struct ft_scan *scan);

/* -- the words of the current statement, after its keyword -- */

/*
 * The next word as spelled, or NULL. Words live until the scan comes to the next
 * line: copy what is kept.
 */
const char *ft_scan_next(struct ft_scan *scan);
/* The same; if there is none, NULL and the error L`text`. */
const char *ft_scan_need(struct ft_scan *scan, const char *text);
/*
 * What follows the word taken last (or the keyword) after the one blank or tab
 * that ends it, blanks and all; takes all words. NULL if the line ends right
 * behind the word.
 */
const char *ft_scan_rest(struct ft_scan *scan);
/* Takes the next words as ft_scan_need, and reads a number; false with an error. */
bool ft_scan_need_number(struct ft_scan *scan, const char *text, uint32_t *value);
/* True if all words have been taken, else false and L`Unexpected "W".` */
bool ft_scan_done(struct ft_scan *scan);

/* -- the values of words; each false with L`Value out of range.` or L`Bad address "WORD".` -- */

/* NUMBER, 32 bits. */
bool ft_scan_number(struct ft_scan *scan, const char *word, uint32_t *value);
/* NUMBER with 64 bits. */
bool ft_scan_number64(struct ft_scan *scan, const char *word, uint64_t *value);
/* DECIMAL: from -(2^32 - 1) to 2^32 - 1; a cast to uint32_t gives the 32-bit value. */
bool ft_scan_decimal(struct ft_scan *scan, const char *word, int64_t *value);
bool ft_scan_addr(struct ft_scan *scan, const char *word, struct ft_addr *addr);
bool ft_scan_prefix(struct ft_scan *scan, const char *word, struct ft_prefix *prefix);

/* -- messages -- */

/* L: `FILE line N: ` with the line of the current statement. Always false. */
bool ft_scan_fail(struct ft_scan *scan, const char *format, ...) FT_PRINTF(2, 3);
/* Out of memory; always false. */
bool ft_scan_fail_memory(struct ft_scan *scan);
/* A warning, L in front. */
void ft_scan_warn(struct ft_scan *scan, const char *format, ...) FT_PRINTF(2, 3);
/* For the grammar: L`Unexpected "W".` for the token read last, unless an error was met before. */
void ft_scan_unexpected(struct ft_scan *scan);

/* The error and the log that ft_scan_open got. */
struct ft_error *ft_scan_error(struct ft_scan *scan);
const struct ft_log *ft_scan_log(struct ft_scan *scan);

/* -- values without a scan -- */

/*
 * NUMBER: `0x` hexadecimal, leading `0` octal, else decimal, after an optional
 * sign; `-` negates modulo max + 1. max is UINT32_MAX or UINT64_MAX. What
 * follows the number is ignored, no number is 0. *end (may be NULL) is where it
 * stopped, text itself if there was no number. false: beyond max.
 */
bool ft_number_parse(const char *text, uint64_t max, uint64_t *value, const char **end);
/* DECIMAL: an optional sign and decimal digits. false: beyond 32 bits. */
bool ft_decimal_parse(const char *text, int64_t *value, const char **end);

/*
 * The items of a list statement, cut at runs of blanks and the characters of
 * separators (", "): *cursor moves on. false at the end of the text.
 */
bool ft_list_next(const char **cursor, const char *separators, const char **item, size_t *length);

/*
 * All of a file, allocated, a NUL behind it; *length may be NULL. NULL with
 * `open(PATH): REASON`, `read(PATH): REASON` or the line of a failed allocation.
 */
char *ft_file_text(const char *path, size_t *length, struct ft_error *err);

#endif
