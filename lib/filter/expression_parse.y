/* The grammar of filter expressions. Constructors own the values they are given, also when
   they fail: bison does not free those of the rule whose action gives up. */
%define api.pure full
%define api.prefix {ft_expression_yy}
%param { struct ft_expression *expr }

%code top {
#include "config.h"
}

%code requires {
#include "filter/expression.h"
}

%union {
  struct ft_expr_token token;
  struct ft_expr_sides sides;
  struct ft_expr_value value;
  struct ft_expr_list list;
  struct ft_expr_part part;
}

%code {
#include <string.h>

#define CALL(constructor)                                                                          \
  do {                                                                                             \
    if (!(constructor)) YYABORT;                                                                   \
  } while (0)

static int ft_expression_yylex(FT_EXPRESSION_YYSTYPE *value, struct ft_expression *expr) {
  return ft_expr_next_token(expr, &value->token);
}

static void ft_expression_yyerror(struct ft_expression *expr, const char *text) {
  ft_expr_unexpected(expr, !strcmp(text, "memory exhausted"));
}
}

%token <token> WORD KEYWORD SIDE PROTOCOL COMPARE IN
%token ANY AND OR NOT MASK
/* An `or` between two values, and an `in` behind a keyword. */
%token OR_VALUE IN_LIST
/* What the scanner tells; the parser gets WORD and COMPARE for the first of them. */
%token QUOTED SIGN_EQ SIGN_NE SIGN_LT SIGN_LE SIGN_GT SIGN_GE
%token OPEN_QUOTE BAD

%type <part> or and not test qualified
%type <sides> sides given
%type <list> values items bracket bare
%type <value> value word

%destructor { ft_formula_free($$.formula); } <part>
%destructor { ft_expr_list_clear(&$$); } <list>

%%

whole
  : or                              { expr->result = $1.formula; }
  ;

or
  : and
  | or OR and                       { CALL(ft_expr_join(expr, FT_FORMULA_FIRST, &$1, &$3, &$$)); }
  ;

and
  : not
  | and AND not                     { CALL(ft_expr_join(expr, FT_FORMULA_ALL, &$1, &$3, &$$)); }
  ;

not
  : test
  | NOT not                         { $$ = $2; $$.formula->negate = !$$.formula->negate; }
  | '(' or ')'                      { $$ = $2; }
  ;

test
  : ANY                             { CALL(ft_expr_any(expr, &$$)); }
  | PROTOCOL                        { CALL(ft_expr_protocol_test(expr, $1.number, &$$)); }
  | PROTOCOL qualified
    {
      struct ft_expr_part protocol;
      if (!ft_expr_protocol_test(expr, $1.number, &protocol)) {
        ft_formula_free($2.formula);
        YYABORT;
      }
      CALL(ft_expr_join(expr, FT_FORMULA_ALL, &protocol, &$2, &$$));
    }
  | qualified
  | bare                            { CALL(ft_expr_bare_test(expr, NULL, &$1, &$$)); }
  ;

qualified
  : sides KEYWORD values            { CALL(ft_expr_test(expr, &$1, &$2, NULL, &$3, &$$)); }
  | sides KEYWORD IN_LIST values    { CALL(ft_expr_test(expr, &$1, &$2, NULL, &$4, &$$)); }
  | sides KEYWORD COMPARE values    { CALL(ft_expr_test(expr, &$1, &$2, &$3, &$4, &$$)); }
  | given values                    { CALL(ft_expr_bare_test(expr, &$1, &$2, &$$)); }
  ;

sides
  : %empty                          { $$ = (struct ft_expr_sides){.count = 0}; }
  | given
  ;

given
  : SIDE                            { $$ = (struct ft_expr_sides){.word = $1.word, .count = 1};
                                      $$.list[0] = (enum ft_expr_side)$1.number; }
  | IN                              { $$ = (struct ft_expr_sides){.word = $1.word, .count = 1};
                                      $$.list[0] = FT_SIDE_IN; }
  | SIDE OR SIDE                    { CALL(ft_expr_two_sides(expr, &$1, false, &$3, &$$)); }
  | SIDE AND SIDE                   { CALL(ft_expr_two_sides(expr, &$1, true, &$3, &$$)); }
  ;

values
  : items
  | '[' bracket ']'                 { $$ = $2; }
  ;

items
  : value                           { CALL(ft_expr_list_new(expr, &$1, &$$)); }
  | items ',' value                 { CALL(ft_expr_list_add(expr, &$1, &$3, &$$)); }
  | items OR_VALUE value            { CALL(ft_expr_list_add(expr, &$1, &$3, &$$)); }
  ;

bracket
  : value                           { CALL(ft_expr_list_new(expr, &$1, &$$)); }
  | bracket value                   { CALL(ft_expr_list_add(expr, &$1, &$2, &$$)); }
  | bracket ',' value               { CALL(ft_expr_list_add(expr, &$1, &$3, &$$)); }
  ;

bare
  : word                            { CALL(ft_expr_list_new(expr, &$1, &$$)); }
  | bare ',' value                  { CALL(ft_expr_list_add(expr, &$1, &$3, &$$)); }
  | bare OR_VALUE value             { CALL(ft_expr_list_add(expr, &$1, &$3, &$$)); }
  ;

value
  : word
  | PROTOCOL                        { $$ = (struct ft_expr_value){.word = $1.word}; }
  ;

word
  : WORD                            { $$ = (struct ft_expr_value){.word = $1.word}; }
  | WORD MASK WORD                  { $$ = (struct ft_expr_value){.word = $1.word,
                                                                  .mask = $3.word}; }
  ;

%%

bool ft_expr_parse(struct ft_expression *expr) {
  if (ft_expression_yyparse(expr) == 0) return true;
  ft_formula_free(expr->result); /* what stood before the end of the text was not the end */
  expr->result = NULL;
  return false;
}
