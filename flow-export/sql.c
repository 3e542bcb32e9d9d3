#include "config.h"
#include "sql.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "prog.h"

bool sql_target_parse(struct sql_target *target, const char *uri, const char *default_port) {
  const char **parts[] = {&target->user, &target->password, &target->host,
                          &target->port, &target->name,     &target->table};
  const size_t count = sizeof(parts) / sizeof(parts[0]);
  if (!uri) {
    *target = (struct sql_target){.user = "netflow",
                                  .password = "netflow",
                                  .host = "localhost",
                                  .port = default_port,
                                  .name = "netflow",
                                  .table = "raw"};
    return true;
  }
  snprintf(target->text, sizeof(target->text), "%s", uri);
  char *p = target->text;
  for (size_t i = 0; i < count; i++) {
    *parts[i] = p;
    char *colon = strchr(p, ':');
    if (i == count - 1) break;
    if (!colon) return false;
    *colon = 0;
    p = colon + 1;
  }
  return true;
}

static bool is_plain(char c, bool first) {
  return c == '_' || isalpha((unsigned char)c) ||
         (!first && (c == '$' || isdigit((unsigned char)c)));
}

/* Reads a name in quotes, which are doubled inside; p is behind the first one. */
static const char *parse_quoted(const char *p, char *out, char quote) {
  for (; *p; *out++ = *p++) {
    if (*p != quote) continue;
    if (*++p == quote) continue;
    *out = 0;
    return p;
  }
  return NULL;
}

/* Reads one name; returns the position behind it, NULL if there is none. */
static const char *parse_name(const char *p, char *name, const struct sql_dialect *dialect) {
  if (*p == dialect->quote) {
    p = parse_quoted(p + 1, name, dialect->quote);
  } else {
    char *out = name;
    for (; is_plain(*p, out == name); p++)
      *out++ = (char)(dialect->folds ? tolower((unsigned char)*p) : *p);
    *out = 0;
  }
  return p && *name ? p : NULL;
}

bool sql_table_parse(struct sql_table *table, const char *text, const struct sql_dialect *dialect) {
  table->schema[0] = 0;
  const char *p = parse_name(text, table->name, dialect);
  if (p && *p == '.') {
    memcpy(table->schema, table->name, sizeof(table->schema));
    p = parse_name(p + 1, table->name, dialect);
  }
  if (p && *p == 0) return true;
  table->schema[0] = 0;
  snprintf(table->name, sizeof(table->name), "%s", text);
  return false;
}

static char *quote_name(char *out, const char *name, char quote) {
  *out++ = quote;
  for (; *name; *out++ = *name++)
    if (*name == quote) *out++ = quote;
  *out++ = quote;
  return out;
}

void sql_table_quote(char *out, const struct sql_table *table, const struct sql_dialect *dialect) {
  if (table->schema[0]) {
    out = quote_name(out, table->schema, dialect->quote);
    *out++ = '.';
  }
  *quote_name(out, table->name, dialect->quote) = 0;
}

static void list_fields(struct sql *sql, uint64_t mask, char quote) {
  char *plain = sql->names, *quoted = sql->fields;
  for (unsigned f = 0; f < FT_FIELD_COUNT; f++) {
    const struct ft_field *field = ft_field_info(f);
    if (!(field->bit & mask)) continue;
    if (plain > sql->names) *plain++ = *quoted++ = ',';
    plain = text_copy(plain, field->name, strlen(field->name));
    quoted = quote_name(quoted, field->name, quote);
  }
  *plain = *quoted = 0;
}

int sql_init(struct sql *sql, const struct export_job *job, const char *default_port,
             const struct sql_dialect *dialect) {
  if (!sql_target_parse(&sql->target, job->uri, default_port)) {
    prog_message("Missing field in dbaseURI, expecting user:pwd:host:port:name:table.");
    return EXPORT_REFUSED;
  }
  csv_plan_make(&sql->plan, job->layout, job->mask);
  list_fields(sql, job->mask & job->layout->mask, dialect->quote);
  bool is_sql = sql_table_parse(&sql->table, sql->target.table, dialect);
  sql_table_quote(sql->quoted, &sql->table, dialect);
  sql->shown = is_sql ? sql->target.table : sql->quoted;
  return 0;
}

void sql_show(const struct sql *sql, const uint8_t *record) {
  char values[CSV_ROW_MAX + 2 * FT_FIELD_COUNT + 1], *p = values;
  for (unsigned i = 0; i < sql->plan.count; i++) {
    const struct csv_cell *cell = &sql->plan.cells[i];
    if (i > 0) *p++ = ',';
    if (cell->is_addr) *p++ = '\'';
    p = cell->is_addr ? text_addr(p, record, cell->column)
                      : ft_put_decimal(p, ft_load(record, cell->column));
    if (cell->is_addr) *p++ = '\'';
  }
  *p = 0;
  fprintf(stderr, "field=%s\n val=%s\n query=INSERT INTO %s(%s) VALUES (%s)\n", sql->names, values,
          sql->shown, sql->names, values);
}

void sql_message(const char *what, const char *reason) {
  size_t length = strlen(reason);
  while (length > 0 && reason[length - 1] == '\n')
    length--;
  prog_message("%s: %.*s", what, (int)length, reason);
}

/* In place of those that are not built in. */
#if !defined(HAVE_MYSQL) || !defined(HAVE_POSTGRESQL)
static int begin_missing(struct export_job *job) {
  (void)job;
  prog_message("Format not supported");
  return 1;
}
#endif
#ifndef HAVE_MYSQL
const struct export_format export_mysql = {"MySQL", NULL, begin_missing, NULL, NULL};
#endif
#ifndef HAVE_POSTGRESQL
const struct export_format export_postgresql = {"PostgreSQL", NULL, begin_missing, NULL, NULL};
#endif
