/* flow-tag: flows with the tags that a definition gives them (spec tag-mask-xlate.md 3, 6). */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "ft/tag.h"
#include "passing.h"
#include "prog.h"

struct options {
  struct output_options output;
  const char *file, *definition;
  struct ft_vars *vars;
};

struct work {
  struct ft_translation *translation; /* to the version that has tags */
  struct ft_tag *tag;
};

static noreturn void usage(void) {
  fprintf(stderr, "Usage: flow-tag [-hk] [-b big|little] [-C comment] [-d debug_level]\n"
                  "       [-t tag_fname ] [-T tag_active ] [-z z_level]\n");
  exit(1);
}

static struct options parse_options(int argc, char **argv) {
  struct options opt = {.definition = "", .vars = ft_vars_new()};
  int option;
  if (!opt.vars) prog_out_of_memory();
  while ((option = getopt(argc, argv, "b:C:d:hkt:T:v:z:")) != -1) {
    switch (option) {
    case 't':
      opt.file = optarg;
      break;
    case 'T':
      opt.definition = optarg;
      break;
    case 'v':
      prog_variable(opt.vars, optarg);
      break;
    default:
      if (!output_option(&opt.output, option)) usage();
    }
  }
  prog_no_operands(argc, argv);
  return opt;
}

static struct ft_tags *load_tags(const struct options *opt) {
  struct ft_error err = FT_ERROR_INIT;
  char *file = prog_conf_file(opt->file, "cfg/tag.cfg");
  struct ft_tags *tags = ft_tags_load(file, opt->vars, prog_log(), &err);
  free(file);
  if (!tags) prog_fail(&err, NULL);
  return tags;
}

/* Tags are for flows that have all that version 5 has. */
static struct ft_translation *open_translation(const struct ft_layout *from) {
  struct ft_error err = FT_ERROR_INIT;
  if (ft_layout_find(5, 0)->mask & ~from->mask)
    prog_die("Flow record missing required field for tagging.");
  struct ft_translation *translation = ft_translation_new(from, ft_tag_layout(), &err);
  if (!translation) prog_fail(&err, NULL);
  return translation;
}

static size_t tag_flows(void *arg, uint8_t **records, size_t count) {
  static uint8_t tagged[PASS_MAX * FT_RECORD_MAX];
  const struct work *work = arg;
  ft_translate(work->translation, *records, tagged, count);
  ft_tag_run(work->tag, tagged, count);
  *records = tagged;
  return count;
}

int main(int argc, char **argv) {
  struct ft_error err = FT_ERROR_INIT;
  prog_init(argv);
  struct options opt = parse_options(argc, argv);
  prog_profile_start();
  struct ft_tags *tags = load_tags(&opt);
  const struct ft_tag_def *definition = ft_tags_find(tags, opt.definition);
  if (!definition) prog_die("fttag_def_find(): failed");
  struct ft_reader *reader = prog_open_input();
  struct work work = {.translation = open_translation(ft_reader_layout(reader)),
                      .tag = ft_tag_compile(definition, ft_tag_layout(), &err)};
  if (!work.tag) prog_fail(&err, NULL);
  pass_changed(reader, ft_tag_layout(), &opt.output, OUTPUT_FIELDS_ALWAYS, tag_flows, &work);
  ft_tag_free(work.tag);
  ft_translation_free(work.translation);
  ft_reader_close(reader);
  ft_tags_free(tags);
  ft_vars_free(opt.vars);
  return 0;
}
