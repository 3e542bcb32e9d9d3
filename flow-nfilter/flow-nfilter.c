/* flow-nfilter: the flows of a stream that a filter definition permits (spec filter.md 10). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ft/filter.h"
#include "prog.h"

/* Flows filtered in one go. */
#define PIECE 4096

struct options {
  enum ft_byte_order order;
  int level, debug;
  bool keep_times;
  const char *comment, *file, *definition;
  struct ft_vars *vars;
};

static noreturn void usage(void) {
  fprintf(stderr, "Usage: flow-nfilter [hk] [-b big|little] [-C comment]\n"
                  "       [-d debug_level] [-f filter_fname] [-F filter_definition]\n"
                  "       [-z z_level]\n");
  exit(1);
}

static noreturn void out_of_memory(void) {
  struct ft_error err = FT_ERROR_INIT;
  ft_error_add_memory(&err);
  prog_fail(&err, NULL);
}

static struct options parse_options(int argc, char **argv) {
  struct options opt = {.order = FT_ORDER_HOST, .definition = "default", .vars = ft_vars_new()};
  int option;
  if (!opt.vars) out_of_memory();
  while ((option = getopt(argc, argv, "b:C:d:f:F:hkv:z:")) != -1) {
    switch (option) {
    case 'b':
      opt.order = prog_byte_order(optarg);
      break;
    case 'C':
      opt.comment = optarg;
      break;
    case 'd':
      opt.debug = prog_number(optarg);
      break;
    case 'f':
      opt.file = optarg;
      break;
    case 'F':
      opt.definition = optarg;
      break;
    case 'k':
      opt.keep_times = true;
      break;
    case 'v':
      prog_variable(opt.vars, optarg);
      break;
    case 'z':
      opt.level = prog_level(optarg);
      break;
    default:
      usage();
    }
  }
  prog_no_operands(argc, argv);
  return opt;
}

static struct ft_filters *load_filters(const struct options *opt) {
  struct ft_error err = FT_ERROR_INIT;
  char *installed = opt->file ? NULL : ft_conf_path("cfg/filter.cfg");
  if (!opt->file && !installed) out_of_memory();
  struct ft_filters *filters =
      ft_filters_load(opt->file ? opt->file : installed, opt->vars, prog_log(), &err);
  free(installed);
  if (!filters) prog_fail(&err, NULL);
  return filters;
}

/* The output header: what the input's says is not copied, but for the times with -k. */
static struct ft_writer *open_output(const struct options *opt, struct ft_reader *reader,
                                     struct ft_error *err) {
  const struct ft_header *in = ft_reader_header(reader);
  struct ft_header out;
  ft_header_init(&out);
  ft_header_set_layout(&out, ft_reader_layout(reader));
  out.flags = FT_FLAG_STREAMING;
  bool has_times = ft_header_has(in, FT_TLV_START) && ft_header_has(in, FT_TLV_END);
  if (opt->keep_times && has_times && in->start && in->end) {
    out.start = in->start;
    out.end = in->end;
    out.flags |= FT_FLAG_PRELOADED;
  }
  ft_header_mark(&out, FT_TLV_START);
  ft_header_mark(&out, FT_TLV_END);
  ft_header_mark(&out, FT_TLV_FLAGS);
  ft_header_mark(&out, FT_TLV_FLOWS);
  struct ft_writer *writer = NULL;
  if (!opt->comment || ft_header_set_text(&out, FT_TLV_COMMENT, opt->comment, err) == 0)
    writer =
        ft_writer_open(STDOUT_FILENO, ft_reader_layout(reader), &out, opt->order, opt->level, err);
  ft_header_clear(&out);
  return writer;
}

/* Moves the records that pass to the front; returns how many there are. */
static size_t compact(uint8_t *records, size_t size, const uint8_t *pass, size_t count) {
  size_t kept = 0;
  for (size_t i = 0; i < count; i++) {
    if (!pass[i]) continue;
    if (kept != i) memcpy(records + kept * size, records + i * size, size);
    kept++;
  }
  return kept;
}

/* Returns the number of flows read, or -1. */
static int64_t copy_flows(struct ft_reader *reader, struct ft_filter *filter,
                          struct ft_writer *writer, struct ft_error *err) {
  size_t size = ft_reader_layout(reader)->size;
  uint8_t pass[PIECE];
  struct ft_batch batch;
  int64_t flows = 0;
  while (ft_reader_next(reader, &batch)) {
    flows += (int64_t)batch.count;
    for (size_t done = 0, count; done < batch.count; done += count) {
      uint8_t *records = batch.records + done * size;
      count = batch.count - done < PIECE ? batch.count - done : PIECE;
      memset(pass, 1, count);
      ft_filter_run(filter, records, count, pass);
      size_t kept = compact(records, size, pass, count);
      if (kept && ft_writer_put(writer, records, kept, err) != 0) return -1;
    }
  }
  return flows;
}

int main(int argc, char **argv) {
  struct ft_error err = FT_ERROR_INIT;
  prog_init(argv);
  struct options opt = parse_options(argc, argv);
  prog_profile_start();
  struct ft_filters *filters = load_filters(&opt);
  const struct ft_filter_def *definition = ft_filters_find(filters, opt.definition);
  if (!definition) prog_die("ftfil_def_find(): failed");
  struct ft_reader *reader = prog_open_input();
  struct ft_filter *filter = ft_filter_compile(definition, ft_reader_layout(reader), &err);
  if (!filter) prog_fail(&err, NULL);
  struct ft_writer *writer = open_output(&opt, reader, &err);
  if (!writer) prog_fail(&err, NULL);
  int64_t flows = copy_flows(reader, filter, writer, &err);
  if (flows < 0 || ft_writer_finish(writer, NULL, &err) != 0) prog_fail(&err, NULL);
  if (opt.debug > 0) prog_profile_print((uint64_t)flows);
  ft_writer_free(writer);
  ft_reader_close(reader);
  ft_filter_free(filter);
  ft_filters_free(filters);
  ft_vars_free(opt.vars);
  return 0;
}
