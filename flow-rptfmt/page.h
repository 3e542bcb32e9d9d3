/* The bar chart of -f page. */
#ifndef RPTFMT_PAGE_H
#define RPTFMT_PAGE_H

#include "output.h"
#include "view.h"

/* The figure with the bars of a view that has some. */
void page_chart(struct output *out, const struct view *view);

#endif
