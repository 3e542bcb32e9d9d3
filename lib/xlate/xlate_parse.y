/* The block structure of translation files (spec tag-mask-xlate.md 5). Words are the constructors' affair. */
%define api.pure full
%define api.prefix {ft_xlate_yy}
%param { struct ft_scan *scan }
%parse-param { struct ft_xlates *xlates }

%code top {
#include "config.h"
}

%code requires {
#include "xlate/xlate.h"
}

%code provides {
/* Reads a file into xlates, names unresolved. false with an error; *final: no closing line
   belongs to it. */
bool ft_xlates_read(struct ft_xlates *xlates, const char *path, const struct ft_vars *vars,
                    const struct ft_log *log, struct ft_error *err, bool *final);
}

%code {
#define CALL(constructor)                                                                          \
  do {                                                                                             \
    if (!(constructor)) YYABORT;                                                                   \
  } while (0)

static int ft_xlate_yylex(FT_XLATE_YYSTYPE *value, struct ft_scan *scan) {
  (void)value;
  return ft_scan_token(scan);
}

static void ft_xlate_yyerror(struct ft_scan *scan, struct ft_xlates *xlates, const char *text) {
  (void)xlates;
  (void)text;
  ft_scan_unexpected(scan);
}
}

%token INCLUDE_FILTER XLATE_ACTION TYPE MASK SCALE AS ALGORITHM KEY KEY_FILE KEY_FILE_REFRESH
%token XLATE_DEFINITION TERM FILTER ACTION STOP
%token WORD END UNKNOWN

%%

file
  : head blocks
  ;

head
  : %empty
  | head include
  ;

blocks
  : %empty
  | blocks action
  | blocks definition
  ;

include
  : INCLUDE_FILTER words END      { CALL(ft_xlates_include_filter(xlates, scan)); }
  ;

action
  : XLATE_ACTION words END        { CALL(ft_xlates_open_action(xlates, scan)); }
  | action action_line
  ;

action_line
  : TYPE words END                { CALL(ft_xlates_type(xlates, scan)); }
  | MASK words END                { CALL(ft_xlates_mask(xlates, scan)); }
  | SCALE words END               { CALL(ft_xlates_scale(xlates, scan)); }
  | AS words END                  { CALL(ft_xlates_as(xlates, scan)); }
  | ALGORITHM words END           { CALL(ft_xlates_algorithm(xlates, scan)); }
  | KEY words END                 { CALL(ft_xlates_key(xlates, scan)); }
  | KEY_FILE words END            { CALL(ft_xlates_key_file(xlates, scan)); }
  | KEY_FILE_REFRESH words END    { CALL(ft_xlates_key_file_refresh(xlates, scan)); }
  | include
  ;

definition
  : XLATE_DEFINITION words END    { CALL(ft_xlates_open_definition(xlates, scan)); }
  | definition definition_line
  ;

definition_line
  : TERM words END                { CALL(ft_xlates_term(xlates, scan)); }
  | FILTER words END              { CALL(ft_xlates_filter(xlates, scan)); }
  | ACTION words END              { CALL(ft_xlates_action(xlates, scan)); }
  | STOP words END                { CALL(ft_xlates_stop(xlates, scan)); }
  | include
  ;

words
  : %empty
  | words WORD
  ;

%%

static const struct ft_keyword keywords[] = {
    {"include-filter", INCLUDE_FILTER},
    {"xlate-action", XLATE_ACTION},
    {"type", TYPE},
    {"mask", MASK},
    {"scale", SCALE},
    {"as", AS},
    {"algorithm", ALGORITHM},
    {"key", KEY},
    {"key-file", KEY_FILE},
    {"key-file-refresh", KEY_FILE_REFRESH},
    {"xlate-definition", XLATE_DEFINITION},
    {"term", TERM},
    {"filter", FILTER},
    {"action", ACTION},
    {"stop", STOP},
};

static const struct ft_language language = {
    keywords, sizeof keywords / sizeof *keywords, WORD, END, UNKNOWN,
};

bool ft_xlates_read(struct ft_xlates *xlates, const char *path, const struct ft_vars *vars,
                    const struct ft_log *log, struct ft_error *err, bool *final) {
  struct ft_scan *scan = ft_scan_open(&language, path, vars, log, err);
  bool good = scan && ft_xlate_yyparse(scan, xlates) == 0;
  *final = scan && ft_scan_is_final(scan);
  ft_scan_free(scan);
  return good;
}
