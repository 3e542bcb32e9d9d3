/* Format 3: files of Cisco's NFCollector (spec tools.md 6.3). */
#include <string.h>

#include "columns.h"
#include "import.h"
#include "prog.h"

#define HEADING_FIELDS 9
#define COLUMNS_MAX    12

static const struct scheme {
  const char *name;
  unsigned count;
  uint8_t fields[COLUMNS_MAX]; /* FT_FIELD_COUNT: a column that is ignored */
} schemes[] = {
    {"AGGREGATION CallRecord",
     12,
     {FT_F_SRCADDR, FT_F_DSTADDR, FT_F_SRCPORT, FT_F_DSTPORT, FT_F_PROT, FT_F_TOS, FT_F_DPKTS,
      FT_F_DOCTETS, FT_F_DFLOWS, FT_F_FIRST, FT_F_LAST, FT_FIELD_COUNT}},
    {"AGGREGATION HostMatrix",
     5,
     {FT_F_SRCADDR, FT_F_DSTADDR, FT_F_DPKTS, FT_F_DOCTETS, FT_F_DFLOWS}},
    {"AGGREGATION SourceNode", 4, {FT_F_SRCADDR, FT_F_DPKTS, FT_F_DOCTETS, FT_F_DFLOWS}},
    {"AGGREGATION DestNode", 4, {FT_F_DSTADDR, FT_F_DPKTS, FT_F_DOCTETS, FT_F_DFLOWS}},
};
#define SCHEMES (sizeof(schemes) / sizeof(schemes[0]))

/* Fields between the separators of a line: one more than there are separators. */
static unsigned count_fields(const struct input_line *line) {
  unsigned count = 1;
  for (size_t i = 0; i < line->size; i++)
    count += line->text[i] == '|';
  return count;
}

/* Field number index of a line that has it. */
static struct input_line field_at(const struct input_line *line, unsigned index) {
  const char *p = line->text, *end = line->text + line->size;
  while (index--)
    p = (const char *)memchr(p, '|', (size_t)(end - p)) + 1;
  const char *stop = memchr(p, '|', (size_t)(end - p));
  return (struct input_line){.text = p, .size = (size_t)((stop ? stop : end) - p)};
}

static bool is_text(const struct input_line *field, const char *text) {
  return strlen(text) == field->size && memcmp(field->text, text, field->size) == 0;
}

/* What the first line says about the rows; NULL after a message. */
static const struct scheme *read_heading(struct input *in) {
  struct input_line line;
  if (!input_line(in, &line)) {
    prog_message("No header");
    return NULL;
  }
  if (line.too_long || count_fields(&line) != HEADING_FIELDS) {
    prog_message("Unregconized format line");
    return NULL;
  }
  struct input_line field = field_at(&line, 1);
  if (!is_text(&field, "FORMAT A")) {
    prog_message("Unregocnized format \"%.*s\"", (int)field.size, field.text);
    return NULL;
  }
  field = field_at(&line, 2);
  for (size_t i = 0; i < SCHEMES; i++)
    if (is_text(&field, schemes[i].name)) return &schemes[i];
  prog_message("Unsupported aggrecation scheme \"%.*s\"", (int)field.size, field.text);
  return NULL;
}

/* False if rows and records have nothing in common. */
static bool plan(struct columns *columns, const struct scheme *scheme,
                 const struct ft_layout *layout) {
  bool common = false;
  *columns = (struct columns){.separator = '|'};
  for (unsigned i = 0; i < scheme->count; i++) {
    columns_add(columns, layout, scheme->fields[i]);
    common = common || columns->list[i].kind != COLUMN_DROPPED;
  }
  return common;
}

static void take_row(struct import_job *job, const struct columns *columns,
                     const struct input_line *line) {
  if (!line->too_long && count_fields(line) == columns->count &&
      !columns_parse(columns, line->text, line->text + line->size, import_record(job))) {
    import_keep(job);
    return;
  }
  prog_message("Broken record at line %llu (not output)", (unsigned long long)job->input->lines);
}

static int run(struct import_job *job) {
  struct columns columns;
  struct input_line line;
  if (job->layout->version == 1005) {
    prog_message("unsupported export version");
    return IMPORT_REFUSED;
  }
  const struct scheme *scheme = read_heading(job->input);
  if (!scheme) return IMPORT_REFUSED;
  if (!plan(&columns, scheme, job->layout)) {
    prog_message("Incompatible input and destination (no common fields)");
    return IMPORT_REFUSED;
  }
  while (input_line(job->input, &line))
    take_row(job, &columns, &line);
  return 0;
}

const struct import_format import_nfcollector = {"Cisco NFCollector", run};
