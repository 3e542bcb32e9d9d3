#include "output_options.h"

#include <unistd.h>

#include "prog.h"

bool output_option(struct output_options *options, int letter) {
  switch (letter) {
  case 'b':
    options->order = prog_byte_order(optarg);
    return true;
  case 'C':
    options->comment = optarg;
    return true;
  case 'd':
    options->debug = prog_number(optarg);
    return true;
  case 'k':
    options->keep_times = true;
    return true;
  case 'z':
    options->level = prog_level(optarg);
    return true;
  default:
    return false;
  }
}

/* -k took effect: both times are there to be kept. */
static bool keeps_times(const struct output_options *options, const struct ft_header *in) {
  return options->keep_times && ft_header_has(in, FT_TLV_START) && ft_header_has(in, FT_TLV_END) &&
         in->start && in->end;
}

static struct ft_writer *open_stdout(const struct output_options *options,
                                     const struct ft_header *header, const struct ft_layout *layout,
                                     struct ft_error *err) {
  return ft_writer_open(STDOUT_FILENO, layout, header, options->order, options->level, err);
}

struct ft_writer *output_passed_flows(const struct output_options *options,
                                      const struct ft_header *in, const struct ft_layout *layout,
                                      enum output_fields fields, struct ft_error *err) {
  struct ft_header out;
  bool kept = keeps_times(options, in);
  ft_header_init(&out);
  out.flags = FT_FLAG_STREAMING;
  if (kept) {
    out.start = in->start;
    out.end = in->end;
    out.flags |= FT_FLAG_PRELOADED;
  }
  if (kept || fields == OUTPUT_FIELDS_ALWAYS) {
    ft_header_mark(&out, FT_TLV_START);
    ft_header_mark(&out, FT_TLV_END);
  }
  if (fields == OUTPUT_FIELDS_ALWAYS) ft_header_mark(&out, FT_TLV_FLOWS);
  struct ft_writer *writer = NULL;
  if (ft_header_set_text(&out, FT_TLV_COMMENT, options->comment, err) == 0)
    writer = open_stdout(options, &out, layout, err);
  ft_header_clear(&out);
  return writer;
}

struct ft_writer *output_new_flows(const struct output_options *options,
                                   const struct ft_layout *layout, const char *maker,
                                   struct ft_error *err) {
  struct ft_header header;
  struct ft_writer *writer = NULL;
  ft_header_init(&header);
  header.flags = FT_FLAG_STREAMING;
  if (ft_header_set_text(&header, FT_TLV_HOSTNAME, maker, err) == 0 &&
      ft_header_set_text(&header, FT_TLV_COMMENT, maker, err) == 0)
    writer = open_stdout(options, &header, layout, err);
  ft_header_clear(&header);
  return writer;
}
