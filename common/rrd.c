#include "rrd.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "arena.h"
#include "base/grow.h"
#include "prog.h"

/* A new file begins one step before the first value. */
#define STEP 300
/* Seconds of so many digits fit a long long. */
#define TIME_DIGITS 18

extern char **environ;

void rrd_init(void) {
  signal(SIGPIPE, SIG_IGN);
  /* If it were ignored, which is inherited, how rrdtool ended could not be known. */
  signal(SIGCHLD, SIG_DFL);
}

void rrd_say(const char *format, ...) {
  va_list args;
  va_start(args, format);
  vprintf(format, args);
  va_end(args);
  if (fflush(stdout) == 0 || errno == EPIPE) return;
  prog_message_system("write error");
  exit(1);
}

bool rrd_is_time(const char *text) {
  size_t digits = strspn(text, "0123456789");
  return digits > 0 && digits <= TIME_DIGITS && text[digits] == '\0';
}

/* -- one call -- */

/* Starts rrdtool with the signals of a program of its own and nothing to read from or write to. */
static int start(char *const *words, pid_t *pid) {
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGPIPE);
  int errnum = posix_spawn_file_actions_init(&files);
  if (errnum != 0) return errnum;
  errnum = posix_spawnattr_init(&attributes);
  if (errnum == 0) {
    errnum = posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    if (errnum == 0)
      errnum = posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    if (errnum == 0) errnum = posix_spawnattr_setsigdefault(&attributes, &signals);
    if (errnum == 0) errnum = posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
    if (errnum == 0) errnum = posix_spawnp(pid, words[0], &files, &attributes, words, environ);
    posix_spawnattr_destroy(&attributes);
  }
  posix_spawn_file_actions_destroy(&files);
  return errnum;
}

/* Runs the program that PATH finds. */
static int run(void *arg, char *const *words, struct ft_error *err) {
  (void)arg;
  pid_t pid;
  int status = 0, errnum = start(words, &pid);
  while (errnum == 0 && waitpid(pid, &status, 0) < 0) {
    if (errno != EINTR) errnum = errno;
  }
  if (errnum != 0) {
    ft_error_add_system(err, errnum, "%s", words[0]);
    return -1;
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return 0;
  bool exited = WIFEXITED(status);
  ft_error_add(err, "%s %s %s: %s %d", words[0], words[1], words[2],
               exited ? "exit status" : "ended by signal",
               exited ? WEXITSTATUS(status) : WTERMSIG(status));
  return -1;
}

static const struct rrd_tool program = {run, NULL};

/* -- its words -- */

struct words {
  struct arena arena;
  char **list; /* a NULL ends it */
  size_t count, room;
  bool failed; /* no memory */
};

/* word is in the arena; NULL: there was no memory for it. */
static void add(struct words *words, char *word) {
  if (!word || !ft_grow(&words->list, &words->room, words->count + 2, sizeof word)) {
    words->failed = true;
    return;
  }
  words->list[words->count++] = word;
  words->list[words->count] = NULL;
}

static void begin(struct words *words, const char *action, const char *file) {
  add(words, arena_printf(&words->arena, "rrdtool"));
  add(words, arena_printf(&words->arena, "%s", action));
  add(words, arena_printf(&words->arena, "%s", file));
}

/* Runs the words and gives them back. */
static int finish(const struct rrd *rrd, struct words *words, struct ft_error *err) {
  const struct rrd_tool *tool = rrd->tool ? rrd->tool : &program;
  int result = -1;
  if (words->failed)
    ft_error_add_memory(err);
  else
    result = tool->run(tool->arg, words->list, err);
  free(words->list);
  arena_free(&words->arena);
  return result;
}

static int create(const struct rrd *rrd, const char *file, const char *time, struct ft_error *err) {
  struct words words = {.failed = false};
  struct arena *arena = &words.arena;
  begin(&words, "create", file);
  size_t shown = words.count;
  add(&words, arena_printf(arena, "--start"));
  add(&words, arena_printf(arena, "%lld", strtoll(time, NULL, 10) - STEP));
  for (size_t i = 0; i < rrd->source_count; i++)
    add(&words, arena_printf(arena, "DS:%s:%s:%d:U:U", rrd->sources[i], rrd->type, 2 * STEP));
  for (size_t i = 0; i < rrd->archive_count; i++) {
    const struct rrd_archive *archive = &rrd->archives[i];
    if (archive->rows && archive->rows[0] != '\0')
      add(&words, arena_printf(arena, "RRA:%s:0.5:%s:%s", archive->function, archive->steps,
                               archive->rows));
  }
  for (size_t i = shown; rrd->debug && !words.failed && i < words.count; i++)
    fprintf(stderr, "%s%c", words.list[i], i + 1 < words.count ? ' ' : '\n');
  return finish(rrd, &words, err);
}

static int update(const struct rrd *rrd, const char *file, const char *time,
                  const char *const *values, struct ft_error *err) {
  struct words words = {.failed = false};
  begin(&words, "update", file);
  const char *joined = arena_join(&words.arena, values, rrd->source_count, ":");
  add(&words, joined ? arena_printf(&words.arena, "%s:%s", time, joined) : NULL);
  if (rrd->debug && !words.failed)
    fprintf(stderr, "%s %s\n", words.list[1], words.list[words.count - 1]);
  return finish(rrd, &words, err);
}

/* What a report or a log has in a key cannot lead out of the folder. NULL: no memory. */
static const char *file_name(const struct rrd *rrd, const char *key, struct arena *arena) {
  char *name = arena_printf(arena, "%s/%s%s.rrd", rrd->folder, key, rrd->postfix);
  if (!name) return NULL;
  char *start = name + strlen(rrd->folder) + 1, *end = start + strlen(key);
  for (char *c = start; c < end; c++) {
    if (*c == '/') *c = '-';
  }
  return name;
}

static int store(const struct rrd *rrd, const char *file, const char *time,
                 const char *const *values, struct ft_error *err) {
  if (access(file, F_OK) != 0) {
    rrd_say("%s%s\n", rrd->creating, file);
    if (create(rrd, file, time, err) != 0) return -1;
  }
  if (rrd->verbose) rrd_say("Updating RRD %s\n", file);
  return update(rrd, file, time, values, err);
}

/* Of what is joined by colons each part has to stay one; an `@` ends a time in front of them. */
static int check_values(const char *const *values, size_t count, struct ft_error *err) {
  for (size_t i = 0; i < count; i++) {
    if (values[i][strcspn(values[i], ":@")] == '\0') continue;
    ft_error_add(err, "%s: a value has neither : nor @", values[i]);
    return -1;
  }
  return 0;
}

/* A name with a colon would choose how its source is stored; one with a blank is none. */
static int check_sources(const struct rrd *rrd, struct ft_error *err) {
  for (size_t i = 0; i < rrd->source_count; i++)
    for (const char *c = rrd->sources[i]; *c != '\0'; c++) {
      if ((unsigned char)*c > ' ' && *c != 0x7f && *c != ':') continue;
      ft_error_add(err, "A name for rrdtool has no colons, blanks or control characters");
      return -1;
    }
  return 0;
}

int rrd_store(const struct rrd *rrd, const char *key, const char *time, const char *const *values,
              struct ft_error *err) {
  if (!rrd_is_time(time)) {
    ft_error_add(err, "%s: seconds since 1970 are needed", time);
    return -1;
  }
  if (check_sources(rrd, err) != 0 || check_values(values, rrd->source_count, err) != 0) return -1;
  struct arena arena = {.blocks = NULL};
  const char *file = file_name(rrd, key, &arena);
  int result = -1;
  if (file)
    result = store(rrd, file, time, values, err);
  else
    ft_error_add_memory(err);
  arena_free(&arena);
  return result;
}
