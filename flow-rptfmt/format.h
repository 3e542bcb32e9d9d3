/*
 * One writer per output format. Everything that can fail has been done before
 * a writer starts.
 */
#ifndef RPTFMT_FORMAT_H
#define RPTFMT_FORMAT_H

#include "output.h"
#include "report.h"
#include "view.h"

/* What the command line says about the output. */
struct options {
  int argc; /* the whole command line, which ascii shows */
  char **argv;
  const char *fields; /* -F */
  const char *sort;   /* -s, or NULL */
  size_t limit;       /* -m; 0: none */
  bool hide_header;   /* -H */
  bool names;         /* -n */
  bool percent;       /* -p */
  const char *title;  /* -t, or NULL */
  const char *bars;   /* -b, or NULL */
  size_t width;       /* -w; 0: no limit */
};

struct document {
  struct report_set set;     /* without sections exactly one report */
  struct view *views;        /* one for each report; NULL without sections */
  const char *sentences;     /* that end the sections */
  struct symbol_names names; /* holds names that stand in the reports */
};

struct format {
  const char *name;
  bool sections; /* each report of the input gets a section; the views are made */
  void (*write)(struct output *out, const struct options *options, const struct document *document);
};

extern const struct format format_ascii;
extern const struct format format_html;
extern const struct format format_text;
extern const struct format format_page;
/* All of them, the end is NULL. */
extern const struct format *const formats[];

/*
 * Reads stream and does all that the options ask for (spec 1.3). The document
 * is empty before, apart from the log of its names. 0, or -1 with the reason.
 */
int document_make(struct document *document, FILE *stream, const struct format *format,
                  const struct options *options, struct ft_error *err);
/* Also after a failure. */
void document_free(struct document *document);

#endif
