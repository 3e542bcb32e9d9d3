/* flow-cat: one stream of many files (spec tools.md 1). */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "inputs.h"
#include "joined.h"
#include "preload.h"
#include "base/cores.h"
#include "prog.h"
#include "source.h"
#include "stop.h"

/* So many files take long enough to tell a person at a terminal how far we are. */
#define PROGRESS_FILES 10

struct options {
  struct inputs_choice choice;
  struct output_options output;
  const char *path;
  bool preload;
  uint32_t start, end;
};

static noreturn void usage(void) {
  fprintf(stderr, "Usage: flow-cat [-aghmp] [-b big|little] [-C comment] [-d debug_level]\n"
                  "       [-o filename] [-t start_time] [-T end_time] [-z z_level]\n"
                  "       [file|directory ...]\n");
  exit(1);
}

static uint32_t parse_time(const char *text) {
  uint32_t seconds;
  if (!ft_date_parse(text, (int64_t)time(NULL), &seconds))
    prog_die("Error parsing time: %s.", text);
  return seconds;
}

static struct options parse_options(int argc, char **argv) {
  struct options opt = {0};
  int option;

  while ((option = getopt(argc, argv, "ab:C:d:ghmo:pt:T:z:")) != -1) {
    switch (option) {
    case 'o':
      opt.path = optarg;
      break;
    case 'p':
      opt.preload = true;
      break;
    case 't':
      opt.start = parse_time(optarg);
      opt.preload = true;
      break;
    case 'T':
      opt.end = parse_time(optarg);
      opt.preload = true;
      break;
    default:
      if (!inputs_option(&opt.choice, option) && !output_option(&opt.output, option)) usage();
    }
  }
  return opt;
}

/* Fields of the output header that are known before any record. */
static int prepare_header(struct joined *joined, const struct options *opt,
                          const struct inputs *inputs, struct ft_error *err) {
  struct ft_header *header = &joined->header;
  if (joined->regular) {
    ft_header_mark(header, FT_TLV_LOST);
    ft_header_mark(header, FT_TLV_CORRUPT);
  }
  return opt->preload ? preload(header, inputs, err) : 0;
}

static void show_progress(const struct options *opt, const struct inputs *inputs, size_t index) {
  static time_t shown;
  const char *path = inputs->items[index].path;
  if (opt->output.debug > 5)
    prog_message("file %zu of %zu: %s", index + 1, inputs->count, path ? path : "-");
  else if (inputs->count >= PROGRESS_FILES && isatty(STDERR_FILENO) && time(NULL) != shown) {
    shown = time(NULL);
    fprintf(stderr, "\r%s: file %zu of %zu", prog_name(), index + 1, inputs->count);
  }
}

static void end_progress(const struct options *opt, const struct inputs *inputs) {
  if (opt->output.debug <= 5 && inputs->count >= PROGRESS_FILES && isatty(STDERR_FILENO))
    fprintf(stderr, "\r%*s\r", (int)strlen(prog_name()) + 60, "");
}

/* Copies what the source gives. 0 or -1. */
static int copy_records(struct joined *joined, struct source *source, struct ft_error *err) {
  struct ft_batch batch;
  if (source_join(source, joined, err) < 0 || joined_begin(joined, err) < 0) return -1;
  while (source_next(source, &batch))
    if (ft_writer_put(joined->writer, batch.records, batch.count, err) < 0) return -1;
  return 0;
}

/*
 * A file that cannot be opened any more is left out. *damaged is set if records were
 * lost, which does not keep the other files from being copied. threads: for a file that is
 * not read ahead. 0 or -1.
 */
static int copy_input(struct joined *joined, const struct input *input, struct ahead_file *ahead,
                      unsigned threads, bool *damaged, struct ft_error *err) {
  struct source source;
  int status = 1;
  if (ahead)
    source_open_ahead(&source, input, ahead);
  else
    status = source_open(&source, input, SIZE_MAX, err);
  if (status <= 0) return status;
  if (!ahead) source_set_threads(&source, threads);
  status = copy_records(joined, &source, err);
  /* A signal takes the input away, which may look like damage. */
  if (source_damage(&source) >= FT_DAMAGED && !stop_requested()) *damaged = true;
  source_close(&source);
  return status;
}

static int copy_all(struct joined *joined, const struct options *opt, const struct inputs *inputs,
                    bool *damaged, struct ft_error *err) {
  struct ahead *ahead = ahead_start(inputs, joined->threads);
  unsigned threads = ahead ? 1 : joined->threads; /* the others have work already */
  int status = 0;
  for (size_t i = 0; i < inputs->count && status == 0 && !stop_requested(); i++) {
    show_progress(opt, inputs, i);
    status = copy_input(joined, &inputs->items[i], ahead_file(ahead, i), threads, damaged, err);
  }
  ahead_free(ahead);
  end_progress(opt, inputs);
  return status;
}

int main(int argc, char **argv) {
  struct ft_error err = FT_ERROR_INIT, late = FT_ERROR_INIT;
  struct inputs inputs;
  struct joined joined;

  prog_init(argv);
  struct options opt = parse_options(argc, argv);
  prog_profile_start();
  if (joined_open(&joined, opt.path, &opt.output, &err) < 0) prog_fail(&err, NULL);
  joined.threads = ft_cores();
  inputs_init(&inputs);
  if (inputs_collect(&inputs, argv + optind, (size_t)(argc - optind), &opt.choice, prog_log(),
                     &err) < 0)
    prog_fail(&err, NULL);
  inputs_window(&inputs, opt.start, opt.end);
  if (inputs_refuse_output(&inputs, joined.fd, &err) < 0) prog_fail(&err, NULL);
  /* Until now there is nothing to complete: a signal may well end the program. */
  if (prepare_header(&joined, &opt, &inputs, &err) < 0 || stop_on_signals(&err) < 0)
    prog_fail(&err, NULL);

  bool damaged = false;
  int status = copy_all(&joined, &opt, &inputs, &damaged, &err);
  if (status < 0) prog_errors(&err);
  if (status == 0 || joined.writer) /* what was copied is to be complete in any case */
    if (joined_finish(&joined, &late) < 0) prog_fail(&late, NULL);

  if (status == 0 && !joined.writer) status = -1;
  if (status == 0 && opt.output.debug > 1)
    prog_message("Bytes written=%llu", (unsigned long long)ft_writer_octets(joined.writer));
  if (status == 0 && opt.output.debug > 0) prog_profile_print(ft_writer_count(joined.writer));
  joined_clear(&joined);
  inputs_free(&inputs);
  return status == 0 && !damaged ? 0 : 1;
}
