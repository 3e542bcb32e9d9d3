/* The grammar of report files. */
#ifndef REPORT_PARSE_H
#define REPORT_PARSE_H

#include "tree.h"

const struct ft_language *rep_language(void);
/* Reads the whole file into load. 0, or another value with an error in the scan. */
int ft_report_yyparse(struct ft_scan *scan, struct rep_load *load);

#endif
