/* flow-print: flows as text (spec tools.md 2). */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "format.h"
#include "prog.h"
#include "row.h"

/* Exit status for flows that lack a field of the format. */
#define STATUS_MISSING_FIELD 255

struct options {
  bool format_given, names, wide, header, flush;
  char comment;
  int debug, format;
};

static noreturn void usage(void) {
  fprintf(stderr, "Usage: flow-print [-hlnpw] [-c comment_char] [-d debug_level] [-f format]\n"
                  "Formats:\n");
  for (int i = 0; i < FORMAT_COUNT; i++)
    fprintf(stderr, "  %-2d %s\n", i, formats[i].name);
  exit(0);
}

static struct options parse_options(int argc, char **argv) {
  struct options opt = {.comment = '#'};
  int option;

  while ((option = getopt(argc, argv, "c:d:f:hlnpw")) != -1) {
    switch (option) {
    case 'c':
      opt.comment = optarg[0];
      break;
    case 'd':
      opt.debug = prog_number(optarg);
      break;
    case 'f':
      opt.format = prog_number(optarg);
      opt.format_given = true;
      break;
    case 'l':
      opt.flush = true;
      break;
    case 'n':
      opt.names = true;
      break;
    case 'p':
      opt.header = true;
      break;
    case 'w':
      opt.wide = true;
      break;
    default:
      usage();
    }
  }
  prog_no_operands(argc, argv);
  if (opt.format < 0 || opt.format >= FORMAT_COUNT) prog_die("No such format, %d\n", opt.format);
  return opt;
}

/* Prints all flows; returns how many were read. */
static uint64_t print_flows(struct row *row, struct ft_reader *reader, bool flush,
                            struct text *out) {
  const size_t size = ft_reader_layout(reader)->size;
  struct ft_batch batch;
  uint64_t count = 0;

  while (ft_reader_next(reader, &batch)) {
    const uint8_t *record = batch.records;
    for (size_t i = 0; i < batch.count; i++, record += size) {
      switch (row_judge(row, record)) {
      case ROW_HIDDEN:
        continue;
      case ROW_BOGUS:
        fprintf(stderr, "Ignoring bogus flow dPkts=0\n");
        continue;
      case ROW_SHOWN:
        break;
      }
      row_print(row, record, out);
      if (!flush) continue;
      text_flush(out);
      fflush(stdout);
    }
    count += batch.count;
  }
  return count;
}

int main(int argc, char **argv) {
  static struct text out;
  static struct row row;

  prog_init(argv);
  struct options opt = parse_options(argc, argv);
  prog_profile_start();
  struct ft_reader *reader = prog_open_input();
  const struct ft_layout *layout = ft_reader_layout(reader);
  if (opt.header) ft_header_print(ft_reader_header(reader), opt.comment, stdout);

  const struct format *format =
      &formats[opt.format_given ? (unsigned)opt.format : format_default(layout)];
  if (row_bind(&row, format, opt.wide, opt.names, layout, prog_log()) < 0) {
    ft_reader_close(reader);
    prog_close_stdout();
    prog_message("Flow record missing required field for format.");
    return STATUS_MISSING_FIELD;
  }
  text_init(&out, stdout);
  text_string(&out, opt.wide && format->wide_heading ? format->wide_heading : format->heading);
  uint64_t count = print_flows(&row, reader, opt.flush, &out);
  text_flush(&out);
  prog_close_stdout();
  if (opt.debug > 0) prog_profile_print(count);
  row_free(&row);
  ft_reader_close(reader);
  return 0;
}
