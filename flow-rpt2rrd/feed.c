#include "feed.h"

#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "lines.h"
#include "slots.h"

#define TOTALS "# rec1: records,ignores,flows,octets,packets,duration"
/* The first-flow time of a report that covers no flow. */
#define NO_FLOW "4294967295"

struct column {
  bool key;
  const struct ft_symbols *symbols; /* of its names, or NULL */
};

struct feed {
  struct options *options;
  struct symbol_names names;
  struct lines lines;
  struct arena arena; /* of what is read before the rows */
  struct ft_error *err;

  const char *time; /* of the first flow; NULL: not met yet */
  bool no_flow, skip_next;
  struct column *columns; /* NULL: the column line has not come yet */
  size_t column_count;
  const char **cells; /* of a row */
  size_t *stored;     /* columns in the order of the data sources */
  struct rrd rrd;
  const char **values; /* one a data source */
  size_t rows_used;
  char *key; /* of a row */
  size_t key_room;
};

static int no_memory(struct feed *feed) {
  ft_error_add_memory(feed->err);
  return -1;
}

static void *take(struct feed *feed, size_t count, size_t size) {
  return count > SIZE_MAX / size ? NULL : arena_take(&feed->arena, count * size);
}

/* -- which columns -- */

static bool is_before(const char *const *names, size_t count, const char *name) {
  for (size_t i = 0; i < count; i++) {
    if (strcmp(names[i], name) == 0) return true;
  }
  return false;
}

/* Cuts the list of fields into different names, in the order of their slots. */
static int order_fields(char *list, const char **fields, size_t *count, uint64_t *hashes,
                        size_t *order) {
  size_t given = list_split(list, fields, *count);
  *count = 0;
  for (size_t i = 0; i < given; i++) {
    if (is_before(fields, *count, fields[i])) continue;
    hashes[*count] = slots_hash(fields[i]);
    fields[(*count)++] = fields[i];
  }
  return slots_order(hashes, *count, order);
}

static size_t find_title(const char *const *titles, size_t count, const char *title) {
  while (count > 0 && strcmp(titles[count - 1], title) != 0)
    count--;
  return count;
}

int feed_columns(const char *fields, const char *const *titles, size_t count, size_t *columns,
                 size_t *column_count) {
  size_t field_count = list_count(fields), found = 0;
  size_t most = 1 + (field_count > count ? field_count : count); /* never none */
  char *list = strdup(fields);
  const char **names = calloc(most, sizeof *names);
  uint64_t *hashes = calloc(most, sizeof *hashes);
  size_t *order = calloc(most, sizeof *order);
  int result = list && names && hashes && order ? 0 : -1;
  if (result == 0) result = order_fields(list, names, &field_count, hashes, order);
  if (result == 0) {
    for (size_t i = 0; i < field_count; i++) {
      size_t place = find_title(titles, count, names[order[i]]);
      if (place > 0) columns[found++] = place - 1;
    }
    for (size_t i = 0; i < found; i++)
      hashes[i] = columns[i];
    result = slots_order(hashes, found, order);
  }
  for (size_t i = 0; result == 0 && i < found; i++)
    columns[i] = (size_t)hashes[order[i]];
  *column_count = found;
  free(list);
  free(names);
  free(hashes);
  free(order);
  return result;
}

/* -- before the rows -- */

static int need_time(struct feed *feed) {
  if (feed->time) return 0;
  ft_error_add(feed->err, "line %zu: no first-flow line so far, the report needs options +header",
               feed->lines.number);
  return -1;
}

static int take_time(struct feed *feed, const char *words) {
  const char *start = words + strspn(words, " \t\v\f");
  size_t length = strcspn(start, " \t\v\f");
  char *time = arena_text(&feed->arena, start, length);
  if (!time) return no_memory(feed);
  if (!rrd_is_time(time)) {
    ft_error_add(feed->err, "line %zu: first-flow is no time", feed->lines.number);
    return -1;
  }
  feed->time = time;
  feed->no_flow = strcmp(time, NO_FLOW) == 0;
  return 0;
}

/* A copy of the names in the line just read, cut up. NULL: no memory. */
static const char **take_names(struct feed *feed, const char *line, size_t *count) {
  size_t start = lines_names_start(&feed->lines);
  char *copy = arena_text(&feed->arena, line + start, feed->lines.length - start);
  if (!copy) return NULL;
  *count = list_count(copy);
  const char **names = take(feed, *count, sizeof *names);
  if (names) list_split(copy, names, *count);
  return names;
}

/* The totals that were asked for, as numbers of their names. */
static int find_totals(struct feed *feed, const char *const *names, size_t count, uint64_t *wanted,
                       size_t *wanted_count) {
  *wanted_count = 0;
  for (size_t i = 0; i < count; i++) {
    const char *key = arena_printf(&feed->arena, KEYS_TOTAL "%s", names[i]);
    if (!key) return no_memory(feed);
    if (keys_find(&feed->options->keys, key)) wanted[(*wanted_count)++] = i;
  }
  return 0;
}

static int store_totals(struct feed *feed, const char *const *names, size_t count,
                        const uint64_t *wanted, size_t wanted_count) {
  const char **cells = take(feed, count, sizeof *cells);
  const char **sources = take(feed, wanted_count, sizeof *sources);
  const char **values = take(feed, wanted_count, sizeof *values);
  size_t *order = take(feed, wanted_count, sizeof *order);
  if (!cells || !sources || !values || !order || slots_order(wanted, wanted_count, order) != 0)
    return no_memory(feed);
  char *line = lines_next(&feed->lines);
  if (!line && lines_check(&feed->lines, feed->err) != 0) return -1;
  size_t found = line ? list_split(line, cells, count) : 0;
  if (found < count) return lines_too_few(&feed->lines, found, count, feed->err);
  for (size_t i = 0; i < wanted_count; i++) {
    sources[i] = names[wanted[order[i]]];
    values[i] = cells[wanted[order[i]]];
  }
  struct rrd rrd = feed->rrd;
  rrd.sources = sources;
  rrd.source_count = wanted_count;
  return rrd_store(&rrd, "totals", feed->time, values, feed->err);
}

static int take_totals(struct feed *feed, const char *line) {
  size_t count, wanted_count;
  const char **names = take_names(feed, line, &count);
  uint64_t *wanted = names ? take(feed, count, sizeof *wanted) : NULL;
  if (!wanted) return no_memory(feed);
  if (find_totals(feed, names, count, wanted, &wanted_count) != 0) return -1;
  if (wanted_count == 0) return 0; /* the values look like a line that means nothing here */
  if (need_time(feed) != 0) return -1;
  return store_totals(feed, names, count, wanted, wanted_count);
}

/* Takes the star off a title. */
static int set_column(struct feed *feed, struct column *column, const char **title) {
  size_t length = strlen(*title);
  *column = (struct column){.key = length > 0 && (*title)[length - 1] == '*'};
  if (!column->key) return 0;
  *title = arena_text(&feed->arena, *title, length - 1);
  if (!*title) return no_memory(feed);
  if (!feed->options->names) return 0;
  return symbol_names_table(&feed->names, *title, &column->symbols, feed->err);
}

static int take_columns(struct feed *feed, const char *line) {
  if (need_time(feed) != 0) return -1;
  size_t count;
  const char **titles = take_names(feed, line, &count);
  if (!titles) return no_memory(feed);
  feed->columns = take(feed, count, sizeof *feed->columns);
  feed->cells = take(feed, count, sizeof *feed->cells);
  feed->stored = take(feed, count, sizeof *feed->stored);
  const char **sources = take(feed, count, sizeof *sources);
  feed->values = take(feed, count, sizeof *feed->values);
  if (!feed->columns || !feed->cells || !feed->stored || !sources || !feed->values)
    return no_memory(feed);
  feed->column_count = count;
  for (size_t i = 0; i < count; i++) {
    if (set_column(feed, &feed->columns[i], &titles[i]) != 0) return -1;
  }
  if (feed_columns(feed->options->fields, titles, count, feed->stored, &feed->rrd.source_count) !=
      0)
    return no_memory(feed);
  for (size_t i = 0; i < feed->rrd.source_count; i++)
    sources[i] = titles[feed->stored[i]];
  feed->rrd.sources = sources;
  return 0;
}

static int take_header(struct feed *feed, const char *line) {
  static const char first_flow[] = "# first-flow:";
  if (text_starts_with(line, first_flow)) return take_time(feed, line + strlen(first_flow));
  if (text_starts_with(line, TOTALS)) return take_totals(feed, line);
  if (text_starts_with(line, "# recn")) return take_columns(feed, line);
  return 0;
}

/* -- rows -- */

/* The key of a row: the values of the key columns, or their names. */
static int make_key(struct feed *feed) {
  size_t used = 0;
  bool several = false;
  for (size_t i = 0; i < feed->column_count; i++) {
    if (!feed->columns[i].key) continue;
    const struct ft_symbols *symbols = feed->columns[i].symbols;
    const char *name = symbols ? symbol_names_find(symbols, feed->cells[i]) : NULL;
    if (!name) name = feed->cells[i];
    size_t length = strlen(name);
    if (!ft_grow(&feed->key, &feed->key_room, used + length + 2, 1)) return no_memory(feed);
    if (several) feed->key[used++] = '-';
    several = true;
    memcpy(feed->key + used, name, length);
    used += length;
  }
  if (!ft_grow(&feed->key, &feed->key_room, used + 1, 1)) return no_memory(feed);
  feed->key[used] = '\0';
  return 0;
}

static int take_row(struct feed *feed, char *line) {
  size_t found = list_split(line, feed->cells, feed->column_count);
  if (found < feed->column_count)
    return lines_too_few(&feed->lines, found, feed->column_count, feed->err);
  if (make_key(feed) != 0) return -1;
  struct key *key = keys_find(&feed->options->keys, feed->key);
  if (!key || key->total) return 0;
  key->seen = true;
  feed->rows_used++;
  for (size_t i = 0; i < feed->rrd.source_count; i++)
    feed->values[i] = feed->cells[feed->stored[i]];
  return rrd_store(&feed->rrd, key->text, feed->time, feed->values, feed->err);
}

static int take_line(struct feed *feed, char *line) {
  if (!feed->columns) return take_header(feed, line);
  /* Totals of a report that follows are no row of this one. */
  bool skip = feed->skip_next;
  feed->skip_next = text_starts_with(line, "# rec1") || text_starts_with(line, "# rec2");
  return skip || *line == '#' ? 0 : take_row(feed, line);
}

static int store_zeros(struct feed *feed) {
  struct keys *keys = &feed->options->keys;
  for (size_t i = 0; i < feed->rrd.source_count; i++)
    feed->values[i] = "0";
  for (size_t i = 0; i < keys->count; i++) {
    const struct key *key = &keys->list[i];
    if (!key->seen && !key->total &&
        rrd_store(&feed->rrd, key->text, feed->time, feed->values, feed->err) != 0)
      return -1;
  }
  return 0;
}

/* -- all of it -- */

static bool wants_more(const struct feed *feed) {
  return !feed->no_flow && (!feed->columns || feed->rows_used < feed->options->keys.row_count);
}

static int read_report(struct feed *feed) {
  while (wants_more(feed)) {
    char *line = lines_next(&feed->lines);
    if (!line && lines_check(&feed->lines, feed->err) != 0) return -1;
    if (!line || *line == '\0') break;
    if (take_line(feed, line) != 0) return -1;
  }
  return 0;
}

static int store_report(struct feed *feed, const struct ft_log *log) {
  if (read_report(feed) != 0) return -1;
  if (feed->no_flow) {
    ft_log_line(log, "the report covers no flow, there is no time to store values at");
    return 0;
  }
  if (feed->columns) return store_zeros(feed);
  if (feed->options->keys.row_count == 0 && feed->time) return 0;
  ft_error_add(feed->err, "the input is no report with rows");
  return -1;
}

int feed_report(struct options *options, FILE *stream, const struct ft_log *log,
                struct ft_error *err) {
  struct feed feed = {.options = options,
                      .names = {.log = log},
                      .lines = LINES_INIT(stream),
                      .err = err,
                      .rrd = options->rrd};
  if (keys_prepare(&options->keys, err) != 0) return -1;
  int result = store_report(&feed, log);
  symbol_names_free(&feed.names);
  lines_free(&feed.lines);
  arena_free(&feed.arena);
  free(feed.key);
  return result;
}
