/* flow-mask: flows with mask lengths by a table of prefixes (spec tag-mask-xlate.md 4, 6). */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "ft/mask.h"
#include "passing.h"
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

static size_t mask_flows(void *mask, uint8_t **records, size_t count) {
  ft_mask_run(mask, *records, count);
  return count;
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
  pass_changed(reader, layout, &opt.output, OUTPUT_FIELDS_ALWAYS, mask_flows, mask);
  ft_mask_free(mask);
  ft_reader_close(reader);
  ft_masks_free(masks);
  return 0;
}
