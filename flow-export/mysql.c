/*
 * Format 3: a table of MySQL or MariaDB (spec tools.md 5.6). Prepared statements
 * with many rows each, all in one transaction where the table's engine has them.
 * A row that the server refuses is told and left out.
 */
#include <mysql.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "export.h"
#include "prog.h"
#include "sql.h"

#define ROWS_AT_ONCE 100
/* Room for one row's question marks. */
#define ROW_SIZE (2 * FT_FIELD_COUNT + 4)

static const struct sql_dialect dialect = {.quote = '`', .folds = false};

/* One parameter. Addresses are texts, as in a written query. */
union cell {
  uint64_t number;
  char text[FT_ADDR_TEXT_SIZE];
};

struct state {
  struct sql sql;
  MYSQL *db;
  bool transactional, failed;
  bool committing;        /* what is stored is then for the server to know */
  MYSQL_STMT *one, *many; /* many is NULL without transactions */
  unsigned rows;          /* that wait */
  /* Room for all rows of many, then the row of one. */
  union cell *cells;
  unsigned long *lengths;
};

static void close_state(struct state *s) {
  if (s->one) mysql_stmt_close(s->one);
  if (s->many) mysql_stmt_close(s->many);
  if (s->db) mysql_close(s->db); /* an open transaction ends in a rollback */
  mysql_library_end();
  free(s->cells);
  free(s->lengths);
  free(s);
}

/* Always 1, after the message. */
static int fail(struct state *s, const char *reason) {
  s->failed = true;
  sql_message("mysql_real_query()", reason);
  if (s->transactional && !s->committing) prog_message("nothing was stored");
  return 1;
}

static int query(struct state *s, const char *text) {
  return mysql_query(s->db, text) == 0 ? 0 : fail(s, mysql_error(s->db));
}

static const char *given(const char *text) {
  return *text ? text : NULL; /* the library then takes that of the option file */
}

static int connect_database(struct state *s) {
  const struct sql_target *to = &s->sql.target;
  unsigned no_files = 0; /* the server is not to ask for files of this machine */
  mysql_options(s->db, MYSQL_READ_DEFAULT_GROUP, "simple");
  mysql_options(s->db, MYSQL_OPT_LOCAL_INFILE, &no_files);
  if (mysql_real_connect(s->db, given(to->host), given(to->user), given(to->password),
                         given(to->name), (unsigned)prog_number(to->port), NULL, 0))
    return 0;
  sql_message("mysql_real_connect()", mysql_error(s->db));
  fputs("\n", stderr);
  return 1;
}

/* Finds out whether the table's engine can take rows back. If in doubt, no. */
static int look_at_engine(struct state *s) {
  char schema[SQL_NAME_SIZE], name[SQL_NAME_SIZE], text[2 * SQL_NAME_SIZE + 512];
  const struct sql_table *table = &s->sql.table;
  mysql_real_escape_string(s->db, schema, table->schema, strlen(table->schema));
  mysql_real_escape_string(s->db, name, table->name, strlen(table->name));
  snprintf(text, sizeof(text),
           "SELECT 1 FROM information_schema.tables t JOIN information_schema.engines e "
           "ON e.engine = t.engine WHERE e.transactions = 'YES' AND t.table_name = '%s' "
           "AND t.table_schema = COALESCE(NULLIF('%s', ''), DATABASE())",
           name, schema);
  if (query(s, text)) return 1;
  MYSQL_RES *result = mysql_store_result(s->db);
  s->transactional = result && mysql_num_rows(result) > 0;
  mysql_free_result(result);
  return 0;
}

/* Points a statement's parameters at rows of cells. */
static int bind(const struct state *s, MYSQL_STMT *statement, unsigned row, unsigned rows) {
  const unsigned width = s->sql.plan.count;
  MYSQL_BIND *binds = calloc((size_t)rows * width, sizeof(*binds));
  if (!binds) prog_die("out of memory");
  for (unsigned i = 0; i < rows * width; i++) {
    const size_t cell = (size_t)row * width + i;
    bool is_addr = s->sql.plan.cells[i % width].is_addr;
    binds[i].buffer_type = is_addr ? MYSQL_TYPE_STRING : MYSQL_TYPE_LONGLONG;
    binds[i].buffer = &s->cells[cell];
    binds[i].buffer_length = sizeof(s->cells[cell]);
    binds[i].length = &s->lengths[cell];
    binds[i].is_unsigned = 1;
  }
  int status = mysql_stmt_bind_param(statement, binds) ? 1 : 0;
  free(binds);
  return status;
}

/* An insert of so many rows, the first of which is number row of the cells. */
static MYSQL_STMT *prepare(struct state *s, unsigned row, unsigned rows) {
  char marks[ROW_SIZE], *p = marks;
  *p++ = '(';
  for (unsigned i = 0; i < s->sql.plan.count; i++) {
    *p++ = '?';
    *p++ = ',';
  }
  p[-1] = ')';
  *p = 0;
  size_t size = SQL_NAME_SIZE + SQL_FIELDS_SIZE + 32 + (size_t)rows * ROW_SIZE;
  char *text = malloc(size);
  if (!text) prog_die("out of memory");
  size_t used =
      (size_t)snprintf(text, size, "INSERT INTO %s(%s) VALUES ", s->sql.quoted, s->sql.fields);
  for (unsigned i = 0; i < rows; i++)
    used += (size_t)snprintf(text + used, size - used, "%s%s", i ? "," : "", marks);
  MYSQL_STMT *statement = mysql_stmt_init(s->db);
  if (!statement) prog_die("out of memory");
  if (mysql_stmt_prepare(statement, text, used) != 0 || bind(s, statement, row, rows) != 0) {
    fail(s, mysql_stmt_error(statement));
    mysql_stmt_close(statement);
    statement = NULL;
  }
  free(text);
  return statement;
}

static int prepare_all(struct state *s) {
  if (look_at_engine(s) || query(s, "SET autocommit = 0")) return 1;
  size_t cells = (size_t)(ROWS_AT_ONCE + 1) * s->sql.plan.count;
  s->cells = calloc(cells, sizeof(*s->cells));
  s->lengths = calloc(cells, sizeof(*s->lengths));
  if (!s->cells || !s->lengths) prog_die("out of memory");
  s->one = prepare(s, ROWS_AT_ONCE, 1);
  if (s->one && s->transactional) s->many = prepare(s, 0, ROWS_AT_ONCE);
  return s->failed ? 1 : 0;
}

static int begin(struct export_job *job) {
  struct state *s = calloc(1, sizeof(*s));
  if (!s) prog_die("out of memory");
  int status = sql_init(&s->sql, job, "3306", &dialect);
  if (status == 0) {
    s->db = mysql_init(NULL);
    if (!s->db) prog_die("out of memory");
    status = connect_database(s);
  }
  if (status == 0 && s->sql.plan.count > 0) status = prepare_all(s);
  if (status)
    close_state(s);
  else
    job->state = s;
  return status;
}

/*
 * Errors after which the transaction is gone or going on is of no use: those of
 * the client library, which are about the connection, and a few of the server.
 */
static bool is_fatal(unsigned number) {
  enum { SHUTDOWN = 1053, LOCK_TIMEOUT = 1205, DEADLOCK = 1213, KILLED = 1927 };
  return number / 1000 == 2 || number == SHUTDOWN || number == LOCK_TIMEOUT || number == DEADLOCK ||
         number == KILLED;
}

static int insert_one(struct state *s, unsigned row) {
  const size_t width = s->sql.plan.count;
  memcpy(s->cells + ROWS_AT_ONCE * width, s->cells + row * width, width * sizeof(*s->cells));
  memcpy(s->lengths + ROWS_AT_ONCE * width, s->lengths + row * width, width * sizeof(*s->lengths));
  if (mysql_stmt_execute(s->one) == 0) return 0;
  if (is_fatal(mysql_stmt_errno(s->one))) return fail(s, mysql_stmt_error(s->one));
  sql_message("mysql_real_query()", mysql_stmt_error(s->one));
  return 0;
}

/* One refused row undoes its statement: the rows are then inserted one by one. */
static int flush(struct state *s) {
  unsigned rows = s->rows;
  s->rows = 0;
  if (rows == ROWS_AT_ONCE && s->many) {
    if (query(s, "SAVEPOINT flows")) return 1;
    if (mysql_stmt_execute(s->many) == 0) return 0;
    if (is_fatal(mysql_stmt_errno(s->many))) return fail(s, mysql_stmt_error(s->many));
    if (query(s, "ROLLBACK TO SAVEPOINT flows")) return 1;
  }
  for (unsigned row = 0; row < rows; row++)
    if (insert_one(s, row)) return 1;
  return 0;
}

static void add_row(struct state *s, const uint8_t *record) {
  const struct csv_plan *plan = &s->sql.plan;
  size_t at = (size_t)s->rows++ * plan->count;
  for (unsigned i = 0; i < plan->count; i++, at++) {
    if (plan->cells[i].is_addr) {
      char *text = s->cells[at].text;
      s->lengths[at] = (unsigned long)(text_addr(text, record, plan->cells[i].column) - text);
    } else {
      s->cells[at].number = ft_load(record, plan->cells[i].column);
    }
  }
}

static int put(struct export_job *job, const struct ft_batch *batch) {
  struct state *s = job->state;
  const uint8_t *record = batch->records;
  if (s->sql.plan.count == 0) return 0;
  for (size_t i = 0; i < batch->count; i++, record += job->layout->size) {
    if (job->show) sql_show(&s->sql, record);
    add_row(s, record);
    if (s->rows == ROWS_AT_ONCE && flush(s)) return 1;
  }
  return 0;
}

static int end(struct export_job *job) {
  struct state *s = job->state;
  if (!s->failed && flush(s) == 0) {
    s->committing = true;
    if (mysql_commit(s->db) != 0) fail(s, mysql_error(s->db));
  }
  int status = s->failed ? 1 : 0;
  close_state(s);
  return status;
}

const struct export_format export_mysql = {"MySQL", NULL, begin, put, end};
