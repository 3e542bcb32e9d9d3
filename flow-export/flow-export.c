/* flow-export: flows in the formats of other programs (spec tools.md 5). */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "export.h"
#include "prog.h"
#include "sql.h"

/* By the number that -f takes. */
static const struct export_format *const formats[] = {
    &export_cflowd, &export_pcap, &export_csv, &export_mysql, &export_wire, &export_postgresql};

#define FORMAT_COUNT ((int)(sizeof(formats) / sizeof(formats[0])))

struct options {
  int debug, format;
  bool mask_given, mask_is_list;
  uint64_t mask;
  const char *uri;
};

static noreturn void usage(void) {
  fprintf(stderr, "Usage: flow-export [-h] [-d debug_level] [-f format] [-m mask_fields]\n"
                  "       [-u user:password:host:port:name:table]\n"
                  "Formats:\n");
  for (int i = 0; i < FORMAT_COUNT; i++)
    fprintf(stderr, "  %d %s%s\n", i, formats[i]->name, formats[i]->put ? "" : " (not built in)");
  exit(0);
}

static void parse_mask(struct options *opt, const char *text) {
  struct ft_error err = FT_ERROR_INIT;
  if (ft_field_mask_parse(text, &opt->mask, &err) < 0) prog_fail(&err, NULL);
  opt->mask_given = true;
  opt->mask_is_list = isalpha((unsigned char)text[0]);
}

static struct options parse_options(int argc, char **argv) {
  struct options opt = {.mask = UINT64_MAX};
  int option;

  while ((option = getopt(argc, argv, "d:f:hm:u:")) != -1) {
    switch (option) {
    case 'd':
      opt.debug = prog_number(optarg);
      break;
    case 'f':
      opt.format = prog_number(optarg);
      break;
    case 'm':
      parse_mask(&opt, optarg);
      break;
    case 'u': /* of use to databases only, but always checked */
      if (strlen(optarg) > SQL_URI_MAX) prog_die("dbaseURI string too long.");
      opt.uri = optarg;
      break;
    default:
      usage();
    }
  }
  prog_no_operands(argc, argv);
  if (opt.format < 0 || opt.format >= FORMAT_COUNT) prog_die("No such format, %d", opt.format);
  return opt;
}

/* The exit status; counts what was read. */
static int run(const struct export_format *format, struct export_job *job, struct ft_reader *reader,
               uint64_t *count) {
  int status = format->begin(job);
  if (status) return status;
  struct ft_batch batch;
  while (status == 0 && ft_reader_next(reader, &batch)) {
    status = format->put(job, &batch);
    *count += batch.count;
  }
  int closing = format->end(job);
  return status ? status : closing;
}

int main(int argc, char **argv) {
  static struct text out;
  uint64_t count = 0;

  prog_init(argv);
  struct options opt = parse_options(argc, argv);
  const struct export_format *format = formats[opt.format];
  struct export_job job = {.mask_given = opt.mask_given,
                           .mask_is_list = opt.mask_is_list,
                           .mask = opt.mask,
                           .out = &out,
                           .uri = opt.uri,
                           .show = opt.debug > 0};
  int status = format->check ? format->check(&job) : 0;
  if (status) return status;

  prog_profile_start();
  struct ft_reader *reader = prog_open_input();
  job.layout = ft_reader_layout(reader);
  text_init(&out, stdout);
  status = run(format, &job, reader, &count);
  ft_reader_close(reader);
  /* Before the flush: scripts that join both outputs know it in this order. */
  fprintf(stderr, "%s: Exported %llu records\n", prog_argv0(), (unsigned long long)count);
  text_flush(&out);
  prog_close_stdout();
  if (status == 0 && opt.debug > 0) prog_profile_print(count);
  return status;
}
