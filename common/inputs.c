#include "inputs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/folder.h"
#include "base/grow.h"
#include "descriptors.h"

/* What the walk through the arguments carries along. */
struct walk {
  struct inputs *inputs;
  const struct inputs_choice *choice;
  const struct ft_log *log;
  struct ft_error *err;
  size_t argument;
  unsigned level; /* of directories that we are in */
};

bool inputs_option(struct inputs_choice *choice, int letter) {
  switch (letter) {
  case 'a':
    choice->all = true;
    return true;
  case 'g':
    choice->global = true;
    return true;
  case 'm':
    return true; /* about mmap, which is not used */
  default:
    return false;
  }
}

void inputs_init(struct inputs *inputs) {
  memset(inputs, 0, sizeof(*inputs));
}

static void input_clear(struct input *input) {
  free(input->path);
  ft_header_clear(&input->header);
}

void inputs_free(struct inputs *inputs) {
  for (size_t i = 0; i < inputs->count; i++)
    input_clear(&inputs->items[i]);
  free(inputs->items);
  inputs_init(inputs);
}

static int no_memory(struct walk *walk) {
  ft_error_add_memory(walk->err);
  return -1;
}

/* Takes over path and header. */
static int append(struct walk *walk, char *path, const struct ft_header *header) {
  struct inputs *inputs = walk->inputs;
  if (!ft_grow(&inputs->items, &inputs->room, inputs->count + 1, sizeof *inputs->items)) {
    struct input lost = {.path = path, .header = *header};
    input_clear(&lost);
    return no_memory(walk);
  }
  inputs->items[inputs->count++] =
      (struct input){.path = path, .argument = walk->argument, .header = *header};
  return 0;
}

static int append_stdin(struct walk *walk) {
  struct ft_header none;
  ft_header_init(&none);
  return append(walk, NULL, &none);
}

/* Something could not be opened: no reason to give up the others, unless they cannot be either. */
static int leave_out(const struct walk *walk, const char *path) {
  if (descriptors_exhausted(errno)) {
    ft_error_add_system(walk->err, errno, "open(%s)", path);
    return -1;
  }
  ft_log_system(walk->log, errno, "open(%s)", path);
  return 0;
}

/* Appends a regular file if it can be opened and has a header. */
static int append_file(struct walk *walk, const char *path) {
  struct ft_header header;

  int fd = descriptors_open(path, O_RDONLY, 0);
  if (fd < 0) return leave_out(walk, path);
  ft_header_init(&header);
  int status = ft_header_try(fd, path, &header, walk->log);
  close(fd);
  char *copy = status == 0 ? strdup(path) : NULL;
  if (copy) return append(walk, copy, &header);
  ft_header_clear(&header);
  return status == -1 ? 0 : no_memory(walk);
}

static bool is_temporary(const char *name) {
  return strncmp(name, "tmp", 3) == 0;
}

static int walk_directory(struct walk *walk, const char *path);

/* One name of a directory. */
static int walk_entry(void *arg, const char *path, const char *name, const struct stat *st) {
  struct walk *walk = arg;
  if (S_ISDIR(st->st_mode)) return walk_directory(walk, path);
  if (!S_ISREG(st->st_mode))
    ft_log_line(walk->log, "not plain, skipping: %s", path);
  else if (walk->choice->all || !is_temporary(name))
    return append_file(walk, path);
  return 0;
}

static int walk_directory(struct walk *walk, const char *path) {
  if (ft_folder_check_level(walk->level + 1, walk->err) < 0) return -1;
  int fd = descriptors_open(path, O_RDONLY | O_DIRECTORY, 0);
  if (fd < 0) return leave_out(walk, path);
  DIR *directory = fdopendir(fd);
  if (!directory) {
    close(fd);
    return no_memory(walk);
  }
  walk->level++;
  int status = ft_folder_each(directory, path, walk_entry, walk, walk->log, walk->err);
  if (status > 0) ft_log_system(walk->log, errno, "readdir(%s)", path);
  walk->level--;
  closedir(directory);
  return status < 0 ? -1 : 0;
}

static int walk_argument(struct walk *walk, const char *argument) {
  struct stat st;

  if (strcmp(argument, "-") == 0) return append_stdin(walk);
  if (stat(argument, &st) < 0) {
    ft_log_system(walk->log, errno, "open(%s)", argument);
    return 0;
  }
  if (S_ISDIR(st.st_mode)) return walk_directory(walk, argument);
  if (!S_ISREG(st.st_mode)) {
    ft_log_line(walk->log, "odd file, skipping: %s", argument);
    return 0;
  }
  if (!walk->choice->all && is_temporary(argument)) return 0;
  return append_file(walk, argument);
}

static uint32_t capture_start(const struct input *input) {
  return ft_header_has(&input->header, FT_TLV_START) ? input->header.start : 0;
}

#define COMPARE(a, b) (((a) > (b)) - ((a) < (b)))

static int compare_inputs(const struct input *a, const struct input *b, bool start_first) {
  int by_argument = COMPARE(a->argument, b->argument);
  int by_start = COMPARE(capture_start(a), capture_start(b));
  int first = start_first ? by_start : by_argument, second = start_first ? by_argument : by_start;
  if (first) return first;
  if (second) return second;
  return a->path && b->path ? strcmp(a->path, b->path) : 0;
}

/*
 * A file argument is a list of its own, so that the argument decides first;
 * with -g it only decides between files of the same capture start.
 */
static int compare_by_argument(const void *a, const void *b) {
  return compare_inputs(a, b, false);
}
static int compare_by_start(const void *a, const void *b) {
  return compare_inputs(a, b, true);
}

int inputs_collect(struct inputs *inputs, char *const *arguments, size_t count,
                   const struct inputs_choice *choice, const struct ft_log *log,
                   struct ft_error *err) {
  struct walk walk = {.inputs = inputs, .choice = choice, .log = log, .err = err};

  if (count == 0) return append_stdin(&walk);
  for (; walk.argument < count; walk.argument++)
    if (walk_argument(&walk, arguments[walk.argument]) < 0) return -1;
  if (inputs->count) /* qsort_r is not everywhere, nor the same */
    qsort(inputs->items, inputs->count, sizeof(*inputs->items),
          choice->global ? compare_by_start : compare_by_argument);
  return 0;
}

int inputs_refuse_output(const struct inputs *inputs, int output, struct ft_error *err) {
  struct stat out, in;
  if (fstat(output, &out) != 0 || !S_ISREG(out.st_mode) || out.st_size == 0) return 0;
  for (size_t i = 0; i < inputs->count; i++) {
    const char *path = inputs->items[i].path;
    int result = path ? stat(path, &in) : fstat(STDIN_FILENO, &in);
    if (result != 0 || in.st_dev != out.st_dev || in.st_ino != out.st_ino) continue;
    ft_error_add(err, "%s: input file is output file", path ? path : "-");
    return -1;
  }
  return 0;
}

static bool in_window(const struct input *input, uint32_t start, uint32_t end) {
  const struct ft_header *h = &input->header;
  bool has_start = ft_header_has(h, FT_TLV_START), has_end = ft_header_has(h, FT_TLV_END);
  if (!input->path) return true;
  if (start && end) return !has_start || (start <= h->start && h->start <= end);
  if (start) return !has_start || h->start <= start;
  if (end) return !has_end || h->end >= end;
  return true;
}

void inputs_window(struct inputs *inputs, uint32_t start, uint32_t end) {
  size_t kept = 0;
  for (size_t i = 0; i < inputs->count; i++) {
    if (in_window(&inputs->items[i], start, end))
      inputs->items[kept++] = inputs->items[i];
    else
      input_clear(&inputs->items[i]);
  }
  inputs->count = kept;
}
