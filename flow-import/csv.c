/* Format 2: comma separated values (spec tools.md 6.1). */
#include <ctype.h>
#include <string.h>

#include "columns.h"
#include "import.h"
#include "prog.h"

#define LINE_MAX_SIZE 1023

/* Columns come in the order of the field table, whatever the heading's is. */
static void plan(struct columns *columns, const struct ft_layout *layout, uint64_t mask) {
  *columns = (struct columns){.separator = ',', .c_notation = true};
  for (unsigned f = 0; f < FT_FIELD_COUNT; f++)
    if (ft_field_info(f)->bit & mask) columns_add(columns, layout, f);
}

static int refuse(const struct import_job *job) {
  prog_message("Broken record at line %llu (not output)", (unsigned long long)job->input->lines);
  return IMPORT_REFUSED;
}

/* The names behind `#:`; text has no NUL at its end. */
static int take_heading(const struct import_job *job, const char *text, size_t size,
                        struct columns *columns) {
  struct ft_error err = FT_ERROR_INIT;
  char names[LINE_MAX_SIZE + 1];
  uint64_t mask;
  for (; size > 0 && (*text == ' ' || *text == '\t'); size--)
    text++; /* names behind a blank would count as the number 0: no fields at all */
  memcpy(names, text, size);
  names[size] = 0;
  if (ft_field_mask_parse(names, &mask, &err) < 0) {
    prog_errors(&err);
    prog_message("Broken field list at line %llu", (unsigned long long)job->input->lines);
    return IMPORT_REFUSED;
  }
  plan(columns, job->layout, mask);
  return 0;
}

static int take_row(struct import_job *job, const struct columns *columns,
                    const struct input_line *line) {
  const char *end = line->text + line->size;
  const char *bad = columns_parse(columns, line->text, end, import_record(job));
  if (!bad) {
    import_keep(job);
    return 0;
  }
  const char *comma = memchr(bad, ',', (size_t)(end - bad));
  prog_message("bad address: %.*s", (int)((comma ? comma : end) - bad), bad);
  return refuse(job);
}

static int run(struct import_job *job) {
  struct columns columns;
  struct input_line line;
  bool begun = false;
  int status = 0;
  plan(&columns, job->layout, job->mask);
  while (status == 0 && input_line(job->input, &line)) {
    if (line.too_long || line.size > LINE_MAX_SIZE) {
      prog_message("Line of more than %d octets", LINE_MAX_SIZE);
      return refuse(job);
    }
    size_t blanks = 0;
    while (blanks < line.size && isspace((unsigned char)line.text[blanks]))
      blanks++;
    if (blanks == line.size) continue;
    if (line.text[blanks] != '#') {
      status = take_row(job, &columns, &line);
      begun = true;
    } else if (!begun && blanks == 0 && line.size > 1 && line.text[1] == ':') {
      status = take_heading(job, line.text + 2, line.size - 2, &columns);
    }
  }
  return status;
}

const struct import_format import_csv = {"csv", run};
