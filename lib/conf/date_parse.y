/* The forms of dates (spec filter.md 6). The longest item that fits is taken: a token is shifted
   where it can be, which is what bison does with the conflicts that %expect counts. */
%define api.pure full
%define api.prefix {ft_date_yy}
%define api.value.type {union ft_date_value}
%param { struct ft_date *date }
%expect 8

%code top {
#include "config.h"
}

%code requires {
#include "conf/date.h"
}

%code {
static int ft_date_yylex(union ft_date_value *value, struct ft_date *date) {
  return ft_date_token(date, value);
}

static void ft_date_yyerror(struct ft_date *date, const char *text) {
  (void)date;
  (void)text;
}
}

%token <number> N SIGNED HALF MONTH WEEKDAY ZONE SUMMER_ZONE
%token DST AGO BAD_WORD
%token <span> UNIT
%type <number> half

%%

items
  : %empty
  | items item
  ;

item
  : time
  | zone                { date->zones++; }
  | day
  | date
  | rel                 { date->rels++; }
  | N                   { ft_date_set_number(date, $1); }
  ;

time
  : N HALF              { ft_date_set_time(date, $1, 0, 0, (enum ft_date_half)$2); }
  | N ':' N half        { ft_date_set_time(date, $1, $3, 0, (enum ft_date_half)$4); }
  | N ':' N SIGNED      { ft_date_set_time(date, $1, $3, 0, FT_DATE_24);
                          ft_date_set_zone(date, -($4 / 100 * 60 + $4 % 100)); }
  | N ':' N ':' N half  { ft_date_set_time(date, $1, $3, $5, (enum ft_date_half)$6); }
  | N ':' N ':' N SIGNED
                        { ft_date_set_time(date, $1, $3, $5, FT_DATE_24);
                          ft_date_set_zone(date, -($6 / 100 * 60 + $6 % 100)); }
  ;

half
  : %empty              { $$ = FT_DATE_24; }
  | HALF
  ;

zone
  : ZONE                { ft_date_set_zone(date, $1); }
  | SUMMER_ZONE         { ft_date_set_zone(date, $1 - 60); }
  | ZONE DST            { ft_date_set_zone(date, $1 - 60); }
  ;

day
  : WEEKDAY             { ft_date_set_weekday(date, (int)$1, 1); }
  | WEEKDAY ','         { ft_date_set_weekday(date, (int)$1, 1); }
  | N WEEKDAY           { ft_date_set_weekday(date, (int)$2, $1); }
  ;

date
  : N '/' N             { ft_date_set_date(date, $1, $3); }
  | N '/' N '/' N
    {
      if ($1 >= 100) {
        ft_date_set_date(date, $3, $5);
        ft_date_set_year(date, $1);
      } else {
        ft_date_set_date(date, $1, $3);
        ft_date_set_year(date, $5);
      }
    }
  | N SIGNED SIGNED     { ft_date_set_date(date, -$2, -$3); ft_date_set_year(date, $1); }
  | N MONTH SIGNED      { ft_date_set_date(date, $2, $1); ft_date_set_year(date, $3); }
  | MONTH N             { ft_date_set_date(date, $1, $2); }
  | MONTH N ',' N       { ft_date_set_date(date, $1, $2); ft_date_set_year(date, $4); }
  | N MONTH             { ft_date_set_date(date, $2, $1); }
  | N MONTH N           { ft_date_set_date(date, $2, $1); ft_date_set_year(date, $3); }
  ;

rel
  : relunit
  | relunit AGO         { date->seconds = -date->seconds; date->months = -date->months; }
  ;

relunit
  : UNIT                { ft_date_add(date, 1, $1); }
  | N UNIT              { ft_date_add(date, $1, $2); }
  | SIGNED UNIT         { ft_date_add(date, $1, $2); }
  ;

%%

bool ft_date_read(struct ft_date *date) { return ft_date_yyparse(date) == 0; }
