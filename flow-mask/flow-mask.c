/* flow-mask: flows with mask lengths by a table of prefixes (spec tag-mask-xlate.md 4, 6). */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "ft/mask.h"
#include "output_options.h"
#include "prog.h"

struct options {
  struct output_options output;
  const char *file, *definition;
};

static noreturn void usage(void) {
  fprintf(stderr, "Usage: flow-mask [hk] [-b big|little] [-C comment]\n"
                  "       [-d debug_level] [-m mask_fname] [-M mask_definition]\n"
                  "       [-z z_level]\n");
  exit(1);
}

static struct options parse_options(int argc, char **argv) {
  struct options opt = {.definition = "default"};
  int option;
  while ((option = getopt(argc, argv, "b:C:d:hkm:M:z:")) != -1) {
    switch (option) {
    case 'm':
      opt.file = optarg;
      break;
    case 'M':
      opt.definition = optarg;
      break;
    default:
      if (!output_option(&opt.output, option)) usage();
    }
  }
  prog_no_operands(argc, argv);
  return opt;
}

static struct ft_masks *load_masks(const struct options *opt) {
  struct ft_error err = FT_ERROR_INIT;
  char *file = prog_conf_file(opt->file, "cfg/mask.cfg");
  struct ft_masks *masks = ft_masks_load(file, prog_log(), &err);
  free(file);
  if (!masks) prog_fail(&err, NULL);
  return masks;
}

/* Returns the number of flows, or -1. */
static int64_t copy_flows(struct ft_reader *reader, const struct ft_mask *mask,
                          struct ft_writer *writer, struct ft_error *err) {
  struct ft_batch batch;
  int64_t flows = 0;
  while (ft_reader_next(reader, &batch)) {
    flows += (int64_t)batch.count;
    ft_mask_run(mask, batch.records, batch.count);
    if (ft_writer_put(writer, batch.records, batch.count, err) != 0) return -1;
  }
  return flows;
}

int main(int argc, char **argv) {
  struct ft_error err = FT_ERROR_INIT;
  prog_init(argv);
  struct options opt = parse_options(argc, argv);
  prog_profile_start();
  struct ft_masks *masks = load_masks(&opt);
  const struct ft_mask_def *definition = ft_masks_find(masks, opt.definition);
  if (!definition) prog_die("ftmask_def_find(): failed");
  struct ft_reader *reader = prog_open_input();
  const struct ft_layout *layout = ft_reader_layout(reader);
  struct ft_mask *mask = ft_mask_compile(definition, layout, &err);
  if (!mask) prog_fail(&err, NULL);
  struct ft_writer *writer = output_passed_flows(&opt.output, ft_reader_header(reader), layout,
                                                 OUTPUT_FIELDS_ALWAYS, &err);
  if (!writer) prog_fail(&err, NULL);
  int64_t flows = copy_flows(reader, mask, writer, &err);
  if (flows < 0 || ft_writer_finish(writer, NULL, &err) != 0) prog_fail(&err, NULL);
  if (opt.output.debug > 0) prog_profile_print((uint64_t)flows);
  ft_writer_free(writer);
  ft_mask_free(mask);
  ft_reader_close(reader);
  ft_masks_free(masks);
  return 0;
}
