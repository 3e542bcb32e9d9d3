/*
 * Format 5: a table of PostgreSQL (spec tools.md 5.6). The flows are copied in
 * as rows of CSV, all in one transaction: either all are stored, or none.
 */
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>

#include "export.h"
#include "prog.h"
#include "sql.h"

#define BUFFER_SIZE 65536

static const struct sql_dialect dialect = {.quote = '"', .folds = true};

struct state {
  struct sql sql;
  PGconn *db;
  bool failed;
  bool committing; /* what is stored is then for the server to know */
  size_t used;     /* of buffer */
  char buffer[BUFFER_SIZE];
};

static void close_state(struct state *s) {
  PQfinish(s->db); /* an open transaction ends in a rollback */
  free(s);
}

/* Once: what comes after the first failure follows from it. */
static int fail(struct state *s) {
  if (s->failed) return 1;
  s->failed = true;
  sql_message("PQexec()", PQerrorMessage(s->db));
  if (!s->committing) prog_message("nothing was stored");
  return 1;
}

static int command(struct state *s, const char *query, ExecStatusType expected) {
  PGresult *result = PQexec(s->db, query);
  bool ok = PQresultStatus(result) == expected;
  PQclear(result);
  return ok ? 0 : fail(s);
}

static int start_copy(struct state *s) {
  char query[SQL_NAME_SIZE + SQL_FIELDS_SIZE + 64];
  snprintf(query, sizeof(query), "COPY %s(%s) FROM STDIN (FORMAT csv)", s->sql.quoted,
           s->sql.fields);
  int status = command(s, "BEGIN", PGRES_COMMAND_OK);
  return status ? status : command(s, query, PGRES_COPY_IN);
}

static int begin(struct export_job *job) {
  struct state *s = calloc(1, sizeof(*s));
  if (!s) prog_die("out of memory");
  int status = sql_init(&s->sql, job, "5432", &dialect);
  if (status) {
    free(s);
    return status;
  }
  const struct sql_target *to = &s->sql.target;
  s->db = PQsetdbLogin(to->host, to->port, NULL, NULL, to->name, to->user, to->password);
  if (PQstatus(s->db) != CONNECTION_OK) {
    sql_message("PQsetdbLogin()", PQerrorMessage(s->db));
    fputs("\n", stderr);
    status = 1;
  } else if (s->sql.plan.count > 0) {
    status = start_copy(s);
  }
  if (status)
    close_state(s);
  else
    job->state = s;
  return status;
}

static int flush(struct state *s) {
  int sent = s->used == 0 ? 1 : PQputCopyData(s->db, s->buffer, (int)s->used);
  s->used = 0;
  return sent == 1 ? 0 : fail(s);
}

static int put(struct export_job *job, const struct ft_batch *batch) {
  struct state *s = job->state;
  const uint8_t *record = batch->records;
  if (s->sql.plan.count == 0) return 0;
  for (size_t i = 0; i < batch->count; i++, record += job->layout->size) {
    if (job->show) sql_show(&s->sql, record);
    if (BUFFER_SIZE - s->used < CSV_ROW_MAX && flush(s)) return 1;
    char *p = s->buffer + s->used;
    s->used += (size_t)(csv_row(&s->sql.plan, record, p) - p);
  }
  if (flush(s)) return 1;
  /* libpq keeps quiet about a server that is gone until its answer is asked for. */
  return PQconsumeInput(s->db) ? 0 : fail(s);
}

/* The server's word on the rows. */
static int finish_copy(struct state *s) {
  if (PQputCopyEnd(s->db, NULL) != 1) return fail(s);
  bool ok = true;
  for (PGresult *result; (result = PQgetResult(s->db)); PQclear(result))
    ok = ok && PQresultStatus(result) == PGRES_COMMAND_OK;
  if (!ok) return fail(s);
  s->committing = true;
  return command(s, "COMMIT", PGRES_COMMAND_OK);
}

static int end(struct export_job *job) {
  struct state *s = job->state;
  int status = s->failed;
  if (!s->failed && s->sql.plan.count > 0) status = finish_copy(s);
  close_state(s);
  return status;
}

const struct export_format export_postgresql = {"PostgreSQL", NULL, begin, put, end};
