/* The block structure of filter files (spec filter.md 1.7). Words are the constructors' affair. */
%define api.pure full
%define api.prefix {ft_filter_yy}
%param { struct ft_scan *scan }
%parse-param { struct ft_filters *filters }

%code top {
#include "config.h"
}

%code requires {
#include "filter/filter.h"
}

%code provides {
/* Reads a file into filters, names unresolved. false with all lines of the error. */
bool ft_filters_read(struct ft_filters *filters, const char *path, const struct ft_vars *vars,
                     const struct ft_log *log, struct ft_error *err);
}

%code {
#define CALL(constructor)                                                                          \
  do {                                                                                             \
    if (!(constructor)) YYABORT;                                                                   \
  } while (0)

static int ft_filter_yylex(FT_FILTER_YYSTYPE *value, struct ft_scan *scan) {
  (void)value;
  return ft_scan_token(scan);
}

static void ft_filter_yyerror(struct ft_scan *scan, struct ft_filters *filters, const char *text) {
  (void)filters;
  (void)text;
  ft_scan_unexpected(scan);
}
}

%token FILTER_PRIMITIVE TYPE PERMIT DENY DEFAULT MASK FILTER_DEFINITION MATCH OR INVERT
%token WORD END UNKNOWN

%%

file
  : %empty
  | file primitive
  | file definition
  ;

primitive
  : FILTER_PRIMITIVE words END    { CALL(ft_filters_open_primitive(filters, scan)); }
  | primitive primitive_line
  ;

primitive_line
  : TYPE words END                { CALL(ft_filters_type(filters, scan)); }
  | PERMIT words END              { CALL(ft_filters_line(filters, scan, true)); }
  | DENY words END                { CALL(ft_filters_line(filters, scan, false)); }
  | DEFAULT words END             { CALL(ft_filters_default(filters, scan)); }
  | MASK words END                { CALL(ft_filters_mask(filters, scan)); }
  ;

definition
  : FILTER_DEFINITION words END   { CALL(ft_filters_open_definition(filters, scan)); }
  | definition definition_line
  ;

definition_line
  : MATCH words END               { CALL(ft_filters_match(filters, scan)); }
  | OR words END                  { CALL(ft_filters_or(filters, scan)); }
  | INVERT words END              { CALL(ft_filters_invert(filters, scan)); }
  ;

words
  : %empty
  | words WORD
  ;

%%

static const struct ft_keyword keywords[] = {
    {"filter-primitive", FILTER_PRIMITIVE},
    {"type", TYPE},
    {"permit", PERMIT},
    {"deny", DENY},
    {"default", DEFAULT},
    {"mask", MASK},
    {"filter-definition", FILTER_DEFINITION},
    {"match", MATCH},
    {"or", OR},
    {"invert", INVERT},
};

static const struct ft_language language = {
    keywords, sizeof keywords / sizeof *keywords, WORD, END, UNKNOWN,
};

bool ft_filters_read(struct ft_filters *filters, const char *path, const struct ft_vars *vars,
                     const struct ft_log *log, struct ft_error *err) {
  struct ft_scan *scan = ft_scan_open(&language, path, vars, log, err);
  bool good = scan && ft_filter_yyparse(scan, filters) == 0;
  if (!good) ft_error_add(err, "ftfil_load(): failed");
  ft_scan_free(scan);
  return good;
}
