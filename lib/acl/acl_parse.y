/*
 * Access lists (spec filter.md 11). At a word that does not fit, an entry that is complete up to
 * there still counts. That comes from the default reductions of LALR tables: the parser reduces
 * what is complete before it looks whether the next word fits. So lr.type must stay as it is.
 */
%define lr.type lalr
%define lr.default-reduction most
%define api.pure full
%define api.prefix {ft_acl_yy}
%param { struct ft_acl_reading *reading }

%code top {
#include "config.h"
}

%code requires {
#include "acl/parse.h"
}

%code provides {
/* A token of the grammar, 0 at the end; the last line has an LF in any case. */
int ft_acl_scan_next(FT_ACL_YYSTYPE *value, struct ft_acl_reading *reading);
}

%code {
#define ft_acl_yylex ft_acl_scan_next

#define CALL(constructor)                                                                          \
  do {                                                                                             \
    if (!(constructor)) YYABORT;                                                                   \
  } while (0)

/* What it was is seen from the result. */
static void ft_acl_yyerror(struct ft_acl_reading *reading, const char *text) {
  (void)reading;
  (void)text;
}

static void start_entry(struct ft_acl_reading *reading, bool permit) {
  reading->entry = (struct ft_acl_entry){.permit = permit, .protocol = FT_ACL_ALL_PROTOCOLS};
}

static struct ft_acl_side host(struct ft_addr addr) {
  return (struct ft_acl_side){addr, {.width = addr.width}};
}

static struct ft_acl_ports ports(uint32_t low, int64_t high, bool others) {
  return (struct ft_acl_ports){true, others, low, high};
}

static void ask_tos(struct ft_acl_reading *reading, uint32_t value, unsigned shift, uint8_t mask) {
  reading->entry.tos |= (uint8_t)(value << shift);
  reading->entry.tos_mask |= mask;
}
}

%union {
  struct ft_acl_word word;
  struct ft_addr addr;
  struct ft_acl_side side;
  struct ft_acl_ports ports;
  uint32_t number;
}

%token ACCESS_LIST ANY COMMENT DENY EQ ESTABLISHED EXTENDED GT HOST ICMP ICMP_TYPE IGMP IP LF LOG LT
%token NEQ PERMIT PRECEDENCE RANGE STANDARD TCP TOS UDP UNKNOWN
%token <word> NUMBER NAME ADDRESS
%type <addr> address
%type <side> side
%type <ports> ports
%type <number> port precedence tos

%%

file
  : %empty
  | file line
  ;

line
  : LF
  | COMMENT LF
  | entry LF
  ;

entry
  : ACCESS_LIST NUMBER action standard
      { CALL(ft_acl_keep_entry(reading, FT_ACL_STANDARD, $2)); }
  | ACCESS_LIST NUMBER action extended
      { CALL(ft_acl_keep_entry(reading, FT_ACL_EXTENDED, $2)); }
  | IP ACCESS_LIST STANDARD NAME action standard
      { CALL(ft_acl_keep_entry(reading, FT_ACL_STANDARD, $4)); }
  | IP ACCESS_LIST EXTENDED NAME action extended
      { CALL(ft_acl_keep_entry(reading, FT_ACL_EXTENDED, $4)); }
  ;

action
  : PERMIT                { start_entry(reading, true); }
  | DENY                  { start_entry(reading, false); }
  ;

standard
  : side                  { reading->entry.source = $1; }
  | address               { reading->entry.source = host($1); }
  ;

extended
  : IP sides qualifiers
  | icmp sides icmp_type qualifiers
  | igmp sides igmp_type qualifiers
  | tcp source source_ports destination destination_ports established qualifiers
  | udp source source_ports destination destination_ports qualifiers
  ;

icmp : ICMP               { reading->entry.protocol = IPPROTO_ICMP; } ;
igmp : IGMP               { reading->entry.protocol = IPPROTO_IGMP; } ;
tcp : TCP                 { reading->entry.protocol = IPPROTO_TCP; } ;
udp : UDP                 { reading->entry.protocol = IPPROTO_UDP; } ;

sides : source destination ;
source : side             { reading->entry.source = $1; } ;
destination : side        { reading->entry.destination = $1; } ;

side
  : ANY                   { $$ = (struct ft_acl_side){{.width = 4}, ft_addr_from_u32(UINT32_MAX)}; }
  | HOST address          { $$ = host($2); }
  | address address       { $$ = (struct ft_acl_side){$1, $2}; }
  ;

address
  : ADDRESS               { CALL(ft_acl_address(reading, $1, &$$)); }
  ;

source_ports : ports      { reading->entry.source_ports = $1; } ;
destination_ports : ports { reading->entry.destination_ports = $1; } ;

ports
  : %empty                { $$ = (struct ft_acl_ports){0}; }
  | LT port               { $$ = ports(0, (int64_t)$2 - 1, false); }
  | GT port               { $$ = ports($2 + 1, FT_ACL_MAX_PORT, false); }
  | EQ port               { $$ = ports($2, $2, false); }
  | NEQ port              { $$ = ports($2, $2, true); }
  | RANGE port port       { $$ = ports($2, $3, false); }
  ;

port
  : NUMBER                { CALL(ft_acl_number(reading, $1, FT_ACL_MAX_PORT, &$$)); }
  | NAME                  { CALL(ft_acl_port_name(reading, $1, &$$)); }
  ;

established
  : %empty
  | ESTABLISHED           { reading->entry.established = true; }
  ;

/* The type of an ICMP flow is the upper octet of its destination port. */
icmp_type
  : %empty
  | NUMBER
      {
        uint32_t type;
        CALL(ft_acl_number(reading, $1, 255, &type));
        reading->entry.destination_ports = ports(type << 8, type << 8 | 255, false);
      }
  | NAME                  { CALL(ft_acl_unknown(reading, "icmp type", $1)); }
  ;

igmp_type
  : %empty
  | NUMBER                { CALL(ft_acl_unknown(reading, "igmp type", $1)); }
  | NAME                  { CALL(ft_acl_unknown(reading, "igmp type", $1)); }
  ;

qualifiers
  : precedence_qualifier tos_qualifier log_qualifier
  ;

precedence_qualifier
  : %empty
  | PRECEDENCE precedence { ask_tos(reading, $2, 5, 0xe0); }
  ;

precedence
  : NUMBER                { CALL(ft_acl_number(reading, $1, 7, &$$)); }
  | NAME                  { CALL(ft_acl_precedence_name(reading, $1, &$$)); }
  ;

tos_qualifier
  : %empty
  | TOS tos               { ask_tos(reading, $2, 1, 0x1e); }
  ;

tos
  : NUMBER                { CALL(ft_acl_number(reading, $1, 15, &$$)); }
  | NAME                  { CALL(ft_acl_tos_name(reading, $1, &$$)); }
  ;

log_qualifier
  : %empty
  | LOG
  ;
