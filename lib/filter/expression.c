/* Filter expressions: the text in, a definition out; tokens and errors. */
#include "config.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "filter/expression_parse.h"

/* -- errors -- */

/* Of a long expression, so many octets around the column are shown. */
#define SHOWN_BEFORE 60
#define SHOWN        120

/* A column counts characters: the octets of UTF-8 that continue one are none. */
static bool starts_character(char c) {
  return ((unsigned char)c & 0xc0) != 0x80;
}

static size_t columns(const char *text, size_t length) {
  size_t count = 0;
  for (size_t i = 0; i < length; i++)
    count += starts_character(text[i]);
  return count;
}

/* Where the character that the octet at belongs to begins. */
static size_t character_at(const char *text, size_t at) {
  for (int i = 0; i < 3 && at > 0 && !starts_character(text[at]); i++)
    at--;
  return at;
}

/* One line has to stay one. */
static void remove_controls(char *text) {
  for (; *text; text++)
    if (iscntrl((unsigned char)*text)) *text = ' ';
}

/* The expression, or the part of it around the octet at, and a caret below. */
static void show_place(struct ft_expression *expr, size_t at) {
  size_t from = 0, to = expr->length;
  if (to > SHOWN) {
    from = at > SHOWN_BEFORE ? at - SHOWN_BEFORE : 0;
    if (to - from > SHOWN) to = from + SHOWN;
    from = character_at(expr->text, from);
    if (to < expr->length) to = character_at(expr->text, to);
  }
  const char *before = from > 0 ? "..." : "", *behind = to < expr->length ? "..." : "";
  char shown[SHOWN + 16];
  snprintf(shown, sizeof shown, "%s%.*s%s", before, (int)(to - from), expr->text + from, behind);
  remove_controls(shown);
  ft_error_add(expr->err, "%s", shown);
  size_t indent = strlen(before) + columns(expr->text + from, at - from);
  ft_error_add(expr->err, "%*s^", (int)indent, "");
}

bool ft_expr_fail(struct ft_expression *expr, size_t at, const char *format, ...) {
  char text[512];
  va_list arguments;
  if (expr->failed) return false;
  expr->failed = true;
  va_start(arguments, format);
  vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  remove_controls(text);
  ft_error_add(expr->err, "expression column %zu: %s", columns(expr->text, at) + 1, text);
  show_place(expr, at);
  return false;
}

bool ft_expr_fail_memory(struct ft_expression *expr) {
  if (!expr->failed) ft_error_add_memory(expr->err);
  expr->failed = true;
  return false;
}

/* Whether nothing but a value may stand behind a token. */
static bool wants_value(int kind) {
  return kind == KEYWORD || kind == COMPARE || kind == IN_LIST || kind == MASK ||
         kind == OR_VALUE || kind == '[' || kind == ',';
}

/* What may stand behind the token before, for the message about one that may not. */
static const char *expected(const struct ft_expression *expr) {
  if (wants_value(expr->kind_before)) return "a value";
  switch (expr->kind_before) {
  case SIDE:
  case IN:
    return "a keyword or an address";
  case WORD:
  case PROTOCOL:
  case ANY:
  case ')':
  case ']':
    if (expr->in_bracket) return "a value or \"]\"";
    return expr->open_parentheses ? "\"and\", \"or\" or \")\"" : "\"and\" or \"or\"";
  default:
    return "a test";
  }
}

void ft_expr_unexpected(struct ft_expression *expr, bool too_deep) {
  const struct ft_expr_word *word = &expr->token.word;
  int length = (int)(word->end - word->start < 60 ? word->end - word->start : 60);
  const char *text = expr->text + word->start;
  if (too_deep)
    ft_expr_fail(expr, word->start, "nested too deep");
  else if (expr->kind == OPEN_QUOTE)
    ft_expr_fail(expr, word->start, "the quotation is not closed");
  else if (expr->kind == BAD)
    ft_expr_fail(expr, word->start, "unexpected character '%.*s'", length, text);
  else if (expr->kind == 0 && expr->kind_before == 0)
    ft_expr_fail(expr, 0, "the expression is empty");
  else if (expr->kind == 0)
    ft_expr_fail(expr, word->start, "expected %s, found the end", expected(expr));
  else
    ft_expr_fail(expr, word->start, "expected %s, found \"%.*s\"", expected(expr), length, text);
}

/* -- tokens -- */

/* The scanner's next token, words looked up. */
static int scan_token(struct ft_expression *expr, struct ft_expr_token *token) {
  static const struct {
    int sign;
    enum ft_op op;
  } signs[] = {{SIGN_EQ, FT_OP_EQ}, {SIGN_NE, FT_OP_NE}, {SIGN_LT, FT_OP_LT},
               {SIGN_LE, FT_OP_LE}, {SIGN_GT, FT_OP_GT}, {SIGN_GE, FT_OP_GE}};
  int kind = ft_expr_scanner_next(expr->scanner);
  *token = (struct ft_expr_token){.word = expr->scan.word};
  if (kind <= 0) token->word = (struct ft_expr_word){expr->length, expr->length};
  if (kind == QUOTED) return WORD;
  for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
    if (kind != signs[i].sign) continue;
    token->number = (int)signs[i].op;
    return COMPARE;
  }
  size_t length = token->word.end - token->word.start;
  if (kind != WORD || length >= FT_EXPR_WORD_SIZE) return kind;
  char word[FT_EXPR_WORD_SIZE];
  memcpy(word, expr->text + token->word.start, length);
  word[length] = '\0';
  return ft_expr_look_up(word, token);
}

static int take_token(struct ft_expression *expr, struct ft_expr_token *token) {
  if (!expr->has_ahead) return scan_token(expr, token);
  expr->has_ahead = false;
  *token = expr->ahead;
  return expr->kind_ahead;
}

int ft_expr_next_token(struct ft_expression *expr, struct ft_expr_token *token) {
  expr->kind_before = expr->kind;
  expr->kind = take_token(expr, &expr->token);
  if (expr->kind == OR && expr->kind_before == WORD) {
    /* `port 80 or 443`: what is followed by a value continues the list. */
    expr->kind_ahead = take_token(expr, &expr->ahead);
    expr->has_ahead = true;
    if (expr->kind_ahead == WORD) expr->kind = OR_VALUE;
  }
  /* For messages only: the grammar counts for itself. */
  expr->open_parentheses += expr->kind_before == '(';
  expr->open_parentheses -= expr->kind_before == ')';
  if (expr->kind_before == '[' || expr->kind_before == ']')
    expr->in_bracket = expr->kind_before == '[';
  if (expr->kind == IN && expr->kind_before == KEYWORD) expr->kind = IN_LIST;
  /* `flags AS`: a value may look like a keyword. */
  if (expr->kind == KEYWORD && (wants_value(expr->kind_before) || expr->in_bracket))
    expr->kind = WORD;
  if (expr->kind < 0) {
    ft_expr_fail_memory(expr);
    expr->kind = BAD;
  }
  *token = expr->token;
  return expr->kind;
}

/* -- definitions -- */

/* The one definition, with the formula; takes it over. false: no memory. */
static bool add_definition(struct ft_filters *filters, struct ft_formula *formula) {
  struct ft_filter_def *definition = calloc(1, sizeof *definition);
  filters->definitions = calloc(1, sizeof *filters->definitions);
  if (!definition || !filters->definitions) {
    ft_formula_free(formula);
    free(definition);
    return false;
  }
  definition->formula = formula;
  definition->name = strdup("default");
  filters->definitions[filters->definition_count++] = definition;
  return definition->name && ft_names_add(&filters->definition_names, definition->name, definition);
}

static bool read_expression(struct ft_expression *expr) {
  expr->scanner = ft_expr_scanner_new(&expr->scan, expr->text, expr->length);
  bool good = expr->scanner ? ft_expr_parse(expr) : ft_expr_fail_memory(expr);
  ft_expr_scanner_free(expr->scanner);
  if (good && !add_definition(expr->filters, expr->result)) return ft_expr_fail_memory(expr);
  return good;
}

struct ft_filters *ft_filters_expression(const char *text, const struct ft_log *log,
                                         struct ft_error *err) {
  struct ft_filters *filters = calloc(1, sizeof *filters);
  struct ft_expression expr = {
      .text = text, .length = strlen(text), .filters = filters, .log = log, .err = err};
  if (filters && read_expression(&expr)) {
    ft_filters_clear_symbols(filters);
    return filters;
  }
  if (!filters) ft_error_add_memory(err);
  ft_filters_free(filters);
  return NULL;
}
