/* The statements of a report file and where each may stand (spec report.md 3). */
%{
#include "config.h"

#include "report/parse.h"
%}
%define api.pure full
%define api.prefix {ft_report_yy}
%param { struct ft_scan *scan }
%parse-param { struct rep_load *load }

%token INCLUDE_FILTER INCLUDE_TAG INCLUDE_MASK STAT_REPORT STAT_DEFINITION
%token TYPE FILTER SCALE TAG_MASK SOURCE_FORMAT DESTINATION_FORMAT OUTPUT
%token TAG MASK REPORT TIME_SERIES
%token PATH TIME TALLY FORMAT SORT RECORDS FIELDS OPTIONS
%token WORD END UNKNOWN

%code {
static int ft_report_yylex(FT_REPORT_YYSTYPE *value, struct ft_scan *scan);
static void ft_report_yyerror(struct ft_scan *scan, struct rep_load *load, const char *text);
#define DO(call) do { if (!(call)) YYABORT; } while (0)
}

%%

file: globals | globals sections ;

sections: section | sections section ;
section: report | definition ;

report: STAT_REPORT words END           { DO(rep_open_report(load, scan)); } report_lines ;
report_lines: %empty | report_lines report_line ;
report_line: global | output_line
  | TYPE words END                      { DO(rep_set_type(load, scan)); }
  | FILTER words END                    { DO(rep_set_report_filter(load, scan)); }
  | SCALE words END                     { DO(rep_set_scale(load, scan)); }
  | TAG_MASK words END                  { DO(rep_set_tag_mask(load, scan)); }
  | SOURCE_FORMAT words END             { DO(rep_set_address_format(load, REP_SOURCE, scan)); }
  | DESTINATION_FORMAT words END        { DO(rep_set_address_format(load, REP_DESTINATION, scan)); }
  | OUTPUT words END                    { DO(rep_open_output(load, scan)); }
  ;

definition: STAT_DEFINITION words END   { DO(rep_open_definition(load, scan)); } definition_lines ;
definition_lines: %empty | definition_lines definition_line ;
definition_line: global | output_line
  | FILTER words END                    { DO(rep_set_definition_filter(load, scan)); }
  | TAG words END                       { DO(rep_set_tag(load, scan)); }
  | MASK words END                      { DO(rep_set_mask(load, scan)); }
  | REPORT words END                    { DO(rep_add_use(load, scan)); }
  | TIME_SERIES words END               { DO(rep_set_time_series(load, scan)); }
  ;

/* In a definition too: they change the output opened last. */
output_line:
    PATH words END                      { DO(rep_set_path(load, scan)); }
  | TIME words END                      { DO(rep_set_time(load, scan)); }
  | TALLY words END                     { DO(rep_set_tally(load, scan)); }
  | FORMAT words END                    { DO(rep_set_format(load, scan)); }
  | SORT words END                      { DO(rep_set_sort(load, scan)); }
  | RECORDS words END                   { DO(rep_set_records(load, scan)); }
  | FIELDS words END                    { DO(rep_set_fields(load, scan)); }
  | OPTIONS words END                   { DO(rep_set_options(load, scan)); }
  ;

globals: %empty | globals global ;
global:
    INCLUDE_FILTER words END            { DO(rep_include(&load->filter_path, "Filter", scan)); }
  | INCLUDE_TAG words END               { DO(rep_include(&load->tag_path, "Tag", scan)); }
  | INCLUDE_MASK words END              { DO(rep_include(&load->mask_path, "Mask", scan)); }
  ;

words: %empty | words WORD ;

%%

static const struct ft_keyword keywords[] = {
    {"include-filter", INCLUDE_FILTER},
    {"include-tag", INCLUDE_TAG},
    {"include-mask", INCLUDE_MASK},
    {"stat-report", STAT_REPORT},
    {"stat-definition", STAT_DEFINITION},
    {"type", TYPE},
    {"filter", FILTER},
    {"scale", SCALE},
    {"tag-mask", TAG_MASK},
    {"ip-source-address-format", SOURCE_FORMAT},
    {"ip-destination-address-format", DESTINATION_FORMAT},
    {"output", OUTPUT},
    {"tag", TAG},
    {"mask", MASK},
    {"report", REPORT},
    {"time-series", TIME_SERIES},
    {"path", PATH},
    {"time", TIME},
    {"tally", TALLY},
    {"format", FORMAT},
    {"sort", SORT},
    {"records", RECORDS},
    {"fields", FIELDS},
    {"options", OPTIONS},
};

static const struct ft_language language = {
    keywords, sizeof keywords / sizeof keywords[0], WORD, END, UNKNOWN,
};

const struct ft_language *rep_language(void) { return &language; }

static int ft_report_yylex(FT_REPORT_YYSTYPE *value, struct ft_scan *scan) {
  (void)value;
  return ft_scan_token(scan);
}

static void ft_report_yyerror(struct ft_scan *scan, struct rep_load *load, const char *text) {
  (void)load;
  (void)text;
  ft_scan_unexpected(scan);
}
