#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static int open_file(struct output *output, const char *path, struct ft_error *err) {
  struct stat status;
  output->fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (output->fd < 0 || fstat(output->fd, &status) != 0) {
    ft_error_add_system(err, errno, "open(%s)", path);
    return -1;
  }
  output->rewritten = S_ISREG(status.st_mode);
  return 0;
}

int output_open(struct output *output, const struct options *options, uint32_t start,
                struct ft_error *err) {
  static const enum ft_tlv final_fields[] = {FT_TLV_END, FT_TLV_FLOWS, FT_TLV_LOST, FT_TLV_CORRUPT,
                                             FT_TLV_RESETS};
  *output = (struct output){.fd = STDOUT_FILENO, .options = &options->output};
  ft_header_init(&output->header);
  if (options->file != NULL && open_file(output, options->file, err) != 0) return -1;
  output->header.start = start;
  output->header.flags = FT_FLAG_STREAMING;
  ft_header_mark(&output->header, FT_TLV_START);
  ft_header_mark(&output->header, FT_TLV_FLAGS);
  /* Room for what the header says at the end. */
  for (size_t i = 0; output->rewritten && i < sizeof final_fields / sizeof *final_fields; i++)
    ft_header_mark(&output->header, final_fields[i]);
  if (ft_header_set_host(&output->header, err) != 0) return -1;
  return ft_header_set_text(&output->header, FT_TLV_COMMENT, options->output.comment, err);
}

int output_begin(struct output *output, const struct ft_layout *layout, struct ft_error *err) {
  output->writer = ft_writer_open(output->fd, layout, &output->header, output->options->order,
                                  output->options->level, err);
  return output->writer != NULL ? 0 : -1;
}

int output_put(struct output *output, const void *records, size_t count, struct ft_error *err) {
  output->unflushed = true;
  return ft_writer_put(output->writer, records, count, err);
}

int output_flush(struct output *output, struct ft_error *err) {
  if (!output->unflushed) return 0;
  output->unflushed = false;
  return ft_writer_flush(output->writer, err);
}

int output_finish(struct output *output, uint32_t end, const struct ft_intake_counts *counts,
                  struct ft_error *err) {
  if (output->writer == NULL) return 0;
  if (!output->rewritten) return ft_writer_finish(output->writer, NULL, err);
  struct ft_header final = output->header; /* the texts stay the first one's */
  final.flags = FT_FLAG_DONE;
  final.end = end;
  final.flows = (uint32_t)ft_writer_count(output->writer);
  final.lost = counts->lost;
  final.corrupt = counts->corrupt;
  final.resets = counts->resets;
  return ft_writer_finish(output->writer, &final, err);
}

void output_clear(struct output *output) {
  ft_writer_free(output->writer);
  ft_header_clear(&output->header);
  if (output->fd >= 0 && output->fd != STDOUT_FILENO) close(output->fd);
}
