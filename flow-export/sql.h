/* What the formats that are databases have in common (spec tools.md 5.6). */
#ifndef SQL_H
#define SQL_H

#include <stdbool.h>

#include "export.h"

/* The longest -u. */
#define SQL_URI_MAX 255
/* Room for a quoted name, qualified or not, and its NUL. */
#define SQL_NAME_SIZE (2 * SQL_URI_MAX + 8)
/* Room for the list of all quoted field names and its NUL. */
#define SQL_FIELDS_SIZE (FT_FIELD_COUNT * 18)

/* Parts of -u: user:password:host:port:name:table; the last one may have colons. */
struct sql_target {
  char text[SQL_URI_MAX + 1]; /* what the others point into */
  const char *user, *password, *host, *port, *name, *table;
};
/* uri NULL: the defaults. False if a part is missing. */
bool sql_target_parse(struct sql_target *target, const char *uri, const char *default_port);

/* How a database writes names. */
struct sql_dialect {
  char quote;
  bool folds; /* names without quotes are turned into lower case */
};

/* A table's name; schema is empty if it has none. No quotes. */
struct sql_table {
  char schema[SQL_URI_MAX + 1], name[SQL_URI_MAX + 1];
};
/*
 * Reads NAME or SCHEMA.NAME as SQL means them, each a plain name or one in the
 * dialect's quotes. Any other text is one name, as it stands: so nothing in it
 * can become a statement. False if it was of that kind.
 */
bool sql_table_parse(struct sql_table *table, const char *text, const struct sql_dialect *dialect);
/* Writes SCHEMA.NAME with quotes; out has SQL_NAME_SIZE octets. */
void sql_table_quote(char *out, const struct sql_table *table, const struct sql_dialect *dialect);

struct sql {
  struct sql_target target;
  struct sql_table table;
  struct csv_plan plan;
  char names[SQL_FIELDS_SIZE];  /* of the fields, as CSV headings have them */
  char fields[SQL_FIELDS_SIZE]; /* the same, quoted */
  char quoted[SQL_NAME_SIZE];   /* the table */
  const char *shown;            /* the table as -d shows it */
};
/* 0, or the exit status after a message. */
int sql_init(struct sql *sql, const struct export_job *job, const char *default_port,
             const struct sql_dialect *dialect);
/* -d: the three lines that show what is stored for a record. */
void sql_show(const struct sql *sql, const uint8_t *record);
/* A database's message for what failed, without the newlines that some have at the end. */
void sql_message(const char *what, const char *reason);

#endif
