/*
 * The options that programs which write a stream share, and what such a stream's header
 * says (spec filter.md 10, stream.md 14, tools.md).
 */
#ifndef OUTPUT_OPTIONS_H
#define OUTPUT_OPTIONS_H

#include <stdbool.h>

#include "ft/error.h"
#include "ft/record.h"
#include "ft/stream.h"

/* All zero: the host's order, not compressed, no comment. */
struct output_options {
  enum ft_byte_order order; /* -b */
  const char *comment;      /* -C, NULL: none */
  int debug;                /* -d */
  bool keep_times;          /* -k */
  int level;                /* -z */
};

/*
 * Takes what getopt returned, with optarg, if it is one of -b, -C, -d, -k, -z; which of them a
 * program has is in its getopt string. False: another letter. A bad value is told, exit
 * status 1.
 */
bool output_option(struct output_options *options, int letter);

/* Whether a header has capture start, capture end and flow count. */
enum output_fields {
  OUTPUT_FIELDS_ALWAYS, /* zeros where there is nothing to say */
  OUTPUT_FIELDS_KEPT    /* the two times where -k took effect, the count never */
};
/*
 * Opens a stream of layout on standard output for flows that come from one with the header
 * in, of which only the times can be kept. Writes the header; NULL with the reason.
 */
struct ft_writer *output_passed_flows(const struct output_options *options,
                                      const struct ft_header *in, const struct ft_layout *layout,
                                      enum output_fields fields, struct ft_error *err);
/*
 * The same for flows that come from no stream: maker, the program's name, is host name and
 * comment.
 */
struct ft_writer *output_new_flows(const struct output_options *options,
                                   const struct ft_layout *layout, const char *maker,
                                   struct ft_error *err);

#endif
