/* The block structure of tag files (spec tag-mask-xlate.md 3). Words are the constructors' affair. */
%define api.pure full
%define api.prefix {ft_tag_yy}
%param { struct ft_scan *scan }
%parse-param { struct ft_tags *tags }

%code top {
#include "config.h"
}

%code requires {
#include "tag/tag.h"
}

%code provides {
/* Reads a file into tags, names unresolved. false with an error. */
bool ft_tags_read(struct ft_tags *tags, const char *path, const struct ft_vars *vars,
                  const struct ft_log *log, struct ft_error *err);
}

%code {
#define CALL(constructor)                                                                          \
  do {                                                                                             \
    if (!(constructor)) YYABORT;                                                                   \
  } while (0)

static int ft_tag_yylex(FT_TAG_YYSTYPE *value, struct ft_scan *scan) {
  (void)value;
  return ft_scan_token(scan);
}

static void ft_tag_yyerror(struct ft_scan *scan, struct ft_tags *tags, const char *text) {
  (void)tags;
  (void)text;
  ft_scan_unexpected(scan);
}
}

%token TAG_ACTION TYPE MATCH
%token TAG_DEFINITION TERM INPUT_FILTER OUTPUT_FILTER EXPORTER ACTION
%token WORD END UNKNOWN

%%

file
  : %empty
  | file action
  | file definition
  ;

action
  : TAG_ACTION words END          { CALL(ft_tags_open_action(tags, scan)); }
  | action action_line
  ;

action_line
  : TYPE words END                { CALL(ft_tags_type(tags, scan)); }
  | MATCH words END               { CALL(ft_tags_match(tags, scan)); }
  ;

definition
  : TAG_DEFINITION words END      { CALL(ft_tags_open_definition(tags, scan)); }
  | definition definition_line
  ;

definition_line
  : TERM words END                { CALL(ft_tags_term(tags, scan)); }
  | INPUT_FILTER words END        { CALL(ft_tags_input_filter(tags, scan)); }
  | OUTPUT_FILTER words END       { CALL(ft_tags_output_filter(tags, scan)); }
  | EXPORTER words END            { CALL(ft_tags_exporter(tags, scan)); }
  | ACTION words END              { CALL(ft_tags_action(tags, scan)); }
  ;

words
  : %empty
  | words WORD
  ;

%%

static const struct ft_keyword keywords[] = {
    {"tag-action", TAG_ACTION},
    {"type", TYPE},
    {"match", MATCH},
    {"tag-definition", TAG_DEFINITION},
    {"term", TERM},
    {"input-filter", INPUT_FILTER},
    {"output-filter", OUTPUT_FILTER},
    {"exporter", EXPORTER},
    {"action", ACTION},
};

static const struct ft_language language = {
    keywords, sizeof keywords / sizeof *keywords, WORD, END, UNKNOWN,
};

bool ft_tags_read(struct ft_tags *tags, const char *path, const struct ft_vars *vars,
                  const struct ft_log *log, struct ft_error *err) {
  struct ft_scan *scan = ft_scan_open(&language, path, vars, log, err);
  bool good = scan && ft_tag_yyparse(scan, tags) == 0;
  ft_scan_free(scan);
  return good;
}
