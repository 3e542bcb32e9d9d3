/*
 * One-line filter expressions (flow-nfilter -E; grammar in flow-nfilter.1): what the
 * scanner, the grammar and the constructors of tests share. Internal to libft.
 *
 * The text becomes a formula over the same match items and primitives that a filter
 * file has, so everything behind it is the same.
 */
#ifndef FT_FILTER_EXPRESSION_H
#define FT_FILTER_EXPRESSION_H

#include <setjmp.h>

#include "filter/formula.h"

/* A part of the text: octets start to end - 1. Of a quoted one, without the quotes. */
struct ft_expr_word {
  size_t start, end;
};

/* Longest word, with its NUL. */
#define FT_EXPR_WORD_SIZE 256

/* What the scanner (expression_scan.l) found last. */
struct ft_expr_scan {
  jmp_buf no_memory; /* flex knows no other way out */
  char *copy;        /* of the text: flex writes into it */
  size_t column;     /* octets scanned so far */
  struct ft_expr_word word;
};

/* Where a value may stand in a flow. NONE: the keyword has no sides. */
enum ft_expr_side {
  FT_SIDE_NONE,
  FT_SIDE_SRC,
  FT_SIDE_DST,
  FT_SIDE_IN,
  FT_SIDE_OUT,
  FT_SIDE_NEXT,
  FT_SIDE_EXPORTER,
  FT_SIDE_COUNT
};

/* A value as read: which members count is the reader's and the type's affair. */
struct ft_expr_value {
  struct ft_expr_word word, mask; /* mask: empty unless `A mask M` was written */
  bool range;                     /* low to high, both included; else they are equal */
  uint64_t low, high;
  double real_low, real_high;
  struct ft_prefix prefix;
  struct ft_addr addr_mask; /* width 0: none */
};

struct ft_expression;

/* A word that a value follows. */
struct ft_expr_keyword {
  const char *names[4]; /* the first one is shown in messages */
  enum ft_type_id type;
  /* Reads the text of a value; false with an error. */
  bool (*read)(struct ft_expression *expr, const struct ft_expr_keyword *keyword, const char *text,
               struct ft_expr_value *value);
  const char *items[FT_SIDE_COUNT]; /* the match item of each side */
};

/* A token's text and what it stands for. */
struct ft_expr_token {
  struct ft_expr_word word;
  int number; /* side, operator, protocol */
  const struct ft_expr_keyword *keyword;
};

/* `src`, `src or dst`, or none given: any side will do. */
struct ft_expr_sides {
  struct ft_expr_word word;
  size_t count;
  enum ft_expr_side list[2];
  bool all; /* `src and dst` */
};

struct ft_expr_list {
  struct ft_expr_value *values;
  size_t count, room;
};

/* A formula and how deep it is. */
struct ft_expr_part {
  struct ft_formula *formula;
  unsigned depth;
};

struct ft_expression {
  const char *text;
  size_t length;
  struct ft_filters *filters; /* for symbol tables */
  const struct ft_log *log;
  struct ft_error *err;
  bool failed;

  struct ft_expr_scan scan;
  void *scanner;
  struct ft_expr_token token, ahead; /* the current token and the one behind it */
  int kind, kind_before, kind_ahead;
  bool has_ahead;
  unsigned open_parentheses;
  bool in_bracket;

  /* The qualifier that a bare value takes: that of the test in front of it. */
  struct ft_expr_sides carried_sides;
  const struct ft_expr_keyword *carried; /* NULL: none */

  struct ft_formula *result;
};

/* -- errors -- */

/*
 * `expression column N: TEXT`, the expression, and a caret under the column of the octet
 * at; only the first error counts. Always false.
 */
bool ft_expr_fail(struct ft_expression *expr, size_t at, const char *format, ...) FT_PRINTF(3, 4);
bool ft_expr_fail_memory(struct ft_expression *expr);

/* -- scanner -- */

/* A scanner of the whole text that reports to scan. NULL: no memory. */
void *ft_expr_scanner_new(struct ft_expr_scan *scan, const char *text, size_t length);
/* A token of the grammar (WORD and QUOTED not yet looked up), 0 at the end, -1 without memory. */
int ft_expr_scanner_next(void *scanner);
void ft_expr_scanner_free(void *scanner);

/* -- words (expression_words.c) -- */

/* The token that a word stands for, WORD if none; sets what goes with it. */
int ft_expr_look_up(const char *word, struct ft_expr_token *token);
/* A protocol that needs no symbol table. */
bool ft_expr_protocol(const char *name, int *number);
/* The name of a side, for messages. */
const char *ft_expr_side_name(enum ft_expr_side side);
/* The keyword of an address without one: `src 10.0.0.1`, `dst 10/8`. */
extern const struct ft_expr_keyword ft_expr_address;

/* -- values (expression_values.c): readers of keywords -- */

bool ft_expr_read_number(struct ft_expression *expr, const struct ft_expr_keyword *keyword,
                         const char *text, struct ft_expr_value *value);
bool ft_expr_read_real(struct ft_expression *expr, const struct ft_expr_keyword *keyword,
                       const char *text, struct ft_expr_value *value);
bool ft_expr_read_flags(struct ft_expression *expr, const struct ft_expr_keyword *keyword,
                        const char *text, struct ft_expr_value *value);
bool ft_expr_read_date(struct ft_expression *expr, const struct ft_expr_keyword *keyword,
                       const char *text, struct ft_expr_value *value);
bool ft_expr_read_host(struct ft_expression *expr, const struct ft_expr_keyword *keyword,
                       const char *text, struct ft_expr_value *value);
bool ft_expr_read_net(struct ft_expression *expr, const struct ft_expr_keyword *keyword,
                      const char *text, struct ft_expr_value *value);
/* A host, or a net if there is a `/` or a mask. */
bool ft_expr_read_address(struct ft_expression *expr, const struct ft_expr_keyword *keyword,
                          const char *text, struct ft_expr_value *value);
/* The words of a value read with the keyword's reader. */
bool ft_expr_read(struct ft_expression *expr, const struct ft_expr_keyword *keyword,
                  struct ft_expr_value *value);
/* The text of a word; false with an error if it is too long or empty. */
bool ft_expr_text(struct ft_expression *expr, const struct ft_expr_word *word,
                  char text[FT_EXPR_WORD_SIZE]);

/* -- constructors of the grammar: they own what they are given; false with an error -- */

/* A list of one value; and the list with one more. */
bool ft_expr_list_new(struct ft_expression *expr, const struct ft_expr_value *value,
                      struct ft_expr_list *list);
bool ft_expr_list_add(struct ft_expression *expr, struct ft_expr_list *list,
                      const struct ft_expr_value *value, struct ft_expr_list *longer);
void ft_expr_list_clear(struct ft_expr_list *list);

/* `src or dst`, `src and dst`. */
bool ft_expr_two_sides(struct ft_expression *expr, const struct ft_expr_token *first, bool all,
                       const struct ft_expr_token *second, struct ft_expr_sides *sides);
/* compare NULL: the values are listed. */
bool ft_expr_test(struct ft_expression *expr, const struct ft_expr_sides *sides,
                  const struct ft_expr_token *keyword, const struct ft_expr_token *compare,
                  struct ft_expr_list *list, struct ft_expr_part *part);
/* Values without a keyword: sides NULL: with the carried qualifier; else addresses. */
bool ft_expr_bare_test(struct ft_expression *expr, const struct ft_expr_sides *sides,
                       struct ft_expr_list *list, struct ft_expr_part *part);
bool ft_expr_protocol_test(struct ft_expression *expr, int protocol, struct ft_expr_part *part);
/* Holds always. */
bool ft_expr_any(struct ft_expression *expr, struct ft_expr_part *part);
/* kind is ALL, or FIRST for "any of". */
bool ft_expr_join(struct ft_expression *expr, enum ft_formula_kind kind, struct ft_expr_part *a,
                  struct ft_expr_part *b, struct ft_expr_part *joined);

/* The parser: sets expr->result. false with an error (expression_parse.y). */
bool ft_expr_parse(struct ft_expression *expr);
/* The next token for the parser (expression.c). */
int ft_expr_next_token(struct ft_expression *expr, struct ft_expr_token *token);
/* The error of a token that fits nowhere; too_deep: the parser's stack has ended. */
void ft_expr_unexpected(struct ft_expression *expr, bool too_deep);

#endif
