/* Format 2: comma separated values (spec tools.md 5.2). */
#include <stdlib.h>

#include "export.h"
#include "prog.h"

static void heading(struct text *out, uint64_t mask) {
  const char *separator = "#:";
  if (!mask) text_string(out, separator);
  for (unsigned f = 0; f < FT_FIELD_COUNT; f++) {
    const struct ft_field *field = ft_field_info(f);
    if (!(field->bit & mask)) continue;
    text_string(out, separator);
    text_string(out, field->name);
    separator = ",";
  }
  text_string(out, "\n");
}

static int begin(struct export_job *job) {
  struct csv_plan *plan = malloc(sizeof(*plan));
  if (!plan) prog_die("out of memory");
  csv_plan_make(plan, job->layout, job->mask);
  job->state = plan;
  heading(job->out, job->mask & job->layout->mask);
  return 0;
}

static int put(struct export_job *job, const struct ft_batch *batch) {
  const struct csv_plan *plan = job->state;
  if (plan->count == 0) return 0; /* a heading without columns has no rows */
  const uint8_t *record = batch->records;
  for (size_t i = 0; i < batch->count; i++, record += job->layout->size)
    text_end(job->out, csv_row(plan, record, text_begin(job->out, CSV_ROW_MAX)));
  return 0;
}

static int end(struct export_job *job) {
  free(job->state);
  return 0;
}

const struct export_format export_csv = {"csv", NULL, begin, put, end};
