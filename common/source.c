#include "source.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "descriptors.h"
#include "prog.h"
#include "stop.h"

/* What a signal cut off is no news. */
static void warn_unless_stopped(void *arg, const char *text) {
  (void)arg;
  if (!stop_requested()) prog_message("%s", text);
}

/* The descriptor, or -1; then *left_out tells whether that concerns this file alone. */
static int open_input(const struct input *input, bool *left_out, struct ft_error *err) {
  if (!input->path) return STDIN_FILENO;
  int fd = descriptors_open(input->path, O_RDONLY, 0);
  if (fd >= 0) return fd;
  *left_out = !descriptors_exhausted(errno);
  if (*left_out)
    prog_message_system("open(%s)", input->path);
  else
    ft_error_add_system(err, errno, "open(%s)", input->path);
  return -1;
}

int source_open(struct source *source, const struct input *input, size_t room,
                struct ft_error *err) {
  const struct ft_log log = {warn_unless_stopped, NULL};
  bool left_out;
  int fd = open_input(input, &left_out, err);
  if (fd < 0) return left_out ? 0 : -1;

  *source = (struct source){.input = input, .fd = fd};
  stop_ends_input(fd);
  source->reader = ft_reader_open_sized(fd, room, &log, err);
  stop_ends_input(-1);
  if (source->reader) return 1;
  source_close(source);
  if (stop_requested()) {
    ft_error_clear(err);
    return 0;
  }
  ft_error_add(err, "ftio_init(): failed");
  return -1;
}

void source_set_threads(struct source *source, unsigned threads) {
  ft_reader_set_threads(source->reader, threads);
}

void source_open_ahead(struct source *source, const struct input *input, struct ahead_file *ahead) {
  *source = (struct source){.input = input, .fd = -1, .ahead = ahead};
}

int source_join(const struct source *source, struct joined *joined, struct ft_error *err) {
  const struct ft_header *header =
      source->ahead ? ahead_header(source->ahead) : ft_reader_header(source->reader);
  const struct ft_layout *layout =
      source->ahead ? ahead_layout(source->ahead) : ft_reader_layout(source->reader);
  bool is_file = source->input->path != NULL;
  uint32_t start = is_file && ft_header_has(header, FT_TLV_START) ? header->start : 0;
  uint32_t end = is_file && ft_header_has(header, FT_TLV_END) ? header->end : 0;
  return joined_add_input(joined, layout, start, end, err);
}

enum ft_damage source_damage(const struct source *source) {
  return source->ahead ? ahead_damage(source->ahead) : ft_reader_damage(source->reader);
}

static void tell_damage(const struct source *source) {
  static const char *const words[] = {
      [FT_CUT_OFF] = "cut off", [FT_DAMAGED] = "damaged", [FT_UNREADABLE] = "damaged"};
  prog_message("%s: %s, %llu flows were read", source->input->path ? source->input->path : "-",
               words[source_damage(source)],
               (unsigned long long)source->count);
}

static bool read_next(struct source *source, struct ft_batch *batch) {
  const struct ft_log log = {warn_unless_stopped, NULL};
  if (source->ahead) return ahead_next(source->ahead, &log, batch);
  stop_ends_input(source->fd);
  bool more = ft_reader_next(source->reader, batch);
  stop_ends_input(-1);
  return more;
}

bool source_next(struct source *source, struct ft_batch *batch) {
  if (stop_requested()) return false;
  bool more = read_next(source, batch);
  if (more)
    source->count += batch->count;
  else if (source_damage(source) != FT_WHOLE && !stop_requested())
    tell_damage(source);
  return more;
}

void source_close(struct source *source) {
  if (source->ahead) {
    ahead_close(source->ahead);
    return;
  }
  ft_reader_close(source->reader);
  source->reader = NULL;
  if (source->input->path) close(source->fd);
}
