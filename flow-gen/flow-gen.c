/* flow-gen: makes a stream of known flows (spec stream.md 14). */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "output_options.h"
#include "prog.h"
#include "recipe.h"

#define BATCH 512

struct options {
  struct output_options output;
  uint64_t count;
  const struct ft_layout *layout;
};

static noreturn void usage(int status) {
  fprintf(stderr, "Usage: flow-gen [-h] [-b big|little] [-d debug_level] [-n count]\n"
                  "       [-V version] [-z z_level]\n");
  exit(status);
}

static struct options parse_options(int argc, char **argv) {
  struct options opt = {.count = 1000, .layout = ft_layout_find(5, 0)};
  int option;

  while ((option = getopt(argc, argv, "b:d:hn:V:z:")) != -1) {
    switch (option) {
    case 'h':
      usage(0);
    case 'n': {
      int count = prog_number(optarg);
      opt.count = count > 0 ? (uint64_t)count : 0;
      break;
    }
    case 'V':
      opt.layout = prog_layout(optarg, 1);
      break;
    default:
      if (!output_option(&opt.output, option)) usage(1);
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

  prog_init(argv);
  struct options opt = parse_options(argc, argv);

  struct ft_writer *writer = output_new_flows(&opt.output, opt.layout, "flow-gen", &err);
  if (!writer) prog_fail(&err, NULL);
  if (generate(&opt, writer, &err) < 0 || ft_writer_finish(writer, NULL, &err) < 0)
    prog_fail(&err, NULL);
  ft_writer_free(writer);
  return 0;
}
