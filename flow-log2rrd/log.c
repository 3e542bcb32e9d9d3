#include "log.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "base/grow.h"
#include "lines.h"

#define WHITE " \t\n\v\f\r"

/* -- what is stored -- */

/* Names in a line, of which each collector needs the first so many. */
enum { NOW, SRC_IP, DST_IP, D_VER, FLOWS, PKTS, LOST, SEND_NOBUFS, NAMES };
static const char *const needed[NAMES] = {"now",   "src_ip", "dst_ip", "d_ver",
                                          "flows", "pkts",   "lost",   "send_nobufs"};
/* Data sources, whose values are those of FLOWS and the names after it. */
static const char *const sources[] = {"flows", "pkts", "lost", "nobufs"};

static const struct collector {
  const char *name; /* behind `flow-` in the log, and in front of the file's name */
  size_t names;
} collectors[] = {{"capture", SEND_NOBUFS}, {"fanout", NAMES}};

static const struct rrd_archive archives[] = {{"AVERAGE", "1", "2016"}, {"AVERAGE", "288", "365"}};

/* -- a line -- */

struct log {
  struct lines lines;
  char **words; /* of the line */
  size_t word_count, word_room;
};

struct entry {
  const struct collector *collector;
  const char *host;
  const char *values[NAMES]; /* NULL: not in the line */
};

static int split_words(struct log *log, char *line, struct ft_error *err) {
  char *rest;
  log->word_count = 0;
  for (char *word = strtok_r(line, WHITE, &rest); word; word = strtok_r(NULL, WHITE, &rest)) {
    if (!ft_grow(&log->words, &log->word_room, log->word_count + 1, sizeof word)) {
      ft_error_add_memory(err);
      return -1;
    }
    log->words[log->word_count++] = word;
  }
  return 0;
}

/* `2026-01-31T...`, as newer system loggers write. */
static bool is_date(const char *word) {
  return strspn(word, "0123456789") == 4 && word[4] == '-';
}

/* Where `STAT:` stands, behind time stamp, host and program; 0: it is a line of another kind. */
static size_t find_stat(const struct log *log) {
  const size_t usual = 5, short_date = 3;
  if (log->word_count > usual && strcmp(log->words[usual], "STAT:") == 0) return usual;
  if (log->word_count > short_date && strcmp(log->words[short_date], "STAT:") == 0 &&
      is_date(log->words[0]))
    return short_date;
  return 0;
}

static const struct collector *find_collector(const char *program) {
  const size_t prefix = strlen("flow-");
  const char *name = strlen(program) > prefix ? program + prefix : "";
  for (size_t i = 0; i < sizeof collectors / sizeof *collectors; i++) {
    if (text_starts_with(name, collectors[i].name)) return &collectors[i];
  }
  return NULL;
}

static void take_value(struct entry *entry, char *word) {
  char *value = strchr(word, '=');
  if (!value || strchr(value + 1, '=')) return;
  *value++ = '\0';
  for (size_t i = 0; i < NAMES; i++) {
    if (strcmp(word, needed[i]) == 0) entry->values[i] = value;
  }
}

/* Does all that is needed stand in the entry? */
static int check_entry(const struct entry *entry, size_t line, struct ft_error *err) {
  for (size_t i = 0; i < entry->collector->names; i++) {
    if (entry->values[i]) continue;
    ft_error_add(err, "line %zu: %s is missing", line, needed[i]);
    return -1;
  }
  if (rrd_is_time(entry->values[NOW])) return 0;
  ft_error_add(err, "line %zu: now=%s is no time", line, entry->values[NOW]);
  return -1;
}

/* 1: an entry; 0: a line of another kind; -1: one that cannot be understood, no memory. */
static int read_entry(struct log *log, char *line, struct entry *entry, struct ft_error *err) {
  if (split_words(log, line, err) != 0) return -1;
  size_t stat = find_stat(log);
  if (stat == 0) return 0;
  *entry = (struct entry){.host = log->words[stat - 2],
                          .collector = find_collector(log->words[stat - 1])};
  if (!entry->collector) {
    ft_error_add(err, "line %zu: %s is neither flow-capture nor flow-fanout", log->lines.number,
                 log->words[stat - 1]);
    return -1;
  }
  for (size_t i = stat + 1; i < log->word_count; i++)
    take_value(entry, log->words[i]);
  return check_entry(entry, log->lines.number, err) == 0 ? 1 : -1;
}

/* -- storing -- */

struct target {
  const char *folder;
  const struct rrd_tool *tool;
};

static int store(const struct target *target, const struct entry *entry, struct ft_error *err) {
  const struct rrd rrd = {.tool = target->tool,
                          .folder = target->folder,
                          .postfix = "",
                          .creating = "Creating RRD  ",
                          .type = "COUNTER",
                          .sources = sources,
                          .source_count = entry->collector->names - FLOWS,
                          .archives = archives,
                          .archive_count = sizeof archives / sizeof *archives};
  struct arena arena = {.blocks = NULL};
  const char *const parts[] = {entry->collector->name, entry->host, entry->values[SRC_IP],
                               entry->values[DST_IP], entry->values[D_VER]};
  const char *key = arena_join(&arena, parts, sizeof parts / sizeof *parts, ".");
  int result = -1;
  if (key)
    result = rrd_store(&rrd, key, entry->values[NOW], entry->values + FLOWS, err);
  else
    ft_error_add_memory(err);
  arena_free(&arena);
  return result;
}

static int store_lines(const struct target *target, struct log *log, struct ft_error *err) {
  for (char *line; (line = lines_next(&log->lines)) != NULL;) {
    struct entry entry;
    int got = read_entry(log, line, &entry, err);
    if (got < 0 || (got > 0 && store(target, &entry, err) != 0)) return -1;
  }
  return lines_check(&log->lines, err);
}

int log_store(const char *folder, const struct rrd_tool *tool, FILE *stream, struct ft_error *err) {
  const struct target target = {folder, tool};
  struct log log = {.lines = LINES_INIT(stream)};
  int result = store_lines(&target, &log, err);
  lines_free(&log.lines);
  free(log.words);
  return result;
}
