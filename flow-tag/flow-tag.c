/* flow-tag: flows with the tags that a definition gives them (spec tag-mask-xlate.md 3, 6). */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "ft/tag.h"
#include "output_options.h"
#include "prog.h"

/* Flows converted and tagged in one go. */
#define PIECE 1024

struct options {
  struct output_options output;
  const char *file, *definition;
  struct ft_vars *vars;
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

/* Returns the number of flows, or -1. */
static int64_t copy_flows(struct ft_reader *reader, const struct ft_translation *translation,
                          const struct ft_tag *tag, struct ft_writer *writer,
                          struct ft_error *err) {
  static uint8_t tagged[PIECE * FT_RECORD_MAX];
  size_t size = ft_reader_layout(reader)->size;
  struct ft_batch batch;
  int64_t flows = 0;
  while (ft_reader_next(reader, &batch)) {
    flows += (int64_t)batch.count;
    for (size_t done = 0, count; done < batch.count; done += count) {
      count = batch.count - done < PIECE ? batch.count - done : PIECE;
      ft_translate(translation, batch.records + done * size, tagged, count);
      ft_tag_run(tag, tagged, count);
      if (ft_writer_put(writer, tagged, count, err) != 0) return -1;
    }
  }
  return flows;
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
  struct ft_translation *translation = open_translation(ft_reader_layout(reader));
  struct ft_tag *tag = ft_tag_compile(definition, ft_tag_layout(), &err);
  if (!tag) prog_fail(&err, NULL);
  struct ft_writer *writer = output_passed_flows(&opt.output, ft_reader_header(reader),
                                                 ft_tag_layout(), OUTPUT_FIELDS_ALWAYS, &err);
  if (!writer) prog_fail(&err, NULL);
  int64_t flows = copy_flows(reader, translation, tag, writer, &err);
  if (flows < 0 || ft_writer_finish(writer, NULL, &err) != 0) prog_fail(&err, NULL);
  if (opt.output.debug > 0) prog_profile_print((uint64_t)flows);
  ft_writer_free(writer);
  ft_tag_free(tag);
  ft_translation_free(translation);
  ft_reader_close(reader);
  ft_tags_free(tags);
  ft_vars_free(opt.vars);
  return 0;
}
