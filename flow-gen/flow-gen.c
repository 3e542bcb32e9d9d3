/* flow-gen: makes a stream of known flows (spec stream.md 14). */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "prog.h"
#include "recipe.h"

#define BATCH 512

struct options {
  enum ft_byte_order order;
  int level;
  uint64_t count;
  const struct ft_layout *layout;
};

static noreturn void usage(int status) {
  fprintf(stderr, "Usage: flow-gen [-h] [-b big|little] [-d debug_level] [-n count]\n"
                  "       [-V version] [-z z_level]\n");
  exit(status);
}

static const struct ft_layout *parse_version(const char *text) {
  struct ft_error err = FT_ERROR_INIT;
  const struct ft_layout *layout = ft_layout_parse(text, 1, &err);
  if (!layout) prog_fail(&err, NULL);
  return layout;
}

static struct options parse_options(int argc, char **argv) {
  struct options opt = {
      .order = FT_ORDER_HOST, .level = 0, .count = 1000, .layout = ft_layout_find(5, 0)};
  int option;

  while ((option = getopt(argc, argv, "b:d:hn:V:z:")) != -1) {
    switch (option) {
    case 'b':
      opt.order = prog_byte_order(optarg);
      break;
    case 'd':
      break; /* no effect, kept for scripts */
    case 'h':
      usage(0);
    case 'n': {
      int count = prog_number(optarg);
      opt.count = count > 0 ? (uint64_t)count : 0;
      break;
    }
    case 'V':
      opt.layout = parse_version(optarg);
      break;
    case 'z':
      opt.level = prog_level(optarg);
      break;
    default:
      usage(1);
    }
  }
  prog_no_operands(argc, argv);
  return opt;
}

/* Sets the fields of count records, the first of which is number index. */
static void fill(uint8_t *records, size_t count, uint64_t index, const struct ft_layout *layout,
                 const struct recipe *recipe) {
  for (size_t s = 0; s < recipe->count; s++) {
    const struct recipe_step *step = &recipe->steps[s];
    struct ft_column column = ft_column(layout, step->field);
    for (size_t i = 0; i < count; i++)
      ft_store(records + i * layout->size, column, step->start + (index + i) * step->step);
  }
}

static int generate(const struct options *opt, struct ft_writer *writer, struct ft_error *err) {
  const struct recipe *recipe = recipe_find(opt->layout);
  uint8_t *records = calloc(BATCH, opt->layout->size);
  if (!recipe || !records) {
    ft_error_add_memory(err);
    free(records);
    return -1;
  }
  int status = 0;
  for (uint64_t done = 0; done < opt->count && status == 0;) {
    size_t count = opt->count - done < BATCH ? (size_t)(opt->count - done) : BATCH;
    fill(records, count, done, opt->layout, &recipe_common);
    fill(records, count, done, opt->layout, recipe);
    status = ft_writer_put(writer, records, count, err);
    done += count;
  }
  free(records);
  return status;
}

int main(int argc, char **argv) {
  struct ft_error err = FT_ERROR_INIT;
  struct ft_header header;

  prog_init(argv);
  struct options opt = parse_options(argc, argv);

  ft_header_init(&header);
  header.flags = FT_FLAG_STREAMING;
  if (ft_header_set_text(&header, FT_TLV_HOSTNAME, "flow-gen", &err) < 0 ||
      ft_header_set_text(&header, FT_TLV_COMMENT, "flow-gen", &err) < 0)
    prog_fail(&err, NULL);
  struct ft_writer *writer =
      ft_writer_open(STDOUT_FILENO, opt.layout, &header, opt.order, opt.level, &err);
  ft_header_clear(&header);
  if (!writer) prog_fail(&err, NULL);
  if (generate(&opt, writer, &err) < 0 || ft_writer_finish(writer, NULL, &err) < 0)
    prog_fail(&err, NULL);
  ft_writer_free(writer);
  return 0;
}
