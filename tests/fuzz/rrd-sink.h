/*
 * In the place of rrdtool: looks at what it is given, stores nothing, and refuses what rrdtool
 * refuses. For programs that keep their files in FUZZ_RRD_FOLDER.
 */
#ifndef FUZZ_RRD_SINK_H
#define FUZZ_RRD_SINK_H

#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "rrd.h"

/* Nothing can be in it, so each update is preceded by a create. */
#define FUZZ_RRD_FOLDER "/dev/null"

struct fuzz_rrd_file {
  char *path;
  long long last; /* update; -1: none */
  size_t sources;
};

/* All zero but the check. */
struct fuzz_rrd {
  void (*check)(const char *name, size_t sources); /* of the program's own, at each create */
  struct fuzz_rrd_file *files;
  size_t count;
  const struct fuzz_rrd_file *made; /* by the call before */
  long long start;                  /* of that */
  size_t updates;
  bool refused;
};

static inline bool fuzz_rrd_starts(const char *text, const char *start) {
  return strncmp(text, start, strlen(start)) == 0;
}

/* A number whose sign, if it has one, is `-`. */
static inline long long fuzz_rrd_number(const char *text, char **end) {
  FUZZ_HOLDS(*text == '-' || (*text >= '0' && *text <= '9'));
  return strtoll(text, end, 10);
}

static inline struct fuzz_rrd_file *fuzz_rrd_find(const struct fuzz_rrd *sink, const char *path) {
  for (size_t i = 0; i < sink->count; i++) {
    if (strcmp(sink->files[i].path, path) == 0) return &sink->files[i];
  }
  return NULL;
}

/* The name of a file, which is in the folder. */
static inline const char *fuzz_rrd_name(const char *path) {
  FUZZ_HOLDS(fuzz_rrd_starts(path, FUZZ_RRD_FOLDER "/"));
  const char *name = path + strlen(FUZZ_RRD_FOLDER "/");
  FUZZ_HOLDS(!strchr(name, '/') && strlen(name) >= strlen(".rrd"));
  FUZZ_HOLDS(strcmp(name + strlen(name) - strlen(".rrd"), ".rrd") == 0);
  return name;
}

/* `DS:NAME:TYPE...`: whether rrdtool takes the name. What follows is never part of it. */
static inline bool fuzz_rrd_source(const char *word) {
  const char *name = word + strlen("DS:"), *rest = strchr(name, ':');
  size_t length = strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");
  FUZZ_HOLDS(rest && (!strcmp(rest, ":COUNTER:600:U:U") || !strcmp(rest, ":ABSOLUTE:600:U:U")));
  return length > 0 && length < 20 && name + length == rest;
}

static inline bool fuzz_rrd_create(struct fuzz_rrd *sink, char *const *words) {
  const char *path = words[0], *name = fuzz_rrd_name(path);
  size_t sources = 0, archives = 0;
  bool good = strlen(name) < 256;
  char *end;
  FUZZ_HOLDS(words[1] && strcmp(words[1], "--start") == 0 && words[2]);
  sink->start = fuzz_rrd_number(words[2], &end);
  FUZZ_HOLDS(*end == '\0');
  for (words += 3; *words && fuzz_rrd_starts(*words, "DS:"); words++, sources++)
    good = fuzz_rrd_source(*words) && good;
  for (; *words; words++, archives++)
    FUZZ_HOLDS(fuzz_rrd_starts(*words, "RRA:"));
  if (sink->check) sink->check(name, sources);
  if (!good || sources == 0 || archives == 0) return false;
  struct fuzz_rrd_file *file = fuzz_rrd_find(sink, path);
  if (!file) {
    sink->files = realloc(sink->files, (sink->count + 1) * sizeof *sink->files);
    FUZZ_HOLDS(sink->files != NULL);
    file = &sink->files[sink->count++];
    *file = (struct fuzz_rrd_file){.path = strdup(path), .last = -1};
    FUZZ_HOLDS(file->path != NULL);
  }
  file->sources = sources;
  sink->made = file;
  return true;
}

/* TIME:VALUE:VALUE..., which nothing in a value makes anything else of. */
static inline bool fuzz_rrd_update(struct fuzz_rrd *sink, char *const *words) {
  struct fuzz_rrd_file *file = fuzz_rrd_find(sink, words[0]);
  size_t values = 0;
  char *end;
  FUZZ_HOLDS(file && file == sink->made && words[1] && !words[2]);
  sink->made = NULL;
  FUZZ_HOLDS(*words[1] != '-' && !strchr(words[1], '@'));
  long long time = fuzz_rrd_number(words[1], &end);
  FUZZ_HOLDS(*end == ':' && time - 300 == sink->start);
  for (const char *colon = end; colon; colon = strchr(colon + 1, ':'))
    values++;
  FUZZ_HOLDS(values == file->sources);
  if (time <= file->last) return false;
  file->last = time;
  sink->updates++;
  return true;
}

static inline int fuzz_rrd_run(void *arg, char *const *words, struct ft_error *err) {
  struct fuzz_rrd *sink = arg;
  FUZZ_HOLDS(!sink->refused); /* the first refusal ends the run */
  FUZZ_HOLDS(words[0] && words[1] && words[2] && strcmp(words[0], "rrdtool") == 0);
  for (size_t i = 0; words[i]; i++)
    FUZZ_HOLDS(!strchr(words[i], '\n'));
  if (strcmp(words[1], "create") == 0) {
    FUZZ_HOLDS(!sink->made); /* what was made gets its update */
    sink->refused = !fuzz_rrd_create(sink, words + 2);
  } else {
    FUZZ_HOLDS(strcmp(words[1], "update") == 0);
    sink->refused = !fuzz_rrd_update(sink, words + 2);
  }
  if (!sink->refused) return 0;
  ft_error_add(err, "rrdtool refuses it");
  return -1;
}

/* The program's result belongs to what happened. Forgets all. */
static inline void fuzz_rrd_end(struct fuzz_rrd *sink, int result, const struct ft_error *err) {
  FUZZ_HOLDS(result == 0 ? err->length == 0 && !sink->refused && !sink->made : err->length > 0);
  for (size_t i = 0; i < sink->count; i++)
    free(sink->files[i].path);
  free(sink->files);
}

#endif
