/* flow-split: one stream into many files (spec tools.md 4). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "part.h"
#include "prog.h"
#include "tags.h"

/* Octets of -o, so that the numbers behind it still fit into a file's name. */
#define BASE_MAX_SIZE 231

struct options {
  bool by_source, by_destination, names;
  struct output_options output;
  const char *base;
  uint64_t flows, seconds;
};

/* What a stream is split with. */
struct split {
  struct parts parts;
  struct tags tags;
  struct ft_column tag; /* width 0: not by tag */
  struct part *only;    /* then all flows go here */
  uint64_t count;
};

static noreturn void usage(void) {
  fprintf(stderr, "Usage: flow-split [-gGhn] [-b big|little] [-C comment] [-d debug_level]\n"
                  "       [-N flows] [-o basename] [-T seconds] [-z z_level]\n");
  exit(1);
}

static const char *check_base(const char *text) {
  if (strlen(text) > BASE_MAX_SIZE) prog_die("base output too long");
  return text;
}

static struct options parse_options(int argc, char **argv) {
  struct options opt = {.output = {.level = FT_LEVEL_DEFAULT}, .base = "split"};
  int option;

  while ((option = getopt(argc, argv, "b:C:d:gGhnN:o:T:z:")) != -1) {
    switch (option) {
    case 'g':
      opt.by_source = true;
      break;
    case 'G':
      opt.by_destination = true;
      break;
    case 'n':
      opt.names = true;
      break;
    case 'N':
      opt.flows = strtoull(optarg, NULL, 10);
      break;
    case 'o':
      opt.base = check_base(optarg);
      break;
    case 'T':
      opt.seconds = strtoull(optarg, NULL, 10);
      break;
    default:
      if (!output_option(&opt.output, option)) usage();
    }
  }
  if (opt.by_source && opt.by_destination) prog_die("Split on destination or source.");
  return opt;
}

/* The column that decides; of width 0 if none does. */
static struct ft_column tag_column(const struct options *opt, const struct ft_layout *layout) {
  if (!opt->by_source && !opt->by_destination) return (struct ft_column){0, 0};
  struct ft_column column = ft_column(layout, opt->by_source ? FT_F_SRC_TAG : FT_F_DST_TAG);
  if (column.width == 0)
    prog_die("Flow record missing %s tag.", opt->by_source ? "source" : "destination");
  return column;
}

/* How many records from the first on have its tag. */
static size_t same_tag(const struct split *split, const uint8_t *records, size_t count) {
  const size_t size = split->parts.layout->size;
  const uint64_t tag = ft_load(records, split->tag);
  size_t same = 1;
  while (same < count && ft_load(records + same * size, split->tag) == tag)
    same++;
  return same;
}

static int put_tagged(struct split *split, const uint8_t *records, size_t count,
                      struct ft_error *err) {
  for (size_t same; count > 0; count -= same) {
    same = same_tag(split, records, count);
    struct part *part = tags_part(&split->tags, (uint32_t)ft_load(records, split->tag), err);
    if (!part || part_put(&split->parts, part, records, same, err) < 0) return -1;
    records += same * split->parts.layout->size;
  }
  return 0;
}

static int split_stream(struct split *split, struct ft_reader *reader, struct ft_error *err) {
  struct ft_batch batch;
  while (ft_reader_next(reader, &batch)) {
    int status = split->tag.width
                     ? put_tagged(split, batch.records, batch.count, err)
                     : part_put(&split->parts, split->only, batch.records, batch.count, err);
    if (status < 0) return -1;
    split->count += batch.count;
  }
  return 0;
}

static int prepare(struct split *split, const struct options *opt, const struct ft_layout *layout,
                   const struct ft_symbols *names, struct ft_error *err) {
  split->count = 0;
  split->tag = tag_column(opt, layout);
  if (parts_init(&split->parts, layout, &opt->output, err) < 0) return -1;
  split->parts.max_flows = opt->flows;
  split->parts.max_seconds = opt->seconds;
  tags_init(&split->tags, &split->parts, opt->base, names);
  split->only = parts_add(&split->parts, opt->base, err);
  return split->only ? 0 : -1;
}

int main(int argc, char **argv) {
  struct ft_error err = FT_ERROR_INIT;
  struct ft_symbols *names = NULL;
  struct split split;

  prog_init(argv);
  struct options opt = parse_options(argc, argv);
  prog_no_operands(argc, argv);
  prog_profile_start();
  if (opt.names && (opt.by_source || opt.by_destination)) {
    names = ft_symbols_load_installed("tag.sym", prog_log());
    if (!names) prog_out_of_memory();
  }
  struct ft_reader *reader = prog_open_input();
  if (prepare(&split, &opt, ft_reader_layout(reader), names, &err) < 0) prog_fail(&err, NULL);

  int status = split_stream(&split, reader, &err);
  if (status < 0) prog_errors(&err);
  /* in any case the other files are to be complete */
  if (parts_finish(&split.parts, prog_log()) < 0) status = -1;
  if (status == 0 && opt.output.debug > 0) prog_profile_print(split.count);
  tags_clear(&split.tags);
  parts_clear(&split.parts);
  ft_reader_close(reader);
  ft_symbols_free(names);
  return status == 0 ? 0 : 1;
}
