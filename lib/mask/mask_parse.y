/* The block structure of mask files (spec tag-mask-xlate.md 4). Words are the constructors' affair. */
%define api.pure full
%define api.prefix {ft_mask_yy}
%param { struct ft_scan *scan }
%parse-param { struct ft_masks *masks }

%code top {
#include "config.h"
}

%code requires {
#include "mask/mask.h"
}

%code provides {
/* Reads a file into masks. false with an error. */
bool ft_masks_read(struct ft_masks *masks, const char *path, const struct ft_log *log,
                   struct ft_error *err);
}

%code {
#define CALL(constructor)                                                                          \
  do {                                                                                             \
    if (!(constructor)) YYABORT;                                                                   \
  } while (0)

static int ft_mask_yylex(FT_MASK_YYSTYPE *value, struct ft_scan *scan) {
  (void)value;
  return ft_scan_token(scan);
}

static void ft_mask_yyerror(struct ft_scan *scan, struct ft_masks *masks, const char *text) {
  (void)masks;
  (void)text;
  ft_scan_unexpected(scan);
}
}

%token MASK_DEFINITION PREFIX
%token WORD END UNKNOWN

%%

file
  : %empty
  | file definition
  ;

definition
  : MASK_DEFINITION words END     { CALL(ft_masks_open_definition(masks, scan)); }
  | definition PREFIX words END   { CALL(ft_masks_prefix(masks, scan)); }
  ;

words
  : %empty
  | words WORD
  ;

%%

static const struct ft_keyword keywords[] = {
    {"mask-definition", MASK_DEFINITION},
    {"prefix", PREFIX},
};

static const struct ft_language language = {
    keywords, sizeof keywords / sizeof *keywords, WORD, END, UNKNOWN,
};

bool ft_masks_read(struct ft_masks *masks, const char *path, const struct ft_log *log,
                   struct ft_error *err) {
  struct ft_scan *scan = ft_scan_open(&language, path, NULL, log, err);
  bool good = scan && ft_mask_yyparse(scan, masks) == 0;
  ft_scan_free(scan);
  return good;
}
