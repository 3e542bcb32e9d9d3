#include "joined.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int joined_open(struct joined *joined, const char *path, const struct output_options *options,
                struct ft_error *err) {
  struct stat st;

  memset(joined, 0, sizeof(*joined));
  ft_header_init(&joined->header);
  joined->options = options;
  joined->start = UINT32_MAX;
  joined->header.flags = FT_FLAG_STREAMING;
  joined->fd = STDOUT_FILENO;
  if (ft_header_set_text(&joined->header, FT_TLV_COMMENT, options->comment, err) < 0) return -1;
  if (!path) return 0;
  joined->fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (joined->fd < 0 || fstat(joined->fd, &st) < 0) {
    ft_error_add_system(err, errno, "open(%s)", path);
    return -1;
  }
  joined->regular = S_ISREG(st.st_mode);
  if (!joined->regular) return 0;
  /* The final header may not be longer than the first: these fields keep the place. */
  joined->header.start = UINT32_MAX;
  ft_header_mark(&joined->header, FT_TLV_START);
  ft_header_mark(&joined->header, FT_TLV_END);
  ft_header_mark(&joined->header, FT_TLV_FLOWS);
  return 0;
}

int joined_add_input(struct joined *joined, const struct ft_layout *layout, uint32_t start,
                     uint32_t end, struct ft_error *err) {
  if (joined->layout && joined->layout != layout) {
    ft_error_add(err, "data version or sub version changed!");
    return -1;
  }
  if (start < joined->start) joined->start = start;
  if (end > joined->end) joined->end = end;
  joined->layout = layout;
  return 0;
}

int joined_begin(struct joined *joined, struct ft_error *err) {
  if (joined->writer) return 0;
  joined->writer = ft_writer_open(joined->fd, joined->layout, &joined->header,
                                  joined->options->order, joined->options->level, err);
  if (joined->writer && joined->threads > 0) ft_writer_set_threads(joined->writer, joined->threads);
  return joined->writer ? 0 : -1;
}

/* A file that is not whole is better empty than half. */
static int give_up(struct joined *joined, struct ft_error *err) {
  if (ftruncate(joined->fd, 0) != 0) ft_error_add_system(err, errno, "ftruncate()");
  return -1;
}

int joined_finish(struct joined *joined, struct ft_error *err) {
  if (!joined->writer) {
    if (!joined->regular) return 0;
    ft_error_add(err, "Set d_version and byte_order first");
    ft_error_add(err, "ftio_write_header(): failed");
    return -1;
  }
  if (!joined->regular) return ft_writer_finish(joined->writer, NULL, err);
  struct ft_header *final = &joined->header;
  final->start = joined->start;
  final->end = joined->end;
  final->flows = (uint32_t)ft_writer_count(joined->writer);
  final->flags = (final->flags & ~(uint32_t)FT_FLAG_STREAMING) | FT_FLAG_DONE;
  if (ft_writer_finish(joined->writer, final, err) < 0) return give_up(joined, err);
  /* Some file systems tell only here that the disk is full. */
  int status = close(joined->fd);
  joined->fd = -1;
  if (status == 0) return 0;
  ft_error_add_system(err, errno, "close()");
  ft_error_add(err, "ftio_close(): failed");
  return -1;
}

void joined_clear(struct joined *joined) {
  ft_writer_free(joined->writer);
  ft_header_clear(&joined->header);
}
